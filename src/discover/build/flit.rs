//! flit: a module called like the project, there or below `src`.

use crate::model::ConfigEffect;
use crate::source::Place;

use super::super::toml_node::Table;
use super::{Build, name};

pub(super) fn check(build: &mut Build<'_>, root: Table<'_>, backend: Place) {
    let module = root.table(&["tool", "flit", "module"]);
    let written = module.and_then(|module| module.string("name"));
    let Some(module) = written.or_else(|| name(root)) else {
        return;
    };
    let module = module.value.replace('-', "_");
    if build.holds("", &module) || build.holds("src", &module) {
        let inner = module.replace('.', "/");
        let shipped = [build.path(&inner), build.path("src").join(&inner)];
        build.not_shipped(
            backend,
            &shipped,
            "flit ships the module named like the project, and",
        );
    } else {
        let message = format!("flit finds nothing to build: there is no module `{module}`");
        build.add(ConfigEffect::Refused, backend, message);
    }
}
