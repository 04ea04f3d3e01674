//! `uv_build`: a module called like the project, below `src`.

use std::path::PathBuf;

use crate::model::ConfigEffect;
use crate::source::Place;

use super::super::manifest::normalise;
use super::super::toml_node::Table;
use super::{Build, name};

pub(super) fn check(build: &mut Build<'_>, root: Table<'_>, backend: Place) {
    let settings = root.table(&["tool", "uv", "build-backend"]);
    let get = |key: &str| settings.and_then(|settings| settings.get(key));
    if get("namespace").and_then(|value| value.boolean()) == Some(true) {
        return;
    }
    let module_root = get("module-root").and_then(|value| value.string());
    let module_root = module_root.map_or_else(|| "src".to_owned(), |root| root.value);
    let named = get("module-name").map(|value| {
        let mut modules = value.strings();
        modules.extend(value.string());
        modules.into_iter().map(|module| module.value).collect()
    });
    let default = || {
        let module = normalise(&name(root)?.value)?.replace('-', "_");
        Some(vec![module])
    };
    let modules: Option<Vec<String>> = named.or_else(default);
    let Some(modules) = modules else { return };
    let mut shipped = Vec::new();
    for module in modules {
        if !build.holds(&module_root, &module) {
            let path = match module_root.as_str() {
                "" => module.replace('.', "/"),
                root => format!("{root}/{}", module.replace('.', "/")),
            };
            let message = format!("uv builds nothing: there is no `{path}/__init__.py`");
            build.add(ConfigEffect::Refused, backend, message);
            return;
        }
        let inner: PathBuf = module.split('.').collect();
        shipped.push(build.path(&module_root).join(inner));
    }
    build.not_shipped(
        backend,
        &shipped,
        "uv ships the module named like the project, and",
    );
}
