//! Libraries that are modelled in Python: what their components take and make. The
//! classes are evaluated as those of the project are, and stand nowhere: what they make
//! is found where it is declared.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use crate::python::interpreter::Interpreter;
use crate::python::value::Value;
use crate::python::value::frame::Frame;
use crate::python::value::module::{Module, ModuleState};
use crate::python::value::scope::{Scope, ScopeKind};

/// A package, and the names that its model gives.
struct Library {
    package: &'static str,
    names: &'static [&'static str],
    text: &'static str,
}

/// Every modelled library: to add one, add its file and its line.
const LIBRARIES: &[Library] = &[
    Library {
        package: "dagster",
        names: &[
            "AssetAttributesModel",
            "AssetCheckSpecKwargs",
            "AssetPostProcessorModel",
            "AssetSpecKeyUpdateKwargs",
            "AssetSpecKwargs",
            "AssetSpecUpdateKwargs",
            "AssetsDefUpdateKwargs",
            "ComponentPostProcessingModel",
            "DefinitionsComponent",
            "DefsFolderComponent",
            "ExecutableComponent",
            "FunctionComponent",
            "OpSpec",
            "PythonScriptComponent",
            "ResolvedAssetAttributes",
            "ResolvedAssetCheckSpec",
            "ResolvedAssetKey",
            "ResolvedAssetSpec",
            "ScriptSpec",
            "SharedAssetKwargs",
            "SqlComponent",
            "TemplatedSqlComponent",
            "UvRunComponent",
        ],
        text: include_str!("model/dagster.py"),
    },
    Library {
        package: "dagster",
        names: &["translated"],
        text: include_str!("model/translation.py"),
    },
    Library {
        package: "dagster_dbt",
        names: &[
            "DBT_DEFAULT_EXCLUDE",
            "DBT_DEFAULT_SELECT",
            "DBT_DEFAULT_SELECTOR",
            "DbtProjectArgs",
            "DbtProjectComponent",
        ],
        text: include_str!("model/dagster_dbt.py"),
    },
    Library {
        package: "dagster_dlt",
        names: &[
            "DagsterDltTranslator",
            "DltComponentTranslator",
            "DltLoadCollectionComponent",
            "DltLoadSpecModel",
            "DltResourceTranslatorData",
            "build_dlt_asset_specs",
            "dlt_assets",
        ],
        text: include_str!("model/dagster_dlt.py"),
    },
    Library {
        package: "dlt",
        names: &[
            "DltResource",
            "DltSource",
            "resource",
            "rest_api_resources",
            "rest_api_source",
            "source",
            "sql_database",
            "sql_table",
            "transformer",
        ],
        text: include_str!("model/dlt.py"),
    },
    Library {
        package: "dagster_sling",
        names: &[
            "SlingReplicationCollectionComponent",
            "SlingReplicationSpecModel",
        ],
        text: include_str!("model/dagster_sling.py"),
    },
];

/// Modules that are called as a name in them is.
const MODULES: &[&str] = &[
    "dlt.extract.resource",
    "dlt.extract.source",
    "dlt.sources.sql_database",
];

impl<'a> Interpreter<'a> {
    /// The value of a name of a modelled library, wherever in the package it is
    /// imported from.
    pub(crate) fn library_name(&mut self, path: &str) -> Option<Value<'a>> {
        if MODULES.contains(&path) {
            return None;
        }
        let package = path.split('.').next()?;
        let name = path.rsplit('.').next()?;
        let library = LIBRARIES
            .iter()
            .find(|library| library.package == package && library.names.contains(&name))?;
        self.library(library).scope.read(name)
    }

    fn library(&mut self, library: &'static Library) -> Rc<Module<'a>> {
        let name = format!("<{} {}>", library.package, library.names[0]);
        if let Some(Some(known)) = self.modules.get(name.as_str()) {
            return Rc::clone(known);
        }
        let module = Rc::new(Module {
            name: Rc::from(name.as_str()),
            file: None,
            directories: Vec::new(),
            scope: Scope::new(ScopeKind::Module, None),
            state: Cell::new(ModuleState::Loading),
            open: RefCell::default(),
            is_script: false,
        });
        self.modules
            .insert(Rc::from(name), Some(Rc::clone(&module)));
        let Some(tree) = self.sources.snippet(library.text).module() else {
            return module;
        };
        let guard = std::mem::take(&mut self.guard);
        let here = self.here;
        self.frames.push(Frame {
            module: Rc::clone(&module),
            scope: Rc::clone(&module.scope),
            function: None,
            entered: self.guard.clone(),
            returned: Vec::new(),
            broken: None,
            yielded: Vec::new(),
        });
        // The budget may end it; then its names are missing, and so unknown.
        let _ = self.module_body(&tree.body, &module);
        self.frames.pop();
        self.here = here;
        self.guard = guard;
        module
    }
}

#[cfg(test)]
mod tests {
    use super::LIBRARIES;
    use crate::source::Sources;

    #[test]
    fn every_library_is_python_and_has_its_names() {
        for library in LIBRARIES {
            let sources = Sources::new();
            let parsed = sources.snippet(library.text);
            let tree = parsed.module().expect("no syntax error");
            for name in library.names {
                let binds = crate::syntax::bound_names::binds(&tree.body, name);
                assert!(binds, "{}.{name}", library.package);
            }
        }
    }
}
