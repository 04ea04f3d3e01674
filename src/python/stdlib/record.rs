//! Classes that a call makes: `collections.namedtuple`, `types.SimpleNamespace`.

use std::cell::RefCell;
use std::rc::Rc;

use crate::article;
use crate::python::call::validator::Validators;
use crate::python::interpreter::{Elements, Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::class::{Class, ClassKind, Field, FieldDefault, Instance};
use crate::python::value::function::Arguments;
use crate::python::value::scope::{Scope, ScopeKind};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// `collections.namedtuple(typename, field_names, defaults=...)` and
    /// `typing.NamedTuple(typename, fields)`.
    pub(super) fn call_named_tuple(&mut self, name: &str, arguments: &Arguments<'a>) -> Eval<'a> {
        let place = arguments.place;
        let unknown = |cx: &Self| Ok(cx.unknown_call(name, arguments));
        let plain = ["typename", "field_names", "fields", "defaults"];
        let mut keywords = arguments.keywords.iter();
        if keywords.any(|(keyword, _)| !plain.contains(&&**keyword)) {
            return unknown(self);
        }
        let (Some(Value::Str(typename)), Some(names)) = (
            arguments.get(0, "typename").cloned(),
            arguments
                .get(1, "field_names")
                .or_else(|| arguments.keyword("fields"))
                .cloned(),
        ) else {
            return unknown(self);
        };
        let Some(names) = self.field_names(&names, place)? else {
            return unknown(self);
        };
        let defaults = match arguments.keyword("defaults").cloned() {
            None | Some(Value::None) => Vec::new(),
            Some(defaults) => match self.elements(&defaults, place)? {
                Elements { items, open: None } => items,
                Elements { .. } => return unknown(self),
            },
        };
        let fields = tuple_fields(names, &defaults);
        Ok(
            match self.made_class(&typename, ClassKind::NamedTuple, fields, place) {
                Some(class) => Value::Class(class),
                None => return unknown(self),
            },
        )
    }

    /// `Pair._make(iterable)`
    pub(super) fn make_named_tuple(&mut self, arguments: &Arguments<'a>) -> Eval<'a> {
        let place = arguments.place;
        let (Some(class), Some(values)) = (arguments.at(0).cloned(), arguments.at(1).cloned())
        else {
            return Ok(self.unknown_call("_make", arguments));
        };
        match self.elements(&values, place)? {
            Elements { items, open: None } => self.call(&class, Arguments::of(items, place)),
            Elements { .. } => Ok(self.unknown_call("_make", arguments)),
        }
    }

    /// The names of fields: a text, a list of texts, or of pairs of name and type.
    fn field_names(&mut self, names: &Value<'a>, place: Place) -> Eval<'a, Option<Vec<Rc<str>>>> {
        if let Value::Str(names) = names {
            let names = names.split(|letter: char| letter == ',' || letter.is_whitespace());
            return Ok(Some(
                names
                    .filter(|name| !name.is_empty())
                    .map(Rc::from)
                    .collect(),
            ));
        }
        let Elements { items, open } = self.elements(names, place)?;
        let name = |item: &Value<'a>| match item {
            Value::Str(name) => Some(Rc::clone(name)),
            Value::Tuple(pair) => pair.first()?.as_str().map(Rc::from),
            _ => None,
        };
        Ok(match open {
            None => items.iter().map(name).collect(),
            Some(_) => None,
        })
    }

    /// `types.SimpleNamespace(**attributes)`
    pub(super) fn call_simple_namespace(&mut self, arguments: &Arguments<'a>) -> Value<'a> {
        if arguments.is_open() || !arguments.positional.is_empty() {
            return self.unknown_call("types.SimpleNamespace", arguments);
        }
        let keywords = arguments.keywords.iter();
        let attributes = keywords.map(|(name, argument)| (&**name, argument.value.clone()));
        let attributes: Vec<_> = attributes.collect();
        let name = "SimpleNamespace";
        self.instance_of(name, ClassKind::Plain, attributes, arguments.place)
    }

    /// An object of a builtin exception class.
    pub(in crate::python) fn exception_object(
        &mut self,
        class: &str,
        attributes: Option<(&str, Value<'a>)>,
        place: Place,
    ) -> Value<'a> {
        self.instance_of(class, ClassKind::Plain, attributes, place)
    }

    /// A named tuple with these fields.
    pub(super) fn record<'n>(
        &mut self,
        name: &str,
        fields: impl IntoIterator<Item = (&'n str, Value<'a>)>,
        place: Place,
    ) -> Value<'a> {
        self.instance_of(name, ClassKind::NamedTuple, fields, place)
    }

    fn instance_of<'n>(
        &mut self,
        name: &str,
        kind: ClassKind,
        attributes: impl IntoIterator<Item = (&'n str, Value<'a>)>,
        place: Place,
    ) -> Value<'a> {
        let attributes: Vec<(Rc<str>, Value<'a>)> = attributes
            .into_iter()
            .map(|(name, value)| (Rc::from(name), value))
            .collect();
        let fields = attributes.iter().map(|(name, _)| Field {
            name: Rc::clone(name),
            default: None,
            in_constructor: true,
            annotation: None,
            is_aliased: false,
        });
        let Some(class) = self.made_class(name, kind, fields.collect(), place) else {
            return Value::unknown(
                format!("{} is made outside of a module", article::named(name)),
                place,
            );
        };
        Value::Instance(Rc::new(Instance {
            class,
            attributes: RefCell::new(attributes.into_iter().collect()),
            place,
        }))
    }

    /// A class without a body.
    fn made_class(
        &mut self,
        name: &str,
        kind: ClassKind,
        fields: Vec<Field<'a>>,
        place: Place,
    ) -> Option<Rc<Class<'a>>> {
        let module = Rc::clone(self.module()?);
        let class = Rc::new(Class {
            name: Rc::from(name),
            place,
            kind,
            bases: Vec::new(),
            order: RefCell::default(),
            scope: Scope::new(ScopeKind::Class, None),
            module,
            fields,
            record_decorator: None,
            opaque_base: false,
            validators: Validators::default(),
            members: RefCell::default(),
        });
        class.order.borrow_mut().push(Rc::clone(&class));
        Some(class)
    }
}

/// The fields of a named tuple; the defaults are those of the last ones.
fn tuple_fields<'a>(names: Vec<Rc<str>>, defaults: &[Value<'a>]) -> Vec<Field<'a>> {
    let first_default = names.len().saturating_sub(defaults.len());
    let default = |at: usize| defaults.get(at.checked_sub(first_default)?);
    let names = names.into_iter().enumerate();
    names
        .map(|(at, name)| Field {
            name,
            default: default(at).cloned().map(FieldDefault::Value),
            in_constructor: true,
            annotation: None,
            is_aliased: false,
        })
        .collect()
}
