//! Template variables: `@template_var` functions of a module or of the component's class.

use std::path::Path;
use std::rc::Rc;

use crate::model::{ComponentFault, LoadFault};
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::arguments::Call;
use crate::python::value::class::{Class, DescriptorKind};
use crate::python::value::function::{Arguments, Function};
use crate::source::Place;

/// The attribute that marks a function, as in Dagster.
const MARK: &str = "__dagster_template_var";

/// Template variables, and whether there are no others.
pub(super) type Variables<'a> = (Vec<(Rc<str>, Value<'a>)>, bool);

impl<'a> Interpreter<'a> {
    /// `@template_var`: the function itself, marked.
    pub(in crate::dagster) fn make_template_var(&mut self, call: &Call<'a>) -> Eval<'a> {
        let value = call.decorated_value();
        if let Value::Function(function) = &value {
            let mut attributes = function.attributes.borrow_mut();
            attributes.insert(Rc::from(MARK), Value::Bool(true));
        }
        Ok(value)
    }

    /// The static methods of a class that are template variables.
    pub(super) fn class_variables(
        &mut self,
        class: &Rc<Class<'a>>,
        path: &Path,
        place: Place,
    ) -> Eval<'a, Variables<'a>> {
        let mut variables = Vec::new();
        let is_exact = class.lookup("get_additional_scope").is_none();
        for name in class.scope.sorted_names() {
            let Some(Value::Descriptor(descriptor)) = class.scope.peek(&name).map(|it| it.value)
            else {
                continue;
            };
            let Value::Function(function) = &descriptor.function else {
                continue;
            };
            if descriptor.kind == DescriptorKind::StaticMethod && is_marked(function) {
                let value = self.call_variable(function, path, place)?;
                variables.push((name, value));
            }
        }
        Ok((variables, is_exact))
    }

    /// The variables of the module that `template_vars_module` names.
    pub(super) fn module_variables(
        &mut self,
        written: &str,
        folder: &str,
        path: &Path,
        place: Place,
    ) -> Eval<'a, Variables<'a>> {
        let name = if written.starts_with('.') {
            format!("{folder}{written}")
        } else {
            written.to_owned()
        };
        let Some(module) = self.import_module(&name, place)? else {
            if written.starts_with('.') || self.misses_first_party(&name) {
                let message =
                    format!("`template_vars_module` names a module that does not exist: `{name}`");
                let kind = LoadFault::TemplateVarsModule;
                self.component_fault(kind, place, message, None);
            }
            return Ok((Vec::new(), false));
        };
        let mut variables = Vec::new();
        let mut is_exact = module.open.borrow().is_none();
        for name in module.scope.sorted_names() {
            let Some(value) = module.scope.read(&name) else {
                continue;
            };
            match self.settle(value) {
                Value::Function(function) if is_marked(&function) => {
                    let value = self.call_variable(&function, path, place)?;
                    variables.push((name, value));
                }
                // It may be a marked function that something else wraps, or that a library has.
                Value::Unknown(_) | Value::Choice(_) => is_exact = false,
                Value::External(path) => is_exact &= !is_of_a_library(&path),
                _ => {}
            }
        }
        if variables.is_empty() && is_exact {
            let message = format!("module `{name}` has no template variable");
            let help = "mark its functions with `@template_var`, or remove the key";
            let kind = LoadFault::TemplateVarsModule;
            self.component_fault(kind, place, message, Some(help.to_owned()));
            // Which variables it was meant to have is not known.
            return Ok((variables, false));
        }
        Ok((variables, is_exact))
    }

    fn call_variable(
        &mut self,
        function: &Rc<Function<'a>>,
        path: &Path,
        place: Place,
    ) -> Eval<'a> {
        let parameters = function
            .parameters
            .map_or(0, ruff_python_ast::Parameters::len);
        if parameters > 1 {
            let message = format!(
                "template variable `{}` takes {parameters} parameters",
                function.name
            );
            self.fault(LoadFault::TemplateVarSignature(ComponentFault {
                place: function.place,
                message,
                help: None,
                symbol: None,
                evidence: Some(place),
            }));
            return Ok(Value::unknown("the template variable is refused", place));
        }
        let arguments = if parameters == 0 {
            Arguments::none(place)
        } else {
            Arguments::of([self.component_load_context(path, place)], place)
        };
        self.call(&Value::Function(Rc::clone(function)), arguments)
    }
}

fn is_marked(function: &Function<'_>) -> bool {
    function.attributes.borrow().contains_key(MARK)
}

/// Whether a path leads to something within a library that may know Dagster.
fn is_of_a_library(path: &str) -> bool {
    path.split_once('.').is_some_and(|(top, _)| {
        top != "dagster" && !ruff_python_stdlib::sys::is_known_standard_library(13, top)
    })
}
