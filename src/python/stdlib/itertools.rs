//! `itertools`.

use std::rc::Rc;

use ruff_python_ast::Operator;

use crate::python::builtin::integer;
use crate::python::interpreter::{Eval, Interpreter, Truth};
use crate::python::value::container::List;
use crate::python::value::function::Arguments;
use crate::python::value::{Unknown, Value};

impl<'a> Interpreter<'a> {
    pub(super) fn call_itertools(&mut self, name: &str, arguments: &Arguments<'a>) -> Eval<'a> {
        let short = name.trim_start_matches("itertools.");
        let values = || -> Vec<Value<'a>> {
            let positional = arguments.positional.iter();
            positional.map(|argument| argument.value.clone()).collect()
        };
        match short {
            "chain" => self.chain(values(), None, arguments),
            "chain.from_iterable" => {
                let Some(outer) = arguments.at(0).cloned() else {
                    return Ok(self.unknown_call(name, arguments));
                };
                let outer = self.elements_or_open(&outer, name, arguments)?;
                self.chain(outer.items, outer.open, arguments)
            }
            "zip_longest" => {
                let fill = arguments
                    .keyword("fillvalue")
                    .cloned()
                    .unwrap_or(Value::None);
                self.zip(&values(), Some(&fill), arguments)
            }
            "filterfalse" => {
                let function = arguments.at(0).cloned().unwrap_or(Value::None);
                self.filter(&function, arguments, false)
            }
            "count" => Ok(self.count_up(arguments)),
            "repeat" => Ok(self.repeat(arguments)),
            "product" => self.product(arguments),
            "starmap" => self.star_map(arguments),
            "takewhile" | "dropwhile" => self.while_true(short, arguments),
            "groupby" => self.group_by(arguments),
            "accumulate" => self.accumulate(arguments),
            _ => self.arrange_elements(short, arguments),
        }
    }

    fn chain(
        &mut self,
        values: Vec<Value<'a>>,
        open: Option<Rc<Unknown>>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let list = List::default();
        let guard = std::mem::take(&mut self.guard);
        let mut result = Ok(());
        for value in values {
            result = self.extend_list(&list, &value, arguments);
            if result.is_err() {
                break;
            }
        }
        self.guard = guard;
        result?;
        let found = list.open.borrow().clone();
        Ok(self.lazy(list.items.take(), found.or(open)))
    }

    /// `count(start, step)`: more elements than any list has, so that it never ends first.
    fn count_up(&mut self, arguments: &Arguments<'a>) -> Value<'a> {
        let number =
            |index, name, default| arguments.get(index, name).map_or(Some(default), integer);
        let (Some(start), Some(step)) = (number(0, "start", 0), number(1, "step", 1)) else {
            return self.unknown_call("itertools.count", arguments);
        };
        let limit = i64::try_from(self.budget.size).unwrap_or(i64::MAX);
        let number = |at: i64| {
            step.checked_mul(at)
                .and_then(|offset| start.checked_add(offset))
                .map(Value::Int)
        };
        Value::iterator((0..=limit).map_while(number).collect())
    }

    fn repeat(&mut self, arguments: &Arguments<'a>) -> Value<'a> {
        let Some(value) = arguments.get(0, "object").cloned() else {
            return self.unknown_call("itertools.repeat", arguments);
        };
        let times = match arguments.get(1, "times") {
            None => self.budget.size + 1,
            Some(times) => match integer(times) {
                Some(times) => usize::try_from(times).unwrap_or(0),
                None => return self.unknown_call("itertools.repeat", arguments),
            },
        };
        if times > self.budget.size + 1 {
            return Value::Unknown(self.too_large(arguments.place));
        }
        Value::iterator(vec![value; times])
    }

    fn product(&mut self, arguments: &Arguments<'a>) -> Eval<'a> {
        let mut pools = Vec::new();
        for argument in &arguments.positional {
            match self.certain_elements(&argument.value, "itertools.product", arguments.place)? {
                Ok(items) => pools.push(items),
                Err(unknown) => return Ok(unknown),
            }
        }
        let times = match arguments.keyword("repeat") {
            None => Some(1),
            Some(times) => integer(times).and_then(|times| usize::try_from(times).ok()),
        };
        let Some(times) = times.filter(|times| *times <= 64) else {
            return Ok(self.unknown_call("itertools.product", arguments));
        };
        let pools: Vec<_> = std::iter::repeat_n(pools, times).flatten().collect();
        let mut rows: Vec<Vec<Value<'a>>> = vec![Vec::new()];
        for pool in &pools {
            if rows.len().saturating_mul(pool.len()) > self.budget.size {
                return Ok(Value::Unknown(self.too_large(arguments.place)));
            }
            let extended = rows.iter().flat_map(|row| {
                pool.iter()
                    .map(move |item| row.iter().cloned().chain([item.clone()]).collect())
            });
            rows = extended.collect();
        }
        Ok(Value::iterator(
            rows.into_iter().map(Value::tuple).collect(),
        ))
    }

    fn star_map(&mut self, arguments: &Arguments<'a>) -> Eval<'a> {
        let (Some(function), Some(values)) = (arguments.at(0).cloned(), arguments.at(1).cloned())
        else {
            return Ok(self.unknown_call("itertools.starmap", arguments));
        };
        let elements = self.elements_or_open(&values, "itertools.starmap", arguments)?;
        let place = arguments.place;
        let mut items = Vec::with_capacity(elements.items.len());
        for row in elements.items {
            let result = self.map_element(row, |cx, row| {
                match cx.certain_elements(&row, "itertools.starmap", place)? {
                    Ok(given) => cx.call(&function, Arguments::of(given, place)),
                    Err(unknown) => Ok(unknown),
                }
            })?;
            items.push(result);
        }
        Ok(self.lazy(items, elements.open))
    }

    fn while_true(&mut self, name: &str, arguments: &Arguments<'a>) -> Eval<'a> {
        let (Some(test), Some(values)) = (arguments.at(0).cloned(), arguments.at(1).cloned())
        else {
            return Ok(self.unknown_call(name, arguments));
        };
        let items = match self.certain_elements(&values, name, arguments.place)? {
            Ok(items) => items,
            Err(unknown) => return Ok(unknown),
        };
        let mut end = items.len();
        for (at, item) in items.iter().enumerate() {
            let verdict = self.call(&test, Arguments::of([item.clone()], arguments.place))?;
            match self.truth(&verdict)? {
                Truth::True => {}
                Truth::False => {
                    end = at;
                    break;
                }
                Truth::Unknown => return Ok(self.derived(&verdict, name, arguments.place)),
            }
        }
        let (head, tail) = items.split_at(end);
        Ok(Value::iterator(if name == "takewhile" {
            head.to_vec()
        } else {
            tail.to_vec()
        }))
    }

    fn group_by(&mut self, arguments: &Arguments<'a>) -> Eval<'a> {
        let Some(values) = arguments.get(0, "iterable").cloned() else {
            return Ok(self.unknown_call("itertools.groupby", arguments));
        };
        let key = arguments
            .get(1, "key")
            .cloned()
            .filter(|key| !matches!(key, Value::None));
        let items = match self.certain_elements(&values, "itertools.groupby", arguments.place)? {
            Ok(items) => items,
            Err(unknown) => return Ok(unknown),
        };
        let mut groups: Vec<(Value<'a>, Vec<Value<'a>>)> = Vec::new();
        for item in items {
            let by = match &key {
                Some(key) => self.call(key, Arguments::of([item.clone()], arguments.place))?,
                None => item.clone(),
            };
            let same = match groups.last() {
                None => Truth::False,
                Some((last, _)) => self.equals(&last.clone(), &by),
            };
            match (same, groups.last_mut()) {
                (Truth::True, Some((_, members))) => members.push(item),
                (Truth::Unknown, _) => {
                    return Ok(self.derived(&by, "itertools.groupby", arguments.place));
                }
                _ => groups.push((by, vec![item])),
            }
        }
        let pair = |(by, members)| Value::tuple(vec![by, Value::iterator(members)]);
        Ok(Value::iterator(groups.into_iter().map(pair).collect()))
    }

    fn accumulate(&mut self, arguments: &Arguments<'a>) -> Eval<'a> {
        let Some(values) = arguments.at(0).cloned() else {
            return Ok(self.unknown_call("itertools.accumulate", arguments));
        };
        let function = arguments
            .get(1, "func")
            .cloned()
            .filter(|function| !matches!(function, Value::None));
        let items = match self.certain_elements(&values, "itertools.accumulate", arguments.place)? {
            Ok(items) => items,
            Err(unknown) => return Ok(unknown),
        };
        let mut totals: Vec<Value<'a>> =
            arguments.keyword("initial").cloned().into_iter().collect();
        for item in items {
            self.step(arguments.place)?;
            let total = match (totals.last().cloned(), &function) {
                (None, _) => item,
                (Some(total), Some(function)) => {
                    self.call(function, Arguments::of([total, item], arguments.place))?
                }
                (Some(total), None) => {
                    self.binary(&total, Operator::Add, &item, arguments.place)?
                }
            };
            totals.push(total);
        }
        Ok(Value::iterator(totals))
    }
}
