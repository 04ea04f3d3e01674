//! The algebra of alternatives.
//!
//! A choice is a list of `(guard, value)`, newest first: an entry holds where its
//! guard does and no earlier entry's. Writing under a condition puts an entry before
//! the old ones; reading under a condition drops the entries that cannot hold there.

use std::rc::Rc;

use super::value::{Choice, Value};
use crate::model::Guard;
use crate::source::Place;

/// More alternatives than this are not followed one by one.
pub(super) const MOST: usize = 24;

/// The entries that can hold under `guard`: those compatible with it, up to the first
/// that must hold, or up to where the earlier ones leave nothing open.
pub(super) fn held<'a>(choice: &Choice<'a>, guard: &Guard) -> Choice<'a> {
    let mut held: Choice<'a> = Vec::new();
    for (condition, value) in choice {
        if !condition.compatible(guard) {
            continue;
        }
        held.push((condition.clone(), value.clone()));
        if condition.implied_by(guard) || covers(&held, guard) {
            break;
        }
    }
    held
}

/// Whether some entry holds whichever way the branches beyond `guard` go.
fn covers(entries: &Choice<'_>, guard: &Guard) -> bool {
    let open = |condition: &Guard| -> Vec<(u32, u8)> {
        condition
            .arms()
            .iter()
            .filter(|pair| !guard.arms().contains(pair))
            .copied()
            .collect()
    };
    let conditions: Vec<Vec<(u32, u8)>> = entries
        .iter()
        .map(|(condition, _)| open(condition))
        .collect();
    all_ways(&conditions, 0)
}

/// Whether every way through the branches (each has two arms) meets a condition.
fn all_ways(conditions: &[Vec<(u32, u8)>], depth: u32) -> bool {
    if conditions.iter().any(Vec::is_empty) {
        return true;
    }
    // A handful of branches decides every real case; beyond, "not covered" is safe.
    if depth > 6 {
        return false;
    }
    let Some(&(branch, _)) = conditions.first().and_then(|condition| condition.first()) else {
        return false;
    };
    (0..2).all(|arm| {
        let rest: Vec<Vec<(u32, u8)>> = conditions
            .iter()
            .filter(|condition| condition.iter().all(|&(b, a)| b != branch || a == arm))
            .map(|condition| {
                condition
                    .iter()
                    .filter(|&&(b, _)| b != branch)
                    .copied()
                    .collect()
            })
            .collect();
        all_ways(&rest, depth + 1)
    })
}

/// `new` where `guard` holds, else `old`.
pub(super) fn over<'a>(guard: &Guard, new: Value<'a>, old: Value<'a>) -> Value<'a> {
    let mut entries: Choice<'a> = Vec::new();
    match new {
        Value::Choice(choice) => {
            entries.extend(choice.iter().map(|(g, v)| (g.and(guard), v.clone())))
        }
        value => entries.push((guard.clone(), value)),
    }
    match old {
        Value::Choice(choice) => {
            entries.extend(
                choice
                    .iter()
                    .filter(|(condition, _)| !guard.implied_by(condition))
                    .cloned(),
            );
        }
        value => entries.push((Guard::default(), value)),
    }
    Value::Choice(Rc::new(entries))
}

/// The choice of some results, flat; one value where all are the same.
pub(super) fn join(results: Choice<'_>, place: Place) -> Value<'_> {
    let mut entries: Choice<'_> = Vec::new();
    for (guard, value) in results {
        match value {
            Value::Choice(inner) => {
                entries.extend(
                    inner
                        .iter()
                        .map(|(condition, value)| (condition.and(&guard), value.clone())),
                );
            }
            value => entries.push((guard, value)),
        }
    }
    if entries.len() > MOST {
        return Value::unknown("there are more alternatives than daglint follows", place);
    }
    match entries.as_slice() {
        [] => Value::Absent,
        [(_, only)] => only.clone(),
        [(_, first), rest @ ..]
            if rest
                .iter()
                .all(|(_, value)| first.is_same(value) == Some(true)) =>
        {
            first.clone()
        }
        _ => Value::Choice(Rc::new(entries)),
    }
}
