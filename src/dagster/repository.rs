//! Repositories, the older form of `Definitions`.

use std::rc::Rc;

use crate::model::{AutomationKind, JobKind, Kind};
use crate::python::interpreter::{Elements, Eval, Interpreter};
use crate::python::value::arguments::Call;
use crate::python::value::choice::held;
use crate::python::value::container::{Dict, guarded};
use crate::python::value::function::Arguments;
use crate::python::value::object::{Contents, Data, JobData, Object};
use crate::python::value::{Unknown, Value};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// `@repository`: the function runs now and gives a list, or a dict.
    pub(super) fn make_repository(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.made_at();
        let Some(function) = call
            .decorated
            .as_ref()
            .map(|decorated| decorated.value.clone())
        else {
            return self.refuse("`@repository` decorates a function", place);
        };
        let name = self.name_of(call);
        self.check_name("a repository", &name, call)?;
        let mut contents = Contents {
            repository: name.ok(),
            ..Contents::default()
        };
        match self.call(&function, Arguments::none(place)) {
            Ok(Value::Dict(dict)) => self.add_by_kind(&mut contents, &dict, place)?,
            Ok(value @ Value::List(_)) => {
                let Elements { items, open } = self.elements(&value, place)?;
                if let Some(unknown) = open {
                    contents.open(&Kind::ALL, &unknown);
                }
                for item in items {
                    self.add_to_repository(&mut contents, item, place);
                }
            }
            Ok(value) => contents.open(&Kind::ALL, &self.reason_of(&value, place)),
            Err(raise) => return Err(raise),
        }
        Ok(self.object(Data::Repository(contents), place))
    }

    /// The older form: a dict from kinds to dicts from names to definitions, or to
    /// functions that make them.
    fn add_by_kind(
        &mut self,
        contents: &mut Contents<'a>,
        dict: &Dict<'a>,
        place: Place,
    ) -> Eval<'a, ()> {
        if let Some(unknown) = &*dict.open.borrow() {
            contents.open(&Kind::ALL, unknown);
        }
        for kind in dict.entries() {
            let Value::Dict(named) = self.settle(kind.value) else {
                contents.open(&Kind::ALL, &Unknown::new("a kind that is no dict", place));
                continue;
            };
            for entry in named.entries() {
                let value = match self.settle(entry.value) {
                    function @ (Value::Function(_) | Value::Bound(_) | Value::Partial(_)) => {
                        self.call(&function, Arguments::none(place))?
                    }
                    value => value,
                };
                self.add_to_repository(contents, value, place);
            }
        }
        Ok(())
    }

    /// One element of what a repository function returns; a list in it is flattened.
    pub(crate) fn add_to_repository(
        &mut self,
        contents: &mut Contents<'a>,
        item: Value<'a>,
        place: Place,
    ) {
        match self.settle(item) {
            Value::List(list) => {
                if self.depth >= self.budget.depth || self.step(place).is_err() {
                    let unknown = Unknown::new("lists within lists without end", place);
                    contents.open(&Kind::ALL, &unknown);
                    return;
                }
                self.depth += 1;
                for item in list.items.borrow().clone() {
                    self.add_to_repository(contents, item, place);
                }
                self.depth -= 1;
                if let Some(unknown) = &*list.open.borrow() {
                    contents.open(&Kind::ALL, unknown);
                }
            }
            Value::Choice(choice) => {
                for (guard, value) in held(choice.as_ref(), &self.guard) {
                    self.under(&guard, |cx| cx.add_to_repository(contents, value, place));
                }
            }
            Value::Absent => {}
            value => self.put_in_repository(contents, &value, place),
        }
    }

    /// One definition, in the list of its kind.
    fn put_in_repository(&mut self, contents: &mut Contents<'a>, value: &Value<'a>, place: Place) {
        let guarded = guarded(&self.guard, value.clone());
        let Value::Object(object) = value else {
            contents.open(&Kind::ALL, &self.reason_of(value, place));
            return;
        };
        match &object.data {
            Data::Assets(assets) if assets.is_checks_only() => contents.asset_checks.push(guarded),
            Data::Assets(_) | Data::Spec(_) | Data::Source(_) => contents.assets.push(guarded),
            Data::Job(_) => contents.jobs.push(guarded),
            Data::Node(_) => contents.jobs.push(self.graph_as_job(object)),
            Data::Automation(automation) if automation.kind == AutomationKind::Schedule => {
                contents.schedules.push(guarded);
            }
            Data::Automation(_) => contents.sensors.push(guarded),
            _ => contents.open(&Kind::ALL, &self.reason_of(value, place)),
        }
    }

    /// A graph in a repository, or as the loadable object of a module, stands for its job.
    pub(crate) fn graph_as_job(&mut self, graph: &Rc<Object<'a>>) -> Value<'a> {
        let Data::Node(node) = &graph.data else {
            return Value::None;
        };
        let job = JobData {
            name: node.name.clone(),
            kind: JobKind::Op,
            graph: Some(Rc::clone(graph)),
            arguments: Vec::new(),
        };
        self.object(Data::Job(job), graph.place)
    }

    /// `create_repository_using_definitions_args(name, ...)`
    pub(super) fn make_repository_from_arguments(&mut self, call: &Call<'a>) -> Eval<'a> {
        let mut contents = self.contents(call)?;
        contents.repository = self.name_of(call).ok();
        Ok(self.object(Data::Repository(contents), call.place))
    }
}
