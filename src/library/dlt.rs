//! `dagster_dlt`: its resource. What a dlt source holds, and what Dagster makes of it, is
//! modelled in Python, beside the component of the library. Source: `dagster-dlt` 0.29.27.

use super::plain;
use crate::python::value::api::Api;

pub(super) static API: &[Api] = &[plain("dagster_dlt", "DagsterDltResource", "")];
