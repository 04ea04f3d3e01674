//! Names and what they are bound to.

use std::cell::RefCell;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Value;
use crate::source::Place;

/// One name of a scope.
#[derive(Debug, Clone)]
pub(crate) struct Binding<'a> {
    pub(crate) value: Value<'a>,
    /// Where the name was bound: the target, the name of the function, the import.
    pub(crate) place: Place,
    /// Whether the value was used since; a definition that is bound again unused is lost.
    pub(crate) used: bool,
}

/// What a scope belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScopeKind {
    Module,
    Class,
    Function,
}

/// The names of a module, a class body, a call or a comprehension.
#[derive(Debug)]
pub(crate) struct Scope<'a> {
    pub(crate) kind: ScopeKind,
    pub(crate) names: RefCell<FxHashMap<Rc<str>, Binding<'a>>>,
    /// The scope of the enclosing function, for closures; none at module level.
    pub(crate) outer: Option<Rc<Scope<'a>>>,
    /// Names declared `global`.
    pub(crate) globals: RefCell<FxHashSet<Rc<str>>>,
    /// Names declared `nonlocal`.
    pub(crate) nonlocals: RefCell<FxHashSet<Rc<str>>>,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(kind: ScopeKind, outer: Option<Rc<Scope<'a>>>) -> Rc<Self> {
        Rc::new(Self {
            kind,
            names: RefCell::default(),
            outer,
            globals: RefCell::default(),
            nonlocals: RefCell::default(),
        })
    }

    /// The value of a name of this scope alone, and marks it as used.
    pub(crate) fn read(&self, name: &str) -> Option<Value<'a>> {
        let mut names = self.names.borrow_mut();
        let binding = names.get_mut(name)?;
        binding.used = true;
        Some(binding.value.clone())
    }

    /// The binding of a name of this scope, without using it.
    pub(crate) fn peek(&self, name: &str) -> Option<Binding<'a>> {
        self.names.borrow().get(name).cloned()
    }

    /// The names in sorted order, as `dir()` gives them.
    pub(crate) fn sorted_names(&self) -> Vec<Rc<str>> {
        let mut names: Vec<_> = self.names.borrow().keys().cloned().collect();
        names.sort_unstable();
        names
    }
}
