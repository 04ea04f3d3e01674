//! Elements that a literal list of dependencies or of a selection holds twice. Dagster takes
//! them once and says nothing (`dagster._core.definitions.asset_dep.coerce_to_deps_and_check_duplicates`,
//! `AssetSelection.from_coercible`).

use ruff_python_ast::visitor::{Visitor, walk_expr, walk_stmt};
use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::{Ranged, TextRange};

use super::super::function::{Argument, Arguments};
use super::super::interpreter::Interpreter;
use super::super::value::Value;
use super::object::{Data, Object};
use crate::model::{AssetKey, LoadFault};
use crate::source::Place;

/// The arguments with such a list.
const LISTS: &[&str] = &[
    "additional_deps",
    "asset_selection",
    "deps",
    "selection",
    "target",
];

/// The methods of `AssetSelection` that take their elements one by one.
const SELECTING: &[&str] = &["assets", "groups", "keys"];

impl<'a> Interpreter<'a> {
    /// Looks through the lists that a call of the API is given.
    pub(super) fn note_repeated_elements(&mut self, arguments: &Arguments<'a>) {
        for (name, argument) in &arguments.keywords {
            if LISTS.contains(&&**name) {
                self.note_list(name, argument);
            }
        }
    }

    /// As [`Self::note_repeated_elements`], of a method of `AssetSelection`.
    pub(super) fn note_repeated_selected(
        &mut self,
        selection: &Object<'a>,
        arguments: &Arguments<'a>,
    ) {
        let Data::Plain {
            name: "AssetSelection",
            arguments: before,
        } = &selection.data
        else {
            return;
        };
        let [(_, Value::Str(method))] = before.as_slice() else {
            return;
        };
        if SELECTING.contains(&&**method) {
            let values = arguments.positional.iter().map(|item| item.value.clone());
            let places = arguments.positional.iter().map(|item| item.place);
            let list = format!("AssetSelection.{method}");
            for again in self.repeated_elements(values.collect()) {
                let places: Vec<Place> = places.clone().collect();
                self.tell_repeated(&list, &again, &places);
            }
        }
    }

    fn note_list(&mut self, name: &str, argument: &Argument<'a>) {
        let values: Vec<Value<'a>> = match &argument.value {
            Value::List(list) if list.open.borrow().is_none() => list.items.borrow().clone(),
            Value::Tuple(items) => items.to_vec(),
            _ => return,
        };
        let count = values.len();
        for again in self.repeated_elements(values) {
            let written = self.expression_at(argument.place);
            let items = match written {
                Some(Expr::List(list)) => &list.elts,
                Some(Expr::Tuple(tuple)) => &tuple.elts,
                _ => return,
            };
            if items.len() == count && !items.iter().any(Expr::is_starred_expr) {
                let at = |item: &Expr| Place::new(argument.place.file, item.range());
                let places: Vec<Place> = items.iter().map(at).collect();
                self.tell_repeated(name, &again, &places);
            }
        }
    }

    /// The elements that stand for the same as one before them.
    fn repeated_elements(&mut self, values: Vec<Value<'a>>) -> Vec<Repeated<'a>> {
        let mut before: Vec<(AssetKey, usize, Value<'a>)> = Vec::new();
        let mut found = Vec::new();
        if values.len() < 2 {
            return found;
        }
        for (index, value) in values.into_iter().enumerate() {
            let value = self.settle(value);
            if may_differ(&value) {
                continue;
            }
            let Ok(key) = self.key_of_value(&value, self.here) else {
                continue;
            };
            match before.iter().find(|(known, ..)| *known == key) {
                Some((_, first, same)) => found.push(Repeated {
                    key,
                    first: (*first, same.clone()),
                    again: (index, value),
                }),
                None => before.push((key, index, value)),
            }
        }
        found
    }

    /// Tells of a repeated element, if it is one however often the code runs.
    fn tell_repeated(&mut self, list: &str, repeated: &Repeated<'a>, places: &[Place]) {
        let (first, again) = (&repeated.first, &repeated.again);
        let (Some(&first_at), Some(&place)) = (places.get(first.0), places.get(again.0)) else {
            return;
        };
        let written = self.expression_at(first_at).zip(self.expression_at(place));
        let Some((one, other)) = written else {
            return;
        };
        if first_at != place
            && (is_same_name(one, other)
                || self.is_constant(one, &first.1) && self.is_constant(other, &again.1))
        {
            self.fault(LoadFault::RepeatedElement {
                place,
                first: first_at,
                element: repeated.key.to_string(),
                list: list.to_owned(),
            });
        }
    }

    /// Whether an expression is the same in every turn of a loop: a literal, or a
    /// definition by the name under which it is defined.
    fn is_constant(&self, expression: &Expr, value: &Value<'a>) -> bool {
        match (expression, value) {
            (Expr::Name(name), Value::Object(object)) => self.is_named(object, name.id.as_str()),
            (Expr::Attribute(attribute), Value::Object(object)) => {
                self.is_named(object, attribute.attr.as_str())
            }
            _ => is_literal(expression),
        }
    }

    fn is_named(&self, object: &Object<'a>, name: &str) -> bool {
        let range = object.place.range;
        let text = self.sources.get(object.place.file).text();
        text.get(range.start().to_usize()..range.end().to_usize()) == Some(name)
    }

    /// The expression that is written at a place.
    fn expression_at(&self, place: Place) -> Option<&'a Expr> {
        let module = self.sources.get(place.file).parsed().module()?;
        let mut search = Search {
            at: place.range,
            found: None,
        };
        search.visit_body(&module.body);
        search.found
    }
}

/// An element whose key stands in the list before: each by index and value.
struct Repeated<'a> {
    key: AssetKey,
    first: (usize, Value<'a>),
    again: (usize, Value<'a>),
}

/// Whether an element says more than which asset it is: a dependency with a partition
/// mapping is another one than that without.
fn may_differ(value: &Value<'_>) -> bool {
    match value {
        Value::Choice(_) => true,
        Value::Object(object) => {
            matches!(&object.data, Data::Plain { arguments, .. } if arguments.len() > 1)
        }
        _ => false,
    }
}

fn is_same_name(one: &Expr, other: &Expr) -> bool {
    match (one, other) {
        (Expr::Name(one), Expr::Name(other)) => one.id == other.id,
        _ => false,
    }
}

/// Texts, lists of them, and keys made of them.
fn is_literal(expression: &Expr) -> bool {
    match expression {
        Expr::StringLiteral(_) => true,
        Expr::List(list) => list.elts.iter().all(is_literal),
        Expr::Tuple(tuple) => tuple.elts.iter().all(is_literal),
        Expr::Call(call) => {
            let name = match &*call.func {
                Expr::Name(name) => name.id.as_str(),
                Expr::Attribute(attribute) => attribute.attr.as_str(),
                _ => return false,
            };
            matches!(name, "AssetKey" | "AssetDep") && call.arguments.args.iter().all(is_literal)
        }
        _ => false,
    }
}

struct Search<'a> {
    at: TextRange,
    found: Option<&'a Expr>,
}

impl<'a> Visitor<'a> for Search<'a> {
    fn visit_stmt(&mut self, statement: &'a Stmt) {
        if statement.range().contains_range(self.at) {
            walk_stmt(self, statement);
        }
    }

    fn visit_expr(&mut self, expression: &'a Expr) {
        if expression.range() == self.at {
            self.found = Some(expression);
        } else if expression.range().contains_range(self.at) {
            walk_expr(self, expression);
        }
    }
}
