//! The composition functions of graphs and jobs: what runs in them is which nodes they invoke.

use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::article;
use crate::model::fault;
use crate::python::interpreter::{Eval, Interpreter, Raise};
use crate::python::kept::Invocation;
use crate::python::value::Value;
use crate::python::value::function::{Argument, Arguments};
use crate::python::value::object::{Data, Known, NodeData, Object};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// Runs a composition function and gives the nodes that it invokes.
    pub(super) fn compose(
        &mut self,
        function: &Value<'a>,
        place: Place,
        within: &Known<String>,
    ) -> Eval<'a, Vec<Rc<Object<'a>>>> {
        let Value::Function(function) = function else {
            return Ok(Vec::new());
        };
        let mut arguments = Arguments::none(place);
        // The inputs of a graph are known to no one at load time.
        let input = self.object(Data::Output, place);
        let count = function.parameters.map_or(0, |parameters| {
            parameters.posonlyargs.len() + parameters.args.len()
        });
        arguments.positional = (0..count)
            .map(|_| Argument {
                value: input.clone(),
                place,
            })
            .collect();
        self.kept.compositions.push(Vec::new());
        let handlers = std::mem::replace(&mut self.handlers, 1);
        let result = self.call_function(function, arguments);
        self.handlers = handlers;
        let invocations = self.kept.compositions.pop().unwrap_or_default();
        if let Err(raise @ Raise::Exhausted(_)) = result {
            return Err(raise);
        }
        self.check_repeated_nodes(&invocations, within)?;
        let mut nodes: Vec<Rc<Object<'a>>> = Vec::new();
        for invocation in invocations {
            if let Value::Object(node) = invocation.node
                && !nodes.iter().any(|known| known.id == node.id)
            {
                nodes.push(node);
            }
        }
        Ok(nodes)
    }

    /// Two invocations of one name are refused. What has no alias Dagster numbers itself:
    /// `load`, `load_2`.
    fn check_repeated_nodes(
        &mut self,
        invocations: &[Invocation<'a>],
        within: &Known<String>,
    ) -> Eval<'a, ()> {
        let Ok(within) = within else { return Ok(()) };
        let mut counts: FxHashMap<String, usize> = FxHashMap::default();
        let mut taken: FxHashSet<String> = FxHashSet::default();
        // What may be invoked or not keeps the numbers from being known.
        let is_numbered = invocations.iter().all(|invocation| invocation.is_certain);
        for invocation in invocations
            .iter()
            .filter(|invocation| invocation.is_certain)
        {
            let name = match (&invocation.alias, &invocation.node) {
                (Some(Ok(alias)), _) => alias.to_string(),
                (None, Value::Object(node)) if is_numbered => {
                    let Data::Node(NodeData { name: Ok(name), .. }) = &node.data else {
                        return Ok(());
                    };
                    let count = counts.entry(name.clone()).or_default();
                    *count += 1;
                    match *count {
                        1 => name.clone(),
                        number => format!("{name}_{number}"),
                    }
                }
                _ => continue,
            };
            if !taken.insert(name.clone()) {
                let place = invocation.place;
                let message = format!("`{within}` invoked the same node ({name}) twice");
                let within = within.clone();
                let fault = fault::RepeatedNode {
                    place,
                    name,
                    within,
                };
                self.tell("DagsterInvalidDefinitionError", message, place, fault)?;
            }
        }
        Ok(())
    }

    /// Records what an op or graph is given in a composition, and what no op gives.
    pub(super) fn note_literals(&mut self, arguments: &Arguments<'a>) {
        if self.kept.compositions.is_empty() {
            return;
        }
        let named = arguments.keywords.iter().map(|(_, argument)| argument);
        for argument in arguments.positional.iter().chain(named) {
            let value = self.settle(argument.value.clone());
            let what = match &value {
                Value::List(list) if !list.is_open() => {
                    let items = list.items.borrow();
                    if !items.iter().any(is_literal) {
                        continue;
                    }
                    "a list with what no op gives".to_owned()
                }
                value if is_literal(value) => match self.to_repr(value) {
                    Some(text) => format!("`{text}`"),
                    None => article::named(value.type_name()),
                },
                _ => continue,
            };
            let place = argument.place;
            let message = format!("an op is given {what} in a composition");
            self.fault(fault::Refused { place, message });
        }
    }

    /// An op or graph is called: in a composition that is an invocation.
    pub(super) fn invoke(
        &mut self,
        node: &Rc<Object<'a>>,
        alias: Option<Known<Rc<str>>>,
        place: Place,
    ) -> Eval<'a> {
        let is_certain = self.is_certain();
        match self.kept.compositions.last_mut() {
            Some(invocations) => {
                invocations.push(Invocation {
                    node: Value::Object(Rc::clone(node)),
                    alias,
                    place,
                    is_certain,
                });
                Ok(self.object(Data::Output, place))
            }
            None => Ok(Value::unknown("an op is called outside of a job", place)),
        }
    }
}

/// Whether a value is certainly none that an op gives.
fn is_literal(value: &Value<'_>) -> bool {
    matches!(
        value,
        Value::None
            | Value::Bool(_)
            | Value::Int(_)
            | Value::Float(_)
            | Value::Str(_)
            | Value::Dict(_)
            | Value::Tuple(_)
            | Value::Function(_)
            | Value::Class(_)
            | Value::Native(_)
    )
}
