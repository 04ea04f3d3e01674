//! What is reported: some files, what changed, one code location; and what is never green.

use std::path::Path;
use std::process::Command;

use crate::settings::DUPLICATE;
use crate::support::{Run, Tree, daglint, skipped};

pub(crate) const CLEAN: &str = "import dagster as dg\n\ndefs = dg.Definitions()\n";

/// Two code locations in a git repository, each with a duplicate.
fn two() -> Tree {
    Tree::new(&[
        (".git/HEAD", ""),
        ("a/one.py", DUPLICATE),
        ("b/two.py", DUPLICATE),
    ])
}

/// The paths of the duplicates that are reported.
pub(crate) fn paths(tree: &Tree, arguments: &[&str]) -> Vec<String> {
    let (code, document) = tree.check_json(&[&["--select", "DAG4"], arguments].concat());
    let all = document["diagnostics"].as_array().expect("a list");
    assert_eq!(code, i32::from(!all.is_empty()), "{document:#}");
    all.iter()
        .map(|it| it["path"].as_str().expect("a path").to_owned())
        .collect()
}

/// Runs with a text at standard input.
fn piped(tree: &Tree, arguments: &[&str], text: &str) -> Run {
    let mut command = daglint(tree.path());
    let output = command
        .args(arguments)
        .write_stdin(text)
        .output()
        .expect("a run");
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    }
}

pub(crate) fn git(directory: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=x", "-c", "user.email=x@example.com"];
    let mut command = Command::new("git");
    let command = command
        .arg("-C")
        .arg(directory)
        .args(identity)
        .args(arguments);
    assert!(
        command.output().expect("git").status.success(),
        "{arguments:?}"
    );
}

#[test]
fn only_the_named_files_are_reported_on() {
    let tree = two();
    assert_eq!(paths(&tree, &[]), ["a/one.py", "b/two.py"]);
    assert_eq!(paths(&tree, &["--report-only", "a/one.py"]), ["a/one.py"]);
    assert_eq!(paths(&tree, &["--report-only", "b"]), ["b/two.py"]);
    let run = tree.run(&["--report-only", "c.py"]);
    assert_eq!(run.code, 2, "{run:?}");
}

/// A project whose asset `orders` is made twice, in two files, which `definitions.py` loads
/// in this order.
fn twice(first: &str, second: &str) -> Tree {
    let asset = "import dagster as dg\n\n\n@dg.asset\ndef orders(): ...\n";
    let definitions = format!(
        "import dagster as dg\n\nfrom shop import {first}, {second}\n\n\
         defs = dg.Definitions(assets=[{first}.orders, {second}.orders])\n"
    );
    Tree::new(&[
        (".git/HEAD", ""),
        (
            "pyproject.toml",
            "[project]\nname = \"shop\"\nversion = \"0\"\ndependencies = [\"dagster\"]\n\n\
             [tool.dagster]\nmodule_name = \"shop.definitions\"\n",
        ),
        ("shop/__init__.py", ""),
        ("shop/crm.py", asset),
        ("shop/raw.py", asset),
        ("shop/definitions.py", &definitions),
    ])
}

#[test]
fn a_finding_is_of_each_of_its_equal_places() {
    for (first, second) in [("raw", "crm"), ("crm", "raw")] {
        let tree = twice(first, second);
        for file in ["shop/crm.py", "shop/raw.py"] {
            let all = paths(&tree, &["--report-only", file]);
            assert_eq!(all.len(), 1, "{file} where {first} is loaded first");
        }
        // Where both are loaded is shown nowhere.
        assert!(paths(&tree, &["--report-only", "shop/definitions.py"]).is_empty());
    }
}

/// Imports a distribution that `pyproject.toml` does not declare, in a package that is
/// loaded without one of its modules.
const INCOMPLETE: [(&str, &str); 5] = [
    (".git/HEAD", ""),
    (
        "pyproject.toml",
        "[project]\nname = \"shop\"\nversion = \"0\"\ndependencies = [\"dagster\"]\n\n\
         [tool.dagster]\nmodule_name = \"shop.definitions\"\n",
    ),
    ("shop/__init__.py", ""),
    (
        "shop/assets/raw/orders.py",
        "import dagster as dg\nfrom dagster_aws.s3 import S3Resource\n\n\n\
         @dg.asset\ndef orders(): ...\n",
    ),
    (
        "shop/definitions.py",
        "import dagster as dg\nfrom dagster_aws.s3 import S3Resource\n\nfrom shop import assets\n\n\
         defs = dg.Definitions(assets=dg.load_assets_from_package_module(assets))\n",
    ),
];

#[test]
fn a_finding_is_of_the_place_to_edit_and_not_of_what_explains() {
    let tree = Tree::new(&INCOMPLETE);
    tree.add("shop/assets/__init__.py", "");
    let codes = |file: &str| -> Vec<String> {
        let (_, document) = tree.check_json(&["--select", "DAG111,DAG302", "--report-only", file]);
        let all = document["diagnostics"].as_array().expect("a list");
        let codes = all.iter().map(|it| it["code"].as_str().expect("a code"));
        codes.map(str::to_owned).collect()
    };
    // The dependencies, to which one is to be added.
    assert_eq!(codes("pyproject.toml"), ["DAG302"]);
    // The import; the call that walks the package explains why a folder is lost.
    assert_eq!(codes("shop/definitions.py"), ["DAG302"]);
    assert_eq!(codes("shop/assets/raw/orders.py"), ["DAG111"]);
    let (_, document) = tree.check_json(&["--select", "DAG302"]);
    assert_eq!(document["diagnostics"][0]["related"][0]["role"], "edit");
}

#[test]
fn what_stands_elsewhere_is_counted() {
    let tree = Tree::new(&[("a/one.py", DUPLICATE), ("b/two.py", DUPLICATE)]);
    git(tree.path(), &["init", "-q"]);
    git(tree.path(), &["add", "-A"]);
    git(tree.path(), &["commit", "-qm", "one"]);
    tree.add("c.py", "x = 1\n");
    for arguments in [
        &["--report-only", "c.py"][..],
        &["c.py"],
        &["--since", "HEAD"],
    ] {
        let run = tree.run(&[&["--select", "DAG4"], arguments].concat());
        assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
        let said = "Nothing found in scope, 2 errors elsewhere (checked 3 Python files, ";
        assert!(run.err.starts_with(said), "{arguments:?}: {run:?}");
    }
    let run = tree.run(&["--select", "DAG4", "--location", "one.py"]);
    assert_eq!(run.code, 1, "{run:?}");
    let said = "1 error in 1 file, 1 error elsewhere (checked ";
    assert!(run.err.starts_with(said), "{run:?}");
}

#[test]
fn paths_are_read_from_a_list() {
    let tree = two();
    tree.add("list", "a/one.py\n");
    assert_eq!(
        paths(&tree, &["--report-only", "--files-from", "list"]),
        ["a/one.py"]
    );
    let arguments = [
        "--select",
        "DAG4",
        "--output-format",
        "concise",
        "--files-from",
        "-",
        "-0",
    ];
    let run = piped(&tree, &arguments, "b/two.py\0");
    assert!(run.out.starts_with("b/two.py:"), "{run:?}");
    let run = piped(&tree, &arguments, "b/gone.py\0");
    assert_eq!(run.code, 2, "{run:?}");
}

#[test]
fn one_code_location_of_many() {
    let tree = two();
    assert_eq!(paths(&tree, &["--location", "one.py"]), ["a/one.py"]);
    let run = tree.run(&["--location", "on.py"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("did you mean `one.py`?"), "{run:?}");
}

#[test]
fn standard_input_stands_for_a_file() {
    let tree = two();
    let arguments = [
        "-",
        "--stdin-filename",
        "a/one.py",
        "--output-format",
        "concise",
        "--select",
        "DAG4",
    ];
    let run = piped(&tree, &arguments, CLEAN);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
    tree.add("a/one.py", CLEAN);
    let run = piped(&tree, &arguments, DUPLICATE);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.out.starts_with("a/one.py:10:5: "), "{run:?}");
    for wrong in [
        &["-"][..],
        &["-", "a", "--stdin-filename", "a/one.py"],
        &["--stdin-filename", "a/one.py"],
    ] {
        assert_eq!(piped(&tree, wrong, CLEAN).code, 2, "{wrong:?}");
    }
    tree.add("daglint.toml", "exclude = [\"a/\"]\nforce-exclude = true\n");
    let run = piped(&tree, &arguments, DUPLICATE);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
    assert!(run.err.contains("is excluded"), "{run:?}");
}

#[test]
fn nothing_to_look_at_is_a_mistake_unless_it_is_said() {
    let tree = Tree::new(&[(".git/HEAD", "")]);
    assert_eq!(tree.run(&["check"]).code, 2);
    assert_eq!(tree.run(&["check", "--allow-empty"]).code, 0);
    let tree = Tree::new(&[(".git/HEAD", ""), ("legacy/a.py", DUPLICATE)]);
    let run = tree.run(&["--exclude", "legacy/", "--force-exclude", "legacy/a.py"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
    assert!(
        run.err.contains("note: `legacy/a.py` is excluded"),
        "{run:?}"
    );
    assert!(!run.err.contains("Nothing found"), "{run:?}");
}

#[test]
fn files_are_shown_and_what_is_left_out_with_the_reason() {
    let tree = two();
    for path in [
        "c/legacy.py",
        "d/ignored.py",
        "env/pyvenv.cfg",
        "env/x.py",
        "node_modules/y.py",
    ] {
        tree.add(path, CLEAN);
    }
    tree.add(".gitignore", "d/\n");
    tree.add("d/workspace.yaml", "load_from: []\n");
    tree.add("daglint.toml", "extend-exclude = [\"legacy.py\"]\n");
    let run = tree.run(&["--show-files"]);
    assert_eq!(run.out, "a/one.py\nb/two.py\ndaglint.toml\n", "{run:?}");
    let run = tree.run(&["--show-files", "-v", "a"]);
    assert!(
        run.out.contains("a/one.py  # found below what is named\n"),
        "{run:?}"
    );
    let run = tree.run(&["--show-files", "--excluded", "-v"]);
    for line in [
        ".git  # hidden",
        "c/legacy.py  # `legacy.py` in daglint.toml:1:1",
        "d/ignored.py  # `d/` in .gitignore",
        "d/workspace.yaml  # `d/` in .gitignore",
        "env  # a virtual environment or a cache",
        "node_modules  # `node_modules/` in the default of `exclude`",
    ] {
        assert!(run.out.lines().any(|it| it == line), "{line}: {run:?}");
    }
}

#[test]
fn a_closed_standard_input_is_no_empty_file() {
    if cfg!(unix) {
        let tree = two();
        let program = env!("CARGO_BIN_EXE_daglint");
        let script = format!("{program} check - --stdin-filename a/one.py <&-");
        let output = Command::new("sh")
            .arg("-c")
            .arg(script)
            .current_dir(tree.path())
            .output();
        assert_eq!(output.expect("a run").status.code(), Some(2));
    }
}

#[test]
fn the_verdict_does_not_hang_on_who_reads_it() {
    if cfg!(unix) {
        let tree = two();
        let program = env!("CARGO_BIN_EXE_daglint");
        let run = |script: &str| {
            let script = script.replace("daglint", program);
            let output = Command::new("bash")
                .arg("-c")
                .arg(script)
                .current_dir(tree.path())
                .output();
            output.expect("a run").status.code()
        };
        assert_eq!(run("daglint | true; exit ${PIPESTATUS[0]}"), Some(1));
        if Path::new("/dev/full").exists() {
            assert_eq!(run("daglint >/dev/full"), Some(2));
            assert_eq!(run("daglint --exit-zero >/dev/full"), Some(2));
        } else {
            skipped("there is no /dev/full");
        }
    }
}

#[test]
fn broken_python_is_never_green() {
    for text in ["def broken(:\n", "x = 1\0", "x = '\u{fffd}"] {
        let tree = Tree::new(&[(".git/HEAD", ""), ("definitions.py", text)]);
        let run = tree.run(&["-f", "definitions.py"]);
        assert_eq!(run.code, 1, "{text:?}: {run:?}");
        assert!(!run.err.contains("Nothing found"), "{run:?}");
    }
    // One that cannot be read does not hide what is wrong with another.
    let tree = two();
    tree.add("a/one.py", "def broken(:\n");
    assert_eq!(paths(&tree, &[]), ["b/two.py"]);
}

#[test]
fn a_missing_path_beside_one_that_exists_is_refused() {
    let run = two().run(&["a/one.py", "a/gone.py", "c"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
    assert!(
        run.err.contains("`a/gone.py` and `c` do not exist"),
        "{run:?}"
    );
}

#[test]
fn nothing_is_left_out_for_being_too_much() {
    let jobs: String = (0..300)
        .map(|number| format!("j{number} = dg.define_asset_job('job{}')\n", number / 2))
        .collect();
    let listed: String = (0..300).map(|number| format!("j{number}, ")).collect();
    let text = format!("import dagster as dg\n\n{jobs}defs = dg.Definitions(jobs=[{listed}])\n");
    let tree = Tree::new(&[(".git/HEAD", ""), ("definitions.py", &text)]);
    assert_eq!(paths(&tree, &["-f", "definitions.py"]).len(), 150);
}

#[test]
fn what_code_locations_share_is_told_for_each_of_them() {
    let entry = "import dagster as dg\nimport shared\n\ndefs = dg.Definitions()\n";
    let tree = Tree::new(&[
        ("one.py", entry),
        ("two.py", entry),
        ("shared.py", "def (\n"),
        (
            "workspace.yaml",
            "load_from:\n  - python_file: one.py\n  - python_file: two.py\n",
        ),
    ]);
    for location in ["one.py", "two.py"] {
        let alone = ["--select", "DAG001", "--location", location];
        assert_eq!(paths(&tree, &alone), ["shared.py"], "{location}");
    }
    // One that ignores it says nothing for the other.
    let ignoring = "[per-location-ignores]\n\"one.py\" = [\"DAG001\"]\n";
    tree.add("daglint.toml", ignoring);
    assert_eq!(paths(&tree, &["--select", "DAG001"]), ["shared.py"]);
    tree.add("daglint.toml", ignoring.replace("one.py", "*"));
    assert_eq!(paths(&tree, &["--select", "DAG001"]), [""; 0]);
    // A key that two code locations materialize concerns both.
    let asset = "import dagster as dg\n\n\n@dg.asset\ndef orders(): ...\n";
    tree.add("one.py", asset);
    tree.add("two.py", asset);
    for location in ["one.py", "two.py"] {
        let alone = ["--select", "DAG412", "--location", location];
        assert_eq!(paths(&tree, &alone), ["two.py"], "{location}");
    }
}
