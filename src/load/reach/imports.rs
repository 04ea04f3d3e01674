//! What the import statements of a file may name, wherever they stand in it.

use std::path::{Path, PathBuf};

use ruff_python_ast::{Stmt, visitor};

use crate::source::SourceFile;

/// The modules that a file may import.
pub(super) struct Imports {
    /// Absolute names, as paths.
    absolute: Vec<PathBuf>,
    /// Relative ones, as the paths that they lead to.
    relative: Vec<PathBuf>,
}

impl Imports {
    pub(super) fn of(file: &SourceFile) -> Self {
        let mut finder = Finder {
            folder: file.path().parent().unwrap_or(file.path()),
            imports: Self {
                absolute: Vec::new(),
                relative: Vec::new(),
            },
        };
        if let Some(tree) = file.parsed().partial_module() {
            visitor::Visitor::visit_body(&mut finder, &tree.body);
        }
        finder.imports
    }

    /// Whether one of them may be the module of a file.
    pub(super) fn reach(&self, module: &Path) -> bool {
        let path = without_suffix(module);
        self.relative.contains(&path) || self.absolute.iter().any(|found| path.ends_with(found))
    }
}

/// The last part of a module's name.
pub(super) fn stem(module: &Path) -> String {
    let path = without_suffix(module);
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// The path of a module: that of a file without its suffix, or of a package's folder.
fn without_suffix(module: &Path) -> PathBuf {
    let path = module.with_extension("");
    if path.ends_with("__init__") {
        return path.parent().unwrap_or(&path).to_path_buf();
    }
    path
}

struct Finder<'p> {
    folder: &'p Path,
    imports: Imports,
}

impl<'a> visitor::Visitor<'a> for Finder<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        let as_path = |name: &str| -> PathBuf { name.split('.').collect() };
        match stmt {
            Stmt::Import(import) => {
                let names = import
                    .names
                    .iter()
                    .map(|alias| as_path(alias.name.as_str()));
                self.imports.absolute.extend(names);
            }
            Stmt::ImportFrom(import) => {
                let base = import
                    .module
                    .as_ref()
                    .map_or_else(PathBuf::new, |it| as_path(it.as_str()));
                let (base, found) = if import.level == 0 {
                    (base, &mut self.imports.absolute)
                } else {
                    let levels = import.level as usize - 1;
                    let above = self.folder.ancestors().nth(levels).unwrap_or(self.folder);
                    (above.join(base), &mut self.imports.relative)
                };
                found.extend(
                    import
                        .names
                        .iter()
                        .map(|alias| base.join(alias.name.as_str())),
                );
                found.push(base);
            }
            _ => visitor::walk_stmt(self, stmt),
        }
    }
}
