//! Expressions.

use std::rc::Rc;

use ruff_python_ast::{
    BoolOp, Comprehension, Expr, ExprBoolOp, ExprCall, ExprCompare, ExprFString, FStringPart,
    InterpolatedStringElement, InterpolatedStringElements, Number, UnaryOp,
};

use super::container::{Dict, guarded, key_of};
use super::frame::Frame;
use super::function::{Argument, Arguments, Body};
use super::interpreter::{Elements, Eval, Interpreter, Truth};
use super::scope::{Scope, ScopeKind};
use super::value::{Unknown, Value};
use crate::model::Guard;
use crate::source::Place;

/// Stack that is left before more is taken, and how much is taken then, in bytes.
const RED_ZONE: usize = 256 << 10;
const MORE_STACK: usize = 8 << 20;

impl<'a> Interpreter<'a> {
    /// The value of an expression.
    pub(super) fn expression(&mut self, expr: &'a Expr) -> Eval<'a> {
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

    fn compound(&mut self, expr: &'a Expr, place: Place) -> Eval<'a> {
        match expr {
            Expr::Attribute(attribute) => {
                let value = self.expression(&attribute.value)?;
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
            Expr::List(list) => {
                let Elements { items, open } = self.display(&list.elts)?;
                let value = super::container::List::new(items);
                if let Some(unknown) = open {
                    value.open(&unknown);
                }
                Ok(Value::List(Rc::new(value)))
            }
            Expr::Tuple(tuple) => {
                let Elements { items, open } = self.display(&tuple.elts)?;
                match open {
                    // A tuple of unknown length cannot be opened; a list with the same elements can.
                    Some(unknown) => {
                        let list = super::container::List::new(items);
                        list.open(&unknown);
                        Ok(Value::List(Rc::new(list)))
                    }
                    None => Ok(Value::tuple(items)),
                }
            }
            Expr::Set(set) => {
                let elements = self.display(&set.elts)?;
                Ok(Value::Set(Rc::new(self.set_of(elements, place)), false))
            }
            Expr::Dict(_) | Expr::DictComp(_) => self.dict_expression(expr, place),
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
            Expr::Slice(slice) => {
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
            Expr::Starred(starred) => self.expression(&starred.value),
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
            Expr::Await(_) => Ok(Value::unknown("the value is awaited", place)),
            _ => Ok(Value::unknown("the expression is not followed", place)),
        }
    }

    /// The value of a name: the function's, the enclosing functions', the module's, a builtin.
    fn name(&mut self, name: &str, place: Place) -> Eval<'a> {
        let frame = self.frame();
        let module = Rc::clone(&frame.module);
        let mut scope = Some(Rc::clone(&frame.scope));
        if frame.scope.globals.borrow().contains(name) {
            scope = None;
        }
        while let Some(current) = scope {
            if let Some(value) = current.read(name) {
                return Ok(self.settle(value));
            }
            scope = current.outer.clone();
        }
        if let Some(value) = module.scope.read(name) {
            return Ok(self.settle(value));
        }
        if let Some(value) = Self::builtin(name) {
            return Ok(value);
        }
        if let Some(unknown) = &*module.open.borrow() {
            return Ok(Value::Unknown(Rc::clone(unknown)));
        }
        self.raise("NameError", format!("name '{name}' is not defined"), place)
    }

    fn call_expression(&mut self, call: &'a ExprCall, place: Place) -> Eval<'a> {
        let callee = self.expression(&call.func)?;
        let arguments = self.arguments(call, place)?;
        self.call(&callee, arguments)
    }

    fn arguments(&mut self, call: &'a ExprCall, place: Place) -> Eval<'a, Arguments<'a>> {
        let mut arguments = Arguments::none(place);
        for expr in &call.arguments.args {
            let at = self.place(expr);
            let value = self.expression(expr)?;
            if !matches!(expr, Expr::Starred(_)) {
                arguments.positional.push(Argument { value, place: at });
                continue;
            }
            let Elements { items, open } = self.elements(&value, at)?;
            arguments
                .positional
                .extend(items.into_iter().map(|value| Argument { value, place: at }));
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
    fn spread_keywords(
        &mut self,
        arguments: &mut Arguments<'a>,
        mapping: &Value<'a>,
        place: Place,
    ) {
        let Value::Dict(dict) = self.settle(mapping.clone()) else {
            arguments.open_keywords = Some(mapping.clone());
            return;
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

    fn f_string(&mut self, string: &'a ExprFString, place: Place) -> Eval<'a> {
        let mut pieces = Vec::new();
        for part in string.value.as_slice() {
            match part {
                FStringPart::Literal(literal) => pieces.push(Value::str(&*literal.value)),
                FStringPart::FString(part) => {
                    self.interpolate(&part.elements, &mut pieces, place)?;
                }
            }
        }
        self.concatenate(&pieces, place)
    }

    fn interpolate(
        &mut self,
        elements: &'a InterpolatedStringElements,
        pieces: &mut Vec<Value<'a>>,
        place: Place,
    ) -> Eval<'a, ()> {
        for element in elements {
            match element {
                InterpolatedStringElement::Literal(literal) => {
                    pieces.push(Value::str(&*literal.value));
                }
                InterpolatedStringElement::Interpolation(element) => {
                    let value = self.expression(&element.expression)?;
                    let spec = match &element.format_spec {
                        Some(spec) => {
                            let mut inner = Vec::new();
                            self.interpolate(&spec.elements, &mut inner, place)?;
                            self.concatenate(&inner, place)?
                        }
                        None => Value::str(""),
                    };
                    if let Some(debug) = &element.debug_text {
                        let written = self.source_text(&element.expression);
                        pieces.push(Value::str(format!(
                            "{}{written}{}",
                            debug.leading(),
                            debug.trailing()
                        )));
                    }
                    pieces.push(self.formatted(value, element.conversion, &spec, place)?);
                }
            }
        }
        Ok(())
    }

    fn source_text(&self, expr: &Expr) -> String {
        let text = self
            .module()
            .and_then(|module| module.file)
            .map_or("", |file| file.text());
        text.get(ruff_text_size::Ranged::range(expr).to_std_range())
            .unwrap_or_default()
            .to_owned()
    }

    fn formatted(
        &mut self,
        value: Value<'a>,
        conversion: ruff_python_ast::ConversionFlag,
        spec: &Value<'a>,
        place: Place,
    ) -> Eval<'a> {
        use ruff_python_ast::ConversionFlag;
        if let Value::Choice(choice) = &value {
            return self.lift(choice, |cx, value| {
                cx.formatted(value, conversion, spec, place)
            });
        }
        let text = match (conversion, spec.as_str()) {
            (ConversionFlag::None, Some(spec)) => self.format(&value, spec),
            (ConversionFlag::Str, Some(spec)) => self
                .to_text(&value)
                .and_then(|text| self.format(&Value::str(text), spec)),
            (ConversionFlag::Repr, Some(spec)) => self
                .to_repr(&value)
                .and_then(|text| self.format(&Value::str(text), spec)),
            _ => None,
        };
        Ok(match (text, value) {
            (Some(text), _) => Value::str(text),
            (None, Value::Unknown(unknown)) => Value::Unknown(unknown),
            (None, value) => Value::unknown(
                format!("the text of a `{}` is not known", value.type_name()),
                place,
            ),
        })
    }

    /// The pieces of an f-string as one string: alternatives are multiplied out.
    fn concatenate(&mut self, pieces: &[Value<'a>], place: Place) -> Eval<'a> {
        let mut whole = Value::str("");
        for piece in pieces {
            whole = self.binary(&whole, ruff_python_ast::Operator::Add, piece, place)?;
        }
        Ok(whole)
    }

    /// `and` and `or`, which give one of their operands.
    fn bool_op(&mut self, op: &'a ExprBoolOp) -> Eval<'a> {
        let (first, rest) = match op.values.as_slice() {
            [first, rest @ ..] => (first, rest),
            [] => return Ok(Value::None),
        };
        let value = self.expression(first)?;
        self.bool_op_from(value, op.op, rest)
    }

    fn bool_op_from(&mut self, value: Value<'a>, op: BoolOp, rest: &'a [Expr]) -> Eval<'a> {
        let [next, rest @ ..] = rest else {
            return Ok(value);
        };
        if let Value::Choice(choice) = self.settle(value.clone()) {
            return self.lift(&choice, |cx, value| {
                let decided = cx.decide(value.clone())?;
                cx.one_operand(decided, value, op, next, rest)
            });
        }
        let decided = self.decide(value.clone())?;
        self.one_operand(decided, value, op, next, rest)
    }

    fn one_operand(
        &mut self,
        decided: Value<'a>,
        value: Value<'a>,
        op: BoolOp,
        next: &'a Expr,
        rest: &'a [Expr],
    ) -> Eval<'a> {
        let stops = op == BoolOp::Or;
        match decided {
            Value::Choice(choice) => self.lift(&choice, |cx, flag| {
                cx.one_operand(flag, value.clone(), op, next, rest)
            }),
            Value::Bool(flag) if flag == stops => Ok(value),
            _ => {
                let value = self.expression(next)?;
                self.bool_op_from(value, op, rest)
            }
        }
    }

    pub(super) fn unary(&mut self, op: UnaryOp, operand: Value<'a>, place: Place) -> Eval<'a> {
        if let Value::Choice(choice) = &operand {
            return self.lift(choice, |cx, operand| cx.unary(op, operand, place));
        }
        Ok(match (op, operand) {
            (UnaryOp::Not, operand) => match self.decide(operand)? {
                Value::Bool(flag) => Value::Bool(!flag),
                Value::Choice(choice) => {
                    return self.lift(&choice, |_, flag| {
                        Ok(Value::Bool(matches!(flag, Value::Bool(false))))
                    });
                }
                value => value,
            },
            (UnaryOp::USub, Value::Int(int)) => match int.checked_neg() {
                Some(int) => Value::Int(int),
                None => Value::unknown("the number is larger than daglint computes with", place),
            },
            (UnaryOp::USub, Value::Float(float)) => Value::Float(-float),
            (UnaryOp::UAdd, operand @ (Value::Int(_) | Value::Float(_))) => operand,
            (UnaryOp::USub, Value::Bool(flag)) => Value::Int(-i64::from(flag)),
            (UnaryOp::UAdd, Value::Bool(flag)) => Value::Int(i64::from(flag)),
            (UnaryOp::Invert, Value::Int(int)) => Value::Int(!int),
            (UnaryOp::Invert, Value::Object(object)) => self.operate_on_object(&object, place),
            (_, Value::Unknown(unknown)) => Value::Unknown(unknown),
            (_, operand) => Value::unknown(
                format!("an operator of `{}` is not followed", operand.type_name()),
                place,
            ),
        })
    }

    fn compare_chain(&mut self, compare: &'a ExprCompare, place: Place) -> Eval<'a> {
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

    /// A conditional expression: each side under its condition.
    fn either_expression(
        &mut self,
        condition: &Value<'a>,
        body: &'a Expr,
        orelse: &'a Expr,
    ) -> Eval<'a> {
        match condition {
            Value::Bool(true) => self.expression(body),
            Value::Choice(choice) => {
                self.lift(choice, |cx, flag| cx.either_expression(&flag, body, orelse))
            }
            _ => self.expression(orelse),
        }
    }

    /// The elements of a list, tuple or set display, stars spread.
    fn display(&mut self, exprs: &'a [Expr]) -> Eval<'a, Elements<'a>> {
        let mut elements = Elements::default();
        for expr in exprs {
            let value = self.expression(expr)?;
            if matches!(expr, Expr::Starred(_)) {
                let place = self.place(expr);
                let spread = self.elements(&value, place)?;
                elements.items.extend(spread.items);
                elements.open = elements.open.or(spread.open);
            } else {
                elements.items.push(value);
            }
        }
        Ok(elements)
    }

    pub(super) fn set_of(&mut self, elements: Elements<'a>, place: Place) -> Dict<'a> {
        let set = Dict::default();
        if let Some(unknown) = &elements.open {
            set.open(unknown);
        }
        for item in elements.items {
            match key_of(&item) {
                Some(key) => set.insert(key, item, Value::None),
                None => set.open(&Rc::new(Unknown {
                    reason: "an element of the set is not known".into(),
                    place,
                    source: None,
                    library: false,
                })),
            }
        }
        set
    }

    fn dict_expression(&mut self, expr: &'a Expr, place: Place) -> Eval<'a> {
        let dict = Dict::default();
        match expr {
            Expr::Dict(display) => {
                for item in &display.items {
                    let value = self.expression(&item.value)?;
                    match &item.key {
                        Some(key) => {
                            let key = self.expression(key)?;
                            self.insert(&dict, key, value, place);
                        }
                        None => self.merge_into(&dict, &value, place)?,
                    }
                }
            }
            Expr::DictComp(comp) => {
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
                for pair in pairs.items {
                    self.insert_pair(&dict, pair, place);
                }
                if let Some(unknown) = &pairs.open {
                    dict.open(unknown);
                }
            }
            _ => {}
        }
        Ok(Value::Dict(Rc::new(dict)))
    }

    fn insert_pair(&mut self, dict: &Dict<'a>, pair: Value<'a>, place: Place) {
        match self.settle(pair) {
            Value::Tuple(pair) => {
                if let [key, value] = &*pair {
                    self.insert(dict, key.clone(), value.clone(), place);
                }
            }
            Value::Choice(choice) => {
                for (guard, pair) in super::choice::held(&choice, &self.guard) {
                    self.under(&guard, |cx| cx.insert_pair(dict, pair, place));
                }
            }
            _ => {}
        }
    }

    /// Puts an entry into a dict that is being made.
    pub(super) fn insert(
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
            None => dict.open(&Rc::new(Unknown {
                reason: "a key of the dict is not known".into(),
                place,
                source: None,
                library: false,
            })),
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
            value => dict.open(&Rc::new(Unknown {
                reason: format!("a `{}` is spread into a dict", value.type_name()),
                place,
                source: None,
                library: false,
            })),
        }
        Ok(())
    }

    fn elements_of_comprehension(
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
    fn comprehension(
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

    fn clause(
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
    fn filtered(
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
                for (guard, flag) in super::choice::held(&choice, &self.guard) {
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
    pub(super) fn each(
        &mut self,
        item: Value<'a>,
        work: &mut dyn FnMut(&mut Self, Value<'a>) -> Eval<'a, ()>,
    ) -> Eval<'a, ()> {
        match self.settle(item) {
            Value::Absent => Ok(()),
            Value::Choice(choice) => {
                for (guard, value) in super::choice::held(&choice, &self.guard) {
                    self.under(&guard, |cx| cx.each(value, work))?;
                }
                Ok(())
            }
            value => work(self, value),
        }
    }

    /// `truth` of a value that is no choice.
    pub(super) fn truth(&mut self, value: &Value<'a>) -> Eval<'a, Truth> {
        Ok(match value {
            Value::None | Value::Absent => Truth::False,
            Value::Bool(flag) => Truth::from(*flag),
            Value::Int(int) => Truth::from(*int != 0),
            Value::Float(float) => Truth::from(*float != 0.0),
            Value::Str(text) => Truth::from(!text.is_empty()),
            Value::Bytes(bytes) => Truth::from(!bytes.is_empty()),
            Value::Tuple(items) => Truth::from(!items.is_empty()),
            Value::Range { start, stop, step } => Truth::from(if *step > 0 {
                start < stop
            } else {
                start > stop
            }),
            Value::List(list) => {
                let some = list
                    .items
                    .borrow()
                    .iter()
                    .any(|item| !matches!(item, Value::Choice(_)));
                let none = list.items.borrow().is_empty() && !list.is_open();
                if some {
                    Truth::True
                } else if none {
                    Truth::False
                } else {
                    Truth::Unknown
                }
            }
            Value::Dict(dict) | Value::Set(dict, _) => match (dict.len(), dict.is_open()) {
                (0, false) => Truth::False,
                (0, true) => Truth::Unknown,
                _ => Truth::True,
            },
            Value::Unknown(_) | Value::External(_) | Value::Choice(_) => Truth::Unknown,
            Value::Instance(instance) => {
                if instance.class.lookup("__bool__").is_some()
                    || instance.class.lookup("__len__").is_some()
                    || instance.class.opaque_base
                {
                    Truth::Unknown
                } else {
                    Truth::True
                }
            }
            _ => Truth::True,
        })
    }

    /// Whether the condition of the running code is certain, what is assumed aside.
    pub(super) fn is_certain(&self) -> bool {
        self.beyond_assumed(&self.guard)
            .is_some_and(|guard: Guard| guard.is_certain())
    }
}

fn list_value(elements: Elements<'_>) -> Value<'_> {
    let list = super::container::List::new(elements.items);
    if let Some(unknown) = elements.open {
        list.open(&unknown);
    }
    Value::List(Rc::new(list))
}
