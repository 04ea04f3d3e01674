//! F-strings.

use ruff_python_ast::{
    ConversionFlag, Expr, ExprFString, FStringPart, InterpolatedStringElement,
    InterpolatedStringElements,
};

use crate::article;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::source::Place;

impl<'a> Interpreter<'a> {
    pub(super) fn f_string(&mut self, string: &'a ExprFString, place: Place) -> Eval<'a> {
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

    pub(super) fn interpolate(
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
                    // `{name=}` shows the `repr`, unless something else is asked for.
                    let is_bare = element.debug_text.is_some() && element.format_spec.is_none();
                    let conversion = match element.conversion {
                        ConversionFlag::None if is_bare => ConversionFlag::Repr,
                        conversion => conversion,
                    };
                    pieces.push(self.formatted(value, conversion, &spec, place)?);
                }
            }
        }
        Ok(())
    }

    pub(super) fn source_text(&self, expr: &Expr) -> String {
        let text = self
            .module()
            .and_then(|module| module.file)
            .map_or("", |file| file.text());
        text.get(ruff_text_size::Ranged::range(expr).to_std_range())
            .unwrap_or_default()
            .to_owned()
    }

    pub(super) fn formatted(
        &mut self,
        value: Value<'a>,
        conversion: ConversionFlag,
        spec: &Value<'a>,
        place: Place,
    ) -> Eval<'a> {
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
                format!(
                    "the text of {} is not known",
                    article::named(value.type_name())
                ),
                place,
            ),
        })
    }

    /// The pieces of an f-string as one string: alternatives are multiplied out.
    pub(super) fn concatenate(&mut self, pieces: &[Value<'a>], place: Place) -> Eval<'a> {
        let mut whole = Value::str("");
        for piece in pieces {
            whole = self.binary(&whole, ruff_python_ast::Operator::Add, piece, place)?;
        }
        Ok(whole)
    }
}
