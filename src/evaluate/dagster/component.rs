//! Components: what a `defs.yaml` declares, as far as it can be told.

use std::path::Path;
use std::rc::Rc;

use super::super::function::Arguments;
use super::super::interpreter::{Eval, Interpreter};
use super::super::value::{Unknown, Value};
use super::arguments::Call;
use super::defs_folder::Walk;
use super::object::{Contents, Data};
use crate::model::Kind;
use crate::source::{Place, yaml};

impl<'a> Interpreter<'a> {
    /// `@component_instance`
    pub(super) fn make_component_instance(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.made_at();
        let function = call
            .decorated
            .as_ref()
            .map_or(Value::None, |decorated| decorated.value.clone());
        Ok(self.object(Data::ComponentInstance(function), place))
    }

    /// What `build_defs` of a component of the project gives.
    pub(super) fn build_component(
        &mut self,
        component: &Value<'a>,
        place: Place,
    ) -> Eval<'a, Contents<'a>> {
        let mut contents = Contents::default();
        let Value::Instance(instance) = component else {
            contents.open(&Kind::ALL, &self.reason_of(component, place));
            return Ok(contents);
        };
        if instance.class.lookup("build_defs").is_none() {
            let reason = format!(
                "the component `{}` is not built by the project itself",
                instance.class.name
            );
            contents.open(
                &Kind::ALL,
                &Rc::new(Unknown {
                    reason,
                    place,
                    source: None,
                    library: false,
                }),
            );
            return Ok(contents);
        }
        let method = self.attribute(component, "build_defs", place)?;
        let context = Value::unknown("the component load context", place);
        let built = self.call(&method, Arguments::of([context], place))?;
        Ok(self.merge(&[built], None, place))
    }

    /// A folder with a component file. A `DefsFolderComponent` walks on; what any
    /// other component makes is not evaluated.
    pub(super) fn load_component(
        &mut self,
        path: &Path,
        directory: &Path,
        name: &str,
        place: Place,
        walk: Walk,
    ) -> Eval<'a, Contents<'a>> {
        let file = self.sources.read(path);
        let kind = component_type(file.text());
        if let Some((kind, true)) = &kind
            && matches!(
                kind.as_str(),
                "dagster.DefsFolderComponent" | "dagster.components.DefsFolderComponent"
            )
        {
            return self.load_entries(directory, name, place, walk);
        }
        let mut contents = Contents::default();
        let reason = match kind {
            Some((kind, _)) => format!("what the component `{kind}` makes is not evaluated"),
            None => "the component file names no type".to_owned(),
        };
        let at = Place::start_of(file.id());
        contents.open(
            &Kind::ALL,
            &Rc::new(Unknown {
                reason,
                place: at,
                source: None,
                library: false,
            }),
        );
        Ok(contents)
    }
}

/// The `type` of a component file with one document and nothing but a type: attributes
/// and post-processing may change what it makes.
fn component_type(text: &str) -> Option<(String, bool)> {
    let documents = yaml::parse(text).ok()?;
    let [document] = documents.as_slice() else {
        return None;
    };
    let kind = document.get("type")?.as_str()?.to_owned();
    let is_bare = document.get("attributes").is_none();
    Some((kind, is_bare))
}
