//! Comprehensions, and the displays of dicts and sets.

use std::rc::Rc;

use ruff_python_ast::{Comprehension, Expr, ExprDictComp};

use crate::article;
use crate::python::interpreter::{Elements, Eval, Interpreter};
use crate::python::value::choice::held;
use crate::python::value::container::{Dict, guarded, key_of};
use crate::python::value::frame::Frame;
use crate::python::value::scope::{Scope, ScopeKind};
use crate::python::value::{Unknown, Value};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    pub(crate) fn set_of(&mut self, elements: Elements<'a>, place: Place) -> Dict<'a> {
        let set = Dict::default();
        if let Some(unknown) = &elements.open {
            set.open(unknown);
        }
        for item in elements.items {
            match key_of(&item) {
                Some(key) => set.insert(key, item, Value::None),
                None => set.open(&Unknown::new("an element of the set is not known", place)),
            }
        }
        set
    }

    pub(super) fn dict_expression(&mut self, expr: &'a Expr, place: Place) -> Eval<'a> {
        let dict = Dict::default();
        match expr {
            Expr::Dict(display) => {
                for item in &display.items {
                    let value = self.expression(&item.value)?;
                    match &item.key {
                        Some(key) => {
                            let key = self.expression(key)?;
                            self.insert_new(&dict, key, value, place);
                        }
                        None => self.merge_into(&dict, &value, place)?,
                    }
                }
            }
            Expr::DictComp(comp) => {
                let pairs = self.pairs_of(comp)?;
                for pair in pairs.items {
                    match &pair {
                        Value::Tuple(pair) if pair.len() == 2 => {
                            self.insert_new(&dict, pair[0].clone(), pair[1].clone(), place);
                        }
                        _ => self.insert_pair(&dict, pair, place),
                    }
                }
                if let Some(unknown) = &pairs.open {
                    dict.open(unknown);
                }
            }
            _ => {}
        }
        Ok(Value::Dict(Rc::new(dict)))
    }

    /// The keys and values of a comprehension.
    fn pairs_of(&mut self, comp: &'a ExprDictComp) -> Eval<'a, Elements<'a>> {
        let mut pairs = Elements::default();
        let start = self.guard.clone();
        self.comprehension(&comp.generators, &mut pairs, &mut |cx, pairs| {
            let key = match &comp.key {
                Some(key) => cx.expression(key)?,
                None => return Ok(()),
            };
            let value = cx.expression(&comp.value)?;
            let pair = Value::tuple(vec![key, value]);
            pairs.items.push(if cx.guard == start {
                pair
            } else {
                guarded(&cx.guard, pair)
            });
            Ok(())
        })?;
        Ok(pairs)
    }

    pub(super) fn insert_pair(&mut self, dict: &Dict<'a>, pair: Value<'a>, place: Place) {
        match self.settle(pair) {
            Value::Tuple(pair) => {
                if let [key, value] = &**pair {
                    self.insert(dict, key.clone(), value.clone(), place);
                }
            }
            Value::Choice(choice) => {
                for (guard, pair) in held(&choice, &self.guard) {
                    self.under(&guard, |cx| cx.insert_pair(dict, pair, place));
                }
            }
            _ => {}
        }
    }

    /// Puts an entry into a dict that is being made under the present condition: the entry is
    /// there whenever the dict is.
    pub(in crate::python) fn insert_new(
        &mut self,
        dict: &Dict<'a>,
        key: Value<'a>,
        value: Value<'a>,
        place: Place,
    ) {
        let outer = std::mem::take(&mut self.guard);
        self.insert(dict, key, value, place);
        self.guard = outer;
    }

    /// Puts an entry into a dict.
    pub(crate) fn insert(
        &mut self,
        dict: &Dict<'a>,
        key: Value<'a>,
        value: Value<'a>,
        place: Place,
    ) {
        match key_of(&key) {
            Some(hashed) => {
                let old = dict.get(&hashed);
                let value = self.written(old, value);
                dict.insert(hashed, key, value);
            }
            None => dict.open(&Unknown::new("a key of the dict is not known", place)),
        }
    }

    /// `**mapping` in a dict display, and `update`.
    pub(super) fn merge_into(
        &mut self,
        dict: &Dict<'a>,
        mapping: &Value<'a>,
        place: Place,
    ) -> Eval<'a, ()> {
        match self.settle(mapping.clone()) {
            Value::Dict(other) => {
                for entry in other.entries() {
                    self.insert(dict, entry.key, entry.value, place);
                }
                if let Some(unknown) = &*other.open.borrow() {
                    dict.open(unknown);
                }
            }
            Value::Unknown(unknown) => dict.open(&unknown),
            value => dict.open(&Unknown::new(
                format!(
                    "{} is spread into a dict",
                    article::named(value.type_name())
                ),
                place,
            )),
        }
        Ok(())
    }

    pub(super) fn elements_of_comprehension(
        &mut self,
        elt: &'a Expr,
        generators: &'a [Comprehension],
    ) -> Eval<'a, Elements<'a>> {
        let mut elements = Elements::default();
        let start = self.guard.clone();
        self.comprehension(generators, &mut elements, &mut |cx, elements| {
            let value = cx.expression(elt)?;
            elements.items.push(if cx.guard == start {
                value
            } else {
                guarded(&cx.guard, value)
            });
            Ok(())
        })?;
        Ok(elements)
    }

    /// Runs the `for` clauses of a comprehension in a scope of their own.
    pub(super) fn comprehension(
        &mut self,
        generators: &'a [Comprehension],
        elements: &mut Elements<'a>,
        emit: &mut dyn FnMut(&mut Self, &mut Elements<'a>) -> Eval<'a, ()>,
    ) -> Eval<'a, ()> {
        let frame = self.frame();
        // The first iterable is evaluated outside of the new scope; that the others
        // see the names of a class body here, and not in Python, does no harm.
        let outer = Rc::clone(&frame.scope);
        let inner = Frame {
            module: Rc::clone(&frame.module),
            scope: Scope::new(ScopeKind::Function, Some(outer)),
            function: frame.function.clone(),
            entered: frame.entered.clone(),
            returned: Vec::new(),
            broken: None,
            yielded: Vec::new(),
        };
        self.frames.push(inner);
        let result = self.clause(generators, elements, emit);
        self.frames.pop();
        result
    }

    pub(super) fn clause(
        &mut self,
        generators: &'a [Comprehension],
        elements: &mut Elements<'a>,
        emit: &mut dyn FnMut(&mut Self, &mut Elements<'a>) -> Eval<'a, ()>,
    ) -> Eval<'a, ()> {
        let [generator, rest @ ..] = generators else {
            return emit(self, elements);
        };
        let place = self.place(&generator.iter);
        let iterable = self.expression(&generator.iter)?;
        let Elements { items, open } = self.elements(&iterable, place)?;
        for item in items {
            self.step(place)?;
            self.each(item, &mut |cx, item| {
                cx.assign(&generator.target, item)?;
                cx.filtered(&generator.ifs, &mut |cx| cx.clause(rest, elements, emit))
            })?;
        }
        if let Some(unknown) = open {
            elements.open = elements.open.take().or(Some(unknown));
        }
        Ok(())
    }

    /// Runs `work` where all conditions hold.
    pub(super) fn filtered(
        &mut self,
        tests: &'a [Expr],
        work: &mut dyn FnMut(&mut Self) -> Eval<'a, ()>,
    ) -> Eval<'a, ()> {
        let [test, rest @ ..] = tests else {
            return work(self);
        };
        let value = self.expression(test)?;
        match self.decide(value)? {
            Value::Bool(true) => self.filtered(rest, work),
            Value::Choice(choice) => {
                for (guard, flag) in held(&choice, &self.guard) {
                    if matches!(flag, Value::Bool(true)) {
                        self.under(&guard, |cx| cx.filtered(rest, work))?;
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Runs `work` for each alternative of an element, under its condition.
    pub(crate) fn each(
        &mut self,
        item: Value<'a>,
        work: &mut dyn FnMut(&mut Self, Value<'a>) -> Eval<'a, ()>,
    ) -> Eval<'a, ()> {
        match self.settle(item) {
            Value::Absent => Ok(()),
            Value::Choice(choice) => {
                for (guard, value) in held(&choice, &self.guard) {
                    self.under(&guard, |cx| cx.each(value, work))?;
                }
                Ok(())
            }
            value => work(self, value),
        }
    }
}
