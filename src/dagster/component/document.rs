//! One component file: its documents, and what the component of each makes.

use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;

use super::check::{Owner, first_line, missing_attribute};
use super::class::Found;
use super::frame::Frame;
use super::resolve::At;
use super::shape::is_resolvable;
use crate::dagster::defs_folder::Walk;
use crate::model::{Kind, LoadFault};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::kept::{ClosedFolder, Loading};
use crate::python::value::Value;
use crate::python::value::class::Class;
use crate::python::value::function::Arguments;
use crate::python::value::object::Contents;
use crate::source::{Place, SourceFile, yaml};

/// A component file and the folder that it stands for.
#[derive(Clone, Copy)]
pub(in crate::dagster) struct Folder<'p> {
    pub(in crate::dagster) directory: &'p Path,
    /// The dotted name of the folder.
    pub(in crate::dagster) name: &'p str,
    pub(in crate::dagster) walk: Walk,
    /// What loads the defs folder.
    pub(in crate::dagster) loaded_by: Place,
}

/// The methods by which a class gives the model of its attributes.
const MODEL: &[&str] = &["model", "get_model_cls", "get_schema"];

/// The methods by which a class makes itself of its attributes.
const MAKING: &[&str] = &["load", "resolve_from_model"];

fn overrides(class: &Class<'_>, names: &[&str]) -> bool {
    names.iter().any(|name| class.lookup(name).is_some())
}

impl<'a> Interpreter<'a> {
    /// A folder with a component file.
    pub(in crate::dagster) fn build_component_defs(
        &mut self,
        path: &Path,
        folder: Folder<'_>,
    ) -> Eval<'a, Contents<'a>> {
        let file = self.sources.read(path);
        let start = Place::start_of(file.id());
        if file.fault().is_some() {
            return Ok(self.unread_component(file));
        }
        let documents = match yaml::parse_as_pyyaml(file.text()) {
            Ok(documents) => documents,
            Err(fault) if fault.is_limit => return Ok(self.unread_component(file)),
            Err(fault) => {
                let message = format!("the file is not valid YAML: {}", fault.message);
                let place = file.place(fault.range);
                self.component_fault(LoadFault::ComponentFile, place, message, None);
                return Ok(self.open_contents("the component file is not valid YAML", start));
            }
        };
        if documents.is_empty() {
            let message = "the component file is empty".to_owned();
            let help = "give it a `type`, or delete it".to_owned();
            self.component_fault(LoadFault::ComponentFile, start, message, Some(help));
            return Ok(self.open_contents("the component file is empty", start));
        }
        let mut contents = Contents::default();
        for document in &documents {
            let result = self.build_document_defs(file, document, folder);
            let part = self.contained(result, file.place(first_line(document)))?;
            self.add_part(&mut contents, part, folder.loaded_by);
        }
        if !contents.open.is_empty() {
            // One of several components may read what another leaves.
            let closed = &mut self.kept.components.closed;
            closed.retain(|it| it.directory != folder.directory);
        }
        Ok(contents)
    }

    /// A component file that cannot be read: that is told of files of all kinds. What is
    /// no file at all is Dagster's to refuse.
    fn unread_component(&mut self, file: &'a SourceFile) -> Contents<'a> {
        let start = Place::start_of(file.id());
        if self.disk().is_folder(file.path()) {
            let message = "the component file is a directory".to_owned();
            self.component_fault(LoadFault::ComponentFile, start, message, None);
        } else if !self.imported.contains(&file.id()) {
            self.imported.push(file.id());
        }
        self.open_contents("the component file cannot be read", start)
    }

    fn build_document_defs(
        &mut self,
        file: &'a SourceFile,
        document: &Arc<yaml::Node>,
        folder: Folder<'_>,
    ) -> Eval<'a, Contents<'a>> {
        let place = file.place(first_line(document));
        let Some(frame) = self.frame_of(file, document) else {
            return Ok(self.open_contents("Dagster refuses the component file", place));
        };
        let class = match self.component_class(frame.kind, folder.name, frame.kind_at)? {
            Found::Class(class) => class,
            Found::Unknown(unknown) => {
                let mut contents = Contents::default();
                contents.open(&Kind::ALL, &unknown);
                return Ok(contents);
            }
            Found::Nothing => {
                return Ok(self.open_contents("Dagster refuses the component file", place));
            }
        };
        let depth = self.kept.components.loading.len();
        self.kept.components.loading.push(Loading {
            place: frame.kind_at,
            path: folder.directory.to_path_buf(),
            variables: Vec::new(),
            declared_at: frame.kind_at,
            requirements: frame.requirements.clone(),
            is_exact: true,
        });
        let result = self.build_framed_defs(file, &frame, &class, folder);
        self.kept.components.loading.truncate(depth);
        result
    }

    fn build_framed_defs(
        &mut self,
        file: &'a SourceFile,
        frame: &Frame<'_>,
        class: &Rc<Class<'a>>,
        folder: Folder<'_>,
    ) -> Eval<'a, Contents<'a>> {
        self.give_variables(frame, class, folder)?;
        let is_folder = &*class.name == "DefsFolderComponent" && class.module.file.is_none();
        let mut contents = if is_folder {
            self.check_component(file, frame, class);
            let Folder {
                directory,
                name,
                walk,
                loaded_by,
            } = folder;
            self.build_entry_defs(directory, name, loaded_by, walk)?
        } else {
            let Some(component) = self.make_component(file, frame, class, folder)? else {
                return Ok(
                    self.open_contents("Dagster refuses the component's attributes", frame.kind_at)
                );
            };
            let path = folder.directory.to_path_buf();
            let known = self.kept.components.made.entry(path);
            known.or_default().push(component.clone());
            let mut contents = self.build_component(&component, folder.directory, frame.kind_at)?;
            self.declare(&mut contents, file, frame);
            if contents.open.is_empty() {
                let name = class.name.to_string();
                self.note_dropped(folder.directory, frame.kind_at, &name);
            }
            contents
        };
        if let Some(node) = frame.post_processing {
            self.post_process(
                &mut contents,
                At {
                    node,
                    file: file.id(),
                },
            )?;
        }
        Ok(contents)
    }

    /// The template variables of a component.
    fn give_variables(
        &mut self,
        frame: &Frame<'_>,
        class: &Rc<Class<'a>>,
        folder: Folder<'_>,
    ) -> Eval<'a, ()> {
        let place = frame.kind_at;
        let (mut variables, mut is_exact) = self.class_variables(class, folder.directory, place)?;
        if let Some((module, at)) = frame.template_vars {
            let (more, exact) = self.module_variables(module, folder.name, folder.directory, at)?;
            variables.extend(more);
            is_exact &= exact;
        }
        if is_resolvable(class) {
            variables.extend(self.context_variables(folder.directory, place));
        }
        if let Some(loading) = self.kept.components.loading.last_mut() {
            loading.variables = variables;
            loading.is_exact = is_exact;
        }
        Ok(())
    }

    /// Whether the attributes are what the class takes.
    fn check_component(
        &mut self,
        file: &SourceFile,
        frame: &Frame<'_>,
        class: &Rc<Class<'a>>,
    ) -> bool {
        let schema = self.schema_of(class);
        let owner = Owner {
            name: &class.name,
            file: file.id(),
            at: frame.attributes_at,
        };
        let problems = if let Some(node) = frame.attributes {
            self.check_attributes(node, &schema, owner)
        } else {
            let required = schema.attributes.iter().filter(|it| it.is_required);
            required.map(|it| missing_attribute(it, owner)).collect()
        };
        let is_right = problems.is_empty();
        for problem in problems {
            self.component_problem(LoadFault::ComponentAttribute, problem);
        }
        is_right
    }

    /// The component; none where its attributes are refused.
    fn make_component(
        &mut self,
        file: &SourceFile,
        frame: &Frame<'_>,
        class: &Rc<Class<'a>>,
        folder: Folder<'_>,
    ) -> Eval<'a, Option<Value<'a>>> {
        let place = frame.kind_at;
        let is_customized = overrides(class, MODEL) || overrides(class, MAKING);
        if is_customized {
            if !self.takes_attributes(file, frame, class) {
                return Ok(None);
            }
            return self.make_customized(file, frame, class, folder).map(Some);
        }
        let made = Value::Class(Rc::clone(class));
        if !is_resolvable(class) {
            if let Some(attributes) = frame.attributes
                && super::shape::has_known_bases(class)
            {
                let message = format!("component `{}` takes no attributes", class.name);
                let help = "make its class a `dagster.Resolvable`, or remove `attributes`";
                let at = file.place(first_line(attributes));
                let kind = LoadFault::ComponentAttribute;
                self.component_fault(kind, at, message, Some(help.to_owned()));
                return Ok(None);
            }
            return self.call(&made, Arguments::none(place)).map(Some);
        }
        if !self.check_model(class, place) || !self.check_component(file, frame, class) {
            return Ok(None);
        }
        match frame.attributes {
            Some(node) => {
                let at = At {
                    node,
                    file: file.id(),
                };
                self.resolve_instance(class, at).map(Some)
            }
            None => self.call(&made, Arguments::none(place)).map(Some),
        }
    }

    /// Whether a class that says itself how it is made gets as far as that: what its
    /// attributes are is derived all the same, unless it is given.
    fn takes_attributes(
        &mut self,
        file: &SourceFile,
        frame: &Frame<'_>,
        class: &Rc<Class<'a>>,
    ) -> bool {
        if !is_resolvable(class) || overrides(class, MODEL) {
            return true;
        }
        // A `load` of its own is handed nothing where no attribute is given.
        let given = frame.attributes.is_some_and(|it| !it.entries().is_empty());
        let is_checked = given || !overrides(class, &["load"]);
        self.check_model(class, frame.kind_at)
            && (!is_checked || self.check_component(file, frame, class))
    }

    /// A component whose class says itself how it is made of YAML.
    fn make_customized(
        &mut self,
        file: &SourceFile,
        frame: &Frame<'_>,
        class: &Rc<Class<'a>>,
        folder: Folder<'_>,
    ) -> Eval<'a> {
        let place = frame.kind_at;
        let receiver = Value::Class(Rc::clone(class));
        let mut model = Value::unknown("the model of the component is not known", place);
        for name in ["get_model_cls", "get_schema"] {
            if class.lookup(name).is_some() {
                let method = self.attribute(&receiver, name, place)?;
                model = self.call(&method, Arguments::none(place))?;
                break;
            }
        }
        let attributes = match (&model, frame.attributes) {
            (_, None) => Value::None,
            (Value::Class(model), Some(node)) => {
                let at = At {
                    node,
                    file: file.id(),
                };
                self.raw_model(model, at)?
            }
            _ => {
                return Ok(Value::unknown(
                    "the model of the component is not known",
                    place,
                ));
            }
        };
        let context = self.component_load_context(folder.directory, place);
        for (name, arguments) in [
            ("load", [attributes.clone(), context.clone()]),
            ("resolve_from_model", [context, attributes]),
        ] {
            if class.lookup(name).is_some() {
                let method = self.attribute(&receiver, name, place)?;
                return self.call(&method, Arguments::of(arguments, place));
            }
        }
        Ok(Value::unknown(
            "how the component is made is not known",
            place,
        ))
    }

    /// Records a folder whose Python files a component keeps from being loaded.
    fn note_dropped(&mut self, directory: &Path, component: Place, name: &str) {
        let closed = &mut self.kept.components.closed;
        if closed.iter().any(|it| it.directory == directory) {
            return;
        }
        closed.push(ClosedFolder {
            directory: directory.to_path_buf(),
            component,
            name: name.to_owned(),
        });
    }
}
