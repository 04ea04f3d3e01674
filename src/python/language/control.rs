//! Statements that branch and loop.
//!
//! A branch that cannot be decided is taken both ways, each under its own condition
//! (see [`super::choice`]). Where one way leaves (`return`, `continue`, `raise`), the
//! rest of the block runs under the condition of the other.

use ruff_python_ast::{StmtFor, StmtIf, StmtWhile};

use super::statement::Flow;
use crate::model::Guard;
use crate::python::interpreter::{Elements, Eval, Interpreter, Raise, Truth};
use crate::python::value::choice::held;
use crate::python::value::{Unknown, Value};
use crate::source::Place;
use crate::syntax::condition::{is_main_guard, is_type_checking};

/// Undecided conditions within one another that are followed; with each the work
/// and the alternatives grow.
const MOST_CONDITIONS: usize = 32;

impl<'a> Interpreter<'a> {
    /// Decides a condition: a `bool`, or a choice of them.
    pub(super) fn decide(&mut self, value: Value<'a>) -> Eval<'a> {
        match self.settle(value) {
            Value::Choice(choice) => self.lift(&choice, Self::decide),
            value => match self.truth(&value)? {
                Truth::True => Ok(Value::Bool(true)),
                Truth::False => Ok(Value::Bool(false)),
                Truth::Unknown => {
                    let branch = self.branch_for(&value);
                    Ok(self.settle(either(branch)))
                }
            },
        }
    }

    /// The branch that the truth of an unknown value is.
    pub(super) fn branch_for(&mut self, value: &Value<'a>) -> u32 {
        match value {
            Value::Unknown(unknown) => match &unknown.identity {
                Some(identity) => self.branch_of(identity),
                None => self.branch_of_unknown(unknown),
            },
            _ => self.new_branch(),
        }
    }

    /// Runs what a condition selects: the first arm where it is true, else the second.
    pub(super) fn select(
        &mut self,
        condition: &Value<'a>,
        mut arm: impl FnMut(&mut Self, bool) -> Eval<'a, Flow<'a>>,
    ) -> Eval<'a, Flow<'a>> {
        match condition {
            Value::Bool(flag) => arm(self, *flag),
            Value::Choice(choice) => {
                let ways: Vec<(Guard, bool)> = held(choice, &self.guard)
                    .into_iter()
                    .filter_map(|(guard, value)| match value {
                        Value::Bool(flag) => Some((guard, flag)),
                        _ => None,
                    })
                    .collect();
                let ways = self.merged(ways);
                self.ways(ways, |cx, flag| arm(cx, flag))
            }
            _ => Ok(Flow::Next),
        }
    }

    /// One way for each outcome: several alternatives with one outcome become one new
    /// branch, so that no arm runs twice. An arm keeps what all of its alternatives have
    /// in common.
    pub(super) fn merged(&mut self, ways: Vec<(Guard, bool)>) -> Vec<(Guard, bool)> {
        let of = |flag: bool| -> Vec<&Guard> {
            let same = ways.iter().filter(|(_, outcome)| *outcome == flag);
            same.map(|(guard, _)| guard).collect()
        };
        let (taken, left) = (of(true), of(false));
        if taken.len() <= 1 && left.len() <= 1 {
            return exclusive(ways);
        }
        if taken.is_empty() || left.is_empty() {
            return vec![(Guard::default(), left.is_empty())];
        }
        let shared = (common(&taken), common(&left));
        let branch = match self.merged_ways.get(&ways) {
            Some(branch) => *branch,
            None => self.new_branch(),
        };
        let arm = |arm| Guard::new(vec![(branch, arm)]);
        let merged = vec![
            (shared.0.and(&arm(1)), true),
            (shared.1.and(&arm(0)), false),
        ];
        self.merged_ways.insert(ways, branch);
        merged
    }

    /// Runs each way under its condition, and brings them together.
    pub(super) fn ways<T>(
        &mut self,
        ways: Vec<(Guard, T)>,
        mut run: impl FnMut(&mut Self, T) -> Eval<'a, Flow<'a>>,
    ) -> Eval<'a, Flow<'a>> {
        let outer = self.guard.clone();
        if outer.arms().len() >= MOST_CONDITIONS {
            let reason = "more conditions within one another than daglint follows";
            self.unknowns.push(Unknown::new(reason, self.here));
            return Ok(Flow::Next);
        }
        let mut going_on: Vec<Guard> = Vec::new();
        let mut left = Flow::Next;
        let mut raised = None;
        let mut leaving = 0;
        for (guard, way) in ways {
            self.guard = outer.and(&guard);
            match run(self, way) {
                // The way may have narrowed the condition itself.
                Ok(Flow::Next) => going_on.push(self.guard.clone()),
                Ok(flow) => {
                    leaving += 1;
                    left = self.leaving(flow);
                }
                Err(raise @ Raise::Exhausted(_)) => {
                    self.guard = outer;
                    return Err(raise);
                }
                Err(raise) => {
                    if let Raise::Exception(exception) = &raise
                        && exception.is_explicit
                    {
                        let inner = std::mem::replace(&mut self.guard, outer.clone());
                        self.host.hear_raise(self, &inner, &outer, exception.place);
                        self.guard = inner;
                    }
                    raised = Some(raise);
                }
            }
        }
        self.guard = outer;
        self.joined_ways(&going_on, left, leaving, raised)
    }

    /// Keeps what a way returns, under its condition.
    fn leaving(&mut self, flow: Flow<'a>) -> Flow<'a> {
        match flow {
            Flow::Return(value) => {
                let condition = self.guard.clone();
                self.frame().returned.push((condition, value));
                Flow::Return(Value::Absent)
            }
            flow => flow,
        }
    }

    /// Brings ways together, under the conditions of those that go on. Of the others, so many
    /// leave, and one may have raised.
    fn joined_ways(
        &mut self,
        going_on: &[Guard],
        left: Flow<'a>,
        leaving: usize,
        raised: Option<Raise<'a>>,
    ) -> Eval<'a, Flow<'a>> {
        match (going_on, raised) {
            ([], Some(raise)) if leaving == 0 => Err(raise),
            ([], _) => Ok(left),
            // Had the code raised, it would not have loaded: nothing is conditional on
            // that. Only where a `try` around it goes on is the other way one of two.
            ([only], Some(_)) if leaving == 0 && self.handlers == 0 => {
                let outer = self.guard.clone();
                self.assume(only, &outer);
                Ok(Flow::Next)
            }
            ([only], raised) => {
                if leaving > 0 || raised.is_some() {
                    self.guard = only.clone();
                    if matches!(left, Flow::Break) {
                        self.frame().broken = Some(only.clone());
                    }
                }
                Ok(Flow::Next)
            }
            _ => Ok(Flow::Next),
        }
    }

    pub(super) fn if_statement(&mut self, stmt: &'a StmtIf) -> Eval<'a, Flow<'a>> {
        if is_main_guard(&stmt.test) || is_type_checking(&stmt.test) {
            return self.else_clauses(stmt, 0);
        }
        let test = self.expression(&stmt.test)?;
        let condition = self.decide(test)?;
        self.select(&condition, |cx, flag| {
            if flag {
                cx.block(&stmt.body)
            } else {
                cx.else_clauses(stmt, 0)
            }
        })
    }

    pub(super) fn else_clauses(&mut self, stmt: &'a StmtIf, index: usize) -> Eval<'a, Flow<'a>> {
        let Some(clause) = stmt.elif_else_clauses.get(index) else {
            return Ok(Flow::Next);
        };
        let Some(test) = &clause.test else {
            return self.block(&clause.body);
        };
        if is_type_checking(test) {
            return self.else_clauses(stmt, index + 1);
        }
        let test = self.expression(test)?;
        let condition = self.decide(test)?;
        self.select(&condition, |cx, flag| {
            if flag {
                cx.block(&clause.body)
            } else {
                cx.else_clauses(stmt, index + 1)
            }
        })
    }

    pub(super) fn for_loop(&mut self, stmt: &'a StmtFor) -> Eval<'a, Flow<'a>> {
        let place = self.place(&*stmt.iter);
        let iterable = self.expression(&stmt.iter)?;
        let Elements { items, open } = self.elements(&iterable, place)?;
        let outer = self.guard.clone();
        let outer_broken = self.frame().broken.take();
        let flow = self.turns(stmt, items, open.map(Value::Unknown), place);
        let broke_maybe = self.frame().broken.take().is_some();
        self.frame().broken = outer_broken;
        if !matches!(flow, Ok(Flow::Next)) || broke_maybe {
            self.guard = outer;
            return match flow? {
                Flow::Break => Ok(Flow::Next),
                flow => Ok(flow),
            };
        }
        // A conditional `return` in the loop narrows what comes after it.
        self.block(&stmt.orelse)
    }

    /// The turns of a `for` loop, and one under a new condition for elements that are not known.
    pub(super) fn turns(
        &mut self,
        stmt: &'a StmtFor,
        items: Vec<Value<'a>>,
        open: Option<Value<'a>>,
        place: Place,
    ) -> Eval<'a, Flow<'a>> {
        for item in items {
            self.step(place)?;
            match self.turn(stmt, item)? {
                Flow::Next | Flow::Continue => {}
                flow => return Ok(flow),
            }
        }
        let Some(open) = open else {
            return Ok(Flow::Next);
        };
        let branch = self.branch_for(&open);
        self.ways(
            vec![
                (Guard::new(vec![(branch, 1)]), Some(open)),
                (Guard::new(vec![(branch, 0)]), None),
            ],
            |cx, item| match item {
                Some(item) => match cx.turn(stmt, item)? {
                    Flow::Return(value) => Ok(Flow::Return(value)),
                    _ => Ok(Flow::Next),
                },
                None => Ok(Flow::Next),
            },
        )
    }

    /// One turn: the body, once for each alternative of the element.
    pub(super) fn turn(&mut self, stmt: &'a StmtFor, item: Value<'a>) -> Eval<'a, Flow<'a>> {
        let start = self.guard.clone();
        let returned = self.frame().returned.len();
        let flow = match self.settle(item) {
            Value::Choice(choice) => {
                let ways = held(&choice, &self.guard);
                self.ways(exclusive(ways), |cx, value| match value {
                    Value::Absent => Ok(Flow::Next),
                    value => {
                        cx.assign(&stmt.target, value)?;
                        cx.block(&stmt.body)
                    }
                })?
            }
            value => {
                self.assign(&stmt.target, value)?;
                self.block(&stmt.body)?
            }
        };
        // What a conditional `continue` narrowed ends with the turn; what a
        // conditional `break` or `return` narrowed does not.
        let frame = self.frame();
        let broken = frame.broken.clone();
        let returned = frame.returned.len() > returned;
        self.guard = match broken {
            Some(narrowed) => narrowed,
            None if returned => self.guard.clone(),
            None => start,
        };
        Ok(flow)
    }

    pub(super) fn while_loop(&mut self, stmt: &'a StmtWhile) -> Eval<'a, Flow<'a>> {
        loop {
            self.step(self.place(&*stmt.test))?;
            let test = self.expression(&stmt.test)?;
            let condition = self.decide(test)?;
            let mut undecided = false;
            let flow = match condition {
                Value::Bool(false) => return self.block(&stmt.orelse),
                Value::Bool(true) => self.block(&stmt.body)?,
                condition => {
                    // How often it turns is not known: once stands for all.
                    undecided = true;
                    self.select(&condition, |cx, flag| {
                        if flag {
                            cx.block(&stmt.body)
                        } else {
                            Ok(Flow::Next)
                        }
                    })?
                }
            };
            match flow {
                Flow::Next | Flow::Continue if undecided => return Ok(Flow::Next),
                Flow::Next | Flow::Continue => {}
                Flow::Break => return Ok(Flow::Next),
                flow @ Flow::Return(_) => return Ok(flow),
            }
        }
    }
}

/// True in one arm of a branch, false in the other.
fn either<'a>(branch: u32) -> Value<'a> {
    Value::Choice(std::rc::Rc::new(vec![
        (Guard::new(vec![(branch, 1)]), Value::Bool(true)),
        (Guard::new(vec![(branch, 0)]), Value::Bool(false)),
    ]))
}

/// What several conditions have in common.
fn common(guards: &[&Guard]) -> Guard {
    let (first, rest) = match guards {
        [first, rest @ ..] => (first.arms(), rest),
        [] => return Guard::default(),
    };
    let in_all = |pair: &&(u32, u8)| rest.iter().all(|guard| guard.arms().contains(pair));
    Guard::new(first.iter().filter(in_all).copied().collect())
}

/// Gives the last of the ways the condition that the others leave it, where that is
/// one branch; a way without a condition of its own would run as if it were certain.
fn exclusive<T>(mut ways: Vec<(Guard, T)>) -> Vec<(Guard, T)> {
    let rest: Option<Vec<(u32, u8)>> = match ways.as_slice() {
        [before @ .., (last, _)] if last.is_certain() && !before.is_empty() => before
            .iter()
            .map(|(guard, _)| match guard.arms() {
                [(branch, arm)] => Some((*branch, 1 - arm.min(&1))),
                _ => None,
            })
            .collect(),
        _ => None,
    };
    if let (Some(rest), Some(last)) = (rest, ways.last_mut()) {
        last.0 = Guard::new(rest);
    }
    ways
}
