//! `itertools`.

use std::rc::Rc;

use ruff_python_ast::Operator;

use crate::evaluate::builtin::integer;
use crate::evaluate::function::Arguments;
use crate::evaluate::interpreter::{Elements, Eval, Interpreter, Truth};
use crate::evaluate::value::{Unknown, Value};

impl<'a> Interpreter<'a> {
    pub(super) fn call_itertools(&mut self, name: &str, arguments: &Arguments<'a>) -> Eval<'a> {
        let short = name.trim_start_matches("itertools.");
        match short {
            "chain" => {
                let values: Vec<_> = arguments
                    .positional
                    .iter()
                    .map(|argument| argument.value.clone())
                    .collect();
                self.chain(values, None, arguments)
            }
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
                let values: Vec<_> = arguments
                    .positional
                    .iter()
                    .map(|argument| argument.value.clone())
                    .collect();
                self.zip(&values, Some(&fill), arguments)
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
        let list = crate::evaluate::container::List::default();
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

    /// What selects and arranges known elements: `islice`, `combinations` ...
    fn arrange_elements(&mut self, name: &str, arguments: &Arguments<'a>) -> Eval<'a> {
        let Some(values) = arguments.at(0).cloned() else {
            return Ok(self.unknown_call(name, arguments));
        };
        if name == "islice"
            && let Value::Iterator(iterator) = &values
        {
            return Ok(self.slice_iterator(iterator, arguments));
        }
        let elements = self.elements_or_open(&values, name, arguments)?;
        let items = match self.certain(
            Elements {
                items: elements.items,
                open: elements.open,
            },
            name,
            arguments.place,
        ) {
            Ok(items) => items,
            Err(unknown) => return Ok(unknown),
        };
        let size = match arguments.at(1) {
            None => None,
            Some(size) => match integer(size).and_then(|size| usize::try_from(size).ok()) {
                None if name != "islice" => return Ok(self.unknown_call(name, arguments)),
                size => size,
            },
        };
        let limit = self.budget.size;
        let rows = match (name, size) {
            ("islice", _) => {
                return Ok(islice(&items, arguments)
                    .map_or_else(|| self.unknown_call(name, arguments), Value::iterator));
            }
            ("cycle", None) if items.is_empty() => return Ok(Value::iterator(items)),
            ("cycle", None) => {
                return Ok(Value::iterator(
                    items.into_iter().cycle().take(limit + 1).collect(),
                ));
            }
            ("tee", size) => {
                let copies = vec![items; size.unwrap_or(2).min(64)];
                return Ok(Value::tuple(
                    copies.into_iter().map(Value::iterator).collect(),
                ));
            }
            ("pairwise", None) => Some(items.windows(2).map(<[_]>::to_vec).collect()),
            ("batched", Some(size)) if size > 0 => {
                Some(items.chunks(size).map(<[_]>::to_vec).collect())
            }
            ("combinations", Some(size)) => arrange(&items, size, limit, |used, at| {
                used.last().is_none_or(|last| *last < at)
            }),
            ("combinations_with_replacement", Some(size)) => {
                arrange(&items, size, limit, |used, at| {
                    used.last().is_none_or(|last| *last <= at)
                })
            }
            ("permutations", size) => {
                arrange(&items, size.unwrap_or(items.len()), limit, |used, at| {
                    !used.contains(&at)
                })
            }
            _ => None,
        };
        Ok(rows.map_or_else(
            || self.unknown_call(&format!("itertools.{name}"), arguments),
            |rows| Value::iterator(rows.into_iter().map(Value::tuple).collect()),
        ))
    }

    /// `islice` of an iterator takes no more from it than it gives.
    fn slice_iterator(
        &mut self,
        iterator: &crate::evaluate::value::Iterator_<'a>,
        arguments: &Arguments<'a>,
    ) -> Value<'a> {
        let start = iterator.next.get().min(iterator.items.len());
        let rest = &iterator.items[start..];
        if rest.iter().any(crate::evaluate::builtin::may_be_absent) {
            return self.unknown_call("itertools.islice", arguments);
        }
        let stop = match arguments.positional.len() {
            2 => arguments.at(1),
            _ => arguments.at(2),
        };
        let Some(taken) = islice(rest, arguments) else {
            return self.unknown_call("itertools.islice", arguments);
        };
        let stop = stop
            .and_then(integer)
            .and_then(|stop| usize::try_from(stop).ok())
            .unwrap_or(rest.len());
        iterator.next.set(start + stop.min(rest.len()));
        Value::iterator(taken)
    }
}

fn islice<'a>(items: &[Value<'a>], arguments: &Arguments<'a>) -> Option<Vec<Value<'a>>> {
    let bound = |index: usize, default: usize| match arguments.at(index) {
        None | Some(Value::None) => Some(default),
        Some(bound) => usize::try_from(integer(bound)?).ok(),
    };
    let (start, stop, step) = match arguments.positional.len() {
        2 => (0, bound(1, items.len())?, 1),
        _ => (bound(1, 0)?, bound(2, items.len())?, bound(3, 1)?),
    };
    let stop = stop.min(items.len());
    if step == 0 {
        return None;
    }
    Some(
        items
            .get(start..stop)
            .unwrap_or(&[])
            .iter()
            .step_by(step)
            .cloned()
            .collect(),
    )
}

/// Every row of so many elements in which each next position is allowed.
fn arrange<'a>(
    items: &[Value<'a>],
    size: usize,
    limit: usize,
    allowed: impl Fn(&[usize], usize) -> bool,
) -> Option<Vec<Vec<Value<'a>>>> {
    let mut rows: Vec<Vec<usize>> = vec![Vec::new()];
    // More positions than elements make no row, or too many.
    for _ in 0..size.min(limit) {
        let mut longer = Vec::new();
        for row in &rows {
            for at in (0..items.len()).filter(|at| allowed(row, *at)) {
                let mut row = row.clone();
                row.push(at);
                longer.push(row);
            }
            if longer.len() > limit {
                return None;
            }
        }
        rows = longer;
        if rows.is_empty() {
            break;
        }
    }
    Some(
        rows.into_iter()
            .map(|row| row.into_iter().map(|at| items[at].clone()).collect())
            .collect(),
    )
}
