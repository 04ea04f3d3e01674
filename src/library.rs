//! Dagster's integration libraries: a table of names a library, as `dagster::table` is
//! for Dagster itself.
//!
//! To add a library, write `library/<name>.rs` with an `API`, and add it to the list
//! below. What a table does not name stays opaque and opens what it is put into.
//! A class of a library can be a base of a class of the project: its methods stand in
//! the table as `Class.method`, and their first parameter is the instance.

mod airbyte;
mod airlift;
mod cloud;
mod dagstermill;
mod dbt;
mod dlt;
mod fivetran;
mod json;
mod made;
mod model;
mod msteams;
mod slack;
mod sling;

use std::rc::Rc;

pub(crate) use dbt::is_made_by_dbt;

use crate::python::value::Value;
use crate::python::value::api::{Api, Make, Maker};
use crate::python::value::class::Class;
use crate::python::value::function::{Arguments, Partial};
use crate::source::Place;

/// The tables, by top module.
static LIBRARIES: &[(&str, &[Api])] = &[
    ("dagster_airbyte", airbyte::API),
    ("dagster_airlift", airlift::API),
    ("dagster_cloud", cloud::API),
    ("dagstermill", dagstermill::API),
    ("dagster_dbt", dbt::API),
    ("dagster_dlt", dlt::API),
    ("dagster_fivetran", fivetran::API),
    ("dagster_msteams", msteams::API),
    ("dagster_slack", slack::API),
    ("dagster_sling", sling::API),
];

/// The table of a library.
fn api(package: &str) -> Option<&'static [Api]> {
    let library = LIBRARIES.iter().find(|(name, _)| *name == package);
    library.map(|(_, api)| *api)
}

/// The value of a dotted name of Dagster or of a library, wherever the name is imported
/// from: `dagster.asset`, `dagster._core.definitions.decorators.asset`. `None` where it
/// is of another package.
pub(crate) fn resolve<'a>(path: &str) -> Option<Value<'a>> {
    let (package, rest) = path.split_once('.')?;
    let name = rest.rsplit('.').next()?;
    // Of a function that is in no table, nothing is known.
    find(package, name).map(Value::Api)
}

/// A name of a package's API: `asset`, `AssetKey.from_coercible`.
pub(crate) fn find(package: &str, name: &str) -> Option<&'static Api> {
    match package {
        "dagster" => crate::dagster::find(name),
        package => api(package)?.iter().find(|api| api.name == name),
    }
}

/// A function or class whose calls `maker` models.
const fn object(
    package: &'static str,
    name: &'static str,
    parameters: &'static str,
    maker: Maker,
) -> Api {
    Api {
        package,
        name,
        parameters,
        make: Make::Object(maker),
    }
}

/// A decorator.
const fn decorator(
    package: &'static str,
    name: &'static str,
    parameters: &'static str,
    maker: Maker,
) -> Api {
    Api {
        package,
        name,
        parameters,
        make: Make::Decorator(maker),
    }
}

/// A class whose objects are handed on and compared: resources, IO managers, settings.
const fn plain(package: &'static str, name: &'static str, parameters: &'static str) -> Api {
    Api {
        package,
        name,
        parameters,
        make: Make::Plain,
    }
}

/// The class of a library that a class of the project inherits from.
pub(in crate::library) fn base_of(class: &Class<'_>) -> Option<&'static Api> {
    let order = class.order.borrow();
    let mut bases = order.iter().flat_map(|class| &class.bases);
    bases.find_map(|base| match base {
        Value::Api(api) => Some(*api),
        _ => None,
    })
}

/// The method that a class of the project inherits from a class of a library, bound.
pub(crate) fn inherited_method<'a>(
    class: &Class<'a>,
    receiver: &Value<'a>,
    name: &str,
    place: Place,
) -> Option<Value<'a>> {
    let base = base_of(class)?;
    let method = find(base.package, &format!("{}.{name}", base.name))?;
    Some(Value::Partial(Rc::new(Partial {
        callee: Value::Api(method),
        arguments: Arguments::of([receiver.clone()], place),
    })))
}

/// Sets the attributes that the constructor of a library's class has as parameters.
pub(crate) fn fill_from_base<'a>(
    class: &Class<'a>,
    receiver: &Value<'a>,
    arguments: &Arguments<'a>,
) {
    let (Some(base), Value::Instance(instance)) = (base_of(class), receiver) else {
        return;
    };
    let names = base.parameters.split(' ').take_while(|name| *name != "*");
    let mut attributes = instance.attributes.borrow_mut();
    for (name, argument) in names.zip(&arguments.positional) {
        attributes.insert(Rc::from(name), argument.value.clone());
    }
}
