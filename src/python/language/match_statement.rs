//! `match`: patterns against values.

use std::rc::Rc;

use ruff_python_ast::{Expr, MatchCase, Pattern, Singleton, StmtMatch};

use super::statement::Flow;
use crate::model::Guard;
use crate::python::interpreter::{Elements, Eval, Interpreter, Truth};
use crate::python::value::Value;
use crate::python::value::choice::held;
use crate::python::value::container::{Dict, key_of};

impl<'a> Interpreter<'a> {
    pub(super) fn match_statement(&mut self, stmt: &'a StmtMatch) -> Eval<'a, Flow<'a>> {
        let subject = self.expression(&stmt.subject)?;
        self.cases(&subject, &stmt.cases)
    }

    fn cases(&mut self, subject: &Value<'a>, cases: &'a [MatchCase]) -> Eval<'a, Flow<'a>> {
        if let Value::Choice(choice) = self.settle(subject.clone()) {
            let ways: Vec<(Guard, Value<'a>)> = held(choice.as_ref(), &self.guard);
            return self.ways(ways, |cx, value| cx.cases(&value, cases));
        }
        let [case, rest @ ..] = cases else {
            return Ok(Flow::Next);
        };
        let mut truth = self.matches(&case.pattern, subject)?;
        if let (Some(guard), Truth::True | Truth::Unknown) = (&case.guard, truth) {
            let value = self.expression(guard)?;
            truth = match (truth, self.decide(value)?) {
                (Truth::True, Value::Bool(flag)) => Truth::from(flag),
                (_, Value::Bool(false)) => Truth::False,
                _ => Truth::Unknown,
            };
        }
        match truth {
            Truth::True => self.block(&case.body),
            Truth::False => self.cases(subject, rest),
            Truth::Unknown => {
                let branch = self.new_branch();
                let ways = vec![
                    (Guard::new(vec![(branch, 1)]), true),
                    (Guard::new(vec![(branch, 0)]), false),
                ];
                self.ways(ways, |cx, taken| {
                    if taken {
                        cx.block(&case.body)
                    } else {
                        cx.cases(subject, rest)
                    }
                })
            }
        }
    }

    /// Whether a pattern matches, binding its names as far as it gets.
    #[expect(clippy::too_many_lines, reason = "one arm for each kind of pattern")]
    fn matches(&mut self, pattern: &'a Pattern, subject: &Value<'a>) -> Eval<'a, Truth> {
        Ok(match pattern {
            Pattern::MatchValue(pattern) => {
                let value = self.expression(&pattern.value)?;
                self.equals(subject, &value)
            }
            Pattern::MatchSingleton(pattern) => {
                let value = match pattern.value {
                    Singleton::None => Value::None,
                    Singleton::True => Value::Bool(true),
                    Singleton::False => Value::Bool(false),
                };
                subject.is_same(&value).map_or(Truth::Unknown, Truth::from)
            }
            Pattern::MatchAs(pattern) => {
                let truth = match &pattern.pattern {
                    Some(inner) => self.matches(inner, subject)?,
                    None => Truth::True,
                };
                if let (Some(name), true) = (&pattern.name, truth != Truth::False) {
                    let place = self.place(name);
                    self.bind(name.as_str(), subject.clone(), place);
                }
                truth
            }
            Pattern::MatchOr(pattern) => {
                let mut result = Truth::False;
                for alternative in &pattern.patterns {
                    match self.matches(alternative, subject)? {
                        Truth::True => return Ok(Truth::True),
                        Truth::False => {}
                        Truth::Unknown => result = Truth::Unknown,
                    }
                }
                result
            }
            Pattern::MatchSequence(pattern) => self.matches_sequence(&pattern.patterns, subject)?,
            Pattern::MatchMapping(pattern) => {
                let Value::Dict(dict) = subject else {
                    return Ok(if subject.is_unknown() {
                        Truth::Unknown
                    } else {
                        Truth::False
                    });
                };
                let mut result = if dict.is_open() {
                    Truth::Unknown
                } else {
                    Truth::True
                };
                for (key, pattern) in pattern.keys.iter().zip(&pattern.patterns) {
                    let key = self.expression(key)?;
                    let Some(value) = key_of(&key).and_then(|key| dict.get(&key)) else {
                        return Ok(if dict.is_open() {
                            Truth::Unknown
                        } else {
                            Truth::False
                        });
                    };
                    match self.matches(pattern, &value)? {
                        Truth::True => {}
                        Truth::False => return Ok(Truth::False),
                        Truth::Unknown => result = Truth::Unknown,
                    }
                }
                if let Some(name) = &pattern.rest {
                    self.bind_rest(name.as_str(), dict, &pattern.keys)?;
                }
                result
            }
            Pattern::MatchClass(pattern) => {
                let class = self.expression(&pattern.cls)?;
                let simple =
                    pattern.arguments.patterns.is_empty() && pattern.arguments.keywords.is_empty();
                match self.is_instance(subject, &class) {
                    Truth::True if !simple && is_self_matching(&class) => {
                        match (&*pattern.arguments.patterns, &*pattern.arguments.keywords) {
                            ([only], []) => self.matches(only, subject)?,
                            (patterns, _) => self.bind_unknown(patterns.iter()),
                        }
                    }
                    Truth::True if !simple => self.bind_unknown(pattern.arguments.patterns.iter()),
                    truth => truth,
                }
            }
            Pattern::MatchStar(_) => Truth::Unknown,
        })
    }

    /// `**rest` of a mapping pattern: the entries that no key of the pattern names.
    fn bind_rest(&mut self, name: &str, dict: &Dict<'a>, keys: &'a [Expr]) -> Eval<'a, ()> {
        let mut named = Vec::new();
        for key in keys {
            let key = self.expression(key)?;
            named.extend(key_of(&key));
        }
        let place = self.here;
        let rest = Dict::default();
        for entry in dict.entries() {
            if key_of(&entry.key).is_none_or(|key| !named.contains(&key)) {
                self.insert(&rest, entry.key, entry.value, place);
            }
        }
        if let Some(unknown) = &*dict.open.borrow() {
            rest.open(unknown);
        }
        self.bind(name, Value::Dict(Rc::new(rest)), place);
        Ok(())
    }

    fn bind_unknown(&mut self, patterns: impl Iterator<Item = &'a Pattern>) -> Truth {
        let place = self.here;
        for pattern in patterns {
            if let Pattern::MatchAs(pattern) = pattern
                && let Some(name) = &pattern.name
            {
                self.bind(
                    name.as_str(),
                    Value::unknown("a class pattern is not followed", place),
                    place,
                );
            }
        }
        Truth::Unknown
    }

    fn matches_sequence(
        &mut self,
        patterns: &'a [Pattern],
        subject: &Value<'a>,
    ) -> Eval<'a, Truth> {
        if !matches!(subject, Value::List(_) | Value::Tuple(_)) {
            return Ok(if subject.is_unknown() {
                Truth::Unknown
            } else {
                Truth::False
            });
        }
        let Elements { items, open } = self.elements(subject, self.here)?;
        let star = patterns
            .iter()
            .position(|pattern| matches!(pattern, Pattern::MatchStar(_)));
        let fits = match star {
            Some(_) => items.len() + 1 >= patterns.len(),
            None => items.len() == patterns.len(),
        };
        if open.is_some() {
            return Ok(Truth::Unknown);
        }
        if !fits {
            return Ok(Truth::False);
        }
        let after = star.map_or(0, |star| patterns.len() - star - 1);
        self.matches_each(patterns, items, after)
    }

    /// Matches elements one by one; so many stand after what a star takes.
    fn matches_each(
        &mut self,
        patterns: &'a [Pattern],
        items: Vec<Value<'a>>,
        after: usize,
    ) -> Eval<'a, Truth> {
        let mut items = items.into_iter();
        let mut result = Truth::True;
        for pattern in patterns {
            if let Pattern::MatchStar(star) = pattern {
                let count = items.len() - after;
                let rest = Value::list(items.by_ref().take(count).collect());
                if let Some(name) = &star.name {
                    self.bind(name.as_str(), rest, self.here);
                }
                continue;
            }
            let Some(item) = items.next() else {
                return Ok(Truth::False);
            };
            match self.matches(pattern, &item)? {
                Truth::True => {}
                Truth::False => return Ok(Truth::False),
                Truth::Unknown => result = Truth::Unknown,
            }
        }
        Ok(result)
    }
}

/// Whether the one positional pattern of a class pattern is the value itself.
fn is_self_matching(class: &Value<'_>) -> bool {
    matches!(class, Value::Native(native) if matches!(
        native.0,
        "bool" | "bytearray" | "bytes" | "dict" | "float" | "frozenset" | "int" | "list" | "set"
            | "str" | "tuple"
    ))
}
