//! From YAML to the values of a component's attributes
//! (`dagster.components.resolved.{base,model}`).

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use crate::model::LoadFault;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::stdlib::yaml_scalar::yaml_scalar;
use crate::python::value::Value;
use crate::python::value::arguments::Call;
use crate::python::value::class::{Class, Instance};
use crate::python::value::container::{Dict, key_of};
use crate::python::value::function::{Argument, Arguments};
use crate::python::value::object::Data;
use crate::python::value::schema::{Attribute, Resolved, Shape};
use crate::source::{FileId, Place, yaml};

/// A node and its file.
#[derive(Clone, Copy)]
pub(super) struct At<'n> {
    pub(super) node: &'n Arc<yaml::Node>,
    pub(super) file: FileId,
}

impl At<'_> {
    fn place(self) -> Place {
        Place::new(self.file, super::check::first_line(self.node))
    }
}

impl<'a> Interpreter<'a> {
    /// An instance of a class from its attributes.
    pub(super) fn resolve_instance(&mut self, class: &Rc<Class<'a>>, at: At<'_>) -> Eval<'a> {
        let keywords = self.resolve_keywords(class, at)?;
        let mut arguments = Arguments::none(at.place());
        arguments.keywords = keywords;
        self.call(&Value::Class(Rc::clone(class)), arguments)
    }

    fn resolve_keywords(
        &mut self,
        class: &Rc<Class<'a>>,
        at: At<'_>,
    ) -> Eval<'a, Vec<(Rc<str>, Argument<'a>)>> {
        let schema = self.schema_of(class);
        let mut keywords = Vec::new();
        for attribute in &schema.attributes {
            let Some(node) = at.node.get(&attribute.key) else {
                continue;
            };
            let field = At { node, ..at };
            let place = field.place();
            let value = self.at_place(place, |cx| match &attribute.shape {
                Shape::Resolved(resolved) if resolved.takes_model => {
                    let model = cx.raw_model(class, at)?;
                    cx.call_resolver(resolved, model, place)
                }
                _ => cx.resolve_field(attribute, field),
            })?;
            let value = if schema.is_checked {
                self.checked(&value, attribute, &class.name, place)?
            } else {
                value
            };
            keywords.push((Rc::clone(&attribute.name), Argument { value, place }));
        }
        Ok(keywords)
    }

    /// Does something for one place of the component's file.
    fn at_place<T>(&mut self, place: Place, work: impl FnOnce(&mut Self) -> T) -> T {
        let Some(loading) = self.kept.components.loading.last_mut() else {
            return work(self);
        };
        let outer = std::mem::replace(&mut loading.place, place);
        let result = work(self);
        if let Some(loading) = self.kept.components.loading.last_mut() {
            loading.place = outer;
        }
        result
    }

    fn resolve_field(&mut self, attribute: &Attribute<'a>, at: At<'_>) -> Eval<'a> {
        let shape = &attribute.shape;
        let inject = match shape {
            Shape::Resolved(resolved) => resolved.inject,
            Shape::Union(members) => match only_member(members) {
                Some(Shape::Resolved(resolved)) => resolved.inject,
                _ => !shape.is_default(),
            },
            shape => !shape.is_default(),
        };
        if let (true, Some(text)) = (inject, at.node.as_str()) {
            let value = self.render(text)?;
            return match value {
                Value::Str(_) => self.resolve_text(value, shape, at.place()),
                value => Ok(value),
            };
        }
        self.resolve(shape, at)
    }

    /// A string that was rendered, where a function makes something of it.
    fn resolve_text(&mut self, text: Value<'a>, shape: &Shape<'a>, place: Place) -> Eval<'a> {
        match shape {
            Shape::Resolved(resolved) => self.call_resolver(resolved, text, place),
            Shape::Union(members) => {
                let takes = |member: &&Shape<'a>| {
                    matches!(member.schema(), Shape::Str | Shape::Any | Shape::Opaque)
                };
                match members.iter().filter(takes).collect::<Vec<_>>().as_slice() {
                    [Shape::Resolved(resolved)] => self.call_resolver(resolved, text, place),
                    [member] if member.is_default() => Ok(text),
                    _ => Ok(Value::unknown(
                        "how the text is resolved is not known",
                        place,
                    )),
                }
            }
            shape if shape.is_default() => Ok(text),
            _ => Ok(Value::unknown("a text stands for a model", place)),
        }
    }

    /// What a piece of YAML becomes under a shape that it has.
    fn resolve(&mut self, shape: &Shape<'a>, at: At<'_>) -> Eval<'a> {
        let place = at.place();
        self.step(place)?;
        self.at_place(place, |cx| match shape {
            Shape::Record(class) => cx.raw_model(class, at),
            shape if shape.is_default() => {
                let raw = cx.raw(shape.schema(), at)?;
                cx.render_all(&raw)
            }
            Shape::Resolved(resolved) => {
                let raw = cx.raw(&resolved.schema, at)?;
                cx.call_resolver(resolved, raw, place)
            }
            Shape::Model(class) if matches!(at.node.value, yaml::Value::Mapping(_)) => {
                cx.resolve_instance(class, at)
            }
            Shape::List(item) => {
                let nodes = at.node.items().iter();
                let items = nodes.map(|node| cx.resolve(item, At { node, ..at }));
                Ok(Value::list(items.collect::<Result<_, _>>()?))
            }
            Shape::Dict(item) => {
                let dict = Dict::default();
                for (key, node) in at.node.entries() {
                    let key = cx.raw(&Shape::Any, At { node: key, ..at })?;
                    let value = cx.resolve(item, At { node, ..at })?;
                    cx.insert(&dict, key, value, place);
                }
                Ok(Value::Dict(Rc::new(dict)))
            }
            Shape::Union(members) => cx.resolve_union(members, at),
            _ => Ok(Value::unknown(
                "what the attribute takes is not known",
                place,
            )),
        })
    }

    /// The member of a union that takes the YAML; functions come before plain values.
    fn resolve_union(&mut self, members: &[Shape<'a>], at: At<'_>) -> Eval<'a> {
        if matches!(self.raw(&Shape::Any, at)?, Value::None) {
            return Ok(Value::None);
        }
        if let Some(only) = only_member(members) {
            return self.resolve(only, at);
        }
        let mut fitting = Vec::new();
        for member in members {
            let fits = match (member.schema(), &at.node.value) {
                (Shape::Model(_) | Shape::Record(_) | Shape::Dict(_), yaml::Value::Mapping(_))
                | (Shape::List(_), yaml::Value::Sequence(_)) => self.fits(at, member),
                (Shape::Union(_), _) => self.fits(at, member),
                (Shape::Opaque | Shape::Any, _) => true,
                (Shape::Str, _) => at.node.as_str().is_some(),
                (Shape::Int | Shape::Float | Shape::Bool | Shape::Literal(_), node) => {
                    matches!(node, yaml::Value::Scalar { .. })
                }
                _ => false,
            };
            if fits {
                fitting.push(member);
            }
        }
        let custom: Vec<_> = fitting.iter().filter(|it| !it.is_default()).collect();
        match (custom.as_slice(), fitting.as_slice()) {
            ([only], _) => self.resolve(only, at),
            ([], [first, ..]) => self.resolve(first, at),
            _ => Ok(Value::unknown(
                "several types of a union take the value",
                at.place(),
            )),
        }
    }

    fn fits(&mut self, at: At<'_>, shape: &Shape<'a>) -> bool {
        let owner = super::check::Owner {
            name: "",
            file: at.file,
            at: at.node.range,
        };
        self.check_shape(at.node, shape, owner).is_empty()
    }

    fn call_resolver(
        &mut self,
        resolved: &Rc<Resolved<'a>>,
        value: Value<'a>,
        place: Place,
    ) -> Eval<'a> {
        let Some(function) = &resolved.function else {
            return self.render_all(&value);
        };
        let context = self.resolution_context(place);
        self.call(function, Arguments::of([context, value], place))
    }

    /// YAML as pydantic holds it, before templates are rendered.
    #[expect(
        clippy::too_many_lines,
        reason = "one match: the forms of YAML, and the shapes that they are read as"
    )]
    pub(super) fn raw(&mut self, shape: &Shape<'a>, at: At<'_>) -> Eval<'a> {
        let place = at.place();
        self.step(place)?;
        match (shape.schema(), &at.node.value) {
            (Shape::Model(class) | Shape::Record(class), yaml::Value::Mapping(_)) => {
                self.raw_model(class, at)
            }
            (Shape::Union(members), yaml::Value::Mapping(_)) => {
                let model = members.iter().find_map(|member| match member.schema() {
                    Shape::Model(class) | Shape::Record(class) if self.fits(at, member) => {
                        Some(Rc::clone(class))
                    }
                    _ => None,
                });
                match model {
                    Some(class) => self.raw_model(&class, at),
                    None => self.raw(&Shape::Any, at),
                }
            }
            (Shape::Union(members), yaml::Value::Sequence(_)) => {
                let list = members
                    .iter()
                    .find(|it| matches!(it.schema(), Shape::List(_)));
                let list = list.cloned().unwrap_or(Shape::Any);
                self.raw(&list, at)
            }
            (shape, yaml::Value::Sequence(nodes)) => {
                let item = match shape {
                    Shape::List(item) => (**item).clone(),
                    _ => Shape::Any,
                };
                let items = nodes.iter().map(|node| self.raw(&item, At { node, ..at }));
                Ok(Value::list(items.collect::<Result<_, _>>()?))
            }
            (shape, yaml::Value::Mapping(entries)) => {
                let item = match shape {
                    Shape::Dict(item) => (**item).clone(),
                    _ => Shape::Any,
                };
                let dict = Dict::default();
                for (key, node) in entries {
                    let key = self.raw(&Shape::Any, At { node: key, ..at })?;
                    let value = self.raw(&item, At { node, ..at })?;
                    if let Some(known) = key_of(&key) {
                        dict.insert(known, key, value);
                    }
                }
                Ok(Value::Dict(Rc::new(dict)))
            }
            (_, yaml::Value::Scalar { text, plain }) => Ok(match &at.node.tag {
                Some(tag) => Value::unknown(format!("the YAML tag `{tag}` is not followed"), place),
                None => yaml_scalar(text, *plain, place),
            }),
        }
    }

    /// The model that YAML is validated into; its attributes are not rendered yet.
    pub(super) fn raw_model(&mut self, class: &Rc<Class<'a>>, at: At<'_>) -> Eval<'a> {
        let schema = self.schema_of(class);
        let instance = Rc::new(Instance {
            class: Rc::clone(class),
            attributes: RefCell::default(),
            place: at.place(),
        });
        for attribute in &schema.attributes {
            let value = match at.node.get(&attribute.key) {
                Some(node) => self.raw(attribute.shape.schema(), At { node, ..at })?,
                None => self.default_of(class, &attribute.name),
            };
            let mut attributes = instance.attributes.borrow_mut();
            attributes.insert(Rc::clone(&attribute.key), value);
        }
        let model = (Rc::clone(&instance), Arc::clone(at.node), at.file);
        self.kept.components.models.push(model);
        Ok(Value::Instance(instance))
    }

    fn default_of(&self, class: &Rc<Class<'a>>, name: &str) -> Value<'a> {
        use crate::python::value::class::FieldDefault;
        let field = class.fields.iter().find(|field| &*field.name == name);
        match field.and_then(|field| field.default.as_ref()) {
            Some(FieldDefault::Value(value)) => value.clone(),
            _ => Value::unknown("the default of the attribute is not known", self.here),
        }
    }

    /// `resolve_fields(model, resolved_cls, context)`
    pub(in crate::dagster) fn make_resolved_fields(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.place;
        let unknown = || {
            Ok(Value::unknown(
                "value comes from `resolve_fields(...)`",
                place,
            ))
        };
        let (Some(Value::Instance(model)), Some(Value::Class(class))) =
            (call.get("model"), call.get("resolved_cls"))
        else {
            return unknown();
        };
        let models = self.kept.components.models.iter().rev();
        let known = models.clone().find(|(known, ..)| Rc::ptr_eq(known, &model));
        let Some((_, node, file)) = known.cloned() else {
            return unknown();
        };
        let at = At { node: &node, file };
        let dict = Dict::default();
        let variables = match call.get("context") {
            Some(Value::Object(context)) => match &context.data {
                Data::Plain { arguments, .. } => arguments.clone(),
                _ => Vec::new(),
            },
            _ => Vec::new(),
        };
        let resolved = self.with_variables(variables, |cx| cx.resolve_keywords(&class, at))?;
        for (name, argument) in resolved {
            self.insert(&dict, Value::Str(name), argument.value, place);
        }
        Ok(Value::Dict(Rc::new(dict)))
    }

    /// What a pydantic constructor makes of a value; a fault where it refuses it.
    fn checked(
        &mut self,
        value: &Value<'a>,
        attribute: &Attribute<'a>,
        class: &str,
        place: Place,
    ) -> Eval<'a> {
        match super::coerce::coerced(value, &attribute.shape) {
            Ok(value) => Ok(value),
            Err(wanted) => {
                let shown = self.to_repr(value).unwrap_or_else(|| value.type_name());
                let message = format!("`{class}.{}` takes {wanted}, not `{shown}`", attribute.key);
                let is_literal = matches!(value, Value::Int(_) | Value::Float(_) | Value::Bool(_));
                let help = (is_literal && wanted.contains("string")).then(|| {
                    format!(
                        "Dagster reads what looks like a Python literal as one, in quotes too; \
                         write `\"'{shown}'\"` for the text"
                    )
                });
                self.component_fault(LoadFault::ComponentAttribute, place, message, help);
                Ok(Value::unknown("the attribute is refused", place))
            }
        }
    }
}

/// The one member of a union beside nothing.
fn only_member<'s, 'a>(members: &'s [Shape<'a>]) -> Option<&'s Shape<'a>> {
    let mut others = members.iter().filter(|it| !matches!(it, Shape::Null));
    let first = others.next()?;
    others.next().is_none().then_some(first)
}
