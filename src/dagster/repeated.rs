//! Elements that a literal list of dependencies or of a selection holds twice. Dagster takes
//! them once and says nothing (`dagster._core.definitions.asset_dep.coerce_to_deps_and_check_duplicates`,
//! `AssetSelection.from_coercible`).

use ruff_python_ast::Expr;
use ruff_text_size::Ranged;
use rustc_hash::FxHashMap;

use crate::model::{AssetKey, fault};
use crate::python::interpreter::Interpreter;
use crate::python::value::Value;
use crate::python::value::function::{Argument, Arguments};
use crate::python::value::object::{Data, Object};
use crate::source::Place;
use crate::syntax::name::last;
use crate::syntax::place::{elements, expression_at};

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
            let list = format!("AssetSelection.{method}");
            self.note_elements(&list, values.collect(), arguments.place);
        }
    }

    fn note_list(&mut self, name: &str, argument: &Argument<'a>) {
        let values: Vec<Value<'a>> = match &argument.value {
            Value::List(list) if list.open.borrow().is_none() => list.items.borrow().clone(),
            Value::Tuple(items) => items.to_vec(),
            _ => return,
        };
        self.note_elements(name, values, argument.place);
    }

    /// Tells of the elements of what is written at a place that stand for the same as one
    /// before them, and do so however often the code runs.
    fn note_elements(&mut self, list: &str, values: Vec<Value<'a>>, place: Place) {
        let count = values.len();
        let repeated = self.repeated_elements(values);
        if repeated.is_empty() {
            return;
        }
        let module = self.sources.get(place.file).parsed().module();
        let display = module.and_then(|module| expression_at(&module.body, place.range));
        let Some(written) = display.and_then(elements) else {
            return;
        };
        if written.len() != count {
            return;
        }
        for Repeated { key, first, again } in repeated {
            let (one, other) = (&written[first.0], &written[again.0]);
            let is_always = is_same_name(one, other)
                || self.is_constant(one, &first.1) && self.is_constant(other, &again.1);
            if is_always {
                self.fault(fault::RepeatedElement {
                    place: Place::new(place.file, other.range()),
                    first: Place::new(place.file, one.range()),
                    element: key.to_string(),
                    list: list.to_owned(),
                });
            }
        }
    }

    /// The elements that stand for the same as one before them.
    fn repeated_elements(&mut self, values: Vec<Value<'a>>) -> Vec<Repeated<'a>> {
        let mut before: FxHashMap<AssetKey, (usize, Value<'a>)> = FxHashMap::default();
        let mut found = Vec::new();
        if values.len() < 2 {
            return found;
        }
        for again in values.into_iter().enumerate() {
            let value = self.settle(again.1);
            if may_differ(&value) {
                continue;
            }
            let Ok(key) = self.key_of_value(&value, self.here) else {
                continue;
            };
            let again = (again.0, value);
            match before.get(&key) {
                Some(first) => found.push(Repeated {
                    key,
                    first: first.clone(),
                    again,
                }),
                None => {
                    before.insert(key, again);
                }
            }
        }
        found
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
            matches!(last(&call.func), Some("AssetKey" | "AssetDep"))
                && call.arguments.args.iter().all(is_literal)
        }
        _ => false,
    }
}
