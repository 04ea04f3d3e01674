//! The parts of a manifest that is not there, for code that reads them itself:
//! `manifest["exposures"].values()`.

use std::rc::Rc;

use super::manifest::{Manifest, Node};
use crate::library::json::value_of;
use crate::python::interpreter::Interpreter;
use crate::python::value::container::{Dict, key_of};
use crate::python::value::{Unknown, Value};
use crate::source::Place;

/// The parts that are followed, and the kinds of the nodes in each.
const PARTS: &[(&str, &[&str])] = &[
    (
        "nodes",
        &["model", "seed", "snapshot", "test", "analysis", "operation"],
    ),
    ("sources", &["source"]),
    ("exposures", &["exposure"]),
];

impl<'a> Interpreter<'a> {
    /// `manifest["nodes"]`, where dbt makes the manifest of files that are there.
    pub(crate) fn dbt_manifest_part(
        &mut self,
        whole: &Rc<Unknown>,
        part: &Value<'a>,
        place: Place,
    ) -> Option<Value<'a>> {
        whole.missing_file()?;
        let name = part.as_str()?;
        let (name, kinds) = PARTS.iter().find(|(known, _)| *known == name)?;
        let manifest = self.dbt_manifest(&Value::Unknown(Rc::clone(whole)), place);
        let manifest = manifest.ok()?;
        let key = (Rc::as_ptr(&manifest).cast::<()>(), *name);
        if let Some(made) = self.kept.documents.parts.get(&key) {
            return Some(made.clone());
        }
        let made = Value::Dict(Rc::new(dict_of(&manifest, kinds, place)));
        self.kept.documents.parts.insert(key, made.clone());
        Some(made)
    }
}

/// The nodes of some kinds by their ids.
fn dict_of<'a>(manifest: &Manifest, kinds: &[&str], place: Place) -> Dict<'a> {
    let partial = Unknown::new(
        "dbt's `manifest.json` says more of it than its files",
        place,
    );
    let dict = Dict::default();
    let nodes = manifest.nodes.iter();
    for node in nodes.filter(|node| kinds.contains(&node.kind())) {
        if let Some(doubt) = &node.doubt {
            dict.open(&Unknown::new(doubt.clone(), place));
        } else {
            insert(&dict, node, &partial);
        }
    }
    if let Some(reason) = manifest.open.first() {
        dict.open(&Unknown::new(reason.clone(), place));
    }
    dict
}

fn insert(dict: &Dict<'_>, node: &Node, partial: &Rc<Unknown>) {
    let id = Value::str(&node.id);
    if let Some(key) = key_of(&id) {
        let props = value_of(&node.props, node.is_partial.then_some(partial));
        dict.insert(key, id, props);
    }
}
