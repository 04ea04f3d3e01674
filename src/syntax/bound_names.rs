//! Which names a block of code could bind, whichever branches it takes.

use ruff_python_ast::{Alias, Comprehension, Expr, Stmt, visitor};
use ruff_text_size::{Ranged, TextSize};

/// Whether a body binds a name anywhere: in a branch, a loop, a `with`, or in a function that
/// declares it `global`.
pub fn binds(body: &[Stmt], name: &str) -> bool {
    finds(body.iter(), name, false)
}

/// Whether a module body may bind a name before it is this far, in a statement that begins
/// before: in a branch, a loop, a `with`, or in a function that declares it `global`.
pub fn binds_before(body: &[Stmt], name: &str, end: TextSize) -> bool {
    let begun = body.iter().take_while(|stmt| stmt.start() < end);
    finds(begun, name, false)
}

/// Whether a module body binds a name where that may not have been reached, when all of it has
/// run: not in a statement of its own.
pub fn may_bind(body: &[Stmt], name: &str) -> bool {
    finds(body.iter(), name, true)
}

fn finds<'a>(body: impl Iterator<Item = &'a Stmt>, name: &str, is_nested: bool) -> bool {
    let mut finder = Finder {
        name,
        found: false,
        in_function: false,
        skips: false,
    };
    for stmt in body {
        finder.skips = is_nested && is_simple(stmt);
        visitor::Visitor::visit_stmt(&mut finder, stmt);
    }
    finder.found
}

/// Whether a statement binds what it binds wherever it is run.
fn is_simple(stmt: &Stmt) -> bool {
    matches!(
        stmt,
        Stmt::FunctionDef(_)
            | Stmt::ClassDef(_)
            | Stmt::Assign(_)
            | Stmt::AugAssign(_)
            | Stmt::AnnAssign(_)
            | Stmt::Import(_)
            | Stmt::ImportFrom(_)
    )
}

struct Finder<'n> {
    name: &'n str,
    found: bool,
    in_function: bool,
    /// Whether what the statement itself binds does not count.
    skips: bool,
}

impl Finder<'_> {
    fn note(&mut self, name: &str) {
        self.found |= !self.in_function && !self.skips && name == self.name;
    }

    fn note_alias(&mut self, alias: &Alias) {
        let whole = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
        self.note(whole.split('.').next().unwrap_or(whole));
    }

    /// What lies in a function or class binds names of that.
    fn inside(&mut self, stmt: &Stmt) {
        let outer = std::mem::replace(&mut self.in_function, true);
        visitor::walk_stmt(self, stmt);
        self.in_function = outer;
    }
}

impl<'a> visitor::Visitor<'a> for Finder<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(def) => {
                self.note(def.name.as_str());
                self.inside(stmt);
            }
            Stmt::ClassDef(def) => {
                self.note(def.name.as_str());
                self.inside(stmt);
            }
            Stmt::Global(global) => {
                self.found |= global.names.iter().any(|name| name.as_str() == self.name);
            }
            Stmt::Import(import) => import.names.iter().for_each(|alias| self.note_alias(alias)),
            Stmt::ImportFrom(import) => {
                import.names.iter().for_each(|alias| self.note_alias(alias));
            }
            // An annotation alone binds nothing.
            Stmt::AnnAssign(assign) if assign.value.is_none() => {}
            _ => visitor::walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            // It may stand where it is not reached.
            Expr::Named(_) => {
                let skips = std::mem::replace(&mut self.skips, false);
                visitor::walk_expr(self, expr);
                self.skips = skips;
            }
            Expr::Name(name) if name.ctx.is_store() => self.note(name.id.as_str()),
            _ => visitor::walk_expr(self, expr),
        }
    }

    /// The target is a name of the comprehension alone.
    fn visit_comprehension(&mut self, comprehension: &'a Comprehension) {
        self.visit_expr(&comprehension.iter);
        comprehension
            .ifs
            .iter()
            .for_each(|test| self.visit_expr(test));
    }
}
