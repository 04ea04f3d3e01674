//! The methods of `globals()`, `vars(module)` and `module.__dict__`.

use std::rc::Rc;

use crate::python::interpreter::{Eval, Interpreter};
use crate::python::value::Value;
use crate::python::value::container::{Dict, Key};
use crate::python::value::function::Arguments;
use crate::python::value::module::Module;
use crate::python::value::scope::Scope;

impl<'a> Interpreter<'a> {
    /// Calls a method of a namespace: those that read see a copy, `update` binds names.
    pub(super) fn call_namespace_method(
        &mut self,
        scope: &Rc<Scope<'a>>,
        module: &Rc<Module<'a>>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let place = arguments.place;
        match name {
            "update" | "setdefault" => {
                let new = Rc::new(Dict::default());
                self.call_dict_method(&new, name, arguments)?;
                if let Some(unknown) = &*new.open.borrow() {
                    module.open(unknown);
                }
                let namespace = Value::Namespace(Rc::clone(scope), Rc::clone(module));
                for entry in new.entries() {
                    let is_known = name == "setdefault"
                        && entry
                            .key
                            .as_str()
                            .is_some_and(|key| scope.peek(key).is_some());
                    if !is_known {
                        self.set_item(&namespace, &entry.key, entry.value, place);
                    }
                }
                Ok(match arguments.at(0) {
                    Some(Value::Str(key)) if name == "setdefault" => {
                        scope.read(key).unwrap_or(Value::None)
                    }
                    _ => Value::None,
                })
            }
            "pop" => self.pop_name(scope, module, arguments),
            "clear" | "popitem" => Ok(self.unknown_call("globals", arguments)),
            _ => {
                let dict = self.namespace_dict(scope, module, name, arguments);
                self.call_dict_method(&dict, name, arguments)
            }
        }
    }

    fn pop_name(
        &mut self,
        scope: &Rc<Scope<'a>>,
        module: &Rc<Module<'a>>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        let dict = self.namespace_dict(scope, module, "get", arguments);
        let value = self.call_dict_method(&dict, "pop", arguments)?;
        match arguments.at(0) {
            Some(Value::Str(name)) => self.unbind(scope, name, arguments.place),
            // Which name goes is not known.
            _ => module.open(&self.unknown_cause(&value, "globals", arguments.place)),
        }
        Ok(value)
    }

    /// The names of a namespace and their values, in sorted order.
    fn namespace_dict(
        &mut self,
        scope: &Rc<Scope<'a>>,
        module: &Rc<Module<'a>>,
        method: &str,
        arguments: &Arguments<'a>,
    ) -> Rc<Dict<'a>> {
        let dict = Dict::default();
        if let Some(unknown) = &*module.open.borrow() {
            dict.open(unknown);
        }
        // Looking up one name uses that name alone.
        let wanted = match arguments.at(0) {
            Some(Value::Str(name)) if method == "get" => Some(Rc::clone(name)),
            _ => None,
        };
        for name in scope.sorted_names() {
            let is_wanted = wanted.as_ref().is_none_or(|wanted| **wanted == *name);
            let value = if is_wanted { scope.read(&name) } else { None };
            if let Some(value) = value {
                let value = self.settle(value);
                let key = Key::Str(Rc::clone(&name));
                dict.insert(key, Value::Str(name), value);
            }
        }
        Rc::new(dict)
    }
}
