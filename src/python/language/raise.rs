//! Exceptions that an operation, the import system or Dagster raises.
//!
//! Which is right? Where Python itself raises, `raise`; `raise_unless_changed` where a change
//! by unseen code could prevent it, and `raise_missing` where more could; where Dagster refuses, `refuse`, or `raise_fault` if the fault has
//! a kind and a rule of its own, or `tell` if what follows is worth a look all the same; where
//! the code loads and yet something is wrong, `fault`. In the rooms above, methods `check_...`
//! do one of these at once, and methods `note_...` keep something to be told at the end.

use std::rc::Rc;

use crate::model::{LoadFault, fault};
use crate::python::interpreter::{Eval, Exception, Interpreter, Raise};
use crate::python::value::Value;
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// Records a fault, if it is certain.
    pub(crate) fn fault(&mut self, fault: impl Into<LoadFault>) {
        let fault = fault.into();
        if self.is_certain() && self.told.insert(fault.clone()) {
            self.faults.push(fault);
        }
    }

    /// A Python exception that an operation on known values ends with.
    pub(in crate::python) fn raise<T>(
        &self,
        class: &str,
        message: impl Into<String>,
        place: Place,
    ) -> Eval<'a, T> {
        let message = message.into();
        let shown = if message.is_empty() {
            class.to_owned()
        } else {
            format!("{class}: {message}")
        };
        Err(Raise::Exception(Rc::new(Exception {
            class: class.into(),
            message,
            value: Value::None,
            place,
            is_explicit: false,
            fault: Some(
                fault::Raises {
                    place,
                    exception: shown,
                }
                .into(),
            ),
        })))
    }

    /// A Python exception that an operation on an object ends with, as far as its contents
    /// are seen: code of a library that was given something may have changed them.
    pub(in crate::python) fn raise_missing<T>(
        &self,
        class: &str,
        message: impl Into<String>,
        place: Place,
    ) -> Eval<'a, T> {
        Err(Raise::Exception(Rc::new(Exception {
            class: class.into(),
            message: message.into(),
            value: Value::None,
            place,
            is_explicit: false,
            fault: None,
        })))
    }

    /// As [`Self::raise_missing`], of contents that are wholly seen: it is certain while no code
    /// of a library was given anything.
    pub(in crate::python) fn raise_unless_changed<T>(
        &self,
        class: &str,
        message: impl Into<String>,
        place: Place,
    ) -> Eval<'a, T> {
        if self.has_handed_out.get() {
            self.raise_missing(class, message, place)
        } else {
            self.raise(class, message, place)
        }
    }

    /// An error that Dagster or the import system raises for certain.
    pub(crate) fn raise_fault<T>(
        &self,
        class: &str,
        message: impl Into<String>,
        place: Place,
        fault: impl Into<LoadFault>,
    ) -> Eval<'a, T> {
        Err(Raise::Exception(Rc::new(Exception {
            class: class.into(),
            message: message.into(),
            value: Value::None,
            place,
            is_explicit: true,
            fault: Some(fault.into()),
        })))
    }

    /// Records a fault after which the rest is told all the same; raises it where a `try`
    /// may catch it.
    pub(crate) fn tell(
        &mut self,
        class: &str,
        message: impl Into<String>,
        place: Place,
        fault: impl Into<LoadFault>,
    ) -> Eval<'a, ()> {
        if self.handlers > 0 {
            return self.raise_fault(class, message, place, fault);
        }
        self.fault(fault);
        Ok(())
    }

    /// A value that Dagster refuses.
    pub(crate) fn refuse<T>(&self, message: impl Into<String>, place: Place) -> Eval<'a, T> {
        let message = message.into();
        let fault = fault::Refused {
            place,
            message: message.clone(),
        };
        self.raise_fault("DagsterError", message, place, fault)
    }
}
