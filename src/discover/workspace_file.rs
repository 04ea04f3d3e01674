//! `workspace.yaml` and `dagster_cloud.yaml`: the code locations that they list.
//! Forms and defaults as in `dagster._core.workspace.config_schema` and
//! `dagster_cloud_cli.config.models` of Dagster 1.13.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::model::{ConfigFault, Declared, TargetKind};
use crate::source::yaml::{self, Node};
use crate::source::{SourceFile, Sources};

use super::path::{base_name, join};
use super::roots::Roots;
use super::target::WorkspaceFile;
use super::walk::Tree;
use super::{Request, validate};

/// One entry of a file, as written.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// What it loads; None where a server or an unknown value stands.
    pub(super) kind: Option<EntryKind>,
    /// `attribute`.
    pub(super) attribute: Option<String>,
    /// `location_name`, or Dagster's default; None when it is not known.
    pub(super) name: Option<Declared<String>>,
    /// Whether the name stands in the file.
    pub(super) explicit: bool,
    /// `working_directory`, as written.
    pub(super) working_directory: Option<String>,
    /// `executable_path`.
    pub(super) executable_path: Option<Declared<String>>,
    /// `host` of a server.
    pub(super) host: Option<Declared<String>>,
    /// `build.directory`, as written.
    pub(super) build_directory: Option<String>,
    /// What the entry names.
    pub(super) source: Declared<String>,
}

/// What an entry loads, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum EntryKind {
    /// A module or package.
    Module(String),
    /// A file.
    File(String),
    /// A package to walk.
    DefsModule(String),
}

impl EntryKind {
    /// The kind with its path made absolute.
    pub(super) fn target(self, base: &Path) -> TargetKind {
        match self {
            Self::Module(module) => TargetKind::Module(module),
            Self::DefsModule(module) => TargetKind::DefsModule(module),
            Self::File(path) => TargetKind::File(join(base, path)),
        }
    }
}

/// The name that Dagster gives to a code location that has none.
pub(super) fn default_name(kind: &TargetKind, attribute: Option<&str>) -> String {
    let name = match kind {
        TargetKind::Module(name) | TargetKind::DefsModule(name) => name.clone(),
        TargetKind::File(path) => base_name(path),
    };
    match attribute.filter(|attribute| !attribute.is_empty()) {
        Some(attribute) => format!("{name}:{attribute}"),
        None => name,
    }
}

/// The entries of a `workspace.yaml`.
pub(super) fn read_workspace(file: &SourceFile) -> Vec<Entry> {
    let documents = documents(file);
    let load_from = documents.first().and_then(|root| root.get("load_from"));
    let items = load_from.map(|list| list.items()).unwrap_or_default();
    items
        .iter()
        .filter_map(|item| {
            item.entries()
                .iter()
                .find_map(|(kind, value)| workspace_entry(file, kind, value))
        })
        .collect()
}

/// The entries of a `dagster_cloud.yaml`.
pub(super) fn read_cloud(file: &SourceFile) -> Vec<Entry> {
    let documents = documents(file);
    let Some(root) = documents.first() else {
        return Vec::new();
    };
    let defaults = root.get("defaults");
    let locations = root.get("locations").map(|list| list.items());
    locations
        .unwrap_or_default()
        .iter()
        .map(|location| cloud_entry(file, location, defaults))
        .collect()
}

/// The documents; none where the file is not YAML, which is told elsewhere.
fn documents(file: &SourceFile) -> Vec<Arc<Node>> {
    yaml::parse(file.text()).unwrap_or_default()
}

/// A string that is written out: neither `{env: X}` nor a template.
fn known(node: &Node) -> Option<&str> {
    node.as_str()
        .filter(|text| !text.contains("{{") && !text.contains("{%"))
}

fn declared(file: &SourceFile, node: &Node) -> Option<Declared<String>> {
    Some(Declared {
        value: known(node)?.to_owned(),
        place: file.place(node.range),
    })
}

fn workspace_entry(file: &SourceFile, kind: &Node, value: &Node) -> Option<Entry> {
    let kind_name = kind.scalar()?;
    let long = value.as_str().is_none();
    if kind_name == "grpc_server" {
        return Some(grpc_entry(file, kind, value));
    }
    let key = naming_key(kind_name)?;
    let named = if long { &**value.get(key)? } else { value };
    let text = |key: &str| Some(known(value.get(key)?)?.to_owned());
    let kind = known(named).map(str::to_owned).map(|name| match kind_name {
        "python_file" => EntryKind::File(name),
        "autoload_defs_module" => EntryKind::DefsModule(name),
        _ => EntryKind::Module(name),
    });
    let attribute = text("attribute");
    let written_name = value.get("location_name");
    let source = Declared {
        value: named.scalar().unwrap_or_default().to_owned(),
        place: file.place(named.range),
    };
    let name = match written_name {
        Some(name) => declared(file, name),
        // An attribute that comes from the environment leaves the name open.
        None if value.get("attribute").is_some() && attribute.is_none() => None,
        None => kind.clone().map(|kind| Declared {
            value: default_name(&kind.target(Path::new("/")), attribute.as_deref()),
            place: source.place,
        }),
    };
    let executable = value.get("executable_path");
    Some(Entry {
        name,
        explicit: written_name.is_some(),
        working_directory: text("working_directory"),
        executable_path: executable.and_then(|path| declared(file, path)),
        host: None,
        build_directory: None,
        kind,
        attribute,
        source,
    })
}

/// The key with the name of what is loaded, in the long form of a kind of target.
fn naming_key(kind: &str) -> Option<&'static str> {
    Some(match kind {
        "python_file" => "relative_path",
        "python_module" | "autoload_defs_module" => "module_name",
        "python_package" => "package_name",
        _ => return None,
    })
}

fn grpc_entry(file: &SourceFile, kind: &Node, value: &Node) -> Entry {
    let place = file.place(kind.range);
    let written = value.get("location_name");
    let default = || {
        let host = match value.get("host") {
            Some(host) => known(host)?,
            None => "localhost",
        };
        let port = value.get("port").or_else(|| value.get("socket"))?;
        let name = format!("grpc:{host}:{}", port.scalar()?);
        Some(Declared { value: name, place })
    };
    let name = match written {
        Some(name) => declared(file, name),
        None => default(),
    };
    Entry {
        kind: None,
        attribute: None,
        name,
        explicit: written.is_some(),
        working_directory: None,
        executable_path: None,
        host: value.get("host").and_then(|host| declared(file, host)),
        build_directory: None,
        source: Declared {
            value: "grpc_server".to_owned(),
            place,
        },
    }
}

fn cloud_entry(file: &SourceFile, location: &Node, defaults: Option<&Arc<Node>>) -> Entry {
    let setting = |key: &str| {
        location
            .get(key)
            .or_else(|| defaults.and_then(|defaults| defaults.get(key)))
    };
    let text = |key: &str| Some(known(setting(key)?)?.to_owned());
    let source = location.get("code_source");
    let (kind, named) = source
        .and_then(|source| {
            source.entries().iter().find_map(|(key, value)| {
                let name = || known(value).map(str::to_owned);
                let kind = match key.scalar()? {
                    "package_name" | "module_name" => name().map(EntryKind::Module),
                    "python_file" => name().map(EntryKind::File),
                    "autoload_defs_module_name" => name().map(EntryKind::DefsModule),
                    _ => return None,
                };
                Some((kind, &**value))
            })
        })
        .unwrap_or((None, location));
    let build = setting("build").and_then(|build| build.get("directory"));
    Entry {
        kind,
        attribute: location
            .get("attribute")
            .and_then(|value| Some(known(value)?.to_owned())),
        name: location
            .get("location_name")
            .and_then(|name| declared(file, name)),
        explicit: true,
        working_directory: text("working_directory"),
        executable_path: setting("executable_path").and_then(|path| declared(file, path)),
        host: None,
        build_directory: build.and_then(|path| Some(known(path)?.to_owned())),
        source: Declared {
            value: named.scalar().unwrap_or_default().to_owned(),
            place: file.place(named.range),
        },
    }
}

/// The directories that the entry of a `dagster_cloud.yaml` may start from: those
/// of the file and of the build, each with the working directory.
pub(super) fn cloud_bases(entry: &Entry, directory: &Path) -> Vec<PathBuf> {
    let mut starts = Vec::new();
    starts.extend(
        entry
            .build_directory
            .as_ref()
            .map(|path| join(directory, path)),
    );
    starts.push(directory.to_path_buf());
    let inner = entry.working_directory.as_ref();
    let mut bases: Vec<PathBuf> = inner
        .into_iter()
        .flat_map(|path| starts.iter().map(move |start| join(start, path)))
        .collect();
    bases.append(&mut starts);
    bases
}

/// The workspace files of the command line, or those of the tree and above it.
pub(super) fn read(
    sources: &Sources,
    request: &Request,
    roots: &Roots,
    tree: &Tree,
    faults: &mut Vec<ConfigFault>,
) -> Vec<WorkspaceFile> {
    const NAMES: [&str; 4] = [
        "workspace.yaml",
        "workspace.yml",
        "dagster_cloud.yaml",
        "dagster_cloud.yml",
    ];
    let paths: Vec<PathBuf> = if request.has_targets() {
        let given = request.targets.workspaces.iter();
        given.map(|path| join(&request.directory, path)).collect()
    } else {
        let above = roots.above.iter();
        let above = above.flat_map(|above| NAMES.iter().map(|name| above.join(name)));
        let inside = NAMES.iter().flat_map(|name| tree.named(name)).cloned();
        let all: BTreeSet<PathBuf> = above
            .filter(|path| sources.disk().is_file(path))
            .chain(inside)
            .collect();
        all.into_iter().collect()
    };
    let mut files = Vec::new();
    for path in paths {
        let file = sources.read(&path);
        let cloud = base_name(&path).starts_with("dagster_cloud");
        let (entries, wrong) = if cloud {
            (read_cloud(file), validate::cloud(sources.disk(), file))
        } else {
            (read_workspace(file), validate::workspace(file))
        };
        faults.extend(wrong);
        files.push(WorkspaceFile {
            file: file.id(),
            named: request.has_targets(),
            directory: path.parent().unwrap_or(&path).to_path_buf(),
            cloud,
            entries,
        });
    }
    // `workspace.yaml` comes before `dagster_cloud.yaml`, as Dagster itself prefers it.
    files.sort_by_key(|file| file.cloud);
    files
}
