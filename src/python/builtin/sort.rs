//! `sorted`, `list.sort`, `min` and `max`.

use std::cmp::Ordering;
use std::rc::Rc;

use super::element::sole;
use crate::python::interpreter::{Elements, Eval, Interpreter, Truth};
use crate::python::value::Value;
use crate::python::value::function::Arguments;

/// An element and what it is sorted by.
type Keyed<'a> = (Value<'a>, Value<'a>);

impl<'a> Interpreter<'a> {
    pub(super) fn sorted(&mut self, arguments: &Arguments<'a>) -> Eval<'a> {
        let Some(value) = arguments.at(0).cloned() else {
            return Ok(self.unknown_call("sorted", arguments));
        };
        let elements = self.elements_or_open(&value, "sorted", arguments)?;
        let open = elements.open.clone();
        match self.sort(elements.items, arguments)? {
            Ok(items) => Ok(self.list_of(Elements { items, open })),
            Err(items) => {
                // Which elements there are matters more than their order, but an
                // order that is not known must not be told as one.
                let unknown = self.unknown_call("sorted", arguments);
                let is_data =
                    |item: &Value<'a>| !matches!(sole(item), Some(item) if is_definition(item));
                if items.iter().any(is_data) {
                    Ok(unknown)
                } else {
                    Ok(self.list_of(Elements { items, open }))
                }
            }
        }
    }

    /// The elements in order, or as they were where their order is not known.
    pub(super) fn sort(
        &mut self,
        items: Vec<Value<'a>>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a, Result<Vec<Value<'a>>, Vec<Value<'a>>>> {
        let key = arguments
            .keyword("key")
            .cloned()
            .filter(|key| !matches!(key, Value::None));
        let reverse = match arguments.keyword("reverse").cloned() {
            None => false,
            Some(flag) => match self.truth(&flag)? {
                Truth::True => true,
                Truth::False => false,
                Truth::Unknown => return Ok(Err(items)),
            },
        };
        let mut keyed: Vec<Keyed<'a>> = Vec::with_capacity(items.len());
        for item in &items {
            let item = self.settle(item.clone());
            let Some(value) = sole(&item).cloned() else {
                return Ok(Err(items));
            };
            let by = match &key {
                Some(key) => self.call(key, Arguments::of([value], arguments.place))?,
                None => value,
            };
            keyed.push((by, item));
        }
        // A reversed stable sort keeps equal elements in their order.
        if reverse {
            keyed.reverse();
        }
        let Some(mut keyed) = self.merge_sort(keyed, arguments)? else {
            return Ok(Err(items));
        };
        if reverse {
            keyed.reverse();
        }
        Ok(Ok(keyed.into_iter().map(|(_, item)| item).collect()))
    }

    fn merge_sort(
        &mut self,
        mut keyed: Vec<Keyed<'a>>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a, Option<Vec<Keyed<'a>>>> {
        if keyed
            .iter()
            .all(|(key, _)| matches!(key, Value::Str(_) | Value::Int(_)))
            && keyed
                .windows(2)
                .all(|pair| compare_simple(&pair[0].0, &pair[1].0).is_some())
        {
            keyed.sort_by(|(a, _), (b, _)| compare_simple(a, b).unwrap_or(Ordering::Equal));
            return Ok(Some(keyed));
        }
        if keyed.len() < 2 {
            return Ok(Some(keyed));
        }
        let right = keyed.split_off(keyed.len() / 2);
        let Some(left) = self.merge_sort(keyed, arguments)? else {
            return Ok(None);
        };
        let Some(right) = self.merge_sort(right, arguments)? else {
            return Ok(None);
        };
        self.merge_sorted(left, right, arguments)
    }

    fn merge_sorted(
        &mut self,
        left: Vec<Keyed<'a>>,
        right: Vec<Keyed<'a>>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a, Option<Vec<Keyed<'a>>>> {
        let mut merged = Vec::with_capacity(left.len() + right.len());
        let (mut left, mut right) = (left.into_iter().peekable(), right.into_iter().peekable());
        while let (Some((a, _)), Some((b, _))) = (left.peek(), right.peek()) {
            self.step(arguments.place)?;
            match self.less(b, a) {
                Truth::True => merged.extend(right.next()),
                Truth::False => merged.extend(left.next()),
                Truth::Unknown => return Ok(None),
            }
        }
        merged.extend(left);
        merged.extend(right);
        Ok(Some(merged))
    }

    /// `min` and `max`.
    pub(super) fn extreme(&mut self, arguments: &Arguments<'a>, smallest: bool) -> Eval<'a> {
        let name = if smallest { "min" } else { "max" };
        let items = match arguments.positional.as_slice() {
            [only] => match self.certain_elements(&only.value.clone(), name, arguments.place)? {
                Ok(items) => items,
                Err(unknown) => return Ok(unknown),
            },
            several => several
                .iter()
                .map(|argument| argument.value.clone())
                .collect(),
        };
        if items.is_empty() {
            return match arguments.keyword("default") {
                Some(default) => Ok(default.clone()),
                None => self.raise_missing(
                    "ValueError",
                    format!("{name}() iterable argument is empty"),
                    arguments.place,
                ),
            };
        }
        let key = arguments
            .keyword("key")
            .cloned()
            .filter(|key| !matches!(key, Value::None));
        let arguments = arguments.clone();
        self.each_combination(items, &mut |cx, items| {
            cx.extreme_of(items, key.as_ref(), smallest, &arguments)
        })
    }

    fn extreme_of(
        &mut self,
        items: Vec<Value<'a>>,
        key: Option<&Value<'a>>,
        smallest: bool,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let mut best: Option<Keyed<'a>> = None;
        for item in items {
            let by = match key {
                Some(key) => self.call(key, Arguments::of([item.clone()], arguments.place))?,
                None => item.clone(),
            };
            let Some((leader, _)) = &best else {
                best = Some((by, item));
                continue;
            };
            let verdict = if smallest {
                self.less(&by, &leader.clone())
            } else {
                self.less(&leader.clone(), &by)
            };
            match verdict {
                Truth::True => best = Some((by, item)),
                Truth::False => {}
                Truth::Unknown => {
                    return Ok(self.unknown_call(if smallest { "min" } else { "max" }, arguments));
                }
            }
        }
        Ok(best.map_or(Value::None, |(_, item)| item))
    }
}

fn compare_simple(a: &Value<'_>, b: &Value<'_>) -> Option<Ordering> {
    match (a, b) {
        // Rust orders text by UTF-8 bytes, which is the order of code points.
        (Value::Str(a), Value::Str(b)) => Some(Rc::as_ref(a).cmp(b)),
        (Value::Int(a), Value::Int(b)) => Some(a.cmp(b)),
        _ => None,
    }
}

/// Whether a value is something that is defined rather than data.
fn is_definition(value: &Value<'_>) -> bool {
    matches!(
        value,
        Value::Object(_) | Value::Function(_) | Value::Class(_) | Value::Module(_)
    )
}
