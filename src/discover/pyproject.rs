//! What a `pyproject.toml` says of targets and of where modules are.

use std::path::{Path, PathBuf};

use crate::model::{ConfigEffect, ConfigFault, ConfigSubject, Declared};
use crate::source::{FileId, SourceFile};

use super::dg::DgConfig;
use super::manifest::normalise;
use super::packaging::Packaging;
use super::path::join;
use super::toml_node::{Document, Table, Value};
use super::validate;

/// A `pyproject.toml`, read.
#[derive(Debug, Clone)]
pub(super) struct Pyproject {
    /// The file.
    pub(super) file: FileId,
    /// The name of the distribution, normalised.
    pub(super) name: Option<String>,
    /// `[tool.dg]`.
    pub(super) dg: Option<DgConfig>,
    /// `[tool.dagster]`.
    pub(super) dagster: Option<ToolDagster>,
    /// Where the packages are, from the build backend's table.
    pub(super) packaging: Packaging,
    /// Directories of distributions that are installed from the tree.
    pub(super) path_dependencies: Vec<PathBuf>,
    /// Distributions that `[tool.uv.sources]` takes from the workspace, normalised.
    pub(super) workspace_dependencies: Vec<String>,
    /// `[tool.uv.workspace]`.
    pub(super) uv_workspace: Option<UvWorkspace>,
    /// Whether dagster is among the dependencies of the project.
    depends_on_dagster: bool,
    /// Why it is no TOML to Dagster.
    pub(super) broken: Option<ConfigFault>,
    /// What is wrong with `[tool.dg]`.
    pub(super) dg_faults: Vec<ConfigFault>,
    /// The modules that entry points register with dg.
    pub(super) registry_modules: Vec<Declared<String>>,
    /// What is wrong with `[tool.dagster]`, and entry points that are out of date.
    pub(super) dagster_faults: Vec<ConfigFault>,
}

/// `[tool.dagster]`, as `dagster._core.workspace.load_target` reads it.
#[derive(Debug, Clone)]
pub(super) struct ToolDagster {
    /// `module_name`, or the names of `modules`.
    pub(super) modules: Vec<Declared<String>>,
    /// `code_location_name`: all modules get it.
    pub(super) code_location_name: Option<Declared<String>>,
}

/// `[tool.uv.workspace]`.
#[derive(Debug, Clone, Default)]
pub(super) struct UvWorkspace {
    /// The globs of `members`, relative to the file's directory.
    pub(super) members: Vec<String>,
    /// The globs of `exclude`.
    pub(super) exclude: Vec<String>,
}

impl Pyproject {
    /// Reads a file. What cannot be parsed declares nothing.
    pub(super) fn read(file: &SourceFile) -> Self {
        let mut read = Self {
            file: file.id(),
            name: None,
            dg: None,
            dagster: None,
            packaging: Packaging::default(),
            path_dependencies: Vec::new(),
            workspace_dependencies: Vec::new(),
            uv_workspace: None,
            depends_on_dagster: false,
            broken: None,
            dg_faults: Vec::new(),
            registry_modules: Vec::new(),
            dagster_faults: Vec::new(),
        };
        let (document, broken) = Document::of_dagster(file);
        if let Some(document) = document {
            read.fill(document.root(), file);
        }
        if broken.is_some() || file.fault().is_some() {
            let mut words = ["dagster", "tool.dg", "directory_type"].iter();
            read.depends_on_dagster |= words.any(|word| file.mentions(word));
        }
        read.broken = broken;
        read
    }

    /// Whether it declares a distribution, a Dagster project or a workspace.
    pub(super) fn declares(&self) -> bool {
        self.name.is_some() || self.is_dagster() || self.uv_workspace.is_some()
    }

    /// Whether it declares a Dagster project or workspace, or depends on Dagster.
    pub(super) fn is_dagster(&self) -> bool {
        self.dg.is_some() || self.dagster.is_some() || self.depends_on_dagster
    }

    fn fill(&mut self, root: Table<'_>, file: &SourceFile) {
        let directory = file.path().parent().unwrap_or(Path::new(""));
        let name = |path: &[&str]| Some(root.table(path)?.string("name")?.value);
        let name = name(&["project"]).or_else(|| name(&["tool", "poetry"]));
        self.name = name.and_then(|name| normalise(&name));
        self.depends_on_dagster = depends_on_dagster(root);
        self.dg = root
            .table(&["tool", "dg"])
            .map(|table| DgConfig::of(table, file.id(), directory));
        let dagster = root.table(&["tool", "dagster"]);
        self.dagster = dagster.map(tool_dagster);
        self.dagster_faults =
            dagster.map_or_else(Vec::new, |table| validate::tool_dagster(file, table));
        if let Some(groups) = root.table(&["project", "entry-points"]) {
            self.dagster_faults
                .extend(validate::entry_points(file, groups));
        }
        let groups = [
            &["project", "entry-points"][..],
            &["tool", "poetry", "plugins"],
        ];
        let groups = groups.into_iter().filter_map(|path| root.table(path));
        let own = groups.filter_map(|groups| groups.table(&[validate::REGISTRY_GROUP]));
        let modules = own.flat_map(|own| own.entries());
        self.registry_modules = modules.filter_map(|(_, module)| module.string()).collect();
        self.dg_faults = dg_faults(root, file);
        self.packaging = packaging(root, directory);
        self.path_dependencies = path_dependencies(root)
            .iter()
            .map(|path| join(directory, path))
            .collect();
        self.workspace_dependencies = workspace_dependencies(root);
        self.uv_workspace = root.table(&["tool", "uv", "workspace"]).map(uv_workspace);
    }
}

fn uv_workspace(table: Table<'_>) -> UvWorkspace {
    let globs = |key: &str| {
        let strings = table.get(key).map(|value| value.strings());
        let strings = strings.unwrap_or_default();
        strings.into_iter().map(|glob| glob.value).collect()
    };
    UvWorkspace {
        members: globs("members"),
        exclude: globs("exclude"),
    }
}

fn depends_on_dagster(root: Table<'_>) -> bool {
    let poetry = root.table(&["tool", "poetry", "dependencies"]);
    let poetry = poetry.into_iter().flat_map(|table| table.entries());
    let listed = strings(root.table(&["project"]), "dependencies").into_iter();
    let mut all = listed.chain(poetry.map(|(name, _)| name.value));
    all.any(|requirement| requirement.starts_with("dagster"))
}

/// What is wrong with `[tool.dg]`.
fn dg_faults(root: Table<'_>, file: &SourceFile) -> Vec<ConfigFault> {
    let value = root.table(&["tool"]).and_then(|tool| tool.get("dg"));
    let Some((value, table)) = value.and_then(|value| Some((value, value.table()?))) else {
        return Vec::new();
    };
    if value.is_inline_table() {
        return vec![ConfigFault {
            subject: ConfigSubject::Dg,
            effect: ConfigEffect::Refused,
            place: value.place(),
            message: "`tool.dg` is an inline table, which dg cannot read".to_owned(),
        }];
    }
    let mut faults = validate::dg(file, table, "tool.dg.");
    faults.extend(validate::split_table(file));
    faults
}

fn tool_dagster(table: Table<'_>) -> ToolDagster {
    let mut modules: Vec<_> = table.string("module_name").into_iter().collect();
    for item in table.get("modules").iter().flat_map(Value::items) {
        let Some(item) = item.table() else { continue };
        // Entries of another type are dropped without a word by Dagster too.
        if item
            .string("type")
            .is_some_and(|kind| kind.value == "module")
        {
            modules.extend(item.string("name"));
        }
    }
    modules.retain(|module| !module.value.is_empty());
    ToolDagster {
        modules,
        code_location_name: table.string("code_location_name"),
    }
}

/// Where the build backend finds packages.
fn packaging(root: Table<'_>, directory: &Path) -> Packaging {
    let mut packaging = Packaging::default();
    let mapped = root.table(&["tool", "setuptools", "package-dir"]);
    for (package, value) in mapped.into_iter().flat_map(|mapped| mapped.entries()) {
        if let Some(path) = value.string() {
            packaging.add(directory, &package.value, &path.value);
        }
    }
    for path in source_roots(root) {
        packaging.add(directory, "", &path);
    }
    packaging
}

/// Where the build backend finds packages by their names, relative to the file.
fn source_roots(root: Table<'_>) -> Vec<String> {
    let find = root.table(&["tool", "setuptools", "packages", "find"]);
    let mut roots = strings(find, "where");
    roots.extend(hatch_roots(root));
    for package in root
        .table(&["tool", "poetry"])
        .and_then(|poetry| poetry.get("packages"))
        .iter()
        .flat_map(Value::items)
    {
        let from = package.table().and_then(|table| table.string("from"));
        roots.extend(from.map(|from| from.value));
    }
    let uv_build = root.table(&["tool", "uv", "build-backend"]);
    roots.extend(uv_build.and_then(|table| Some(table.string("module-root")?.value)));
    let pdm = root.table(&["tool", "pdm", "build"]);
    roots.extend(pdm.and_then(|table| Some(table.string("package-dir")?.value)));
    roots
}

/// `packages` and `sources` of hatchling: packages are paths whose parent is the root.
fn hatch_roots(root: Table<'_>) -> Vec<String> {
    let mut roots = Vec::new();
    let build = ["tool", "hatch", "build"];
    let wheel = ["tool", "hatch", "build", "targets", "wheel"];
    for table in [root.table(&build), root.table(&wheel)] {
        for package in strings(table, "packages") {
            let above = Path::new(&package).parent();
            roots.extend(above.map(|parent| parent.to_string_lossy().into_owned()));
        }
        roots.extend(strings(table, "sources"));
        roots.extend(strings(table, "dev-mode-dirs"));
        let sources = table.and_then(|table| table.table(&["sources"]));
        let renamed = sources.into_iter().flat_map(|sources| sources.entries());
        roots.extend(renamed.map(|(path, _)| path.value));
    }
    roots
}

fn strings(table: Option<Table<'_>>, key: &str) -> Vec<String> {
    let strings = table.and_then(|table| table.get(key));
    let strings = strings.map(|value| value.strings()).unwrap_or_default();
    strings.into_iter().map(|string| string.value).collect()
}

/// The names in `[tool.uv.sources]` with `workspace = true`.
fn workspace_dependencies(root: Table<'_>) -> Vec<String> {
    let sources = root.table(&["tool", "uv", "sources"]).into_iter();
    let entries = sources.flat_map(|sources| sources.entries());
    entries
        .filter(|(_, source)| {
            let several = source.items();
            let mut sources = several.iter().chain(std::iter::once(source));
            sources.any(|source| {
                let workspace = source.table().and_then(|table| table.get("workspace"));
                workspace.and_then(|flag| flag.boolean()) == Some(true)
            })
        })
        .filter_map(|(name, _)| normalise(&name.value))
        .collect()
}

/// Path dependencies of uv, Poetry, PDM and pixi, relative to the file.
fn path_dependencies(root: Table<'_>) -> Vec<String> {
    let mut tables: Vec<Table<'_>> = [
        &["tool", "uv", "sources"][..],
        &["tool", "poetry", "dependencies"],
        &["tool", "poetry", "dev-dependencies"],
        &["tool", "pixi", "pypi-dependencies"],
    ]
    .iter()
    .filter_map(|path| root.table(path))
    .collect();
    let groups = root.table(&["tool", "poetry", "group"]);
    for (_, group) in groups.into_iter().flat_map(|groups| groups.entries()) {
        tables.extend(group.table().and_then(|g| g.table(&["dependencies"])));
    }
    let features = root.table(&["tool", "pixi", "feature"]);
    for (_, feature) in features.into_iter().flat_map(|table| table.entries()) {
        tables.extend(
            feature
                .table()
                .and_then(|f| f.table(&["pypi-dependencies"])),
        );
    }
    let mut paths = Vec::new();
    for (_, value) in tables.iter().flat_map(Table::entries) {
        // uv accepts a list of sources that differ by marker.
        let several = value.items();
        for source in several.iter().chain(std::iter::once(&value)) {
            paths.extend(source.table().and_then(|table| table.string("path")));
        }
    }
    paths.into_iter().map(|path| path.value).collect()
}
