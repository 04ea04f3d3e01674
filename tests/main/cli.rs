//! Arguments, formats and exit codes.

use std::path::Path;

use crate::support::{Tree, daglint, run_in};

const CLEAN: &str = "\
import dagster as dg


@dg.asset
def orders():
    return 1


defs = dg.Definitions(assets=[orders])
";

/// Dagster refuses it: `Duplicate asset key: AssetKey(['orders'])`.
const DUPLICATE: &str = "\
import dagster as dg


@dg.asset
def orders():
    return 1


@dg.asset(key=\"orders\")
def orders_again():
    return 2


defs = dg.Definitions(assets=[orders, orders_again])
";

fn faulty() -> Tree {
    Tree::new(&[("definitions.py", DUPLICATE)])
}

#[test]
fn a_clean_target_passes_and_says_what_was_checked() {
    let clean = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/clean");
    let run = run_in(Path::new(clean), &["."]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
    let seen = "Nothing found in 6 Python files, 1 code location, 2 assets (0.";
    assert!(run.err.contains(seen), "{run:?}");
    let run = run_in(Path::new(clean), &["-q", "."]);
    assert_eq!((run.code, run.out.as_str(), run.err.as_str()), (0, "", ""));
}

#[test]
fn findings_make_the_exit_code_one() {
    let run = faulty().run(&["-f", "definitions.py", "--output-format", "concise"]);
    assert_eq!(run.code, 1, "{run:?}");
    let mut lines = run.out.lines();
    let error = lines.find(|line| line.contains("error")).expect("an error");
    assert!(
        error.starts_with("definitions.py:10:5: error[DAG401] "),
        "{run:?}"
    );
    assert!(run.err.starts_with("1 error, "), "{run:?}");
}

#[test]
fn check_is_the_default_command() {
    let tree = faulty();
    let short = tree.run(&["-f", "definitions.py"]);
    let long = tree.run(&["check", "-f", "definitions.py"]);
    assert_eq!((short.code, short.out), (long.code, long.out));
}

#[test]
fn a_format_is_named_in_the_same_way_everywhere() {
    let tree = faulty();
    for command in ["check", "list"] {
        let [short, long] = ["--format", "--output-format"].map(|option| {
            let run = tree.run(&[command, "-f", "definitions.py", option, "json"]);
            assert!(run.code < 2, "{run:?}");
            run.json()
        });
        assert_eq!(short, long, "{command}");
    }
}

#[test]
fn fail_on_decides_what_fails() {
    const ENVIRON: &str = "import os\n\nimport dagster as dg\n\nos.environ[\"HOST\"]\n\n\
                           defs = dg.Definitions()\n";
    const TIME: &str = "from datetime import datetime\n\nimport dagster as dg\n\n\
                        datetime.now()\n\ndefs = dg.Definitions()\n";
    for (what, code, fails_on) in [
        (DUPLICATE, "DAG401", &["error", "warning", "info"][..]),
        (ENVIRON, "DAG231", &["warning", "info"]),
        (TIME, "DAG233", &["info"]),
    ] {
        let tree = Tree::new(&[("definitions.py", what)]);
        for fail_on in ["error", "warning", "info", "never"] {
            let only = ["--select", code, "--fail-on", fail_on];
            let run = tree.run(&[&["-f", "definitions.py"][..], &only].concat());
            let fails = i32::from(fails_on.contains(&fail_on));
            assert_eq!(run.code, fails, "{fail_on}: {run:?}");
            assert!(run.out.contains(code), "{fail_on}: {run:?}");
        }
        let run = tree.run(&["-f", "definitions.py", "--select", code]);
        let fails = i32::from(fails_on.contains(&"warning"));
        assert_eq!(run.code, fails, "`warning` where nothing is said: {run:?}");
    }
}

#[test]
fn the_full_format_shows_both_places() {
    let run = faulty().run(&["-f", "definitions.py"]);
    assert!(
        run.out
            .contains("error[DAG401]: asset key `orders` is defined 2 times"),
        "{run:?}"
    );
    assert!(run.out.contains("def orders():"), "{run:?}");
    assert!(run.out.contains("orders_again"), "{run:?}");
    assert!(!run.out.contains('\u{1b}'), "no colours in a pipe: {run:?}");
}

#[test]
fn colours_can_be_forced_and_forbidden() {
    let tree = faulty();
    let with = |name: &str| {
        let mut command = daglint(tree.path());
        let command = command.env("CLICOLOR_FORCE", "1").env(name, "1");
        let output = command
            .args(["-f", "definitions.py"])
            .output()
            .expect("a run");
        output.stdout.contains(&0x1b)
    };
    assert!(with("CLICOLOR_FORCE"));
    assert!(!with("NO_COLOR"));
}

#[test]
fn a_file_is_a_filter_on_what_is_reported() {
    let tree = Tree::new(&[
        (
            "pyproject.toml",
            "[project]\nname = \"shop\"\nversion = \"0\"\ndependencies = [\"dagster\"]\n\n[tool.dagster]\nmodule_name = \"shop.definitions\"\n",
        ),
        ("shop/__init__.py", ""),
        (
            "shop/a.py",
            "import dagster as dg\n\n\n@dg.asset\ndef orders():\n    return 1\n",
        ),
        (
            "shop/b.py",
            "import dagster as dg\n\n\n@dg.asset\ndef orders():\n    return 2\n",
        ),
        ("shop/c.py", "x = 1\n"),
        (
            "shop/definitions.py",
            "import dagster as dg\n\nfrom shop import a, b, c\n\ndefs = dg.Definitions(assets=[a.orders, b.orders])\n",
        ),
    ]);
    let duplicates = |path: &str| {
        let run = tree.run(&[path, "--output-format", "concise"]);
        run.out.matches("[DAG401]").count()
    };
    assert_eq!(duplicates("."), 1);
    assert_eq!(
        duplicates("shop/a.py"),
        1,
        "seen though only one side is named"
    );
    assert_eq!(duplicates("shop/b.py"), 1);
    assert_eq!(duplicates("shop/c.py"), 0);
}

#[test]
fn every_missing_path_is_named() {
    let tree = faulty();
    let run = tree.run(&["definition.py", "definitions.py", "nowhere"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    insta::assert_snapshot!(run.err, @r"
    error: `definition.py` and `nowhere` do not exist
      help: did you mean `definitions.py`?
    ");
}

#[test]
fn a_misspelt_command_is_recognised() {
    let run = faulty().run(&["lst"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("did you mean `list`?"), "{run:?}");
}

#[test]
fn wrong_usage_is_exit_code_two() {
    let tree = faulty();
    for arguments in [
        &["--no-such-option"][..],
        &["-f", "definitions.py", "."],
        &["--output-format", "xml"],
        &["--fail-on", "always"],
        &["-a", "defs"],
        &["-d", "."],
        &["rule"],
        &["rule", "DAG000"],
        &["-q", "-v"],
    ] {
        let run = tree.run(arguments);
        assert_eq!(run.code, 2, "{arguments:?}: {run:?}");
        assert!(run.err.starts_with("error: "), "{arguments:?}: {run:?}");
        assert_eq!(run.out, "", "{arguments:?}");
    }
}

#[test]
fn help_and_version_go_to_standard_output() {
    let tree = faulty();
    let run = tree.run(&["--version"]);
    let version = concat!("daglint ", env!("CARGO_PKG_VERSION"), "\n");
    assert_eq!((run.code, run.out.as_str()), (0, version));
    let run = tree.run(&["--help"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    for word in [
        "check",
        "list",
        "rules",
        "--python-file",
        "--fail-on",
        "Exit codes",
    ] {
        assert!(run.out.contains(word), "{word}: {}", run.out);
    }
}

#[test]
fn a_rule_is_found_by_code_and_name() {
    let tree = faulty();
    let by_code = tree.run(&["rule", "dag401"]);
    let by_name = tree.run(&["explain", "duplicate-asset-key"]);
    assert_eq!((by_code.code, &by_code.out), (0, &by_name.out));
    assert!(
        by_code.out.starts_with("DAG401 duplicate-asset-key\n"),
        "{by_code:?}"
    );
    assert!(!by_code.out.contains("```"), "{by_code:?}");
}

#[test]
fn a_misspelt_rule_is_recognised() {
    let run = faulty().run(&["rule", "duplicate-aset-key"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("did you mean `duplicate-asset-key` or "),
        "{run:?}"
    );
}

#[test]
fn all_rules_are_listed_by_code() {
    let run = faulty().run(&["rules"]);
    let codes: Vec<&str> = run.out.lines().skip(1).map(|line| &line[..6]).collect();
    assert!(codes.len() > 20, "{run:?}");
    assert!(codes.is_sorted(), "{run:?}");
    assert!(codes.contains(&"DAG401"), "{run:?}");
}

#[test]
fn the_inventory_is_shown_as_a_table() {
    let tree = Tree::new(&[("definitions.py", CLEAN)]);
    let run = tree.run(&["list", "-f", "definitions.py"]);
    assert_eq!(run.code, 0, "{run:?}");
    insta::assert_snapshot!(run.out, @r"
    code location definitions.py (definitions.py)
      asset  orders  definitions.py:5  default
    ");
}
