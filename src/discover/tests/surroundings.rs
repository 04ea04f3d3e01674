//! What surrounds a code location: search path, project, environment, workspace.

use super::*;

#[test]
fn path_dependencies_and_uv_members_are_searched() {
    let uses = format!("{DG}[tool.uv.sources]\nlib = {{ path = '../lib' }}\n");
    let case = Case::new(&[
        (
            "pyproject.toml",
            "[tool.uv.workspace]\nmembers = ['apps/*']\n",
        ),
        ("uv.lock", ""),
        ("apps/shop/pyproject.toml", &uses),
        ("apps/shop/src/shop/definitions.py", DEFS),
        ("apps/common/pyproject.toml", "[project]\nname = 'common'\n"),
        ("apps/common/src/common/__init__.py", ""),
        (
            "apps/lib/pyproject.toml",
            "[tool.setuptools.packages.find]\nwhere = ['lib']\n",
        ),
        ("apps/lib/lib/inner/__init__.py", ""),
    ]);
    // Only the member is walked.
    let found = case.discover(&["apps/shop"]);
    let path = &found.targets[0].search_path;
    let at = |name: &str| path.iter().position(|it| *it == case.path(name));
    assert_eq!(at("apps/shop/src"), Some(0));
    assert!(at("apps/lib/lib") < at("apps/common/src"), "{path:?}");
    assert!(at("apps/lib/lib").is_some());
    let locks = &found.projects[0].environment.locks;
    assert_eq!(
        locks.len(),
        1,
        "the lock of the workspace covers its members"
    );
}

#[test]
fn module_faults_of_a_dg_project_are_those_of_dg() {
    let case = Case::new(&[
        ("flat/pyproject.toml", DG),
        ("flat/shop/definitions.py", DEFS),
        ("flat/src/query.sql", ""),
        ("bare/pyproject.toml", DG),
        ("bare/shop/__init__.py", ""),
        ("none/pyproject.toml", DG),
    ]);
    let found = case.discover(&[]);
    let project = |name: &str| {
        let mut projects = found.projects.iter();
        projects
            .find(|it| it.directory == case.path(name))
            .expect(name)
    };
    let root = project("flat").missing_root_module.as_ref();
    assert_eq!(
        root.map(|it| it.directories.clone()),
        Some(vec![case.path("flat/src")])
    );
    let target = project("bare").missing_target_module.as_ref();
    assert_eq!(
        target.map(|it| it.named.value.as_str()),
        Some("shop.definitions")
    );
    assert_eq!(
        project("none").missing_root_module,
        None,
        "there is no code at all"
    );
}

#[test]
fn only_top_level_modules_hide_dagster() {
    let case = Case::new(&[
        ("pyproject.toml", DG),
        ("src/shop/definitions.py", DEFS),
        ("src/shop/dagster.py", ""),
        ("src/dagster_dbt/__init__.py", ""),
        ("dagster/Dockerfile", "FROM python"),
    ]);
    let found = case.discover(&[]);
    let hiding = found.projects[0].shadowing.iter();
    let names: Vec<&str> = hiding.map(|it| it.value.as_str()).collect();
    assert_eq!(names, ["dagster_dbt"]);
}

#[test]
fn the_environment_and_layout_of_a_project_are_described() {
    let text = format!(
        "[project]\nname = 'shop'\ndependencies = ['dagster>=1', 'dagster-dbt']\n\
         [dependency-groups]\ndev = ['dagster-webserver']\n{DG}"
    );
    let case = Case::new(&[
        ("pyproject.toml", &text),
        ("README.md", ""),
        ("src/shop/__init__.py", ""),
        ("src/shop/definitions.py", DEFS),
    ]);
    let found = case.discover(&[]);
    let project = &found.projects[0];
    assert_eq!(
        project.layout.missing,
        ["src/shop/defs/__init__.py", "tests/__init__.py", "uv.lock"]
    );
    let manifest = &project.environment.manifests[0];
    let text = case.sources.get(manifest.file).text();
    let declared = manifest.dependencies.iter();
    let declared: Vec<&str> = declared.map(|it| &text[it.place.range]).collect();
    assert_eq!(
        declared,
        ["'dagster>=1'", "'dagster-dbt'", "'dagster-webserver'"]
    );
    assert_eq!(project.environment.local_packages, ["shop"]);
    assert_eq!(project.imports.len(), 1);
}

#[test]
fn an_interpreter_is_missing_only_where_it_should_be() {
    let entry =
        |path: &str| format!("  - python_module: {{module_name: m, executable_path: {path}}}\n");
    let paths = [
        "bin/python",
        ".venv/bin/python",
        "made/bin/python",
        "/usr/bin/none",
        "python",
    ];
    let entries: String = paths.iter().map(|path| entry(path)).collect();
    let case = Case::new(&[
        ("workspace.yaml", &format!("load_from:\n{entries}")),
        (".gitignore", "made/\n"),
        ("m.py", DEFS),
    ]);
    let found = case.discover(&[]);
    let paths = found.workspaces[0].executable_paths.iter();
    let missing: Vec<bool> = paths.map(|it| it.missing).collect();
    assert_eq!(missing, [true, false, false, false, false]);
}

#[test]
fn a_folder_of_requirements_declares_the_environment() {
    let case = Case::new(&[
        ("workspace.yaml", "load_from:\n  - python_file: defs.py\n"),
        ("defs.py", DEFS),
        ("requirements/base.txt", "dagster\n"),
        ("requirements/tools.in", "dagster-dbt\n"),
        ("requirements/notes.md", "dagster-aws\n"),
    ]);
    let found = case.discover(&[]);
    let manifests = found.projects[0].environment.manifests.iter();
    let dependencies = manifests.flat_map(|manifest| &manifest.dependencies);
    let names: Vec<&str> = dependencies.map(|it| it.name.as_str()).collect();
    assert_eq!(names, ["dagster", "dagster-dbt"]);
}

#[test]
fn a_dg_workspace_provides_the_environment_of_its_projects() {
    let member = "directory_type = 'project'\n[project]\nroot_module = 'shop'\n";
    let workspace = "directory_type = 'workspace'\n[workspace]\nprojects = [{path = '../out'}]\n";
    let case = Case::new(&[
        ("ws/dg.toml", workspace),
        (
            "ws/pyproject.toml",
            "[project]\nname = 'all'\ndependencies = ['dagster']\n",
        ),
        ("ws/uv.lock", ""),
        ("ws/in/dg.toml", member),
        ("ws/in/shop/definitions.py", DEFS),
        ("out/dg.toml", member),
        ("out/shop/definitions.py", DEFS),
    ]);
    for request in ["ws", "ws/in"] {
        let found = case.discover(&[request]);
        let members = found
            .projects
            .iter()
            .filter(|it| it.kind == ProjectKind::Dg);
        for project in members {
            let environment = &project.environment;
            let directory = case.relative(&project.directory);
            let counts = (environment.manifests.len(), environment.locks.len());
            assert_eq!(counts, (1, 1), "{directory}");
        }
    }
}

#[test]
fn a_package_in_a_directory_of_another_name_is_found_by_its_own() {
    let setup = "from setuptools import setup\nsetup(name='x', package_dir={'p': 'source'})\n";
    let case = Case::new(&[
        ("setup.py", setup),
        ("workspace.yaml", "load_from:\n  - python_module: p.defs\n"),
        ("source/__init__.py", ""),
        ("source/defs.py", DEFS),
        ("source/inner/__init__.py", ""),
        ("source/inner/more.py", DEFS),
    ]);
    let expected = [
        declared("p.defs", "p.defs"),
        found("p.inner.more", "p.inner.more"),
    ];
    assert_eq!(case.targets(&[]), expected);
}

#[test]
fn package_dir_of_setup_cfg_is_a_source_root() {
    let case = Case::new(&[
        (
            "setup.cfg",
            "[metadata]\nname = x\n[options]\npackage_dir =\n    = lib\n",
        ),
        ("workspace.yaml", "load_from:\n  - python_module: p.defs\n"),
        ("lib/p/__init__.py", ""),
        ("lib/p/defs.py", DEFS),
    ]);
    assert_eq!(case.targets(&[]), [declared("p.defs", "p.defs")]);
    let path = &case.discover(&[]).targets[0].search_path;
    assert!(path.contains(&case.path("lib")), "{path:?}");
}
