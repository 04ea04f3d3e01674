//! Definitions that are lost before a code location could hold them.

use std::rc::Rc;

use crate::model::{LoadFault, fault};
use crate::python::interpreter::Interpreter;
use crate::python::value::Value;
use crate::python::value::object::{Data, Object};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    /// A decorator that gives a plain function for a definition loses it, unless it
    /// hands it on.
    pub(crate) fn note_lost(
        &mut self,
        definition: &Value<'a>,
        decorated: &Value<'a>,
        decorator: Place,
    ) {
        let (Value::Object(object), Value::Function(function)) = (definition, decorated) else {
            return;
        };
        // An op or graph is still invoked through the function.
        let Some(kind) = object.definition_kind().filter(|_| !is_invoked(object)) else {
            return;
        };
        let place = object.place;
        let file = self.sources.get(place.file).text();
        let range = place.range.start().to_usize()..place.range.end().to_usize();
        let name = file.get(range).unwrap_or(&function.name).to_owned();
        let fault = fault::LostUnderDecorator {
            definition: crate::model::Binding { name, place },
            kind,
            decorator,
        };
        self.unless_reached(object, fault);
    }

    /// Records a fault about a definition that is lost, unless the location turns out
    /// to hold it.
    pub(super) fn unless_reached(&mut self, object: &Rc<Object<'a>>, fault: impl Into<LoadFault>) {
        if self.is_certain() {
            let node = match &object.data {
                Data::Assets(assets) => assets.node.as_ref().map(|node| node.id),
                _ => None,
            };
            self.kept.pending.push((object.id, node, fault.into()));
        }
    }
}

fn is_invoked(object: &Object<'_>) -> bool {
    matches!(object.data, Data::Node(_))
}
