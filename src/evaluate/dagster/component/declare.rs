//! Where what a component made is declared: at the attribute that names it.

use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use super::super::super::interpreter::Interpreter;
use super::super::super::value::Value;
use super::super::object::{Contents, Data, Object};
use super::frame::Frame;
use crate::source::{SourceFile, yaml};

impl<'a> Interpreter<'a> {
    /// Notes on what a component made where it is declared.
    pub(super) fn declare(
        &mut self,
        contents: &mut Contents<'a>,
        file: &SourceFile,
        frame: &Frame<'_>,
    ) {
        let mut scalars = Vec::new();
        if let Some(attributes) = frame.attributes {
            collect_scalars(attributes, &mut scalars);
        }
        let lists = [
            &mut contents.assets,
            &mut contents.asset_checks,
            &mut contents.jobs,
            &mut contents.schedules,
            &mut contents.sensors,
        ];
        for item in lists.into_iter().flatten() {
            let Value::Object(object) = item else {
                continue;
            };
            let name = match &object.data {
                Data::Assets(assets) => match assets.specs.first().map(|spec| &spec.key) {
                    Some(Ok(key)) => key.parts().last().cloned(),
                    _ => None,
                },
                Data::Spec(spec) => spec
                    .key
                    .as_ref()
                    .ok()
                    .and_then(|it| it.parts().last().cloned()),
                Data::Job(job) => job.name.clone().ok(),
                Data::Automation(automation) => automation.name.clone().ok(),
                _ => None,
            };
            let named = scalars
                .iter()
                .find(|node| node.scalar().is_some() && node.scalar() == name.as_deref());
            let by = named.map_or(frame.kind_at, |node| file.place(node.range));
            if object.place.file == file.id() {
                *item = self.with_node_named(object, &scalars, file);
                continue;
            }
            *item = match &object.data {
                Data::Assets(_) | Data::Spec(_) => self.copy(&Rc::clone(object), by, &[], None),
                _ => Value::Object(object.brought(by)),
            };
        }
    }

    /// An asset of a library's component, whose op is found where its name comes from:
    /// a name, or the path of a script.
    fn with_node_named(
        &mut self,
        object: &Rc<Object<'a>>,
        scalars: &[&yaml::Node],
        file: &SourceFile,
    ) -> Value<'a> {
        let Data::Assets(assets) = &object.data else {
            return Value::Object(Rc::clone(object));
        };
        let mut assets = assets.clone();
        if let Some(node) = &assets.node
            && let Data::Node(data) = &node.data
            && let Ok(name) = &data.name
        {
            let stem = |node: &yaml::Node| {
                let path = Path::new(node.scalar().unwrap_or_default());
                path.file_stem()
                    .map(|stem| stem.to_string_lossy().into_owned())
            };
            let named = |node: &&&yaml::Node| node.scalar() == Some(name);
            let from = |node: &&&yaml::Node| stem(node).as_ref() == Some(name);
            let written = scalars.iter().find(named);
            if let Some(written) = written.or_else(|| scalars.iter().find(from)) {
                assets.node = Some(Rc::new(Object {
                    id: node.id,
                    place: file.place(written.range),
                    brought_by: Rc::clone(&node.brought_by),
                    data: node.data.clone(),
                }));
            }
        }
        Value::Object(Rc::new(Object {
            id: object.id,
            place: object.place,
            brought_by: Rc::clone(&object.brought_by),
            data: Data::Assets(assets),
        }))
    }
}

fn collect_scalars<'n>(node: &'n Arc<yaml::Node>, found: &mut Vec<&'n yaml::Node>) {
    match &node.value {
        yaml::Value::Scalar { .. } => found.push(node),
        yaml::Value::Sequence(items) => items.iter().for_each(|it| collect_scalars(it, found)),
        yaml::Value::Mapping(entries) => {
            for (_, value) in entries {
                collect_scalars(value, found);
            }
        }
    }
}
