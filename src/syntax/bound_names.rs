//! Which names a block of code could bind, whichever branches it takes.

use ruff_python_ast::{Alias, Expr, Stmt, visitor};

/// Whether a module body binds a name anywhere: in a branch, a loop, a `with`, or in a
/// function that declares it `global`.
pub fn binds(body: &[Stmt], name: &str) -> bool {
    let mut finder = Finder {
        name,
        found: false,
        in_function: false,
    };
    visitor::Visitor::visit_body(&mut finder, body);
    finder.found
}

struct Finder<'n> {
    name: &'n str,
    found: bool,
    in_function: bool,
}

impl Finder<'_> {
    fn note(&mut self, name: &str) {
        self.found |= !self.in_function && name == self.name;
    }

    fn note_alias(&mut self, alias: &Alias) {
        let whole = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
        self.note(whole.split('.').next().unwrap_or(whole));
    }
}

impl<'a> visitor::Visitor<'a> for Finder<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(def) => {
                self.note(def.name.as_str());
                let outer = std::mem::replace(&mut self.in_function, true);
                visitor::walk_stmt(self, stmt);
                self.in_function = outer;
            }
            Stmt::ClassDef(def) => {
                self.note(def.name.as_str());
                let outer = std::mem::replace(&mut self.in_function, true);
                visitor::walk_stmt(self, stmt);
                self.in_function = outer;
            }
            Stmt::Global(global) => {
                self.found |= global.names.iter().any(|name| name.as_str() == self.name);
            }
            Stmt::Import(import) => import.names.iter().for_each(|alias| self.note_alias(alias)),
            Stmt::ImportFrom(import) => {
                import.names.iter().for_each(|alias| self.note_alias(alias));
            }
            _ => visitor::walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        if let Expr::Name(name) = expr
            && name.ctx.is_store()
        {
            self.note(name.id.as_str());
        }
        visitor::walk_expr(self, expr);
    }
}
