//! `permutations`, `combinations` and slices of iterators.

use crate::python::builtin::{integer, may_be_absent};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::function::Arguments;
use crate::python::value::{Iterator_, Value};

impl<'a> Interpreter<'a> {
    /// What selects and arranges known elements: `islice`, `combinations` ...
    pub(super) fn arrange_elements(&mut self, name: &str, arguments: &Arguments<'a>) -> Eval<'a> {
        let Some(values) = arguments.at(0).cloned() else {
            return Ok(self.unknown_call(name, arguments));
        };
        if name == "islice"
            && let Value::Iterator(iterator) = &values
        {
            self.begin(iterator, arguments.place)?;
            return Ok(self.slice_iterator(iterator, arguments));
        }
        let elements = self.elements_or_open(&values, name, arguments)?;
        let items = match self.certain(elements, name, arguments.place) {
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
        let whole = match (name, size) {
            ("islice", _) => islice(&items, arguments).map(Value::iterator),
            ("cycle", None) if items.is_empty() => Some(Value::iterator(items)),
            ("cycle", None) => {
                let endless = items.into_iter().cycle();
                Some(Value::iterator(endless.take(limit + 1).collect()))
            }
            ("tee", size) => {
                let copies = vec![items; size.unwrap_or(2).min(64)].into_iter();
                Some(Value::tuple(copies.map(Value::iterator).collect()))
            }
            _ => rows(name, &items, size, limit)
                .map(|rows| Value::iterator(rows.into_iter().map(Value::tuple).collect())),
        };
        Ok(whole.unwrap_or_else(|| self.unknown_call(&format!("itertools.{name}"), arguments)))
    }

    /// `islice` of an iterator takes no more from it than it gives.
    fn slice_iterator(&mut self, iterator: &Iterator_<'a>, arguments: &Arguments<'a>) -> Value<'a> {
        let items = iterator.items.borrow();
        let start = iterator.next.get().min(items.len());
        let rest = &items[start..];
        if rest.iter().any(may_be_absent) {
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

/// The rows of a function that gives tuples of its elements; none of any other, and where
/// they are more than `limit`.
fn rows<'a>(
    name: &str,
    items: &[Value<'a>],
    size: Option<usize>,
    limit: usize,
) -> Option<Vec<Vec<Value<'a>>>> {
    match (name, size) {
        ("pairwise", None) => Some(items.windows(2).map(<[_]>::to_vec).collect()),
        ("batched", Some(size)) if size > 0 => {
            Some(items.chunks(size).map(<[_]>::to_vec).collect())
        }
        ("combinations", Some(size)) => arrange(items, size, limit, |used, at| {
            used.last().is_none_or(|last| *last < at)
        }),
        ("combinations_with_replacement", Some(size)) => arrange(items, size, limit, |used, at| {
            used.last().is_none_or(|last| *last <= at)
        }),
        ("permutations", size) => arrange(items, size.unwrap_or(items.len()), limit, |used, at| {
            !used.contains(&at)
        }),
        _ => None,
    }
}
