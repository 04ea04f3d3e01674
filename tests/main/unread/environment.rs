//! The files that declare or lock an environment.

use super::{DEFS, DG, found, utf_16};
use crate::support::Tree;

/// A project with an import that it does not declare.
fn undeclared() -> Tree {
    let code = format!("from dagster_aws.s3 import S3Resource\n{DEFS}");
    Tree::new(&[("shop/__init__.py", ""), ("shop/definitions.py", &code)])
}

#[test]
fn a_comment_in_another_encoding_hides_no_finding() {
    let tree = undeclared();
    let told = ["warning DAG302 shop/definitions.py:1"];
    for bytes in [&b"dagster\n# caf\xe9\n"[..], &utf_16("dagster\n")] {
        tree.add("requirements.txt", bytes);
        assert_eq!(found(&tree, &["--select", "DAG302"]), told);
    }
}

#[test]
fn a_lock_file_that_no_tool_can_read_is_told() {
    let conflict = "<<<<<<< HEAD\nversion = 1\n=======\nversion = 2\n>>>>>>> other\n";
    let locks = [
        "uv.lock",
        "poetry.lock",
        "pdm.lock",
        "pixi.lock",
        "Pipfile.lock",
        "pylock.toml",
    ];
    for name in locks {
        let tree = Tree::new(&[("pyproject.toml", DG), ("src/shop/__init__.py", "")]);
        tree.add("src/shop/definitions.py", DEFS);
        for bytes in [conflict.as_bytes(), b"", b"version = 1\n# \xe9\n"] {
            tree.add(name, bytes);
            let told = [format!("error DAG303 {name}:1")];
            assert_eq!(found(&tree, &["--select", "DAG303"]), told, "{bytes:?}");
        }
    }
}

/// A project with an undeclared import, whose environment these files declare.
fn declared_by(name: &str, bytes: &[u8]) -> Tree {
    let tree = undeclared();
    tree.add(name, bytes);
    tree
}

#[test]
fn a_file_of_dependencies_that_no_tool_can_read_is_told() {
    for (name, text, line) in [
        ("Pipfile", "[packages\ndagster = '*'\n", 1),
        ("pixi.toml", "[dependencies]\ndagster = \n", 2),
        ("environment.yml", "dependencies:\n- dagster\n- x: :\n", 3),
        (
            "setup.cfg",
            "[metadata]\nname = x\n[options\ninstall_requires =\n",
            3,
        ),
        (
            "setup.cfg",
            "[options]\ninstall_requires =\n  dagster\n[options]\n",
            4,
        ),
        ("requirements.txt", "dagster\n-r base.txt\n", 2),
        (
            "requirements/dev.txt",
            "dagster\n--requirement=../a.txt\n",
            2,
        ),
        (
            "requirements.txt",
            "dagster\n<<<<<<< HEAD\ndagster-aws\n",
            2,
        ),
        (
            "pyproject.toml",
            "[project]\nname = 'x'\ndynamic = ['dependencies']\n\
             [tool.setuptools.dynamic]\ndependencies = { file = ['base.txt'] }\n",
            5,
        ),
    ] {
        let told = [format!("warning DAG315 {name}:{line}")];
        assert_eq!(found(&declared_by(name, text.as_bytes()), &[]), told);
    }
}

#[test]
fn a_list_that_names_a_missing_file_is_told_once_and_hides_what_it_must() {
    // Without its bounds what is declared is known all the same.
    let bounded = declared_by("requirements.txt", b"dagster\n-c bounds.txt\n");
    let told = [
        "warning DAG315 requirements.txt:2",
        "warning DAG302 shop/definitions.py:1",
    ];
    assert_eq!(found(&bounded, &[]), told);
    // Two lists include the broken one.
    let shared = declared_by("requirements.txt", b"dagster\n-r base.txt\n");
    shared.add("requirements-dev.txt", "-r requirements.txt\n");
    let told = ["warning DAG315 requirements.txt:2"];
    assert_eq!(found(&shared, &[]), told);
}

#[test]
fn a_file_of_dependencies_that_its_tool_reads_otherwise_is_let_be() {
    for (name, text) in [
        ("Pipfile", "[packages]\n{{ package }} = '*'\n"),
        ("environment.yml", "dependencies:\n- {{ name }}: x\n"),
        ("environment.yml", "deployment: x\n- y: :\n"),
        ("setup.cfg", "[flake8\nmax-line-length = 100\n"),
        (
            "setup.cfg",
            "[DEFAULT]\na = 1\n[options]\ninstall_requires =\n  dagster\n# c\n  x\n[DEFAULT]\nb = 1\n",
        ),
        ("requirements.txt", "-r https://example.org/base.txt\n"),
        ("requirements.txt", "-r ${WHICH}.txt\n"),
        ("requirements.txt", "-r made.txt\n"),
    ] {
        let tree = declared_by(name, text.as_bytes());
        tree.add(".gitignore", "made.txt\n");
        assert_eq!(found(&tree, &["--select", "DAG315"]), [""; 0], "{text}");
    }
}

#[test]
fn a_file_of_the_environment_that_has_no_text_is_told() {
    for (name, text) in [
        ("Pipfile", "[packages]\ndagster = '*'\n"),
        ("pixi.toml", "[dependencies]\ndagster = '*'\n"),
        ("environment.yml", "dependencies:\n- dagster\n"),
        ("setup.cfg", "[options]\ninstall_requires =\n  dagster\n"),
    ] {
        let bytes = [text.as_bytes(), b"# \xe9\n"].concat();
        let line = text.matches('\n').count() + 1;
        let told = [format!("warning DAG002 {name}:{line}")];
        assert_eq!(found(&declared_by(name, &bytes), &[]), told);
        let large = format!("{text}# {}\n", "x".repeat(5_000_000));
        let told = [format!("warning DAG004 {name}:1")];
        assert_eq!(found(&declared_by(name, large.as_bytes()), &[]), told);
    }
    let included = declared_by("requirements.txt", b"dagster\n-r base.txt\n");
    included.add("base.txt", format!("# {}\n", "x".repeat(5_000_000)));
    assert_eq!(found(&included, &[]), ["warning DAG004 base.txt:1"]);
    let pinned = declared_by("requirements.txt", b"dagster\ndagster-aws\n");
    pinned.add(".python-version", b"3.12\xe9\n");
    assert_eq!(found(&pinned, &[]), ["warning DAG002 .python-version:1"]);
}

#[test]
fn a_lock_file_may_be_larger_than_any_source() {
    let tree = Tree::new(&[("pyproject.toml", DG), ("src/shop/__init__.py", "")]);
    tree.add("src/shop/definitions.py", DEFS);
    let locked = |comment: usize| {
        format!(
            "{}\nversion = 1\n[[package]]\nname = \"shop\"\nversion = \"0.1.0\"\n\
             source = {{ editable = \".\" }}\n[package.metadata]\nrequires-dist = \
             [{{ name = \"dagster-dbt\" }}]\n",
            format!("# {}\n", "x".repeat(98)).repeat(comment / 100)
        )
    };
    let stale = |tree: &Tree| found(tree, &["--select", "DAG303,DAG004"]);
    tree.add("uv.lock", locked(5 << 20));
    assert_eq!(stale(&tree), ["error DAG303 pyproject.toml:9"]);
    tree.add("uv.lock", locked(17 << 20));
    assert_eq!(stale(&tree), ["warning DAG004 uv.lock:1"]);
}
