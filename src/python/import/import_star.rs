//! `from module import *`.

use std::rc::Rc;

use crate::model::fault;
use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::module::Module;
use crate::python::value::{Unknown, Value};
use crate::source::Place;

impl<'a> Interpreter<'a> {
    pub(super) fn import_star(&mut self, source: &Value<'a>, place: Place) -> Eval<'a, ()> {
        let Some(own) = self.module().cloned() else {
            return Ok(());
        };
        match source {
            Value::Module(module) => {
                if let Some(unknown) = &*module.open.borrow() {
                    own.open(unknown);
                }
                for name in public_names(module) {
                    if let Some(binding) = module.scope.peek(&name) {
                        let value = self.settle(binding.value);
                        self.bind(&name, value, place);
                    } else {
                        self.import_listed(module, &name, place)?;
                    }
                }
            }
            value => {
                if let Value::External(package) = value
                    && let Some(names) = self.host.public_names(package)
                {
                    for (name, value) in names {
                        self.bind(name, value, place);
                    }
                    return Ok(());
                }
                let reason = format!(
                    "`from {} import *` binds names that are not known",
                    self.shown(value)
                );
                own.open(&Unknown::new(reason, place));
            }
        }
        Ok(())
    }

    /// A name of `__all__` that the module does not bind: a sub-module, or nothing.
    fn import_listed(&mut self, module: &Rc<Module<'a>>, name: &str, place: Place) -> Eval<'a, ()> {
        let path = format!("{}.{name}", module.name);
        if let Some(submodule) = self.import_module(&path, place)? {
            self.bind(name, Value::Module(submodule), place);
            return Ok(());
        }
        let is_open = self.unknown_name(module, name, place).is_some();
        if is_open || module.file.is_none() || self.is_built(module, name) {
            return Ok(());
        }
        let message = format!("module '{}' has no attribute '{name}'", module.name);
        let fault = fault::MissingName {
            place,
            name: name.to_owned(),
            module: module.name.to_string(),
            near: super::near_name(self.disk(), module, name),
        };
        self.import_failure("AttributeError", &message, place, fault)?;
        Ok(())
    }
}

/// What `import *` binds: `__all__`, else the names without a leading underscore.
fn public_names(module: &Module<'_>) -> Vec<Rc<str>> {
    let texts = |names: &[Value<'_>]| {
        let texts = names.iter().map(|name| name.as_str().map(Rc::from));
        texts.collect::<Option<Vec<Rc<str>>>>()
    };
    let listed = match module.scope.peek("__all__").map(|binding| binding.value) {
        Some(Value::List(list)) if !list.is_open() => texts(&list.items.borrow()),
        Some(Value::Tuple(names)) => texts(&names),
        _ => None,
    };
    if let Some(names) = listed {
        return names;
    }
    module
        .scope
        .sorted_names()
        .into_iter()
        .filter(|name| !name.starts_with('_'))
        .collect()
}
