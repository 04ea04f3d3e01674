//! Ops, graphs and jobs, and what their methods give.

use std::rc::Rc;

use super::key::is_empty;
use crate::model::{JobKind, NodeKind};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::arguments::Call;
use crate::python::value::function::Arguments;
use crate::python::value::object::{Data, JobData, Known, NodeData, Object};

impl<'a> Interpreter<'a> {
    /// `@op`
    pub(crate) fn make_op(&mut self, call: &Call<'a>) -> Eval<'a> {
        let name = self.name_of(call);
        self.check_name("an op", &name, call)?;
        self.check_inputs("an input of an op", call)?;
        self.check_keys("an output of an op", call, "out")?;
        let data = Data::Node(NodeData {
            name,
            kind: NodeKind::Op,
            outputs: call.some("out"),
            children: Vec::new(),
        });
        Ok(self.object(data, call.made_at()))
    }

    /// `@graph`: the body runs now and invokes its nodes.
    pub(super) fn make_graph(&mut self, call: &Call<'a>) -> Eval<'a> {
        Ok(Value::Object(self.graph(call)?))
    }

    fn graph(&mut self, call: &Call<'a>) -> Eval<'a, Rc<Object<'a>>> {
        let name = self.name_of(call);
        let what = if call.api.name == "job" {
            "a job"
        } else {
            "a graph"
        };
        self.check_name(what, &name, call)?;
        self.check_inputs("an input of a graph", call)?;
        self.check_keys("an output of a graph", call, "out")?;
        let place = call.made_at();
        let function = call
            .decorated
            .as_ref()
            .map(|decorated| decorated.value.clone());
        let children = match &function {
            Some(function) => self.compose(function, place, &name)?,
            None => Vec::new(),
        };
        let data = Data::Node(NodeData {
            name,
            kind: NodeKind::Graph,
            outputs: call.some("out"),
            children,
        });
        let id = self.new_object();
        Ok(Rc::new(Object {
            id,
            place,
            brought_by: Rc::from([]),
            data,
        }))
    }

    /// `@job`: a graph of its name, and the job.
    pub(super) fn make_job(&mut self, call: &Call<'a>) -> Eval<'a> {
        let graph = self.graph(call)?;
        let name = match &graph.data {
            Data::Node(node) => node.name.clone(),
            _ => return Ok(Value::None),
        };
        let place = graph.place;
        Ok(self.object(
            Data::Job(JobData {
                name,
                kind: JobKind::Op,
                graph: Some(graph),
                arguments: call.given(),
            }),
            place,
        ))
    }

    /// `define_asset_job(name, ...)`
    pub(super) fn make_asset_job(&mut self, call: &Call<'a>) -> Eval<'a> {
        let name = match call.get("name") {
            Some(name) => self.text_of(&name, call.place_of("name")),
            None => return Ok(Value::unknown("the job has no name", call.place)),
        };
        Ok(self.object(
            Data::Job(JobData {
                name,
                kind: JobKind::Asset,
                graph: None,
                arguments: call.given(),
            }),
            call.place,
        ))
    }

    /// `OpDefinition(compute_fn, name)`
    pub(super) fn make_op_definition(&mut self, call: &Call<'a>) -> Eval<'a> {
        let name = self.given_name(call);
        self.check_given_name("an op", &name, call.place_of("name"))?;
        self.check_keys("an input of an op", call, "ins")?;
        self.check_keys("an output of an op", call, "outs")?;
        let data = Data::Node(NodeData {
            name,
            kind: NodeKind::Op,
            outputs: call.some("outs"),
            children: Vec::new(),
        });
        Ok(self.object(data, call.place))
    }

    /// `GraphDefinition(name, node_defs=...)`
    pub(super) fn make_graph_definition(&mut self, call: &Call<'a>) -> Eval<'a> {
        let mut children = Vec::new();
        if let Some(nodes) = call.some("node_defs") {
            let nodes = self.elements(&nodes, call.place)?.items.into_iter();
            children.extend(nodes.filter_map(|node| match node {
                Value::Object(node) if matches!(node.data, Data::Node(_)) => Some(node),
                _ => None,
            }));
        }
        let name = self.given_name(call);
        self.check_given_name("a graph", &name, call.place_of("name"))?;
        let data = Data::Node(NodeData {
            name,
            kind: NodeKind::Graph,
            outputs: None,
            children,
        });
        Ok(self.object(data, call.place))
    }

    /// `JobDefinition(graph_def=..., name=...)`: the name is that of the graph if none is
    /// given.
    pub(super) fn make_job_definition(&mut self, call: &Call<'a>) -> Eval<'a> {
        let graph = match call.get("graph_def") {
            Some(Value::Object(graph)) if matches!(graph.data, Data::Node(_)) => graph,
            value => {
                let value = value.unwrap_or(Value::None);
                return Ok(Value::Unknown(self.reason_of(&value, call.place)));
            }
        };
        let name = match (&graph.data, call.some("name")) {
            (_, Some(name)) if !is_empty(&name) => {
                let name = self.text_of(&name, call.place_of("name"));
                self.check_given_name("a job", &name, call.place_of("name"))?;
                name
            }
            (Data::Node(node), _) => node.name.clone(),
            _ => return Ok(Value::None),
        };
        let job = JobData {
            name,
            kind: JobKind::Op,
            graph: Some(graph),
            arguments: call.given(),
        };
        Ok(self.object(Data::Job(job), call.place))
    }

    /// The name of a definition that is made by hand.
    fn given_name(&mut self, call: &Call<'a>) -> Known<String> {
        let name = call.get("name").unwrap_or(Value::None);
        self.text_of(&name, call.place_of("name"))
    }

    /// `configured(configurable, ...)` decorates a function that gives the configuration:
    /// of an op that is an op named like the function.
    pub(super) fn make_configured(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.made_at();
        match call.get("configurable") {
            Some(Value::Object(object)) => match &object.data {
                Data::Node(node) => {
                    let name = self.name_of(call);
                    let node = NodeData {
                        name,
                        ..node.clone()
                    };
                    Ok(self.object(Data::Node(node), place))
                }
                _ => Ok(Value::Object(object)),
            },
            _ => self.make_plain(call),
        }
    }

    /// The methods of ops, graphs and of what their invocations give.
    #[expect(
        clippy::too_many_lines,
        reason = "one table: the methods of ops, graphs and their outputs"
    )]
    pub(super) fn node_method(
        &mut self,
        object: &Rc<Object<'a>>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let place = arguments.place;
        let same = || Value::Object(Rc::clone(object));
        match (&object.data, name) {
            (Data::Node(_), "alias") => {
                let alias = match arguments.get(0, "name").cloned() {
                    Some(Value::Str(alias)) => {
                        self.note_alias(&alias, place);
                        Some(Ok(alias))
                    }
                    Some(Value::None) | None => None,
                    Some(alias) => Some(Err(self.reason_of(&alias, place))),
                };
                Ok(self.object(
                    Data::Invocable {
                        node: Rc::clone(object),
                        alias,
                    },
                    place,
                ))
            }
            (Data::Node(_), "configured") => {
                let Some(name) = arguments
                    .keyword("name")
                    .or_else(|| arguments.at(1))
                    .cloned()
                else {
                    return Ok(Value::unknown("a configured op without a name", place));
                };
                let name = self.text_of(&name, place);
                self.check_given_name("a configured op or graph", &name, place)?;
                let Data::Node(node) = &object.data else {
                    return Ok(Value::None);
                };
                let data = Data::Node(NodeData {
                    name,
                    ..node.clone()
                });
                Ok(self.object(data, place))
            }
            (
                Data::Node(_) | Data::Invocable { .. },
                "tag" | "with_hooks" | "with_retry_policy",
            ) => Ok(same()),
            (Data::Node(node), "to_job") => {
                let name = match arguments.get(0, "name") {
                    Some(Value::None) | None => node.name.clone(),
                    Some(name) if is_empty(name) => node.name.clone(),
                    Some(name) => self.text_of(&name.clone(), place),
                };
                let at = arguments.place_of(0, "name");
                self.check_given_name("a job", &name, at)?;
                let job = JobData {
                    name,
                    kind: JobKind::Op,
                    graph: Some(Rc::clone(object)),
                    arguments: Vec::new(),
                };
                Ok(self.object(Data::Job(job), place))
            }
            // `output.map(op)`: the op is invoked.
            (Data::Output, "map") => match arguments.at(0).cloned() {
                Some(callee) => self.call(&callee, Arguments::of([same()], place)),
                None => Ok(Value::None),
            },
            (Data::Output, _) => Ok(same()),
            _ => Ok(Value::unknown(
                format!("value comes from `{}.{name}(...)`", object.type_name()),
                place,
            )),
        }
    }
}

/// The nodes of a graph and of the graphs in it, each once, the graph itself left out.
pub(crate) fn inner_nodes<'a>(graph: &Rc<Object<'a>>) -> Vec<Rc<Object<'a>>> {
    let mut nodes: Vec<Rc<Object<'a>>> = Vec::new();
    let mut open = vec![Rc::clone(graph)];
    while let Some(next) = open.pop() {
        let Data::Node(node) = &next.data else {
            continue;
        };
        for child in &node.children {
            if !nodes.iter().any(|known| known.id == child.id) {
                nodes.push(Rc::clone(child));
                open.push(Rc::clone(child));
            }
        }
    }
    nodes
}
