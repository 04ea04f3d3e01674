//! `dagstermill`: assets of notebooks. Source: `dagstermill` 0.29.27.

use super::{object, plain};
use crate::model::{AssetKind, NodeKind};
use crate::python::value::api::Api;

const PACKAGE: &str = "dagstermill";

pub(super) static API: &[Api] = &[
    object(
        PACKAGE,
        "define_dagstermill_asset",
        "name notebook_path key_prefix ins deps",
        |cx, call| cx.single_asset(call, AssetKind::Materializable, NodeKind::Asset),
    ),
    object(
        PACKAGE,
        "define_dagstermill_op",
        "name notebook_path ins outs",
        |cx, call| cx.make_op(call),
    ),
    plain(PACKAGE, "ConfigurableLocalOutputNotebookIOManager", ""),
    plain(PACKAGE, "local_output_notebook_io_manager", ""),
];
