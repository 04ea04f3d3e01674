//! Functions around components that Python calls.

use std::path::Path;
use std::rc::Rc;

use crate::model::LoadFault;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::stdlib::pure_path;
use crate::python::value::Value;
use crate::python::value::arguments::Call;
use crate::python::value::module::Module;
use crate::python::value::object::Data;
use crate::source::Place;

/// What to know of a `fn:` that starts with a dot.
const LEADING_DOT: &str = "a leading dot stands for the module of the whole defs folder, not for \
                           the folder of the file";

/// What to do about a file of a `DefinitionsComponent` that has none.
const NO_DEFINITIONS: &str = "`dagster.DefinitionsComponent` takes nothing else of a file: make a \
                              `Definitions` there, or remove the component file so that the \
                              folder is loaded as it is";

impl<'a> Interpreter<'a> {
    /// `build_defs_for_component(component)`
    pub(in crate::dagster) fn make_component_defs(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.place;
        let Some(component) = call.get("component") else {
            return self.refuse("`build_defs_for_component` needs a component", place);
        };
        // Its context is that of a test: no folder of the project.
        let contents = self.build_component(&component, Path::new(""), place)?;
        Ok(self.object(Data::Definitions(contents), place))
    }

    /// Where the model of a library refuses a component.
    pub(in crate::dagster) fn make_component_refusal(&mut self, call: &Call<'a>) -> Eval<'a> {
        if let Some(Value::Str(message)) = call.get("message") {
            let kind = LoadFault::ComponentAttribute;
            self.component_fault(kind, call.place, message.to_string(), None);
        }
        Ok(Value::unknown("Dagster refuses the component", call.place))
    }

    /// `ComponentLoadContext.from_resolution_context(context)`
    pub(in crate::dagster) fn make_context_of_resolution(&mut self, call: &Call<'a>) -> Eval<'a> {
        let path = self
            .kept
            .components
            .loading
            .last()
            .map(|it| it.path.clone());
        Ok(match path {
            Some(path) => self.component_load_context(&path, call.place),
            None => Value::unknown("the component load context", call.place),
        })
    }

    /// The function that `fn:` of a `FunctionComponent` names; a leading dot stands for
    /// the defs module.
    pub(in crate::dagster) fn make_resolved_callable(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.place;
        let written = match call.get("model") {
            Some(Value::Str(written)) => written,
            Some(value) => return Ok(Value::Unknown(self.reason_of(&value, place))),
            None => return Ok(Value::unknown("the function is not named", place)),
        };
        let refused = Value::unknown("the function is not found", place);
        let root = self.kept.components.root.as_ref();
        let full = match (written.strip_prefix('.'), root) {
            (Some(below), Some(root)) => format!("{}.{below}", root.module),
            _ => written.to_string(),
        };
        let attribute = LoadFault::ComponentAttribute;
        let Some((module, name)) = full.rsplit_once('.') else {
            let message = format!("`{written}` names no function of a module");
            self.component_fault(attribute, place, message, None);
            return Ok(refused);
        };
        let help = written.starts_with('.').then(|| LEADING_DOT.to_owned());
        let Some(found) = self.import_module(module, place)? else {
            if self.misses_first_party(module) {
                let message = format!("`{written}` names a module that does not exist: `{module}`");
                self.component_fault(attribute, place, message, help);
                return Ok(refused);
            }
            return Ok(self.external_name(&full));
        };
        if let Some(value) = found.scope.read(name) {
            return Ok(self.settle(value));
        }
        if let Some(unknown) = self.unknown_name(&found, name, place) {
            return Ok(Value::Unknown(unknown));
        }
        let message = format!("module `{module}` has no function `{name}`");
        let names = found.scope.sorted_names();
        let help = crate::suggest::did_you_mean(name, names.iter().map(|it| &**it)).or(help);
        self.component_fault(attribute, place, message, help);
        Ok(refused)
    }

    /// What a `DefinitionsComponent` makes of its file: the `Definitions` in it, alone.
    pub(in crate::dagster) fn make_file_definitions(&mut self, call: &Call<'a>) -> Eval<'a> {
        let place = call.place;
        let loading = self.kept.components.loading.last();
        let (Some(folder), Some(Value::Str(path)), Some(root)) = (
            loading.map(|it| it.path.clone()),
            call.get("path"),
            self.kept.components.root.clone(),
        ) else {
            return Ok(Value::unknown("which file is loaded is not known", place));
        };
        let file = pure_path::join(&folder, Path::new(&*path));
        let stem = file.file_stem().map(|it| it.to_string_lossy().into_owned());
        let below = file
            .strip_prefix(&root.directory)
            .ok()
            .and_then(Path::parent);
        let (Some(stem), Some(below), true) = (stem, below, self.disk().is_file(&file)) else {
            return Ok(Value::unknown("the file is not found", place));
        };
        let folders = below.iter().map(|part| part.to_string_lossy().into_owned());
        let parts = std::iter::once(root.module.clone()).chain(folders);
        let dotted: Vec<String> = parts.chain([stem]).collect();
        let Some(module) = self.import_module(&dotted.join("."), place)? else {
            return Ok(Value::unknown("the file is not found", place));
        };
        Ok(self.only_definitions(&module, &path, place))
    }

    /// The `Definitions` of the module that a file is.
    fn only_definitions(&mut self, module: &Rc<Module<'a>>, path: &str, place: Place) -> Value<'a> {
        let objects = self.module_objects(module);
        let definitions = objects.iter().find_map(|(_, object)| {
            matches!(object.data, Data::Definitions(_)).then(|| Rc::clone(object))
        });
        let is_lazy = |object: &Data<'a>| matches!(object, Data::Lazy { .. });
        match definitions {
            Some(definitions) => Value::Object(definitions),
            None if objects.iter().any(|(_, object)| is_lazy(&object.data)) => {
                Value::unknown("the file has `@definitions` functions", place)
            }
            None => {
                if module.open.borrow().is_none() {
                    let message = format!("`{path}` holds no `Definitions` object");
                    let (kind, help) = (LoadFault::ComponentAttribute, NO_DEFINITIONS.to_owned());
                    self.component_fault(kind, place, message, Some(help));
                }
                Value::unknown("the file holds no `Definitions`", place)
            }
        }
    }
}
