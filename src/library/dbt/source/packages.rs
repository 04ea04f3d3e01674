//! The packages that a dbt project installs: `packages.yml`, `dependencies.yml`.

use std::path::{Path, PathBuf};

use serde_json::Value as Json;

use super::files::yaml;
use crate::python::stdlib::pure_path::lexical;
use crate::source::Sources;
use crate::source::disk::Disk;

/// What is known of the packages.
#[derive(Default)]
pub(super) struct Packages {
    /// The directories of those that lie in the repository.
    pub(super) local: Vec<PathBuf>,
    /// Why there may be more resources.
    pub(super) open: Vec<String>,
}

/// Packages that hold macros and neither models nor anything else that becomes an asset.
const MACROS_ONLY: &[&str] = &[
    "audit_helper",
    "codegen",
    "dbt_date",
    "dbt_expectations",
    "dbt_external_tables",
    "dbt_utils",
];

pub(super) fn of(sources: &Sources, directory: &Path) -> Packages {
    let mut packages = Packages::default();
    for name in ["packages.yml", "dependencies.yml"] {
        let path = directory.join(name);
        if !sources.disk().is_file(&path) {
            continue;
        }
        match yaml(sources, &path) {
            Ok(whole) => {
                for package in whole["packages"].as_array().into_iter().flatten() {
                    packages.add(sources.disk(), directory, package);
                }
                if whole["projects"]
                    .as_array()
                    .is_some_and(|list| !list.is_empty())
                {
                    let reason = "dbt projects that others are built on bring models of their own";
                    packages.open.push(reason.into());
                }
            }
            Err(reason) => packages.open.push(reason),
        }
    }
    packages
}

impl Packages {
    fn add(&mut self, disk: &Disk, directory: &Path, package: &Json) {
        if let Some(path) = package["local"].as_str() {
            let path = lexical(&directory.join(path));
            if disk.is_file(path.join("dbt_project.yml")) {
                return self.local.push(path);
            }
        }
        let place = ["package", "git", "tarball", "local", "private"];
        let place = place.iter().find_map(|key| package[key].as_str());
        let name = place
            .unwrap_or("a package")
            .trim_end_matches('/')
            .trim_end_matches(".git");
        let last = name.rsplit('/').next().unwrap_or(name).replace('-', "_");
        let known = |known: &&str| last == **known || last == format!("dbt_{known}");
        if !MACROS_ONLY.iter().any(known) {
            self.open.push(format!(
                "dbt's package `{name}` is not in the repository and may bring models of its own"
            ));
        }
    }
}
