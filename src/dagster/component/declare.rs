//! Where what a component made is declared: at the attribute that names it.

use std::path::Path;
use std::rc::Rc;

use super::frame::Frame;
use crate::python::interpreter::Interpreter;
use crate::python::value::Value;
use crate::python::value::object::{Contents, Data, Object};
use crate::source::{SourceFile, yaml};

impl<'a> Interpreter<'a> {
    /// Notes on what a component made where it is declared.
    pub(super) fn declare(
        &mut self,
        contents: &mut Contents<'a>,
        file: &SourceFile,
        frame: &Frame<'_>,
    ) {
        let scalars = frame.attributes.map_or_else(Vec::new, |it| scalars_of(it));
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

/// Nodes of a file that are looked at; what aliases repeat counts each time.
const MOST_NODES: usize = 10_000;

/// The scalars of a node, in the order of the file.
fn scalars_of(node: &yaml::Node) -> Vec<&yaml::Node> {
    let mut scalars = Vec::new();
    let mut open = vec![node];
    for _ in 0..MOST_NODES {
        let Some(node) = open.pop() else {
            break;
        };
        match &node.value {
            yaml::Value::Scalar { .. } => scalars.push(node),
            yaml::Value::Sequence(items) => open.extend(items.iter().rev().map(|it| &**it)),
            yaml::Value::Mapping(entries) => {
                open.extend(entries.iter().rev().map(|(_, value)| &**value));
            }
        }
    }
    scalars
}
