//! Projects that uv calls virtual: it installs what they need, and not the project.

use crate::model::{ConfigEffect, ConfigSubject, Declared};
use crate::source::Place;

use super::super::toml_node::Table;
use super::{Build, ConfigFault};

/// The module of `[tool.dagster]`, where only an installation would make it importable.
pub(super) fn check(build: &mut Build<'_>, root: Table<'_>) {
    let Some(project) = root.table(&["project"]) else {
        return;
    };
    let dagster = root.table(&["tool", "dagster"]);
    let Some(module) = dagster.and_then(|table| table.string("module_name")) else {
        return;
    };
    let top = module.value.split('.').next().unwrap_or_default();
    let only_in_src = build.holds("src", top) && !build.holds("", top);
    if only_in_src && is_virtual(build, root) && !build.contents.is_put_on_the_path {
        build.found.push(fault(&module, project.place()));
    }
}

fn fault(module: &Declared<String>, place: Place) -> ConfigFault {
    ConfigFault {
        subject: ConfigSubject::Installation,
        effect: ConfigEffect::Refused,
        place,
        message: format!(
            "nothing installs this project, and `{}` is below `src`, which is not on the path",
            module.value
        ),
    }
}

/// Whether uv manages the project, and does not install it.
fn is_virtual(build: &Build<'_>, root: Table<'_>) -> bool {
    let uv = root.table(&["tool", "uv"]);
    let package = uv.and_then(|uv| uv.get("package")?.boolean());
    let has = |name: &str| build.disk.is_file(build.path(name));
    let by_uv = uv.is_some() || root.get("dependency-groups").is_some() || has("uv.lock");
    let other = root.table(&["tool", "poetry"]).is_some() || root.table(&["tool", "pdm"]).is_some();
    let is_installed = package == Some(true)
        || root.get("build-system").is_some()
        || has("setup.py")
        || has("setup.cfg");
    by_uv && !other && !is_installed
}
