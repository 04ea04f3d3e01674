//! Which of its places makes a finding one of the named files, of a change, or of a code
//! location; and what of the user's own settings of git counts.

use std::path::Path;
use std::process::Command;

use crate::support::{Tree, daglint};

const DEFINITIONS: &str = "import dagster as dg\n\nfrom shop import a, b\n\n\
                           defs = dg.Definitions(assets=[a.orders, b.orders])\n";
const ORDERS: &str = "import dagster as dg\n\n\n@dg.asset\ndef orders():\n    return 1\n";

/// A project in which one asset key is defined in two files, and which lacks a lock file.
fn project(tree: &Tree, folder: &str) {
    let add = |path: &str, text: &str| tree.add(&format!("{folder}/{path}"), text);
    add(
        "pyproject.toml",
        "[project]\nname = \"shop\"\nversion = \"0\"\ndependencies = [\"dagster\"]\n\n\
         [tool.dagster]\nmodule_name = \"shop.definitions\"\n",
    );
    add("shop/__init__.py", "");
    add("shop/a.py", ORDERS);
    add("shop/b.py", ORDERS);
    add("shop/definitions.py", DEFINITIONS);
}

fn one() -> Tree {
    let tree = Tree::new(&[(".git/HEAD", "")]);
    project(&tree, ".");
    tree
}

/// `CODE path` of what is reported.
fn reported(tree: &Tree, arguments: &[&str]) -> Vec<String> {
    let (_, document) = tree.check_json(arguments);
    let all = document["diagnostics"].as_array().expect("a list");
    let text = |it: &serde_json::Value| it.as_str().expect("a text").to_owned();
    all.iter()
        .map(|it| format!("{} {}", text(&it["code"]), text(&it["path"])))
        .collect()
}

fn git(directory: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=x", "-c", "user.email=x@example.com"];
    let mut command = Command::new("git");
    let command = command.arg("-C").arg(directory);
    let output = command.args(identity).args(arguments).output();
    assert!(output.expect("git").status.success(), "{arguments:?}");
}

#[test]
fn named_files_have_the_findings_of_which_they_are_a_place() {
    let tree = one();
    let with = |code: &str, path: &str| {
        let only = reported(&tree, &["--select", code, "--report-only", path]);
        // A file that is named as a path is asked for the same.
        assert_eq!(reported(&tree, &["--select", code, path]), only);
        only
    };
    assert_eq!(with("DAG401", "shop/b.py"), ["DAG401 shop/b.py"]);
    assert_eq!(with("DAG401", "shop/a.py"), ["DAG401 shop/b.py"]);
    assert_eq!(with("DAG401", "shop/definitions.py"), [""; 0]);
}

#[test]
fn a_change_counts_at_every_line_of_every_place() {
    let tree = Tree::new(&[]);
    project(&tree, ".");
    git(tree.path(), &["init", "-q"]);
    git(tree.path(), &["add", "-A"]);
    git(tree.path(), &["commit", "-qm", "one"]);
    let since = ["--select", "DAG401,DAG212", "--since", "HEAD"];
    assert_eq!(reported(&tree, &since), [""; 0]);
    // The place in the other file.
    tree.add(
        "shop/a.py",
        ORDERS.replace("def orders():", "def orders() -> int:"),
    );
    assert_eq!(reported(&tree, &since), ["DAG401 shop/b.py"]);
    tree.add("shop/a.py", ORDERS);
    assert_eq!(reported(&tree, &since), [""; 0]);
}

#[test]
fn a_change_counts_at_the_last_line_of_a_place() {
    let jobs = "import dagster as dg\n\na = dg.define_asset_job(\"j\")\nb = dg.define_asset_job(\n    \
                \"j\",\n    selection=\"*\",\n)\n\ndefs = dg.Definitions(jobs=[a, b])\n";
    let tree = Tree::new(&[("definitions.py", jobs)]);
    git(tree.path(), &["init", "-q"]);
    git(tree.path(), &["add", "-A"]);
    git(tree.path(), &["commit", "-qm", "one"]);
    let since = ["--select", "DAG403", "--since", "HEAD"];
    assert_eq!(reported(&tree, &since), [""; 0]);
    for (old, new) in [
        ("    \"j\",\n", "    \"j\" ,\n"),
        ("selection=\"*\"", "selection=\"+*\""),
        (",\n)\n", ",\n) # end\n"),
    ] {
        tree.add("definitions.py", jobs.replace(old, new));
        assert_eq!(reported(&tree, &since), ["DAG403 definitions.py"], "{new}");
    }
    tree.add("definitions.py", jobs.replace("jobs=[a, b]", "jobs=[b, a]"));
    assert_eq!(reported(&tree, &since), [""; 0]);
}

#[test]
fn a_code_location_has_its_findings_and_those_of_its_project() {
    let tree = Tree::new(&[(".git/HEAD", "")]);
    project(&tree, "sales");
    project(&tree, "refunds");
    tree.add(
        "refunds/pyproject.toml",
        "[project]\nname = \"refunds\"\nversion = \"0\"\ndependencies = [\"dagster\"]\n\n\
         [tool.dagster]\nmodule_name = \"shop.definitions\"\ncode_location_name = \"refunds\"\n",
    );
    tree.add(
        "sales/pyproject.toml",
        "[project]\nname = \"sales\"\nversion = \"0\"\ndependencies = [\"dagster\"]\n\n\
         [tool.dagster]\nmodule_name = \"shop.definitions\"\ncode_location_name = \"sales\"\n",
    );
    let select = ["--select", "DAG401,DAG301", "--location"];
    let with = |names: &[&str]| reported(&tree, &[&select[..], names].concat());
    let of = |name: &str| {
        let (project, place) = ("pyproject.toml", "shop/b.py");
        [
            format!("DAG301 {name}/{project}"),
            format!("DAG401 {name}/{place}"),
        ]
    };
    assert_eq!(with(&["sales"]), of("sales"));
    assert_eq!(with(&["refunds"]), of("refunds"));
    let both = with(&["sales", "--location", "refunds"]);
    assert_eq!(both, [of("refunds"), of("sales")].concat());
}

#[test]
fn what_a_user_ignores_everywhere_is_there() {
    let tree = one();
    tree.add("home/.config/git/ignore", "*.py\n");
    tree.add("home/excludes", "shop/\n");
    tree.add(
        "home/.gitconfig",
        format!(
            "[core]\n    excludesFile = {}\n",
            tree.path().join("home/excludes").display()
        ),
    );
    for (name, value) in [
        ("HOME", tree.path().join("home")),
        ("XDG_CONFIG_HOME", tree.path().join("home/.config")),
    ] {
        let mut command = daglint(tree.path());
        let output = command
            .env_remove("XDG_CONFIG_HOME")
            .env(name, value)
            .args(["--select", "DAG401", "--output-format", "concise"])
            .output()
            .expect("a run");
        let out = String::from_utf8_lossy(&output.stdout);
        assert!(out.starts_with("shop/b.py:5:5: "), "{name}: {output:?}");
    }
}

#[test]
fn a_project_that_the_workspace_lists_is_held_wherever_it_lies() {
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        (
            "here/dg.toml",
            "directory_type = \"workspace\"\n[workspace]\n[[workspace.projects]]\npath = \"../there\"\n",
        ),
        (
            "there/pyproject.toml",
            "[project]\nname = \"there\"\nversion = \"0\"\ndependencies = [\"dagster\"]\n\
             [tool.dg]\ndirectory_type = \"project\"\n[tool.dg.project]\nroot_modul = \"there\"\n",
        ),
        ("there/src/there/__init__.py", ""),
        (
            "there/src/there/definitions.py",
            "import dagster as dg\n\ndefs = dg.Definitions()\n",
        ),
    ]);
    let found = reported(&tree, &["here", "--min-severity", "error"]);
    assert!(
        found.contains(&"DAG506 there/pyproject.toml".to_owned()),
        "{found:?}"
    );
}
