//! Where the code of a module mentions definitions, run or not: who mentions one may
//! do anything with it.

use ruff_python_ast::{Alias, Expr, Operator, Parameters, Stmt, StmtFunctionDef, visitor};
use ruff_text_size::{Ranged, TextRange};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::source::FileId;

/// What the names of one module stand for.
#[derive(Debug, Default)]
pub(super) struct Names {
    /// Names of definitions that are not held, and of containers with some: which.
    pub(super) wanted: FxHashMap<String, Vec<usize>>,
    /// Names of definitions that are held: the file that each is made in.
    pub(super) held: FxHashMap<String, FileId>,
    /// Names of modules: the dotted name.
    pub(super) modules: FxHashMap<String, String>,
}

/// Walks the code of one module.
pub(super) struct References<'m> {
    pub(super) names: &'m Names,
    /// The wanted definitions by the names that any module gives them.
    pub(super) anywhere: &'m FxHashMap<String, Vec<usize>>,
    /// Those that are mentioned other than to list them under a name of their own.
    pub(super) mentioned: &'m mut FxHashSet<usize>,
    /// Modules that are handed on as a value.
    pub(super) handed: &'m mut FxHashSet<String>,
    /// The displays that list held definitions, and how many of which file.
    pub(super) lists: &'m mut Vec<(TextRange, FxHashMap<FileId, usize>)>,
    /// The names that the enclosing functions bind, innermost last.
    pub(super) locals: Vec<FxHashSet<String>>,
    /// The names that functions import.
    pub(super) late: FxHashSet<String>,
}

/// How the files use the wanted definitions.
#[derive(Default)]
pub(super) struct Uses {
    /// Those that are mentioned other than to list them under a name of their own.
    pub(super) mentioned: FxHashSet<usize>,
    /// Modules that are handed on as a value.
    pub(super) handed: FxHashSet<String>,
    /// The displays that list held definitions, and how many of which file.
    pub(super) lists: Vec<(FileId, TextRange, FxHashMap<FileId, usize>)>,
}

impl References<'_> {
    fn is_local(&self, name: &str) -> bool {
        self.locals.iter().any(|names| names.contains(name))
    }

    fn mention(&mut self, name: &str) {
        if let (Some(which), false) = (self.names.wanted.get(name), self.is_local(name)) {
            self.mentioned.extend(which);
        }
    }

    /// A name that a chain of attributes or a late import gives, whichever module it is of.
    fn mention_anywhere(&mut self, name: &str) {
        if let Some(which) = self.anywhere.get(name) {
            self.mentioned.extend(which);
        }
    }

    /// The value of an assignment: what is only listed under a name that still holds
    /// it goes where that name goes.
    fn listed(&mut self, target: &str, value: &Expr) {
        match value {
            Expr::List(_) | Expr::Tuple(_) | Expr::Set(_) => {
                self.note_list(value);
                for element in elements(value) {
                    match element {
                        Expr::Starred(starred) => self.listed(target, &starred.value),
                        element => self.listed(target, element),
                    }
                }
            }
            Expr::BinOp(sum) if sum.op == Operator::Add => {
                self.listed(target, &sum.left);
                self.listed(target, &sum.right);
            }
            Expr::Name(name) => {
                let kept = self.names.wanted.get(target);
                let which = self.names.wanted.get(name.id.as_str());
                let lost = which.into_iter().flatten();
                let lost = lost.filter(|number| kept.is_none_or(|kept| !kept.contains(number)));
                self.mentioned.extend(lost);
            }
            value => visitor::Visitor::visit_expr(self, value),
        }
    }

    /// An import in a function: what it brings is used there.
    fn late_import(&mut self, names: &[Alias]) {
        for alias in names {
            self.mention_anywhere(alias.name.as_str());
            self.handed.insert(alias.name.to_string());
            let bound = alias.asname.as_ref().unwrap_or(&alias.name).as_str();
            let first = bound.split('.').next().unwrap_or(bound);
            self.late.insert(first.to_owned());
        }
    }

    fn note_list(&mut self, list: &Expr) {
        let mut count: FxHashMap<FileId, usize> = FxHashMap::default();
        for element in elements(list) {
            if let Expr::Name(name) = element
                && let Some(file) = self.names.held.get(name.id.as_str())
            {
                *count.entry(*file).or_default() += 1;
            }
        }
        if !count.is_empty() {
            self.lists.push((list.range(), count));
        }
    }

    fn function(&mut self, def: &StmtFunctionDef) {
        for decorator in &def.decorator_list {
            visitor::Visitor::visit_expr(self, &decorator.expression);
        }
        visitor::Visitor::visit_parameters(self, &def.parameters);
        let mut locals = Locals::default();
        locals.parameters(&def.parameters);
        visitor::Visitor::visit_body(&mut locals, &def.body);
        for global in &locals.globals {
            locals.names.remove(global);
        }
        self.locals.push(locals.names);
        visitor::Visitor::visit_body(self, &def.body);
        self.locals.pop();
    }
}

impl<'a> visitor::Visitor<'a> for References<'_> {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        let target = match stmt {
            Stmt::Assign(assign) => match assign.targets.as_slice() {
                [Expr::Name(name)] => Some((name, &*assign.value)),
                _ => None,
            },
            Stmt::AnnAssign(assign) => match (&*assign.target, &assign.value) {
                (Expr::Name(name), Some(value)) => Some((name, &**value)),
                _ => None,
            },
            Stmt::AugAssign(assign) => match &*assign.target {
                Expr::Name(name) => Some((name, &*assign.value)),
                _ => None,
            },
            _ => None,
        };
        match (stmt, target) {
            (_, Some((name, value))) if self.locals.is_empty() => {
                self.listed(name.id.as_str(), value);
            }
            (Stmt::FunctionDef(def), _) => self.function(def),
            (Stmt::ImportFrom(import), _) if !self.locals.is_empty() => {
                self.late_import(&import.names);
            }
            (Stmt::Import(import), _) if !self.locals.is_empty() => self.late_import(&import.names),
            _ => visitor::walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) if name.ctx.is_load() => {
                let name = name.id.as_str();
                self.mention(name);
                if let (Some(module), false) = (self.names.modules.get(name), self.is_local(name)) {
                    self.handed.insert(module.clone());
                }
            }
            Expr::Attribute(attribute) => {
                let of_module =
                    |name: &str| self.names.modules.contains_key(name) || self.late.contains(name);
                if root(expr).is_some_and(of_module) {
                    self.mention_anywhere(attribute.attr.as_str());
                }
                match &*attribute.value {
                    // A part of a module is taken, not the module.
                    Expr::Name(name) if self.names.modules.contains_key(name.id.as_str()) => {
                        let module = &self.names.modules[name.id.as_str()];
                        self.handed.insert(format!("{module}.{}", attribute.attr));
                    }
                    _ => visitor::walk_expr(self, expr),
                }
            }
            Expr::List(_) | Expr::Tuple(_) | Expr::Set(_) => {
                self.note_list(expr);
                visitor::walk_expr(self, expr);
            }
            _ => visitor::walk_expr(self, expr),
        }
    }
}

/// The name that a chain of attributes begins with.
fn root(mut expr: &Expr) -> Option<&str> {
    while let Expr::Attribute(attribute) = expr {
        expr = &attribute.value;
    }
    expr.as_name_expr().map(|name| name.id.as_str())
}

fn elements(list: &Expr) -> &[Expr] {
    match list {
        Expr::List(list) => &list.elts,
        Expr::Tuple(tuple) => &tuple.elts,
        Expr::Set(set) => &set.elts,
        _ => &[],
    }
}

/// The names that a function binds itself.
#[derive(Default)]
struct Locals {
    names: FxHashSet<String>,
    globals: Vec<String>,
}

impl Locals {
    fn parameters(&mut self, parameters: &Parameters) {
        let names = parameters.iter().map(|parameter| parameter.name().as_str());
        self.names.extend(names.map(str::to_owned));
    }
}

impl<'a> visitor::Visitor<'a> for Locals {
    fn visit_stmt(&mut self, stmt: &'a Stmt) {
        match stmt {
            Stmt::FunctionDef(def) => {
                self.names.insert(def.name.to_string());
            }
            Stmt::ClassDef(def) => {
                self.names.insert(def.name.to_string());
            }
            Stmt::Global(global) => {
                self.globals
                    .extend(global.names.iter().map(ToString::to_string));
            }
            _ => visitor::walk_stmt(self, stmt),
        }
    }

    fn visit_expr(&mut self, expr: &'a Expr) {
        match expr {
            Expr::Name(name) if name.ctx.is_store() => {
                self.names.insert(name.id.to_string());
            }
            // Their names are their own.
            Expr::Lambda(_)
            | Expr::ListComp(_)
            | Expr::SetComp(_)
            | Expr::DictComp(_)
            | Expr::Generator(_) => {}
            _ => visitor::walk_expr(self, expr),
        }
    }
}
