//! Discovery on small trees on disk.

mod locks;
mod surroundings;

use std::fs;
use std::path::{Path, PathBuf};

use super::path::join;
use super::*;
use crate::model::{ConfigSubject, ProjectKind, TargetKind, WorkspaceKind};

/// A tree on disk, and what is discovered in it.
struct Case {
    folder: tempfile::TempDir,
    sources: Sources,
}

impl Case {
    /// A folder with these files. The root is a git repository, so that nothing
    /// above it counts.
    fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let case = Self {
            folder,
            sources: Sources::new(),
        };
        fs::create_dir(case.path(".git")).expect("a git directory");
        for (name, text) in files {
            case.write(name, text);
        }
        case
    }

    fn path(&self, name: &str) -> PathBuf {
        join(self.folder.path(), name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        fs::write(path, text).expect("written");
    }

    fn request(&self, paths: &[&str]) -> Request {
        Request {
            directory: self.path(""),
            paths: paths.iter().map(PathBuf::from).collect(),
            ..Request::default()
        }
    }

    fn discover(&self, paths: &[&str]) -> Discovery {
        discover(&self.sources, &self.request(paths)).expect("the paths exist")
    }

    /// Name, module or relative path, and whether it was found, of each target.
    fn targets(&self, paths: &[&str]) -> Vec<(String, String, bool)> {
        let found = self.discover(paths);
        let targets = found.targets.iter();
        targets
            .map(|target| {
                let what = match &target.kind {
                    TargetKind::Module(name) => name.clone(),
                    TargetKind::DefsModule(name) => format!("defs {name}"),
                    TargetKind::File(path) => self.relative(path),
                };
                (target.name.clone(), what, target.found)
            })
            .collect()
    }

    fn relative(&self, path: &Path) -> String {
        let inner = path.strip_prefix(self.folder.path()).unwrap_or(path);
        inner.display().to_string().replace('\\', "/")
    }
}

const DG: &str = "[tool.dg]\ndirectory_type = 'project'\n[tool.dg.project]\nroot_module = 'shop'\n";
const DEFS: &str = "import dagster as dg\ndefs = dg.Definitions()\n";

fn declared(name: &str, what: &str) -> (String, String, bool) {
    (name.to_owned(), what.to_owned(), false)
}

fn found(name: &str, what: &str) -> (String, String, bool) {
    (name.to_owned(), what.to_owned(), true)
}

#[test]
fn a_dg_project_is_a_target_named_after_its_directory() {
    let case = Case::new(&[
        ("my-shop/pyproject.toml", DG),
        ("my-shop/src/shop/definitions.py", DEFS),
        ("my-shop/src/shop/defs/inner.py", DEFS),
    ]);
    assert_eq!(
        case.targets(&[]),
        [declared("my-shop", "shop.definitions")],
        "what is below `defs` is loaded by the project"
    );
    let found = case.discover(&[]);
    assert_eq!(found.targets[0].working_directory, case.path("my-shop/src"));
    assert_eq!(found.projects.len(), 1);
    assert_eq!(found.projects[0].kind, ProjectKind::Dg);
    assert!(found.projects[0].has_code_location);
    assert_eq!(found.projects[0].missing_root_module, None);
}

#[test]
fn dg_toml_hides_the_table_beside_it() {
    let case = Case::new(&[
        ("pyproject.toml", &DG.replace("shop", "other")),
        (
            "dg.toml",
            "directory_type = 'project'\n[project]\nroot_module = 'shop'\ncode_location_name = 'x'\n",
        ),
        ("shop/definitions.py", DEFS),
    ]);
    assert_eq!(case.targets(&[]), [declared("x", "shop.definitions")]);
}

#[test]
fn one_module_that_several_files_declare_is_one_target() {
    let text = format!("{DG}[tool.dagster]\nmodule_name = 'shop.definitions'\n");
    let case = Case::new(&[
        ("pyproject.toml", &text),
        ("shop/definitions.py", DEFS),
        (
            "workspace.yaml",
            "load_from:\n  - python_module: shop.definitions\n",
        ),
        (
            "dagster_cloud.yaml",
            "locations:\n  - location_name: c\n    code_source: {module_name: shop.definitions}\n",
        ),
    ]);
    assert_eq!(case.targets(&[]).len(), 1);
    let kinds: Vec<WorkspaceKind> = case
        .discover(&[])
        .workspaces
        .iter()
        .map(|w| w.kind)
        .collect();
    assert_eq!(
        kinds,
        [
            WorkspaceKind::WorkspaceYaml,
            WorkspaceKind::DagsterCloudYaml
        ]
    );
}

#[test]
fn a_workspace_file_names_locations_as_dagster_does() {
    let text = "load_from:\n  - python_file: a/defs.py\n  - python_file: {relative_path: b/defs.py, \
                attribute: d, working_directory: b}\n  - grpc_server: {port: 4000}\n  \
                - python_module: {module_name: m, location_name: {env: NAME}}\n";
    let case = Case::new(&[
        ("workspace.yaml", text),
        ("a/defs.py", DEFS),
        ("b/defs.py", DEFS),
        ("m.py", DEFS),
    ]);
    let expected = [
        declared("defs.py", "a/defs.py"),
        declared("defs.py:d", "b/defs.py"),
        declared("m", "m"),
    ];
    assert_eq!(case.targets(&[]), expected);
    let found = case.discover(&[]);
    assert_eq!(found.targets[1].working_directory, case.path("b"));
    let locations = found.workspaces[0].locations.iter();
    let names: Vec<(&str, bool)> = locations
        .map(|it| (it.name.as_str(), it.explicit))
        .collect();
    let expected = [
        ("defs.py", false),
        ("defs.py:d", false),
        ("grpc:localhost:4000", false),
    ];
    assert_eq!(names, expected, "a name from the environment is not known");
}

#[test]
fn a_dg_workspace_lists_projects_wherever_they_are() {
    let case = Case::new(&[
        (
            "ws/dg.toml",
            "directory_type = 'workspace'\n[workspace]\nprojects = [{path = '../out'}, {path = 'gone'}, {path = 'plain'}]\n",
        ),
        ("ws/plain/pyproject.toml", "[project]\nname = 'plain'\n"),
        ("ws/in/pyproject.toml", DG),
        ("ws/in/shop/definitions.py", DEFS),
        ("out/pyproject.toml", DG),
        ("out/shop/definitions.py", DEFS),
    ]);
    let found = case.discover(&["ws"]);
    let names: Vec<&str> = found.targets.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["out", "in"]);
    let listed = &found.workspaces[0].projects;
    let known: Vec<(bool, bool)> = listed
        .iter()
        .map(|it| (it.project.is_some(), it.exists))
        .collect();
    assert_eq!(known, [(true, true), (false, false), (false, true)]);
    assert_eq!(found.workspaces[0].locations[0].name, "out");
}

#[test]
fn what_nothing_declares_is_found_and_named_apart() {
    let case = Case::new(&[
        ("a/definitions.py", DEFS),
        ("b/definitions.py", DEFS),
        ("pkg/__init__.py", ""),
        ("pkg/entry.py", DEFS),
        ("tests/definitions.py", DEFS),
        (
            "pkg/loose.py",
            "import dagster as dg\n@dg.asset\ndef a(): ...\n",
        ),
    ]);
    let expected = [
        found("a/definitions.py", "a/definitions.py"),
        found("b/definitions.py", "b/definitions.py"),
        found("pkg.entry", "pkg.entry"),
    ];
    let mut targets = case.targets(&[]);
    targets.sort();
    assert_eq!(targets, expected);
}

#[test]
fn a_single_file_with_loose_assets_is_found() {
    let text = "from dagster import asset\n@asset\ndef a(): ...\n";
    let case = Case::new(&[("etl.py", text), ("other.py", "x = 1\n")]);
    assert_eq!(case.targets(&[]), [found("etl.py", "etl.py")]);
}

#[test]
fn roots_reach_upward_and_the_options_exclude_all_else() {
    let case = Case::new(&[
        ("p/pyproject.toml", DG),
        ("p/src/shop/definitions.py", DEFS),
        ("q/definitions.py", DEFS),
    ]);
    let expected = [declared("p", "shop.definitions")];
    assert_eq!(case.targets(&["p/src/shop"]), expected);
    assert_eq!(case.targets(&["p/src/shop/definitions.py"]), expected);
    let mut request = case.request(&[]);
    request.targets.modules.push("shop.definitions".to_owned());
    request.directory = case.path("p");
    let found = discover(&case.sources, &request).expect("found");
    assert_eq!(found.targets.len(), 1);
    let target = &found.targets[0];
    assert_eq!(target.working_directory, case.path("p"));
    assert!(target.search_path.contains(&case.path("p/src")));
    assert_eq!(found.projects.len(), 1);
}

#[test]
fn missing_paths_are_named_together_with_what_is_near() {
    let case = Case::new(&[("definitions.py", DEFS)]);
    let failure = discover(&case.sources, &case.request(&["definitons.py", "gone"]))
        .expect_err("they do not exist");
    assert_eq!(failure.message, "`definitons.py`, `gone` do not exist");
    assert_eq!(
        failure.help.as_deref(),
        Some("did you mean `definitions.py`?")
    );
}

#[test]
fn what_is_ignored_installed_or_a_template_is_left_out() {
    let case = Case::new(&[
        (".gitignore", "ignored/\n"),
        ("ignored/definitions.py", DEFS),
        ("env/pyvenv.cfg", ""),
        ("env/definitions.py", DEFS),
        ("node_modules/definitions.py", DEFS),
        ("build/lib/definitions.py", DEFS),
        ("{{ name }}/definitions.py", DEFS),
        (".hidden/definitions.py", DEFS),
        ("dbt/dbt_project.yml", ""),
        ("dbt/target/definitions.py", DEFS),
        ("target/definitions.py", DEFS),
    ]);
    assert_eq!(
        case.targets(&[]),
        [found("definitions.py", "target/definitions.py")]
    );
    fs::remove_dir(case.path(".git")).expect("removed");
    assert_eq!(case.targets(&[]).len(), 1, "without a git directory, too");
}

#[test]
fn broken_configuration_is_told_and_stops_nothing() {
    let deep = "[".repeat(100_000);
    let case = Case::new(&[
        ("a/pyproject.toml", "[tool.dg\n"),
        ("a/definitions.py", DEFS),
        ("b/dg.toml", &format!("x = {deep}")),
        ("b/workspace.yaml", &deep),
        ("c/dagster_cloud.yaml", "locations:\n  - {% if x %}\n"),
        (
            "d/pyproject.toml",
            "[tool]\ndg = 1\ndagster = []\nuv = 'x'\n",
        ),
        ("e/workspace.yaml", "load_from: {a: b}\n"),
        ("f/workspace.yaml", "- 1\n"),
    ]);
    let found = case.discover(&[]);
    assert_eq!(found.targets.len(), 1);
    let faults = found.config_faults.iter();
    let faults: Vec<(ConfigSubject, String)> = faults
        .map(|fault| {
            let file = case.sources.get(fault.place.file);
            (fault.subject, case.relative(file.path()))
        })
        .collect();
    // A template of Jinja is not judged, and tables of other types are passed over.
    let expected = [
        (ConfigSubject::Dg, "b/dg.toml"),
        (ConfigSubject::WorkspaceYaml, "b/workspace.yaml"),
        (ConfigSubject::WorkspaceYaml, "e/workspace.yaml"),
        (ConfigSubject::WorkspaceYaml, "f/workspace.yaml"),
        (ConfigSubject::Dg, "a/pyproject.toml"),
    ];
    let expected = expected.map(|(subject, path)| (subject, path.to_owned()));
    assert_eq!(faults, expected);
}

#[cfg(unix)]
#[test]
fn links_pipes_and_closed_directories_are_survived() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let case = Case::new(&[
        ("definitions.py", DEFS),
        ("closed/x.py", DEFS),
        ("latin.py", "import dagster\n"),
    ]);
    symlink(case.path(""), case.path("loop")).expect("a link");
    symlink("/nowhere", case.path("gone.py")).expect("a link");
    symlink("self.py", case.path("self.py")).expect("a link");
    let pipe = std::process::Command::new("mkfifo")
        .arg(case.path("pipe.py"))
        .status();
    assert!(pipe.is_ok_and(|status| status.success()));
    fs::write(case.path("latin.py"), b"x = '\xe9'\n").expect("written");
    fs::set_permissions(case.path("closed"), fs::Permissions::from_mode(0o0)).expect("closed");
    let is_closed = fs::read_dir(case.path("closed")).is_err();
    let found = case.discover(&[]);
    fs::set_permissions(case.path("closed"), fs::Permissions::from_mode(0o755)).expect("open");
    let mut unreadable: Vec<String> = found
        .unreadable
        .iter()
        .map(|it| case.relative(&it.path))
        .collect();
    // The superuser can read what is closed.
    unreadable.retain(|path| is_closed || path != "closed");
    let expected: &[&str] = if is_closed {
        &["closed", "latin.py"]
    } else {
        &["latin.py"]
    };
    assert_eq!(unreadable, expected);
    let failure = discover(&case.sources, &case.request(&["pipe.py"])).expect_err("a pipe");
    assert_eq!(failure.message, "`pipe.py` is not a regular file");
}

#[test]
fn the_nearest_dg_configuration_above_a_path_is_read_as_it_is() {
    let case = Case::new(&[
        (
            "pyproject.toml",
            "[tool.dg]\ndirectory_type = 'workspace'\n",
        ),
        ("p/pyproject.toml", DG),
        ("p/src/shop/definitions.py", DEFS),
    ]);
    let inner = enclosing_dg_project(&case.sources, &case.path("p/src/shop"));
    let inner = inner.expect("it can be read").expect("a project");
    assert_eq!(inner.directory, case.path("p"));
    assert_eq!(inner.root_module.as_deref(), Some("shop"));
    assert_eq!(inner.defs_module.as_deref(), Some("shop.defs"));
    let outer = enclosing_dg_project(&case.sources, &case.path(""));
    let outer = outer.expect("it can be read").expect("the workspace");
    assert_eq!(outer.root_module, None);
}
