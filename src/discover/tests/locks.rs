//! Lock files against the manifests beside them, and what else is read of an environment.

use pep440_rs::Version;

use super::*;
use crate::model::{DagsterVersion, Environment};

/// The environment of a project with these files beside its code.
fn environment(files: &[(&str, &str)]) -> Environment {
    let mut all = vec![("definitions.py", DEFS)];
    all.extend_from_slice(files);
    let case = Case::new(&all);
    let found = case.discover(&[]);
    let mut projects = found.projects.into_iter();
    let project = projects.find(|it| it.directory == case.path(""));
    project.expect("a project").environment
}

/// What is stale in the locks of an environment.
fn stale(files: &[(&str, &str)]) -> Vec<String> {
    let locks = environment(files).locks.into_iter();
    let faults = locks.flat_map(|lock| lock.faults);
    faults.map(|fault| fault.message).collect()
}

const LOCK: &str = r#"
version = 1
requires-python = ">=3.10, <3.15"
[manifest]
constraints = [{ name = "b", specifier = "<2" }]
[[package]]
name = "a"
version = "1.0"
source = { registry = "https://pypi.org/simple" }
[[package]]
name = "shop"
version = "0.1.0"
source = { virtual = "." }
[package.metadata]
requires-dist = [
    { name = "a", extras = ["x"], specifier = ">=1,<2" },
    { name = "c", marker = "extra == 'more'", specifier = ">=1" },
    { name = "g", git = "https://example.org/g" },
]
[package.metadata.requires-dev]
dev = [{ name = "d" }, { name = "e" }]
"#;

const FRESH: &str = r#"
[project]
name = "Shop"
version = "0.1"
requires-python = "<3.15,>=3.10.0"
dependencies = ["A[x] < 2, >= 1.0", "g"]
[project.optional-dependencies]
More = ["c>=1; python_version > '3.8'", "shop[other]"]
[dependency-groups]
dev = ["d", { include-group = "in_ner" }]
In-ner = ["e"]
[tool.uv]
constraint-dependencies = ["b<2.0"]
[tool.uv.sources]
g = { git = "https://example.org/g" }
"#;

#[test]
fn another_spelling_does_not_make_a_uv_lock_stale() {
    // Newer releases of uv note the included group by itself, too.
    let lock = format!("{LOCK}in-ner = [{{ name = \"e\" }}]\n");
    let fresh = stale(&[("pyproject.toml", FRESH), ("uv.lock", &lock)]);
    assert_eq!(fresh, [""; 0]);
}

#[test]
fn a_changed_manifest_makes_a_uv_lock_stale() {
    let lock = format!("{LOCK}in-ner = [{{ name = \"e\" }}]\n");
    for (from, to, expected) in [
        (", \"g\"]", ", \"g\", \"n\"]", "`n` is not in it"),
        (", \"g\"]", "]", "it has `g`, which is gone"),
        (
            "< 2, >= 1.0",
            ">= 1.1",
            "it was made for other bounds of `a`",
        ),
        ("A[x]", "A", "it was made for other bounds of `a`"),
        (
            "<3.15,>=3.10.0",
            ">=3.11,<3.15",
            "it was made for another `requires-python`",
        ),
        ("\"d\", ", "", "it has `d` for group `dev`, which is gone"),
        ("\"Shop\"", "\"other\"", "it knows the project as `shop`"),
        ("\"0.1\"", "\"0.2\"", "it has the project at version 0.1.0"),
        ("b<2.0", "b<3", "it was made for other bounds of `b`"),
        ("c>=1;", "c>=2;", "it was made for other bounds of `c`"),
        (
            "g = { git = \"https://example.org/g\" }",
            "",
            "it was made for other bounds of `g`",
        ),
    ] {
        assert!(FRESH.contains(from), "{from}");
        let changed = FRESH.replace(from, to);
        let found = stale(&[("pyproject.toml", &changed), ("uv.lock", &lock)]);
        assert_eq!(found, [expected], "{from} -> {to}");
    }
}

#[test]
fn a_member_of_a_uv_workspace_is_held_against_the_lock_of_the_root() {
    let lock = "version = 1\nrequires-python = '>=3.11'\n[manifest]\nmembers = ['all', 'shop']\n\
                [[package]]\nname = 'all'\nversion = '1'\nsource = { virtual = '.' }\n\
                [[package]]\nname = 'shop'\nversion = '1'\nsource = { virtual = 'apps/shop' }\n\
                [package.metadata]\nrequires-dist = [{ name = 'a' }]\n";
    let root = "[project]\nname = 'all'\nversion = '1'\nrequires-python = '>=3.10'\n\
                [tool.uv.workspace]\nmembers = ['apps/*']\n";
    let member = |python: &str, dependency: &str| {
        format!(
            "[project]\nname = 'shop'\nversion = '1'\nrequires-python = '{python}'\n\
             dependencies = ['{dependency}']\n{DG}"
        )
    };
    for (python, dependency, expected) in [
        (">=3.11", "a", vec![]),
        (
            ">=3.11",
            "b",
            vec!["`b` is not in it", "it has `a`, which is gone"],
        ),
        (
            ">=3.12",
            "a",
            vec!["it was made for another `requires-python`"],
        ),
    ] {
        let case = Case::new(&[
            ("pyproject.toml", root),
            ("uv.lock", lock),
            ("apps/shop/pyproject.toml", &member(python, dependency)),
            ("apps/shop/src/shop/definitions.py", DEFS),
        ]);
        let found = case.discover(&[]);
        let mut projects = found.projects.iter();
        let project = projects.find(|it| it.directory == case.path("apps/shop"));
        let locks = &project.expect("the member").environment.locks;
        let faults = locks.iter().flat_map(|lock| &lock.faults);
        let found: Vec<&str> = faults.map(|fault| fault.message.as_str()).collect();
        assert_eq!(found, expected, "{python} {dependency}");
    }
}

#[test]
fn a_hash_that_differs_is_told_with_what_differs() {
    let manifest = |name: &str| {
        format!("[tool.poetry]\nname = 'x'\n[tool.poetry.dependencies]\n{name} = '^2'\n")
    };
    let lock = "[[package]]\nname = 'a'\nversion = '2.0'\n[metadata]\ncontent-hash = '00'\n";
    let of = |name: &str| stale(&[("pyproject.toml", &manifest(name)), ("poetry.lock", lock)]);
    assert_eq!(
        of("a"),
        ["`pyproject.toml` was changed after it was written"]
    );
    assert_eq!(of("b"), ["`b` is not in it"]);
    let other = lock.replace("2.0", "1.0");
    let outside = stale(&[("pyproject.toml", &manifest("a")), ("poetry.lock", &other)]);
    assert_eq!(outside, ["it has `a` 1.0, which `a^2` does not allow"]);
    let unhashed = lock.replace("content-hash", "nothing");
    let silent = stale(&[
        ("pyproject.toml", &manifest("b")),
        ("poetry.lock", &unhashed),
    ]);
    assert_eq!(silent, [""; 0]);
}

#[test]
fn a_pixi_lock_is_stale_only_where_it_lacks_a_package() {
    let lock = "version: 6\nenvironments:\n  default:\n    packages:\n      linux-64:\n      \
                - conda: https://c/linux-64/python-3.12.1-h1_0.conda\npackages:\n\
                - conda: https://c/noarch/dagster-1.13.27-pyhd_0.conda\n  sha256: 0\n\
                - pypi: https://f/dagster_dbt-0.29.27-py3-none-any.whl\n  name: dagster-dbt\n  \
                version: 0.29.27\n";
    let of = |dependencies: &str| {
        let manifest = format!("[workspace]\nname = 'x'\n[dependencies]\n{dependencies}\n");
        stale(&[("pixi.toml", &manifest), ("pixi.lock", lock)])
    };
    assert_eq!(of("dagster = '1.13.*'\npython = '*'"), [""; 0]);
    assert_eq!(
        of("dagster = '>=1.13'\n[pypi-dependencies]\ndagster-dbt = '*'"),
        [""; 0]
    );
    assert_eq!(of("dagster-aws = '*'"), ["`dagster-aws` is not in it"]);
    assert_eq!(
        of("dagster = '<1.13'"),
        ["it has `dagster` 1.13.27, which `dagster<1.13` does not allow"]
    );
}

#[test]
fn an_ignored_lock_is_found_where_the_tool_would_write_it() {
    let ignored = |manifest: &str, gitignore: &str| {
        let files = [("pyproject.toml", manifest), (".gitignore", gitignore)];
        let found = environment(&files).ignored_lock;
        found.map(|it| (it.path.file_name().expect("a name").to_owned(), it.exists))
    };
    let uv = "[project]\nname = 'x'\n";
    assert_eq!(ignored(uv, "x\n*.lock\n"), Some(("uv.lock".into(), false)));
    assert_eq!(ignored(uv, "*.lock\n!uv.lock\n"), None);
    assert_eq!(ignored(uv, "poetry.lock\n"), None);
    let poetry = "[tool.poetry]\nname = 'x'\n[tool.poetry.dependencies]\na = '*'\n";
    let found = ignored(poetry, "/poetry.lock\n");
    assert_eq!(found, Some(("poetry.lock".into(), false)));
    let files = [
        ("pyproject.toml", uv),
        (".gitignore", "uv.lock\n"),
        ("uv.lock", "version = 1\n"),
    ];
    assert!(environment(&files).ignored_lock.is_some_and(|it| it.exists));
}

#[test]
fn the_version_of_dagster_is_that_of_the_lock_or_the_pin() {
    let project =
        |dependency: &str| format!("[project]\nname = 'x'\ndependencies = ['{dependency}']\n");
    let of = |dependency: &str| environment(&[("pyproject.toml", &project(dependency))]).dagster;
    let version = |text: &str| text.parse::<Version>().expect("a version");
    assert_eq!(of("dagster==1.12.3").exact(), Some(&version("1.12.3")));
    assert_eq!(of("dagster-dbt==0.28.3").exact(), Some(&version("1.12.3")));
    assert_eq!(of("dagster-polars==0.27.3"), DagsterVersion::Unknown);
    assert_eq!(of("pandas"), DagsterVersion::Unknown);
    let bounded = of("dagster>=1.10,<1.13");
    assert!(bounded.is_at_least(&version("1.10")) && !bounded.is_at_least(&version("1.11")));
    assert!(bounded.is_before(&version("1.13")) && !bounded.is_before(&version("1.12")));
    assert!(bounded.may_be(&version("1.11.4")) && !bounded.may_be(&version("1.13.0")));
    let lock = "[[package]]\nname = 'dagster'\nversion = '1.11.2'\n";
    let locked = environment(&[
        ("pyproject.toml", &project("dagster>=1.10")),
        ("uv.lock", lock),
    ]);
    assert_eq!(locked.dagster.exact(), Some(&version("1.11.2")));
}
