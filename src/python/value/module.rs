//! Modules: what `sys.modules` holds in a static load.

use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::rc::Rc;

use super::Unknown;
use super::scope::Scope;
use crate::source::SourceFile;

/// How far the import of a module has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ModuleState {
    /// Its body is running: an import cycle sees what is bound so far.
    Loading,
    Loaded,
    /// Its body raised.
    Failed,
}

/// A module of the project itself.
#[derive(Debug)]
pub(crate) struct Module<'a> {
    /// The dotted name.
    pub(crate) name: Rc<str>,
    /// Its file; none for a namespace package.
    pub(crate) file: Option<&'a SourceFile>,
    /// The directories of a package; empty for a plain module.
    pub(crate) directories: Vec<PathBuf>,
    pub(crate) scope: Rc<Scope<'a>>,
    pub(crate) state: Cell<ModuleState>,
    /// Set when names may be bound that are not known: a star import of an unknown
    /// module, `globals()[unknown] = ...`, a syntax error.
    pub(crate) open: RefCell<Option<Rc<Unknown>>>,
    /// Whether it runs as a top-level module of its own, where relative imports fail.
    pub(crate) is_script: bool,
}

impl Module<'_> {
    pub(crate) fn is_package(&self) -> bool {
        !self.directories.is_empty()
    }

    /// The package that relative imports in it start from.
    pub(crate) fn package(&self) -> &str {
        if self.is_package() {
            return &self.name;
        }
        self.name
            .rsplit_once('.')
            .map_or("", |(package, _)| package)
    }

    /// Records that names may be bound that are not known. The first reason stays.
    pub(crate) fn open(&self, unknown: &Rc<Unknown>) {
        self.open
            .borrow_mut()
            .get_or_insert_with(|| Rc::clone(unknown));
    }
}
