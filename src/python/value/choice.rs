//! The algebra of alternatives.
//!
//! Code that tests what is not known goes two ways. Such a test is a *branch*, which has a
//! number, and each way is an *arm* of it: 1 where the test is true, 0 where it is not. A
//! [`Guard`] is the arms that must be taken for something to be there; the guard without
//! arms always holds. A [`Choice`] is what a name can be worth: values with their guards.
//!
//! ```text
//! x = 1              x is 1
//! if unknown():      branch 1
//!     x = 2          x is [(1 goes 1: 2), (always: 1)]
//!     if other():    branch 2
//!         x = 3      x is [(1 goes 1, 2 goes 1: 3), (1 goes 1: 2), (always: 1)]
//! ```
//!
//! The newest entry is the first, and an entry holds where its guard does *and no earlier
//! entry's*: 1 is left where branch 1 goes 0. So to write under a guard ([`over`]) is to put
//! an entry before the old ones, which stay as they are. To read under a guard ([`held`])
//! is to drop the entries that cannot hold there, and to say of each of the others when it
//! does: within the first `if`, x is 3 where 2 goes 1, and 2 where 2 goes 0; after it, x is
//! 1 as well, where 1 goes 0. To do something with a choice is to do it with each value that
//! is held, and to make one choice of the results ([`join`]).

use std::rc::Rc;

use super::{Choice, Value};
use crate::model::Guard;
use crate::source::Place;

/// More alternatives than this are not followed one by one.
pub(crate) const MOST: usize = 24;

/// More separate conditions than this are not told apart.
const MOST_CONDITIONS: usize = 8;

/// The entries that can hold under `guard`, each with a condition under which it
/// holds, so that the old value of a name is as uncertain as the new one. A value that
/// holds under several conditions is there once for each.
pub(crate) fn held<'a>(choice: &Choice<'a>, guard: &Guard) -> Choice<'a> {
    let mut held: Choice<'a> = Vec::new();
    // The separate conditions that the entries so far leave open.
    let mut rest = vec![Guard::default()];
    for (condition, value) in choice {
        if !condition.compatible(guard) {
            continue;
        }
        let open = rest.iter().filter(|open| open.compatible(condition));
        held.extend(open.map(|open| (condition.and(open), value.clone())));
        rest = without(rest, condition, guard);
        if rest.is_empty() {
            break;
        }
    }
    held
}

/// What some conditions leave open beside a further one; each branch has two arms.
fn without(conditions: Vec<Guard>, taken: &Guard, guard: &Guard) -> Vec<Guard> {
    let mut rest = Vec::new();
    let many = conditions.len() > MOST_CONDITIONS;
    for condition in conditions {
        let known = guard.and(&condition);
        if !taken.compatible(&known) {
            rest.push(condition);
            continue;
        }
        let beyond: Vec<(u32, u8)> = taken
            .arms()
            .iter()
            .filter(|pair| !known.arms().contains(pair))
            .copied()
            .collect();
        if many && beyond.len() > 1 {
            rest.push(condition);
            continue;
        }
        let mut before = condition;
        for (branch, arm) in beyond {
            rest.push(before.and(&Guard::new(vec![(branch, 1 - arm.min(1))])));
            before = before.and(&Guard::new(vec![(branch, arm)]));
        }
    }
    rest
}

/// `new` where `guard` holds, else `old`.
pub(crate) fn over<'a>(guard: &Guard, new: Value<'a>, old: Value<'a>) -> Value<'a> {
    let mut entries: Choice<'a> = Vec::new();
    match new {
        Value::Choice(choice) => {
            entries.extend(choice.iter().map(|(g, v)| (g.and(guard), v.clone())));
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
    Value::Choice(Rc::new(without_tail(entries)))
}

/// Alternatives whose last ones are one value, as one that holds wherever no earlier
/// entry does.
fn without_tail(mut entries: Choice<'_>) -> Choice<'_> {
    while let [.., (_, before), (_, last)] = entries.as_slice() {
        let same = match (before, last) {
            (Value::Absent, Value::Absent) => true,
            (before, last) => before.is_same(last) == Some(true),
        };
        if !same {
            break;
        }
        entries.pop();
        if let Some((guard, _)) = entries.last_mut() {
            *guard = Guard::default();
        }
    }
    entries
}

/// The choice of some results, flat; one value where all are the same.
pub(crate) fn join(results: Choice<'_>, place: Place) -> Value<'_> {
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
    let entries = without_tail(entries);
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

#[cfg(test)]
mod tests {
    use super::*;

    fn guard(arms: &[(u32, u8)]) -> Guard {
        Guard::new(arms.to_vec())
    }

    #[test]
    fn the_example_at_the_head_holds() {
        let x = over(&guard(&[(1, 1)]), Value::Int(2), Value::Int(1));
        let x = over(&guard(&[(1, 1), (2, 1)]), Value::Int(3), x);
        let Value::Choice(x) = x else {
            panic!("three alternatives");
        };
        let shown = |choice: &Choice<'_>| -> Vec<(Vec<(u32, u8)>, i64)> {
            let entries = choice.iter().map(|(guard, value)| match value {
                Value::Int(number) => (guard.arms().to_vec(), *number),
                value => panic!("{value:?}"),
            });
            entries.collect()
        };
        let written = [(vec![(1, 1), (2, 1)], 3), (vec![(1, 1)], 2), (vec![], 1)];
        assert_eq!(shown(&x), written);
        let within = [(vec![(1, 1), (2, 1)], 3), (vec![(1, 1), (2, 0)], 2)];
        assert_eq!(shown(&held(&x, &guard(&[(1, 1)]))), within);
        let after = held(&x, &Guard::default());
        assert_eq!(shown(&after).last(), Some(&(vec![(1, 0)], 1)));
    }

    #[test]
    fn what_was_written_before_a_branch_holds_only_in_its_other_arm() {
        let value = over(&guard(&[(1, 1)]), Value::Int(2), Value::Int(1));
        let Value::Choice(choice) = value else {
            panic!("two alternatives");
        };
        let held = held(&choice, &Guard::default());
        assert_eq!(held[0].0, guard(&[(1, 1)]));
        assert_eq!(held[1].0, guard(&[(1, 0)]));
    }

    #[test]
    fn of_nested_branches_the_old_value_holds_where_either_goes_the_other_way() {
        let value = over(&guard(&[(1, 1), (2, 1)]), Value::Int(2), Value::Int(1));
        let Value::Choice(choice) = value else {
            panic!("two alternatives");
        };
        let conditions = |guard: &Guard| -> Vec<Guard> {
            held(&choice, guard)
                .into_iter()
                .map(|(condition, _)| condition)
                .collect()
        };
        assert_eq!(
            conditions(&Guard::default()),
            [
                guard(&[(1, 1), (2, 1)]),
                guard(&[(1, 0)]),
                guard(&[(1, 1), (2, 0)])
            ]
        );
        assert_eq!(
            conditions(&guard(&[(1, 1)])),
            [guard(&[(1, 1), (2, 1)]), guard(&[(2, 0)])]
        );
        assert_eq!(conditions(&guard(&[(1, 0)])), [Guard::default()]);
    }
}
