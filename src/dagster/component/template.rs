//! The templates in component files: Jinja's `NativeTemplate`, whose result is a value
//! and not always a text. Expressions are read as Python, of which Jinja's are nearly a
//! part; what is not, is unknown.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use ruff_python_ast::{Expr, Operator, Stmt, UnaryOp, visitor};

use super::filter;
use crate::model::{LoadFault, fault};
use crate::python::interpreter::{Eval, Interpreter, Raise};
use crate::python::value::Value;
use crate::python::value::container::Dict;
use crate::python::value::frame::Frame;
use crate::python::value::module::{Module, ModuleState};
use crate::python::value::scope::{Binding, Scope, ScopeKind};
use crate::source::Place;

/// The names that Jinja itself gives.
const GLOBALS: &[&str] = &[
    "true",
    "false",
    "none",
    "True",
    "False",
    "None",
    "range",
    "dict",
    "lipsum",
    "cycler",
    "joiner",
    "namespace",
];

enum Piece<'t> {
    Text(&'t str),
    Expression(&'t str),
}

impl<'a> Interpreter<'a> {
    /// What a text in a component file becomes.
    pub(super) fn render(&mut self, text: &str) -> Eval<'a> {
        let place = self.kept.components.place().unwrap_or(self.here);
        if text.is_empty() {
            return Ok(Value::str(""));
        }
        let text = text.strip_suffix('\n').unwrap_or(text);
        let Some(pieces) = pieces(text) else {
            let reason = "daglint does not follow statements of Jinja";
            return Ok(Value::unknown(reason, place));
        };
        if let [Piece::Expression(text)] = pieces.as_slice() {
            let value = self.template_expression(text, true)?;
            return self.literals(value);
        }
        let mut rendered = Value::str("");
        for piece in pieces {
            let value = match piece {
                Piece::Text(text) => Value::str(text),
                Piece::Expression(text) => self.template_expression(text, false)?,
            };
            let text = match self.settle(value) {
                Value::Choice(choice) => {
                    self.lift(&choice, |cx, value| cx.str_of(&value, place))?
                }
                value => self.str_of(&value, place)?,
            };
            rendered = self.binary(&rendered, Operator::Add, &text, place)?;
        }
        self.literals(rendered)
    }

    /// What a rendered value becomes: texts that are Python literals become these.
    fn literals(&mut self, value: Value<'a>) -> Eval<'a> {
        match self.settle(value) {
            Value::Str(text) => self.literal(&text),
            Value::Choice(choice) => self.lift(&choice, |cx, value| match value {
                Value::Str(text) => cx.literal(&text),
                value => Ok(value),
            }),
            value => Ok(value),
        }
    }

    /// As [`Self::render`], for what is in lists and mappings too.
    pub(super) fn render_all(&mut self, value: &Value<'a>) -> Eval<'a> {
        Ok(match value {
            Value::Str(text) => self.render(text)?,
            Value::List(list) => {
                let items = list.items.borrow().clone();
                let items = items.iter().map(|item| self.render_all(item));
                Value::list(items.collect::<Result<_, _>>()?)
            }
            Value::Tuple(items) => {
                let items = items.iter().map(|item| self.render_all(item));
                Value::tuple(items.collect::<Result<_, _>>()?)
            }
            Value::Dict(dict) => {
                let rendered = Dict::default();
                for entry in dict.entries() {
                    let value = self.render_all(&entry.value)?;
                    self.insert(&rendered, entry.key, value, self.here);
                }
                Value::Dict(Rc::new(rendered))
            }
            value => value.clone(),
        })
    }

    /// `ast.literal_eval` of a text, or the text.
    fn literal(&mut self, text: &str) -> Eval<'a> {
        let starts = text.starts_with(|c: char| c.is_ascii_digit() || "'\"[({-+.".contains(c));
        let word = matches!(text, "None" | "True" | "False");
        let prefixed = ["b'", "b\"", "r'", "r\"", "u'", "u\""];
        if !starts && !word && !prefixed.iter().any(|prefix| text.starts_with(prefix)) {
            return Ok(Value::str(text));
        }
        match self.python_expression(text) {
            Some(expr) if is_literal(expr) => self.expression(expr),
            _ => Ok(Value::str(text)),
        }
    }

    /// Whether what is evaluated stands between braces of a template.
    pub(crate) fn is_in_template(&self) -> bool {
        self.frames
            .last()
            .is_some_and(|frame| &*frame.module.name == TEMPLATE)
    }

    fn python_expression(&self, text: &str) -> Option<&'a Expr> {
        match self.sources.snippet(text).module()?.body.as_slice() {
            [Stmt::Expr(expr)] => Some(&expr.value),
            _ => None,
        }
    }

    /// The value of what stands between braces.
    fn template_expression(&mut self, text: &str, is_single: bool) -> Eval<'a> {
        let place = self.kept.components.place().unwrap_or(self.here);
        let shown = text.trim();
        // `~` joins texts, for which Python has `+`.
        let expr = self.python_expression(shown);
        let expr = expr.or_else(|| self.python_expression(&shown.replace('~', "+")));
        let foreign = || {
            let reason = format!("daglint does not follow the Jinja expression `{shown}`");
            Ok(Value::unknown(reason, place))
        };
        let Some(expr) = expr else {
            return foreign();
        };
        let (expr, filters) = filter::split(expr);
        let mut names = Names::default();
        visitor::Visitor::visit_expr(&mut names, expr);
        if names.is_foreign {
            return foreign();
        }
        let is_bare = expr.is_name_expr() && filters.is_empty();
        if let Some(value) = self.undefined(&names, is_bare, is_single) {
            return Ok(value);
        }
        let environment = std::mem::take(&mut names.environment);
        for variable in environment.into_iter().filter(|_| !names.is_conditional) {
            self.note_requirement(variable);
        }
        self.enter_template(place);
        let mut result = self.expression(expr);
        for filter in &filters {
            result = result.and_then(|value| self.apply_filter(value, filter, place));
        }
        self.frames.pop();
        result.or_else(|raise| match raise {
            Raise::Exception(exception) if !exception.is_explicit => {
                let reason = format!("`{shown}` raises {}", exception.class);
                Ok(Value::unknown(reason, place))
            }
            raise => Err(raise),
        })
    }

    /// What an expression is with a name that is not defined; none where all are.
    fn undefined(
        &mut self,
        names: &Names<'_>,
        is_bare: bool,
        is_single: bool,
    ) -> Option<Value<'a>> {
        let is_undefined =
            |name: &str| !GLOBALS.contains(&name) && !self.kept.components.has_variable(name);
        let mut used = names.used.iter();
        let (name, is_accessed) = used.find(|(name, _)| is_undefined(name))?;
        let is_used = is_single && is_bare || *is_accessed;
        if !names.is_conditional && is_used && self.kept.components.is_exact() {
            self.undefined_variable(name);
        }
        // An undefined name within a text is no error and gives nothing.
        if is_bare && !is_single && self.kept.components.is_exact() {
            return Some(Value::str(""));
        }
        let place = self.kept.components.place().unwrap_or(self.here);
        Some(Value::unknown(format!("`{name}` is not defined"), place))
    }

    /// A frame in which the variables of the template are the names.
    fn enter_template(&mut self, place: Place) {
        let scope = Scope::new(ScopeKind::Function, None);
        for (name, value) in self.template_variables(place) {
            let binding = Binding {
                value,
                place,
                used: true,
            };
            scope.names.borrow_mut().insert(name, binding);
        }
        self.frames.push(Frame {
            module: template_module(),
            scope,
            function: None,
            entered: self.guard.clone(),
            returned: Vec::new(),
            broken: None,
            yielded: Vec::new(),
        });
    }

    /// Records an environment variable that the component file does not list. What has
    /// another value in place of nothing needs none.
    fn note_requirement(&mut self, variable: &str) {
        let Some(loading) = self.kept.components.loading.last() else {
            return;
        };
        if loading.requirements.iter().any(|it| it == variable) {
            return;
        }
        let (place, component) = (loading.place, loading.declared_at);
        let variable = variable.to_owned();
        self.fault(fault::UndeclaredEnvironment {
            place,
            variable,
            component,
        });
    }

    fn undefined_variable(&mut self, name: &str) {
        let names = self.kept.components.variable_names();
        let known: Vec<&str> = names.filter(|name| !GLOBALS.contains(name)).collect();
        let help = crate::suggest::did_you_mean(name, known.iter().copied());
        let help = help.unwrap_or_else(|| {
            let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
            format!("there are {}", known.join(", "))
        });
        let place = self.kept.components.place().unwrap_or(self.here);
        let message = format!("template variable `{name}` is not defined");
        self.component_fault(LoadFault::TemplateVariable, place, message, Some(help));
    }
}

/// The name of the module that the expressions of templates stand in.
const TEMPLATE: &str = "<template>";

fn template_module<'a>() -> Rc<Module<'a>> {
    Rc::new(Module {
        name: Rc::from(TEMPLATE),
        file: None,
        directories: Vec::new(),
        scope: Scope::new(ScopeKind::Module, None),
        state: Cell::new(ModuleState::Loaded),
        open: RefCell::default(),
        is_script: false,
    })
}

/// The texts and expressions of a template; none where it has statements or comments.
fn pieces(text: &str) -> Option<Vec<Piece<'_>>> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let (before, from) = rest.split_at(start);
        match from.as_bytes().get(1) {
            Some(b'{') => {}
            Some(b'%' | b'#') => return None,
            _ => {
                // A lone brace is text.
                let end = start + 1;
                let next = rest[end..].find('{').map_or(rest.len(), |at| end + at);
                push_text(&mut pieces, &rest[..next]);
                rest = &rest[next..];
                continue;
            }
        }
        push_text(&mut pieces, before);
        let end = from.find("}}")?;
        let inner = &from[2..end];
        if inner.starts_with(['-', '+']) || inner.ends_with('-') {
            return None;
        }
        pieces.push(Piece::Expression(inner));
        rest = &from[end + 2..];
    }
    push_text(&mut pieces, rest);
    Some(pieces)
}

fn push_text<'t>(pieces: &mut Vec<Piece<'t>>, text: &'t str) {
    if !text.is_empty() {
        pieces.push(Piece::Text(text));
    }
}

fn is_literal(expr: &Expr) -> bool {
    match expr {
        Expr::StringLiteral(_)
        | Expr::BytesLiteral(_)
        | Expr::NumberLiteral(_)
        | Expr::BooleanLiteral(_)
        | Expr::NoneLiteral(_) => true,
        Expr::UnaryOp(unary) => {
            matches!(unary.op, UnaryOp::USub | UnaryOp::UAdd)
                && unary.operand.is_number_literal_expr()
        }
        Expr::List(list) => list.elts.iter().all(is_literal),
        Expr::Tuple(tuple) => tuple.elts.iter().all(is_literal),
        Expr::Set(set) => set.elts.iter().all(is_literal),
        Expr::Dict(dict) => dict
            .items
            .iter()
            .all(|item| item.key.as_ref().is_some_and(is_literal) && is_literal(&item.value)),
        _ => false,
    }
}

/// The names that an expression uses, and whether anything of one is asked for.
#[derive(Default)]
struct Names<'e> {
    used: Vec<(&'e str, bool)>,
    /// The environment variables that are asked for without a default.
    environment: Vec<&'e str>,
    /// Whether a part may not be evaluated.
    is_conditional: bool,
    /// Whether Jinja reads it otherwise than Python: a filter, a test.
    is_foreign: bool,
}

fn is_environment(expr: &Expr) -> bool {
    expr.as_name_expr()
        .is_some_and(|name| name.id.as_str() == "env")
}

impl<'e> visitor::Visitor<'e> for Names<'e> {
    fn visit_expr(&mut self, expr: &'e Expr) {
        let accessed = match expr {
            Expr::Attribute(attribute) => attribute.value.as_name_expr(),
            Expr::Subscript(subscript) => subscript.value.as_name_expr(),
            Expr::Call(call) => call.func.as_name_expr(),
            _ => None,
        };
        if let Some(name) = accessed {
            self.used.push((name.id.as_str(), true));
        }
        match expr {
            Expr::Attribute(attribute) if is_environment(&attribute.value) => {
                self.environment.push(attribute.attr.as_str());
            }
            Expr::Call(call) if is_environment(&call.func) && call.arguments.len() == 1 => {
                if let Some(Expr::StringLiteral(text)) = call.arguments.args.first() {
                    self.environment.push(text.value.to_str());
                }
            }
            _ => {}
        }
        match expr {
            Expr::Name(name) => self.used.push((name.id.as_str(), false)),
            Expr::BoolOp(_) | Expr::If(_) => self.is_conditional = true,
            Expr::Compare(_) | Expr::Lambda(_) | Expr::Generator(_) | Expr::ListComp(_) => {
                self.is_conditional = true;
                self.is_foreign |= !expr.is_compare_expr();
            }
            Expr::BinOp(operation) if operation.op == Operator::BitOr => {
                self.is_conditional = true;
                self.is_foreign = true;
            }
            _ => {}
        }
        visitor::walk_expr(self, expr);
    }
}
