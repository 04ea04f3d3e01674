//! A project against the recommended layout, and what hides other modules.

use std::path::{Path, PathBuf};

use crate::model::{Declared, Environment, MissingModule, PackageLayout};
use crate::path::is_compiled;
use crate::source::disk::Disk;
use crate::source::{Place, Sources};
use crate::suggest::closest_module;

use super::catalog::Directory;
use super::dg::DgConfig;
use super::path::{base_name, push_new};

/// The parts that a project lacks, in the order of Dagster's documentation
/// (<https://docs.dagster.io/guides/build/projects/project-structure>).
pub(super) fn layout(
    disk: &Disk,
    directory: &Path,
    package: Option<&str>,
    environment: &Environment,
    is_member: bool,
) -> PackageLayout {
    // Where nothing names the package, no name is made up for it.
    let package = package.map_or_else(|| "<package>".to_owned(), |name| name.replace('.', "/"));
    let mut parts = vec!["pyproject.toml".to_owned()];
    // The scaffold leaves the readme of a workspace to the workspace.
    if !is_member && !has_readme(disk, directory) {
        parts.push("README.md".to_owned());
    }
    for part in ["__init__.py", "definitions.py", "defs/__init__.py"] {
        parts.push(format!("src/{package}/{part}"));
    }
    parts.push("tests/__init__.py".to_owned());
    let mut missing: Vec<String> = parts
        .into_iter()
        .filter(|part| !disk.is_file(directory.join(part)))
        .collect();
    if environment.locks.is_empty() {
        missing.push("uv.lock".to_owned());
    }
    PackageLayout { missing }
}

fn has_readme(disk: &Disk, directory: &Path) -> bool {
    let entries = disk.list(directory).unwrap_or_default();
    entries.iter().any(|path| {
        let name = base_name(path).to_ascii_lowercase();
        name == "readme" || name.starts_with("readme.")
    })
}

/// What dg cannot find of a project: see `dagster_dg_core.context` of Dagster 1.13.
#[derive(Debug, Default)]
pub(super) struct MissingModules {
    /// The root module.
    pub(super) root: Option<MissingModule>,
    /// The target module.
    pub(super) target: Option<MissingModule>,
}

/// Looks for the modules of a dg project as dg does.
pub(super) fn missing_modules(disk: &Disk, dg: &DgConfig) -> MissingModules {
    let mut missing = MissingModules::default();
    let Some(project) = dg.as_project() else {
        return missing;
    };
    let Some(root) = project
        .root_module
        .as_ref()
        .filter(|root| is_name(&root.value))
    else {
        return missing;
    };
    let base = dg.base(disk);
    if !is_module(disk, &base, &root.value) {
        missing.root = Some(missing_module(disk, root, &[base]));
        return missing;
    }
    let target = project.target().filter(|_| !project.autoload_defs);
    let target = target.filter(|target| {
        // A module of another package may be installed from anywhere.
        let own = target.value.split('.').next() == root.value.split('.').next();
        own && is_name(&target.value) && !is_module(disk, &base, &target.value)
    });
    missing.target = target.map(|target| missing_module(disk, &target, &[base]));
    missing
}

fn missing_module(disk: &Disk, named: &Declared<String>, directories: &[PathBuf]) -> MissingModule {
    MissingModule {
        named: named.clone(),
        directories: directories.to_vec(),
        near: closest_module(disk, directories, &named.value),
    }
}

/// The registry modules of a project that are none. Those of other packages may be
/// installed from anywhere, and a pattern may match nothing.
pub(super) fn missing_registry_modules(
    disk: &Disk,
    directory: &Path,
    found: Option<&Directory>,
) -> Vec<MissingModule> {
    let project = found.and_then(|found| found.dg()?.as_project());
    let patterns = project
        .into_iter()
        .flat_map(|project| &project.registry_modules);
    let pyproject = found.and_then(|found| found.pyproject.as_ref());
    let entry_points = pyproject
        .into_iter()
        .flat_map(|found| &found.registry_modules);
    let roots = source_roots(disk, directory, found);
    let is_missing = |module: &&Declared<String>| {
        let name = module.value.split(':').next().unwrap_or_default().trim();
        let top = name.split('.').next().unwrap_or_default();
        let is_own = roots.iter().any(|root| is_module(disk, root, top));
        !name.contains('*')
            && is_name(name)
            && is_own
            && !roots.iter().any(|root| is_module(disk, root, name))
    };
    let modules = patterns.chain(entry_points);
    let missing = modules.filter(is_missing);
    missing.map(|it| missing_module(disk, it, &roots)).collect()
}

/// Where the packages of a project may be: `src`, what the build backend says, and the
/// project's own directory.
pub(super) fn source_roots(
    disk: &Disk,
    project: &Path,
    directory: Option<&Directory>,
) -> Vec<PathBuf> {
    let mut roots = Vec::new();
    let src = project.join("src");
    if disk.is_folder(&src) {
        roots.push(src);
    }
    let packaging = directory.into_iter().flat_map(Directory::packaging);
    for root in packaging.flat_map(|found| &found.roots) {
        push_new(&mut roots, root.clone());
    }
    push_new(&mut roots, project.to_path_buf());
    roots
}

/// Whether a text can be a module at all; a template cannot.
fn is_name(module: &str) -> bool {
    !module.is_empty() && !module.contains(['{', '}', '%'])
}

/// `a/b.py`, or anything called `a/b`: namespace packages count.
fn is_module(disk: &Disk, base: &Path, module: &str) -> bool {
    let path = module
        .split('.')
        .fold(base.to_path_buf(), |path, part| path.join(part));
    let file = path.with_file_name(format!("{}.py", base_name(&path)));
    let is_built = || {
        let (directory, name) = (path.parent()?, path.file_name()?.to_str()?);
        Some(is_compiled(disk, directory, name))
    };
    disk.is_folder(&path) || disk.is_file(&file) || is_built() == Some(true)
}

/// The module names of Dagster and of the libraries in its own repository.
const FIRST_PARTY: &[&str] = &[
    "dagster",
    "dagster_airbyte",
    "dagster_airlift",
    "dagster_aws",
    "dagster_azure",
    "dagster_celery",
    "dagster_celery_docker",
    "dagster_celery_k8s",
    "dagster_census",
    "dagster_cloud",
    "dagster_cloud_cli",
    "dagster_dask",
    "dagster_databricks",
    "dagster_datadog",
    "dagster_datahub",
    "dagster_dbt",
    "dagster_deltalake",
    "dagster_deltalake_pandas",
    "dagster_deltalake_polars",
    "dagster_dg_cli",
    "dagster_dg_core",
    "dagster_dlt",
    "dagster_docker",
    "dagster_duckdb",
    "dagster_duckdb_pandas",
    "dagster_duckdb_polars",
    "dagster_duckdb_pyspark",
    "dagster_embedded_elt",
    "dagster_fivetran",
    "dagster_gcp",
    "dagster_gcp_pandas",
    "dagster_gcp_pyspark",
    "dagster_ge",
    "dagster_github",
    "dagster_graphql",
    "dagster_k8s",
    "dagster_looker",
    "dagster_mlflow",
    "dagster_msteams",
    "dagster_mysql",
    "dagster_omni",
    "dagster_openai",
    "dagster_pagerduty",
    "dagster_pandas",
    "dagster_pandera",
    "dagster_papertrail",
    "dagster_pipes",
    "dagster_polytomic",
    "dagster_postgres",
    "dagster_powerbi",
    "dagster_prometheus",
    "dagster_pyspark",
    "dagster_shared",
    "dagster_sigma",
    "dagster_slack",
    "dagster_sling",
    "dagster_snowflake",
    "dagster_snowflake_pandas",
    "dagster_snowflake_polars",
    "dagster_snowflake_pyspark",
    "dagster_spark",
    "dagster_ssh",
    "dagster_tableau",
    "dagster_twilio",
    "dagster_wandb",
    "dagster_webserver",
    "dagstermill",
];

/// Modules of the standard library that are imported when a code server starts.
const AT_START: &[&str] = &[
    "argparse",
    "ast",
    "asyncio",
    "base64",
    "bisect",
    "bz2",
    "calendar",
    "cmd",
    "code",
    "collections",
    "concurrent",
    "contextlib",
    "contextvars",
    "copy",
    "csv",
    "dataclasses",
    "datetime",
    "decimal",
    "difflib",
    "dis",
    "email",
    "enum",
    "fractions",
    "functools",
    "gettext",
    "glob",
    "gzip",
    "hashlib",
    "heapq",
    "hmac",
    "html",
    "importlib",
    "inspect",
    "ipaddress",
    "json",
    "keyword",
    "locale",
    "logging",
    "lzma",
    "multiprocessing",
    "numbers",
    "operator",
    "pathlib",
    "pickle",
    "pkgutil",
    "platform",
    "pprint",
    "queue",
    "random",
    "re",
    "secrets",
    "selectors",
    "shlex",
    "shutil",
    "signal",
    "smtplib",
    "socket",
    "socketserver",
    "ssl",
    "string",
    "struct",
    "subprocess",
    "tarfile",
    "tempfile",
    "textwrap",
    "threading",
    "token",
    "tokenize",
    "tomllib",
    "traceback",
    "types",
    "typing",
    "unittest",
    "urllib",
    "uuid",
    "weakref",
    "zipfile",
    "zoneinfo",
];

/// Modules at the top of the search path that hide Dagster, one of its libraries or one
/// of the standard library.
/// Inside of a package such names are harmless, and so is a plain directory.
pub(super) fn shadowing(
    sources: &Sources,
    project: &Path,
    directory: Option<&Directory>,
) -> Vec<Declared<String>> {
    let mut roots = source_roots(sources.disk(), project, directory);
    let is_package = |root: &PathBuf| sources.disk().is_file(root.join("__init__.py"));
    roots.retain(|root| !is_package(root));
    let mut found = Vec::new();
    for root in roots {
        let names = module_names(sources.disk(), &root);
        // Only the current directory comes before the standard library.
        let hides = |name: &&String| {
            FIRST_PARTY.contains(&name.as_str())
                || root == project && AT_START.contains(&name.as_str())
        };
        for name in names.iter().filter(hides) {
            let package = root.join(name).join("__init__.py");
            let path = if sources.disk().is_file(&package) {
                package
            } else {
                root.join(format!("{name}.py"))
            };
            if sources.disk().is_file(&path) {
                found.push(Declared {
                    value: name.clone(),
                    place: Place::start_of(sources.read(&path).id()),
                });
            }
        }
    }
    found
}

/// What a directory holds that may be a module, by name and sorted.
fn module_names(disk: &Disk, directory: &Path) -> Vec<String> {
    let entries = disk.list(directory).unwrap_or_default();
    let mut names: Vec<String> = entries
        .iter()
        .filter_map(|path| path.file_name()?.to_str())
        .map(|name| name.strip_suffix(".py").unwrap_or(name).to_owned())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}
