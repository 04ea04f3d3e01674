//! Builtins that iterate, and the constructors of containers.

use std::rc::Rc;

use super::element::may_be_absent;
use super::iteration::present;
use crate::model::Guard;
use crate::python::interpreter::{Elements, Eval, Interpreter, Truth};
use crate::python::value::Value;
use crate::python::value::container::guarded;
use crate::python::value::function::{Arguments, Native};

impl<'a> Interpreter<'a> {
    pub(super) fn make_container(&mut self, native: Native, arguments: &Arguments<'a>) -> Eval<'a> {
        let place = arguments.place;
        if native.0 == "dict" {
            return self.make_dict(arguments);
        }
        let elements = match arguments.at(0) {
            None => Elements::default(),
            Some(value) if value.is_unknown() => {
                let unknown = self.unknown_cause(value, native.0, place);
                Elements {
                    items: Vec::new(),
                    open: Some(unknown),
                }
            }
            Some(value) => self.elements(&value.clone(), place)?,
        };
        match native.0 {
            "list" => Ok(self.list_of(elements)),
            "tuple" => Ok(self.tuple_of(elements)),
            name => Ok(self.set_from(elements, name == "frozenset", place)),
        }
    }

    /// A tuple of elements; where there may be more, an open list stands for it.
    fn tuple_of(&mut self, elements: Elements<'a>) -> Value<'a> {
        if elements.open.is_some() || elements.items.iter().any(may_be_absent) {
            let items = elements.items.into_iter().map(|item| self.settle(item));
            let elements = Elements {
                items: items
                    .filter(|item| !matches!(item, Value::Absent))
                    .collect(),
                ..elements
            };
            if elements.open.is_some() || elements.items.iter().any(may_be_absent) {
                return self.list_of(elements);
            }
            return Value::tuple(elements.items);
        }
        Value::tuple(elements.items)
    }

    pub(super) fn range(&mut self, arguments: &Arguments<'a>) -> Eval<'a> {
        let mut numbers = Vec::new();
        for argument in &arguments.positional {
            match integer(&argument.value) {
                Some(number) => numbers.push(number),
                None => return Ok(self.unknown_call("range", arguments)),
            }
        }
        match *numbers.as_slice() {
            [stop] => Ok(Value::Range {
                start: 0,
                stop,
                step: 1,
            }),
            [start, stop] => Ok(Value::Range {
                start,
                stop,
                step: 1,
            }),
            [_, _, 0] => self.raise(
                "ValueError",
                "range() arg 3 must not be zero",
                arguments.place,
            ),
            [start, stop, step] => Ok(Value::Range { start, stop, step }),
            _ => Ok(self.unknown_call("range", arguments)),
        }
    }

    pub(super) fn call_iteration(&mut self, native: Native, arguments: &Arguments<'a>) -> Eval<'a> {
        let Some(first) = arguments.at(0).cloned() else {
            return Ok(self.unknown_call(native.0, arguments));
        };
        match native.0 {
            "enumerate" => self.enumerate(arguments),
            "zip" => {
                let values: Vec<_> = arguments
                    .positional
                    .iter()
                    .map(|argument| argument.value.clone())
                    .collect();
                self.zip(&values, None, arguments)
            }
            "map" => self.map(&first, arguments),
            "filter" => self.filter(&first, arguments, true),
            "reversed" => {
                let mut elements = self.elements_or_open(&first, native.0, arguments)?;
                elements.items.reverse();
                Ok(self.lazy(elements.items, elements.open))
            }
            "iter" if matches!(first, Value::Iterator(_)) => Ok(first),
            "iter" => {
                let elements = self.elements_or_open(&first, native.0, arguments)?;
                Ok(self.lazy(elements.items, elements.open))
            }
            "next" => self.next(&first, arguments),
            "sum" => self.sum(&first, arguments),
            name => self.any_or_all(&first, name == "any", arguments),
        }
    }

    /// The elements of a value; an unknown value may have any.
    pub(in crate::python) fn elements_or_open(
        &mut self,
        value: &Value<'a>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a, Elements<'a>> {
        if value.is_unknown() {
            let unknown = self.unknown_cause(value, name, arguments.place);
            return Ok(Elements {
                items: Vec::new(),
                open: Some(unknown),
            });
        }
        self.elements(value, arguments.place)
    }

    fn enumerate(&mut self, arguments: &Arguments<'a>) -> Eval<'a> {
        let start = match arguments.get(1, "start") {
            None => Some(0),
            Some(start) => integer(start),
        };
        let Some(value) = arguments.get(0, "iterable").cloned() else {
            return Ok(self.unknown_call("enumerate", arguments));
        };
        let elements = self.elements_or_open(&value, "enumerate", arguments)?;
        // What more there is may come before the known elements.
        let mut position = if elements.open.is_some() { None } else { start };
        let mut items = Vec::with_capacity(elements.items.len());
        for item in elements.items {
            let item = self.settle(item);
            let number = match position {
                Some(position) => Value::Int(position),
                None => match &elements.open {
                    Some(open) => self.derived(
                        &Value::Unknown(Rc::clone(open)),
                        "enumerate",
                        arguments.place,
                    ),
                    None => self.unknown_call("enumerate", arguments),
                },
            };
            // What may be absent leaves the position of what follows open.
            position = if may_be_absent(&item) {
                None
            } else {
                position.and_then(|at| at.checked_add(1))
            };
            items.push(
                self.map_element(item, |_, item| Ok(Value::tuple(vec![number.clone(), item])))?,
            );
        }
        Ok(self.lazy(items, elements.open))
    }

    /// `zip`, or `zip_longest` where `fill` is given.
    pub(in crate::python) fn zip(
        &mut self,
        values: &[Value<'a>],
        fill: Option<&Value<'a>>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let mut columns = Vec::with_capacity(values.len());
        let mut open = None;
        let mut known = usize::MAX;
        for value in values {
            let elements = self.elements_or_open(value, "zip", arguments)?;
            let items: Vec<_> = elements
                .items
                .into_iter()
                .map(|item| self.settle(item))
                .collect();
            let certain = items.iter().position(may_be_absent);
            if let Some(at) = certain {
                known = known.min(at);
                open = Some(self.unknown_cause(&items[at], "zip", arguments.place));
            }
            if let Some(unknown) = elements.open {
                known = 0;
                open = Some(unknown);
            }
            columns.push(items);
        }
        let shortest = columns.iter().map(Vec::len).min().unwrap_or(0);
        let longest = columns.iter().map(Vec::len).max().unwrap_or(0);
        let rows = if fill.is_some() { longest } else { shortest };
        let is_cut = known <= rows && open.is_some();
        let rows = rows.min(known).min(self.budget.size);
        let row = |at: usize| {
            let cell =
                |column: &Vec<Value<'a>>| column.get(at).or(fill).cloned().unwrap_or(Value::None);
            Value::tuple(columns.iter().map(cell).collect())
        };
        let items = (0..rows).map(row).collect();
        Ok(self.lazy(items, if is_cut { open } else { None }))
    }

    fn map(&mut self, function: &Value<'a>, arguments: &Arguments<'a>) -> Eval<'a> {
        let place = arguments.place;
        let values: Vec<_> = arguments
            .positional
            .iter()
            .skip(1)
            .map(|argument| argument.value.clone())
            .collect();
        let elements = match values.as_slice() {
            [] => return Ok(self.unknown_call("map", arguments)),
            [only] => self.elements_or_open(only, "map", arguments)?,
            several => {
                let zipped = self.zip(several, None, arguments)?;
                self.elements(&zipped, place)?
            }
        };
        let several = values.len() > 1;
        let mut items = Vec::with_capacity(elements.items.len());
        for item in elements.items {
            let result = self.map_element(item, |cx, item| match &item {
                Value::Tuple(row) if several => {
                    cx.call(function, Arguments::of(row.iter().cloned(), place))
                }
                _ => cx.call(function, Arguments::of([item], place)),
            })?;
            items.push(result);
        }
        Ok(self.lazy(items, elements.open))
    }

    /// `filter`, or `itertools.filterfalse`.
    pub(in crate::python) fn filter(
        &mut self,
        function: &Value<'a>,
        arguments: &Arguments<'a>,
        wanted: bool,
    ) -> Eval<'a> {
        let place = arguments.place;
        let Some(value) = arguments.at(1).cloned() else {
            return Ok(self.unknown_call("filter", arguments));
        };
        let elements = self.elements_or_open(&value, "filter", arguments)?;
        let mut items = Vec::with_capacity(elements.items.len());
        for item in elements.items {
            let kept = self.map_element(item, |cx, item| {
                let verdict = match function {
                    Value::None => item.clone(),
                    function => cx.call(function, Arguments::of([item.clone()], place))?,
                };
                if wanted {
                    return cx.kept_if(item, &verdict);
                }
                match cx.truth(&verdict)? {
                    Truth::True => Ok(Value::Absent),
                    Truth::False => Ok(item),
                    Truth::Unknown => Ok(guarded(&Guard::new(vec![(cx.new_branch(), 1)]), item)),
                }
            })?;
            items.push(present(kept));
        }
        Ok(self.lazy(items, elements.open))
    }
}

/// An `int` or a `bool` as a number.
pub(in crate::python) fn integer(value: &Value<'_>) -> Option<i64> {
    match value {
        Value::Int(number) => Some(*number),
        Value::Bool(flag) => Some(i64::from(*flag)),
        _ => None,
    }
}
