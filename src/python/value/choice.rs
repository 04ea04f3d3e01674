//! The algebra of alternatives.
//!
//! A choice is a list of `(guard, value)`, newest first: an entry holds where its
//! guard does and no earlier entry's. Writing under a condition puts an entry before
//! the old ones; reading under a condition drops the entries that cannot hold there.

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
