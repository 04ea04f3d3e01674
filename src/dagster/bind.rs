//! Whether a call of the API gives its callable what that takes.

use super::signature::{self, Signature};
use super::value;
use crate::model::SignatureFault;
use crate::model::fault::WrongSignature;
use crate::python::builtin::may_be_absent;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::api::Api;
use crate::python::value::function::{Argument, Arguments};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// Records what a callable of Dagster refuses of the arguments of a call.
    pub(super) fn check_signature(
        &mut self,
        api: &'static Api,
        arguments: &Arguments<'a>,
    ) -> Eval<'a, ()> {
        let signature = signature::find(api.name).filter(|_| api.package == "dagster");
        let Some(signature) = signature else {
            return Ok(());
        };
        let positional = arguments.positional.iter().zip(&signature.parameters);
        for (argument, parameter) in positional.take(signature.positional) {
            self.check_type(api, parameter, argument)?;
        }
        let mut is_misnamed = false;
        for (name, argument) in &arguments.keywords {
            match signature.parameter(name) {
                Some(parameter) => self.check_type(api, parameter, argument)?,
                None if signature.takes_any_keyword || may_be_absent(&argument.value) => {}
                None => {
                    is_misnamed = true;
                    let near = signature.nearest(name).map(str::to_owned);
                    let fault = SignatureFault::Unknown {
                        name: name.to_string(),
                        near,
                    };
                    self.wrong_signature(api, fault, argument.place)?;
                }
            }
        }
        self.check_count(api, signature, arguments, is_misnamed)
    }

    /// Records too many arguments by position, those that are given twice, and what is
    /// missing: where a name is wrong, that may be what is meant.
    fn check_count(
        &mut self,
        api: &'static Api,
        signature: &Signature,
        arguments: &Arguments<'a>,
        is_misnamed: bool,
    ) -> Eval<'a, ()> {
        let given = arguments.positional.len();
        if given > signature.positional && !signature.takes_more {
            let fault = SignatureFault::TooMany {
                most: signature.positional,
                given,
            };
            let first = &arguments.positional[signature.positional];
            self.wrong_signature(api, fault, first.place)?;
        }
        if arguments.open_positional.is_some() {
            return Ok(());
        }
        for (at, parameter) in signature.parameters.iter().enumerate() {
            let by_name = arguments.keyword(parameter.name);
            let by_position = at < given.min(signature.positional);
            let name = parameter.name.to_owned();
            let (fault, place) = match by_name {
                Some(value) if by_position && !may_be_absent(value) => {
                    (SignatureFault::Twice { name }, arguments.place)
                }
                None if parameter.is_required
                    && !is_misnamed
                    && !by_position
                    && arguments.open_keywords.is_none() =>
                {
                    (SignatureFault::Missing { name }, arguments.place)
                }
                _ => continue,
            };
            self.wrong_signature(api, fault, place)?;
        }
        Ok(())
    }

    fn wrong_signature(
        &mut self,
        api: &'static Api,
        fault: SignatureFault,
        place: Place,
    ) -> Eval<'a, ()> {
        let message = format!("{}() is called with other arguments", api.name);
        let fault = WrongSignature {
            place,
            callable: api.name,
            fault,
        };
        self.tell("TypeError", message, place, fault)
    }

    fn check_type(
        &mut self,
        api: &'static Api,
        parameter: &'static signature::Parameter,
        argument: &Argument<'a>,
    ) -> Eval<'a, ()> {
        let value = self.settle(argument.value.clone());
        let Some(found) = parameter.refusal(&value) else {
            return Ok(());
        };
        // What is wrong within it is told of its parts.
        if value::reads(api.name, parameter.name, &value) {
            return Ok(());
        }
        let fault = SignatureFault::Kind {
            name: parameter.name,
            annotation: parameter.annotation,
            found,
        };
        self.wrong_signature(api, fault, argument.place)
    }
}
