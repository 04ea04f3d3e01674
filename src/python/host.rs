//! What modelled libraries add to Python: the one way from the interpreter to what it does
//! not know. The interpreter asks; a [`Host`] answers with names, calls and attributes, and
//! hears what code does while it is imported.

use std::path::Path;
use std::rc::Rc;

use ruff_python_ast::{ExceptHandler, Identifier, StmtTry};

use super::interpreter::{Eval, Interpreter, Truth};
use super::value::api::Api;
use super::value::class::Class;
use super::value::function::Arguments;
use super::value::object::Object;
use super::value::{Unknown, Value};
use crate::model::Guard;
use crate::source::Place;
use crate::source::disk::Disk;

/// What the names and objects of modelled libraries are and do. Each method has the answer
/// of an interpreter without any as its default.
pub(crate) trait Host: Sync {
    /// The value of a dotted name of a library: `dagster.asset`. `None` where it is not
    /// modelled.
    fn resolve<'a>(&self, _cx: &mut Interpreter<'a>, _path: &str) -> Option<Value<'a>> {
        None
    }

    /// A name of a package's API: `asset`, `AssetKey.from_coercible`.
    fn find(&self, _package: &str, _name: &str) -> Option<&'static Api> {
        None
    }

    /// What `from package import *` binds. `None` where that is not known.
    fn public_names<'a>(&self, _package: &str) -> Option<Vec<(&'static str, Value<'a>)>> {
        None
    }

    /// A name of the API is called.
    fn call_api<'a>(
        &self,
        _cx: &mut Interpreter<'a>,
        api: &'static Api,
        arguments: Arguments<'a>,
    ) -> Eval<'a> {
        Ok(not_followed(api.name, arguments.place))
    }

    /// A method of a name of the API is called: `AssetKey.from_user_string(...)`.
    fn call_api_method<'a>(
        &self,
        _cx: &mut Interpreter<'a>,
        api: &'static Api,
        _name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        Ok(not_followed(api.name, arguments.place))
    }

    /// An object of the API is called.
    fn call_object<'a>(
        &self,
        _cx: &mut Interpreter<'a>,
        object: &Rc<Object<'a>>,
        arguments: Arguments<'a>,
    ) -> Eval<'a> {
        Ok(not_followed(object.type_name(), arguments.place))
    }

    /// A method of an object of the API is called.
    fn call_object_method<'a>(
        &self,
        _cx: &mut Interpreter<'a>,
        object: &Rc<Object<'a>>,
        _name: &Rc<str>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        Ok(not_followed(object.type_name(), arguments.place))
    }

    /// An attribute of a name of the API.
    fn api_attribute<'a>(
        &self,
        _cx: &mut Interpreter<'a>,
        api: &'static Api,
        _name: &str,
        place: Place,
    ) -> Value<'a> {
        not_followed(api.name, place)
    }

    /// An attribute of an object of the API.
    fn object_attribute<'a>(
        &self,
        _cx: &mut Interpreter<'a>,
        object: &Rc<Object<'a>>,
        _name: &str,
        place: Place,
    ) -> Eval<'a> {
        Ok(not_followed(object.type_name(), place))
    }

    /// Whether the code that runs reads the entries of a dict as attributes, as templates do.
    fn has_entries_as_attributes(&self, _cx: &Interpreter<'_>) -> bool {
        false
    }

    /// An operator on an object of the API.
    fn operate<'a>(
        &self,
        _cx: &mut Interpreter<'a>,
        object: &Rc<Object<'a>>,
        place: Place,
    ) -> Value<'a> {
        not_followed(object.type_name(), place)
    }

    /// `isinstance(object, class)`, with a class of the API or of Python
    fn is_instance(&self, _object: &Object<'_>, _class: &str) -> Truth {
        Truth::Unknown
    }

    /// `issubclass(api, base)`
    fn is_subclass(&self, _api: &Api, _base: &Api) -> Truth {
        Truth::Unknown
    }

    /// The method that a class of the project inherits from a class of a library, bound.
    fn inherited_method<'a>(
        &self,
        _class: &Class<'a>,
        _receiver: &Value<'a>,
        _name: &str,
        _place: Place,
    ) -> Option<Value<'a>> {
        None
    }

    /// Whether a class has a method that its libraries give it, and that is followed.
    fn has_class_method(&self, _class: &Class<'_>, _name: &str) -> bool {
        false
    }

    /// A method that a class has of its libraries is called.
    fn call_class_method<'a>(
        &self,
        _cx: &mut Interpreter<'a>,
        class: &Rc<Class<'a>>,
        _name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        Ok(not_followed(&class.name, arguments.place))
    }

    /// Makes of the arguments of a constructor what its library makes of them.
    fn fit_arguments<'a>(
        &self,
        _cx: &mut Interpreter<'a>,
        _class: &Rc<Class<'a>>,
        _arguments: &mut Arguments<'a>,
    ) -> Eval<'a, ()> {
        Ok(())
    }

    /// Whether everything is known that a class inherits from libraries.
    fn has_known_bases(&self, _class: &Class<'_>) -> bool {
        false
    }

    /// Sets the attributes that the constructor of a library's class sets.
    fn fill_from_base<'a>(
        &self,
        _class: &Class<'a>,
        _receiver: &Value<'a>,
        _arguments: &Arguments<'a>,
    ) {
    }

    /// What reading a file gives that is not there, where a library would have made it.
    fn missing_file<'a>(
        &self,
        _cx: &Interpreter<'a>,
        _path: &Path,
        _place: Place,
    ) -> Option<Value<'a>> {
        None
    }

    /// Whether a library makes a file before the code runs; the tool that does.
    fn maker_of(&self, _disk: &Disk, _path: &Path) -> Option<&'static str> {
        None
    }

    /// `unknown[index]`, where a library knows more of it.
    fn part_of<'a>(
        &self,
        _cx: &mut Interpreter<'a>,
        _unknown: &Rc<Unknown>,
        _index: &Value<'a>,
        _place: Place,
    ) -> Option<Value<'a>> {
        None
    }

    /// Where what is made now is found, if not where the code stands that makes it.
    fn declared_at(&self, _cx: &Interpreter<'_>) -> Option<Place> {
        None
    }

    /// A name is asked of a package that is not the project's.
    fn hear_name<'a>(&self, _cx: &mut Interpreter<'a>, _from: &Value<'a>, _name: &Identifier) {}

    /// Something is called.
    fn hear_call<'a>(
        &self,
        _cx: &mut Interpreter<'a>,
        _callee: &Value<'a>,
        _arguments: &Arguments<'a>,
    ) {
    }

    /// `os.environ[variable]`
    fn hear_variable(&self, _cx: &mut Interpreter<'_>, _variable: &str, _place: Place) {}

    /// A `raise` under a guard within another.
    fn hear_raise(&self, _cx: &mut Interpreter<'_>, _guard: &Guard, _outer: &Guard, _place: Place) {
    }

    /// A `try` one of whose handlers is for imports that fail, and none failed.
    fn hear_optional_import<'a>(
        &self,
        _cx: &mut Interpreter<'a>,
        _stmt: &'a StmtTry,
        _handler: &'a ExceptHandler,
    ) {
    }

    /// A decorator of the project made a function of what a library made.
    fn hear_decorated<'a>(
        &self,
        _cx: &mut Interpreter<'a>,
        _before: &Value<'a>,
        _after: &Value<'a>,
        _decorator: Place,
    ) {
    }
}

/// Python without any library.
#[cfg(test)]
pub(crate) struct NoHost;

#[cfg(test)]
impl Host for NoHost {}

fn not_followed<'a>(name: &str, place: Place) -> Value<'a> {
    Value::unknown(format!("value comes from `{name}`"), place)
}
