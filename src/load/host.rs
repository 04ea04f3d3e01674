//! Dagster and its integration libraries as the host of the interpreter.

use std::path::Path;
use std::rc::Rc;

use ruff_python_ast::{ExceptHandler, Identifier, StmtTry};

use crate::dagster::{component, model};
use crate::model::Guard;
use crate::python::host::Host;
use crate::python::interpreter::{Eval, Interpreter, Truth};
use crate::python::value::api::Api;
use crate::python::value::class::Class;
use crate::python::value::function::Arguments;
use crate::python::value::object::Object;
use crate::python::value::{Unknown, Value};
use crate::source::Place;
use crate::source::disk::Disk;
use crate::{dagster, library};

/// What a project finds installed beside Python.
pub(super) struct Dagster;

impl Host for Dagster {
    fn resolve<'a>(&self, cx: &mut Interpreter<'a>, path: &str) -> Option<Value<'a>> {
        cx.library_name(path).or_else(|| library::resolve(path))
    }

    fn find(&self, package: &str, name: &str) -> Option<&'static Api> {
        library::find(package, name)
    }

    fn public_names<'a>(&self, package: &str) -> Option<Vec<(&'static str, Value<'a>)>> {
        (package == "dagster").then(|| dagster::public_names().collect())
    }

    fn call_api<'a>(
        &self,
        cx: &mut Interpreter<'a>,
        api: &'static Api,
        arguments: Arguments<'a>,
    ) -> Eval<'a> {
        cx.call_api(api, arguments)
    }

    fn call_api_method<'a>(
        &self,
        cx: &mut Interpreter<'a>,
        api: &'static Api,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        cx.call_api_method(api, name, arguments)
    }

    fn call_object<'a>(
        &self,
        cx: &mut Interpreter<'a>,
        object: &Rc<Object<'a>>,
        arguments: Arguments<'a>,
    ) -> Eval<'a> {
        cx.call_object(object, arguments)
    }

    fn call_object_method<'a>(
        &self,
        cx: &mut Interpreter<'a>,
        object: &Rc<Object<'a>>,
        name: &Rc<str>,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        cx.call_object_method(object, name, arguments)
    }

    fn api_attribute<'a>(
        &self,
        cx: &mut Interpreter<'a>,
        api: &'static Api,
        name: &str,
        place: Place,
    ) -> Value<'a> {
        cx.api_attribute(api, name, place)
    }

    fn object_attribute<'a>(
        &self,
        cx: &mut Interpreter<'a>,
        object: &Rc<Object<'a>>,
        name: &str,
        place: Place,
    ) -> Eval<'a> {
        cx.object_attribute(object, name, place)
    }

    /// In Jinja the entries of a dict are attributes, too.
    fn has_entries_as_attributes(&self, cx: &Interpreter<'_>) -> bool {
        cx.is_in_template()
    }

    fn operate<'a>(
        &self,
        cx: &mut Interpreter<'a>,
        object: &Rc<Object<'a>>,
        place: Place,
    ) -> Value<'a> {
        cx.operate_on_object(object, place)
    }

    fn is_instance(&self, object: &Object<'_>, class: &str) -> Truth {
        Truth::from(dagster::is_subclass(object.type_name(), class))
    }

    fn is_subclass(&self, api: &Api, base: &Api) -> Truth {
        Truth::from(dagster::is_subclass(api.name, base.name))
    }

    fn inherited_method<'a>(
        &self,
        class: &Class<'a>,
        receiver: &Value<'a>,
        name: &str,
        place: Place,
    ) -> Option<Value<'a>> {
        library::inherited_method(class, receiver, name, place)
    }

    fn has_class_method(&self, class: &Class<'_>, name: &str) -> bool {
        model::has_class_method(class, name)
    }

    fn call_class_method<'a>(
        &self,
        cx: &mut Interpreter<'a>,
        class: &Rc<Class<'a>>,
        name: &str,
        arguments: &Arguments<'a>,
    ) -> Eval<'a> {
        cx.call_model_method(class, name, arguments)
    }

    fn fit_arguments<'a>(
        &self,
        cx: &mut Interpreter<'a>,
        class: &Rc<Class<'a>>,
        arguments: &mut Arguments<'a>,
    ) -> Eval<'a, ()> {
        cx.fit_arguments(class, arguments)
    }

    fn has_known_bases(&self, class: &Class<'_>) -> bool {
        component::has_known_bases(class)
    }

    fn fill_from_base<'a>(
        &self,
        class: &Class<'a>,
        receiver: &Value<'a>,
        arguments: &Arguments<'a>,
    ) {
        library::fill_from_base(class, receiver, arguments);
    }

    fn missing_file<'a>(
        &self,
        cx: &Interpreter<'a>,
        path: &Path,
        place: Place,
    ) -> Option<Value<'a>> {
        cx.missing_dbt_manifest(path, place)
    }

    fn maker_of(&self, disk: &Disk, path: &Path) -> Option<&'static str> {
        library::is_made_by_dbt(disk, path).then_some("dbt")
    }

    fn part_of<'a>(
        &self,
        cx: &mut Interpreter<'a>,
        unknown: &Rc<Unknown>,
        index: &Value<'a>,
        place: Place,
    ) -> Option<Value<'a>> {
        cx.dbt_manifest_part(unknown, index, place)
    }

    /// What the model of a library makes, or a template, is found in the component file.
    fn declared_at(&self, cx: &Interpreter<'_>) -> Option<Place> {
        cx.kept.components.place()
    }

    fn hear_name<'a>(&self, cx: &mut Interpreter<'a>, from: &Value<'a>, name: &Identifier) {
        cx.note_dagster_name(from, name);
    }

    fn hear_call<'a>(
        &self,
        cx: &mut Interpreter<'a>,
        callee: &Value<'a>,
        arguments: &Arguments<'a>,
    ) {
        cx.note_call(callee, arguments);
    }

    fn hear_variable(&self, cx: &mut Interpreter<'_>, variable: &str, place: Place) {
        cx.note_environment(variable, place);
    }

    fn hear_raise(&self, cx: &mut Interpreter<'_>, guard: &Guard, outer: &Guard, place: Place) {
        cx.note_raise(guard, outer, place);
    }

    fn hear_optional_import<'a>(
        &self,
        cx: &mut Interpreter<'a>,
        stmt: &'a StmtTry,
        handler: &'a ExceptHandler,
    ) {
        cx.note_optional_import(stmt, handler);
    }

    fn hear_decorated<'a>(
        &self,
        cx: &mut Interpreter<'a>,
        before: &Value<'a>,
        after: &Value<'a>,
        decorator: Place,
    ) {
        cx.note_lost(before, after, decorator);
    }
}
