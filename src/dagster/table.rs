//! The names of the `dagster` API that are modelled, with their parameters in order.
//!
//! Source: the signatures of `dagster` 1.13.27. Parameters after `*` are keyword-only;
//! of those only what something here asks for matters, any other keyword is kept by name.

mod assets;
mod automation;
mod data;
mod definitions;

use crate::python::value::api::{Api, Make};

const fn api(name: &'static str, parameters: &'static str, make: Make) -> Api {
    Api {
        package: "dagster",
        name,
        parameters,
        make,
    }
}

/// Every modelled name.
pub(super) fn all() -> impl Iterator<Item = &'static Api> {
    [assets::API, automation::API, definitions::API, data::API]
        .into_iter()
        .flatten()
}
