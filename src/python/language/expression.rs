//! Expressions.

use std::rc::Rc;

use ruff_python_ast::{Expr, ExprCall, ExprCompare, Number};

use crate::model::fault;
use crate::python::interpreter::{Elements, Eval, Interpreter};
use crate::python::value::choice::{held, over};
use crate::python::value::container::{List, guarded};
use crate::python::value::function::{Argument, Arguments, Body};
use crate::python::value::{Choice, Unknown, Value};
use crate::source::Place;
use crate::syntax::bound_names;

/// Stack that is left before more is taken, and how much is taken then, in bytes.
const RED_ZONE: usize = 256 << 10;
const MORE_STACK: usize = 8 << 20;

impl<'a> Interpreter<'a> {
    /// The value of an expression.
    pub(crate) fn expression(&mut self, expr: &'a Expr) -> Eval<'a> {
        let place = self.place(expr);
        self.step(place)?;
        match expr {
            Expr::NoneLiteral(_) => Ok(Value::None),
            Expr::BooleanLiteral(literal) => Ok(Value::Bool(literal.value)),
            Expr::EllipsisLiteral(_) => Ok(Value::Ellipsis),
            Expr::StringLiteral(literal) => Ok(Value::str(literal.value.to_str())),
            Expr::BytesLiteral(literal) => Ok(Value::Bytes(
                literal.value.bytes().collect::<Vec<u8>>().into(),
            )),
            Expr::NumberLiteral(literal) => Ok(match &literal.value {
                Number::Int(int) => match int.as_i64() {
                    Some(int) => Value::Int(int),
                    None => {
                        Value::unknown("the number is larger than daglint computes with", place)
                    }
                },
                Number::Float(float) => Value::Float(*float),
                Number::Complex { .. } => Value::unknown("complex numbers are not computed", place),
            }),
            Expr::Name(name) => self.name(name.id.as_str(), place),
            _ => stacker::maybe_grow(RED_ZONE, MORE_STACK, || self.compound(expr, place)),
        }
    }

    #[expect(clippy::too_many_lines, reason = "one match: the kinds of expression")]
    pub(super) fn compound(&mut self, expr: &'a Expr, place: Place) -> Eval<'a> {
        match expr {
            Expr::Attribute(attribute) => {
                let value = self.expression(&attribute.value)?;
                self.host.hear_name(self, &value, &attribute.attr);
                self.attribute(&value, attribute.attr.as_str(), place)
            }
            Expr::Call(call) => self.call_expression(call, place),
            Expr::FString(string) => self.f_string(string, place),
            Expr::BinOp(op) => {
                let left = self.expression(&op.left)?;
                let right = self.expression(&op.right)?;
                self.binary(&left, op.op, &right, place)
            }
            Expr::BoolOp(op) => self.bool_op(op),
            Expr::UnaryOp(op) => {
                let operand = self.expression(&op.operand)?;
                self.unary(op.op, operand, place)
            }
            Expr::Compare(compare) => self.compare_chain(compare, place),
            Expr::If(conditional) => {
                let test = self.expression(&conditional.test)?;
                let condition = self.decide(test)?;
                self.either_expression(&condition, &conditional.body, &conditional.orelse)
            }
            Expr::List(_)
            | Expr::Tuple(_)
            | Expr::Set(_)
            | Expr::ListComp(_)
            | Expr::SetComp(_)
            | Expr::Generator(_) => self.container(expr, place),
            Expr::Dict(_) | Expr::DictComp(_) => self.dict_expression(expr, place),
            Expr::Lambda(lambda) => {
                let body = Body::Expression(&lambda.body);
                let function = self.make_function(
                    "<lambda>",
                    place,
                    lambda.parameters.as_deref(),
                    body,
                    false,
                )?;
                Ok(Value::Function(function))
            }
            Expr::Named(named) => {
                let value = self.expression(&named.value)?;
                self.assign(&named.target, value.clone())?;
                Ok(value)
            }
            Expr::Subscript(subscript) => {
                let value = self.expression(&subscript.value)?;
                let index = self.expression(&subscript.slice)?;
                self.subscript(&value, &index, place)
            }
            Expr::Slice(slice) => self.slice(slice),
            Expr::Starred(starred) => self.expression(&starred.value),
            Expr::Yield(_) | Expr::YieldFrom(_) => self.yield_expression(expr, place),
            Expr::Await(_) => Ok(Value::unknown("the value is awaited", place)),
            _ => Ok(Value::unknown("the expression is not followed", place)),
        }
    }

    /// Displays, comprehensions and generator expressions, dicts aside.
    fn container(&mut self, expr: &'a Expr, place: Place) -> Eval<'a> {
        match expr {
            Expr::List(list) => Ok(list_value(self.display(&list.elts)?)),
            Expr::Tuple(tuple) => {
                let elements = self.display(&tuple.elts)?;
                // A tuple of unknown length cannot be opened; a list with the same elements can.
                Ok(match elements.open {
                    Some(_) => list_value(elements),
                    None => Value::tuple(elements.items),
                })
            }
            Expr::Set(set) => {
                let elements = self.display(&set.elts)?;
                Ok(Value::Set(Rc::new(self.set_of(elements, place)), false))
            }
            Expr::ListComp(comp) => {
                let elements = self.elements_of_comprehension(&comp.elt, &comp.generators)?;
                Ok(list_value(elements))
            }
            Expr::SetComp(comp) => {
                let elements = self.elements_of_comprehension(&comp.elt, &comp.generators)?;
                Ok(Value::Set(Rc::new(self.set_of(elements, place)), false))
            }
            Expr::Generator(comp) => {
                let elements = self.elements_of_comprehension(&comp.elt, &comp.generators)?;
                match elements.open {
                    Some(_) => Ok(list_value(elements)),
                    None => Ok(Value::iterator(elements.items)),
                }
            }
            _ => Ok(Value::unknown("the expression is not followed", place)),
        }
    }

    fn yield_expression(&mut self, expr: &'a Expr, place: Place) -> Eval<'a> {
        match expr {
            Expr::Yield(stmt) => {
                let value = match &stmt.value {
                    Some(value) => self.expression(value)?,
                    None => Value::None,
                };
                let value = guarded(&self.guard, value);
                self.frame().yielded.push(value);
                Ok(Value::None)
            }
            Expr::YieldFrom(stmt) => {
                let iterable = self.expression(&stmt.value)?;
                let Elements { items, open } = self.elements(&iterable, place)?;
                let guard = self.guard.clone();
                let frame = self.frame();
                frame
                    .yielded
                    .extend(items.into_iter().map(|item| guarded(&guard, item)));
                frame.yielded.extend(open.map(Value::Unknown));
                Ok(Value::None)
            }
            _ => Ok(Value::unknown("the expression is not followed", place)),
        }
    }

    fn slice(&mut self, slice: &'a ruff_python_ast::ExprSlice) -> Eval<'a> {
        let mut bound = |expr: &'a Option<Box<Expr>>| match expr {
            Some(expr) => self.expression(expr),
            None => Ok(Value::None),
        };
        Ok(Value::Slice(Rc::new([
            bound(&slice.lower)?,
            bound(&slice.upper)?,
            bound(&slice.step)?,
        ])))
    }

    /// The value of a name: the function's, the enclosing functions', the module's, a builtin.
    pub(super) fn name(&mut self, name: &str, place: Place) -> Eval<'a> {
        let frame = self.frame();
        let module = Rc::clone(&frame.module);
        let mut scope = Some(Rc::clone(&frame.scope));
        if frame.scope.globals.borrow().contains(name) {
            scope = None;
        }
        while let Some(current) = scope {
            if let Some(value) = current.read(name) {
                return Ok(self.settle_bound(value));
            }
            scope = current.outer.clone();
        }
        if let Some(value) = module.scope.read(name) {
            return Ok(self.settle_bound(value));
        }
        if let Some(value) = Self::builtin(name) {
            return Ok(value);
        }
        if let Some(unknown) = &*module.open.borrow() {
            return Ok(Value::Unknown(Rc::clone(unknown)));
        }
        let message = format!("name '{name}' is not defined");
        if !self.is_nowhere(name, place) {
            return self.raise_missing("NameError", message, place);
        }
        let exception = format!("NameError: {message}");
        let fault = fault::Raises { place, exception };
        self.raise_fault("NameError", message, place, fault)
    }

    /// Whether code at the top of a module uses a name that nothing before it binds.
    fn is_nowhere(&mut self, name: &str, place: Place) -> bool {
        let frame = self.frame();
        let module = &frame.module;
        let tree = module.file.and_then(|file| file.parsed().module());
        Rc::ptr_eq(&frame.scope, &module.scope)
            && !name.starts_with("__")
            && !ruff_python_stdlib::builtins::is_python_builtin(name, 14, false)
            && tree
                .is_some_and(|tree| !bound_names::binds_before(&tree.body, name, place.range.end()))
    }

    pub(super) fn call_expression(&mut self, call: &'a ExprCall, place: Place) -> Eval<'a> {
        let callee = self.expression(&call.func)?;
        let arguments = self.arguments(call, place)?;
        self.call(&callee, arguments)
    }

    pub(super) fn arguments(
        &mut self,
        call: &'a ExprCall,
        place: Place,
    ) -> Eval<'a, Arguments<'a>> {
        let mut arguments = Arguments::none(place);
        for expr in &call.arguments.args {
            let at = self.place(expr);
            let value = self.expression(expr)?;
            if !matches!(expr, Expr::Starred(_)) {
                arguments.positional.push(Argument { value, place: at });
                continue;
            }
            let Elements { items, mut open } = self.elements(&value, at)?;
            if arguments.positional.len() + items.len() > self.budget.size {
                let reason = "there are more arguments than daglint follows";
                open = Some(Unknown::new(reason, at));
            }
            let room = self.budget.size.saturating_sub(arguments.positional.len());
            let items = items.into_iter().take(room);
            arguments
                .positional
                .extend(items.map(|value| Argument { value, place: at }));
            if let Some(unknown) = open {
                arguments.open_positional = Some(Value::Unknown(unknown));
            }
        }
        for keyword in &call.arguments.keywords {
            let at = self.place(&keyword.value);
            let value = self.expression(&keyword.value)?;
            match &keyword.arg {
                Some(name) => arguments
                    .keywords
                    .push((Rc::from(name.as_str()), Argument { value, place: at })),
                None => self.spread_keywords(&mut arguments, &value, at),
            }
        }
        Ok(arguments)
    }

    /// `**mapping` in a call.
    pub(super) fn spread_keywords(
        &mut self,
        arguments: &mut Arguments<'a>,
        mapping: &Value<'a>,
        place: Place,
    ) {
        let dict = match self.settle(mapping.clone()) {
            Value::Dict(dict) => dict,
            Value::Choice(choice) => {
                self.spread_alternatives(arguments, &choice, place);
                return;
            }
            _ => {
                arguments.open_keywords = Some(mapping.clone());
                return;
            }
        };
        for entry in dict.entries() {
            match (&entry.key, self.settle(entry.value)) {
                (Value::Str(name), value) => arguments
                    .keywords
                    .push((Rc::clone(name), Argument { value, place })),
                (key, _) => arguments.open_keywords = Some(key.clone()),
            }
        }
        if let Some(unknown) = &*dict.open.borrow() {
            arguments.open_keywords = Some(Value::Unknown(Rc::clone(unknown)));
        }
    }

    /// `**mapping` where one of several dicts is spread: a keyword that one of them lacks
    /// has an alternative in which it is absent.
    fn spread_alternatives(
        &mut self,
        arguments: &mut Arguments<'a>,
        choice: &Choice<'a>,
        place: Place,
    ) {
        let mut keywords: Vec<(Rc<str>, Value<'a>)> = Vec::new();
        for (guard, mapping) in held(choice, &self.guard).into_iter().rev() {
            let mut one = Arguments::none(place);
            match &mapping {
                Value::Dict(_) => self.spread_keywords(&mut one, &mapping, place),
                Value::Absent => {}
                mapping => one.open_keywords = Some(mapping.clone()),
            }
            if let Some(open) = one.open_keywords {
                arguments.open_keywords = Some(open);
            }
            for (name, argument) in one.keywords {
                match keywords.iter_mut().find(|(known, _)| *known == name) {
                    Some((_, value)) => {
                        let old = std::mem::replace(value, Value::Absent);
                        *value = over(&guard, argument.value, old);
                    }
                    None => keywords.push((name, guarded(&guard, argument.value))),
                }
            }
        }
        let keywords = keywords.into_iter();
        let keywords = keywords.map(|(name, value)| (name, Argument { value, place }));
        arguments.keywords.extend(keywords);
    }

    pub(super) fn compare_chain(&mut self, compare: &'a ExprCompare, place: Place) -> Eval<'a> {
        let mut left = self.expression(&compare.left)?;
        let mut result = Value::Bool(true);
        for (op, right) in compare.ops.iter().zip(&compare.comparators) {
            let right = self.expression(right)?;
            let link = self.compare(&left, *op, &right, place)?;
            result = match (result, link) {
                (Value::Bool(true), link) => link,
                (_, Value::Bool(false)) => Value::Bool(false),
                (result, _) => result,
            };
            if matches!(result, Value::Bool(false)) {
                break;
            }
            left = right;
        }
        Ok(result)
    }

    /// The elements of a list, tuple or set display, stars spread.
    pub(super) fn display(&mut self, exprs: &'a [Expr]) -> Eval<'a, Elements<'a>> {
        let mut elements = Elements::default();
        for expr in exprs {
            let value = self.expression(expr)?;
            if matches!(expr, Expr::Starred(_)) {
                let place = self.place(expr);
                let mut spread = self.elements(&value, place)?;
                let room = self.budget.size.saturating_sub(elements.items.len());
                if spread.items.len() > room {
                    spread.items.truncate(room);
                    let reason = "the result is larger than daglint computes with";
                    spread.open = Some(Unknown::new(reason, place));
                }
                elements.items.extend(spread.items);
                elements.open = elements.open.or(spread.open);
            } else {
                elements.items.push(value);
            }
        }
        Ok(elements)
    }
}

fn list_value(elements: Elements<'_>) -> Value<'_> {
    let list = List::new(elements.items);
    if let Some(unknown) = elements.open {
        list.open(&unknown);
    }
    Value::List(Rc::new(list))
}
