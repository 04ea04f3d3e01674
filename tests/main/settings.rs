//! Settings: where they stand, what wins, what is refused.

use serde_json::Value;

use crate::support::{Run, Tree, daglint};

/// Dagster refuses it: two assets of one key.
pub(crate) const DUPLICATE: &str = "\
import dagster as dg


@dg.asset
def orders():
    return 1


@dg.asset(key=\"orders\")
def orders_again():
    return 2


defs = dg.Definitions(assets=[orders, orders_again])
";

pub(crate) const PROJECT: &str =
    "[project]\nname = \"shop\"\nversion = \"0\"\ndependencies = [\"dagster\"]\n";

/// A git repository with a duplicate in `definitions.py` and these files.
fn tree(files: &[(&str, &str)]) -> Tree {
    let tree = Tree::new(&[(".git/HEAD", ""), ("definitions.py", DUPLICATE)]);
    for (path, text) in files {
        tree.add(path, text);
    }
    tree
}

/// `path:severity` of every finding of a rule.
pub(crate) fn severities(run: &Run, code: &str) -> Vec<String> {
    let document: Value = run.json();
    let all = document["diagnostics"].as_array().expect("a list");
    all.iter()
        .filter(|finding| finding["code"] == code)
        .map(|finding| {
            let text = |key: &str| finding[key].as_str().expect("text").to_owned();
            format!("{}:{}", text("path"), text("severity"))
        })
        .collect()
}

fn check(tree: &Tree, arguments: &[&str]) -> Vec<String> {
    let run = tree.run(&[&["check", "--output-format", "json"], arguments].concat());
    assert_ne!(run.code, 2, "{run:?}");
    severities(&run, "DAG401")
}

#[test]
fn every_kind_of_file_is_read_and_the_first_wins() {
    let lowered = "[severity]\nDAG401 = \"warning\"\n";
    for name in ["daglint.toml", ".daglint.toml"] {
        let tree = tree(&[(name, lowered)]);
        assert_eq!(check(&tree, &[]), ["definitions.py:warning"], "{name}");
    }
    let tool = format!("{PROJECT}[tool.daglint.severity]\nduplicate-asset-key = \"info\"\n");
    let tree = tree(&[("pyproject.toml", &tool)]);
    assert_eq!(check(&tree, &[]), ["definitions.py:info"]);
    tree.add("daglint.toml", lowered);
    let run = tree.run(&["--output-format", "json"]);
    assert_eq!(severities(&run, "DAG401"), ["definitions.py:warning"]);
    let note = "the settings in `pyproject.toml` are not read: `daglint.toml` beside it wins";
    assert!(run.err.contains(note), "{run:?}");
}

#[test]
fn the_nearest_file_above_a_project_holds_for_it() {
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        ("daglint.toml", "severity.DAG401 = \"warning\"\n"),
        ("a/pyproject.toml", PROJECT),
        ("a/definitions.py", DUPLICATE),
        ("b/pyproject.toml", &PROJECT.replace("shop", "other")),
        ("b/definitions.py", DUPLICATE),
        (
            "b/daglint.toml",
            "extend = [\"../daglint.toml\"]\nignore = [\"DAG401\"]\n",
        ),
    ]);
    assert_eq!(check(&tree, &[]), ["a/definitions.py:warning"]);
    // From inside of the project, too.
    assert_eq!(check(&tree, &["b"]), Vec::<String>::new());
    assert_eq!(check(&tree, &["a"]), ["a/definitions.py:warning"]);
    assert_eq!(check(&tree, &["--isolated"]).len(), 2);
}

#[test]
fn a_file_may_extend_others_but_not_itself() {
    let tree = tree(&[
        (
            "base.toml",
            "severity.DAG401 = \"info\"\nseverity.DAG4 = \"warning\"\n",
        ),
        ("daglint.toml", "extend = [\"base.toml\"]\n"),
    ]);
    assert_eq!(check(&tree, &[]), ["definitions.py:info"]);
    tree.add(
        "daglint.toml",
        "extend = [\"base.toml\"]\nseverity.DAG401 = \"error\"\n",
    );
    assert_eq!(check(&tree, &[]), ["definitions.py:error"]);
    tree.add("base.toml", "extend = [\"daglint.toml\"]\n");
    let run = tree.run(&["check"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("`extend` is circular"), "{run:?}");
    assert!(run.err.contains("daglint.toml -> "), "{run:?}");
    tree.add("daglint.toml", "extend = [\"bse.toml\"]\n");
    let run = tree.run(&["check"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("does not exist"), "{run:?}");
}

#[test]
fn flags_win_over_variables_and_these_over_files() {
    let tree = tree(&[("daglint.toml", "fail-on = \"never\"\n")]);
    let code = |variable: Option<&str>, arguments: &[&str]| {
        let mut command = daglint(tree.path());
        if let Some(value) = variable {
            command.env("DAGLINT_FAIL_ON", value);
        }
        let output = command.args(arguments).output().expect("a run");
        output.status.code()
    };
    assert_eq!(code(None, &[]), Some(0));
    assert_eq!(code(Some("error"), &[]), Some(1));
    assert_eq!(
        code(Some("error"), &["--config", "fail-on = 'never'"]),
        Some(0)
    );
    assert_eq!(
        code(
            None,
            &["--config", "fail-on = 'never'", "--fail-on", "error"]
        ),
        Some(1)
    );
    assert_eq!(code(Some("eror"), &[]), Some(2));
    assert_eq!(code(None, &["--isolated"]), Some(1));
}

#[test]
fn a_named_file_stands_for_all_others() {
    let tree = tree(&[
        ("daglint.toml", "ignore = [\"ALL\"]\n"),
        ("ci/strict.toml", "severity.DAG401 = \"warning\"\n"),
    ]);
    assert_eq!(
        check(&tree, &["--config", "ci/strict.toml"]),
        ["definitions.py:warning"]
    );
    let run = tree.run(&["--config", "ci/stric.toml"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.err.contains("`ci/stric.toml` does not exist"),
        "{run:?}"
    );
}

#[test]
fn all_that_is_wrong_with_a_file_is_said_at_once() {
    let tree = tree(&[(
        "daglint.toml",
        "selct = [\"DAG4\"]\nignore = \"DAG401\"\nfail-on = \"eror\"\n\
         extend-select = [\"duplicate-aset-key\", 3]\nrequired-version = \">=99\"\n\
         [per-file-ignores]\n\"tests/**\" = { rules = [\"ALL\"] }\n",
    )]);
    let run = tree.run(&["check"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
    for said in [
        "there is no setting `selct`",
        "did you mean `select`?",
        "[daglint.toml:1:1]",
        "`ignore` must be a list of strings, not a string",
        "write [\"DAG401\"]",
        "`fail-on` must be one of `error`, `warning`, `info`, `never`, not `eror`",
        "`duplicate-aset-key` names no rule",
        "did you mean `duplicate-asset-key`?",
        "`extend-select[1]` must be a string, not a number",
        "these settings are for daglint >=99",
        "reason` is missing",
        "error: the settings are not valid",
    ] {
        assert!(run.err.contains(said), "{said}: {}", run.err);
    }
}

#[test]
fn what_is_no_toml_is_refused() {
    let tree = tree(&[("daglint.toml", "select = [\n")]);
    let run = tree.run(&["check"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("not valid TOML"), "{run:?}");
    // A pyproject.toml without settings is somebody else's; its fault is a finding.
    let tree = self::tree(&[("pyproject.toml", "[project\n")]);
    assert_eq!(tree.run(&["check"]).code, 1);
}

#[test]
fn a_misspelt_rule_on_the_command_line_is_refused() {
    for flag in ["--select", "--ignore", "--extend-select", "--extend-ignore"] {
        let run = tree(&[]).run(&[flag, "duplicate-aset-key"]);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.err.contains(&format!("[{flag}:1:")), "{run:?}");
        assert!(
            run.err.contains("did you mean `duplicate-asset-key`?"),
            "{run:?}"
        );
    }
}

#[test]
fn specific_words_win_and_then_ignore() {
    let tree = tree(&[]);
    let on = |arguments: &[&str]| !check(&tree, arguments).is_empty();
    assert!(!on(&["--ignore", "DAG4"]));
    assert!(!on(&["--ignore", "duplicates"]));
    assert!(!on(&["--ignore", "consequence:refuses"]));
    assert!(!on(&["--select", "DAG3"]));
    assert!(on(&["--select", "DAG4"]));
    assert!(on(&["--ignore", "ALL", "--extend-select", "DAG40"]));
    assert!(on(&["--ignore", "DAG4", "--extend-select", "DAG401"]));
    assert!(!on(&["--ignore", "DAG401", "--extend-select", "DAG401"]));
    assert!(!on(&["--config", "severity.duplicates = 'off'"]));
    // The command line wins over files.
    tree.add("daglint.toml", "ignore = [\"DAG401\"]\n");
    assert!(!on(&[]));
    assert!(on(&["--select", "DAG4"]));
}

#[test]
fn strict_raises_what_is_recommended() {
    let tree = tree(&[]);
    let layout = |arguments: &[&str]| {
        let run = tree.run(&[&["--output-format", "json"], arguments].concat());
        severities(&run, "DAG102")
    };
    assert_eq!(layout(&[]), ["definitions.py:info"]);
    assert_eq!(layout(&["--preset", "strict"]), ["definitions.py:warning"]);
    tree.add(
        "daglint.toml",
        "preset = \"strict\"\nlayout = [\"tests\"]\n",
    );
    let run = tree.run(&["--select", "DAG102", "--output-format", "concise"]);
    assert!(
        run.out.trim_end().ends_with("no `tests/__init__.py`"),
        "{run:?}"
    );
}

#[test]
fn exceptions_are_made_for_files_locations_and_assets() {
    let tree = tree(&[]);
    let with = |text: &str| {
        tree.add("daglint.toml", text);
        check(&tree, &[]).len()
    };
    assert_eq!(with("per-file-ignores.'defini*.py' = ['DAG4']"), 0);
    assert_eq!(with("per-file-ignores.'other.py' = ['DAG4']"), 1);
    assert_eq!(
        with("per-file-ignores.'*.py' = { rules = ['DAG3'], reason = 'no' }"),
        1
    );
    assert_eq!(
        with("per-asset-ignores.'ord*' = { rules = ['DAG401'], reason = 'known' }"),
        0
    );
    assert_eq!(with("per-asset-ignores.'raw/*' = ['DAG401']"), 1);
    assert_eq!(with("per-location-ignores.'defini*' = ['DAG401']"), 0);
    assert_eq!(with("per-location-ignores.'x*' = ['DAG401']"), 1);
}

#[test]
fn what_is_excluded_is_not_looked_at_unless_it_is_named() {
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        ("legacy/old.py", DUPLICATE),
        ("new.py", DUPLICATE),
        ("kept.py", "import dagster as dg\ndefs = dg.Definitions()\n"),
        ("daglint.toml", "extend-exclude = [\"legacy/\"]\n"),
    ]);
    assert_eq!(check(&tree, &[]), ["new.py:error"]);
    assert_eq!(check(&tree, &["--exclude", "new.py"]), Vec::<String>::new());
    assert_eq!(check(&tree, &["legacy/old.py"]), ["legacy/old.py:error"]);
    assert_eq!(
        check(&tree, &["--no-respect-gitignore", "new.py"]),
        ["new.py:error"]
    );
    tree.add(".gitignore", "new.py\n");
    assert_eq!(check(&tree, &[]), Vec::<String>::new());
    tree.add("daglint.toml", "respect-gitignore = false\n");
    assert_eq!(check(&tree, &[]).len(), 2);
}

#[test]
fn severities_below_the_least_are_not_reported() {
    let run = tree(&[]).run(&["--min-severity", "error", "--output-format", "concise"]);
    assert_eq!(run.out.lines().count(), 1, "{run:?}");
}

#[test]
fn not_knowing_everything_fails_only_where_asked() {
    let tree = Tree::new(&[(
        "definitions.py",
        "import dagster as dg\nimport vendor\n\n\
         defs = dg.Definitions(assets=vendor.assets())\n",
    )]);
    assert_eq!(tree.run(&["check"]).code, 0);
    assert_eq!(tree.run(&["check", "--fail-on-incomplete"]).code, 1);
    assert_eq!(
        tree.run(&["check", "--fail-on-incomplete", "--exit-zero"])
            .code,
        1
    );
}

#[test]
fn the_published_schema_is_that_of_the_program() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schemas/settings-v1.json");
    let published = std::fs::read_to_string(path).expect("a schema");
    let run = Tree::new(&[]).run(&["config", "--schema"]);
    assert_eq!(
        run.out, published,
        "`daglint config --schema > schemas/settings-v1.json` renews it"
    );
    let schema: Value = serde_json::from_str(&published).expect("JSON");
    let validator = jsonschema::validator_for(&schema).expect("a schema");
    let valid = |text: &str| {
        let table: toml::Table = text.parse().expect("TOML");
        validator.is_valid(&serde_json::to_value(table).expect("JSON"))
    };
    assert!(valid(
        "select = ['DAG4']\nseverity.DAG401 = 'off'\nlayout = ['tests']"
    ));
    assert!(!valid("selct = ['DAG4']"));
    assert!(!valid("fail-on = 'eror'"));
}

#[test]
fn values_of_variables_and_further_paths_reach_the_load() {
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        ("lib/names/__init__.py", "NAME = \"from_lib\"\n"),
        (
            "project/definitions.py",
            "import os\n\nimport dagster as dg\nfrom names import NAME\n\n\n\
             @dg.asset(name=os.environ[\"PREFIX\"] + \"_\" + NAME)\ndef it(): ...\n\n\n\
             defs = dg.Definitions(assets=[it])\n",
        ),
        ("project/pyproject.toml", PROJECT),
    ]);
    let keys = || {
        let run = tree.run(&["list", "--format", "json", "project"]);
        let locations = run.json()["code_locations"].clone();
        let assets = locations[0]["assets"]
            .as_array()
            .cloned()
            .unwrap_or_default();
        let key = |asset: &Value| asset["key"].as_str().expect("a key").to_owned();
        assets.iter().map(key).collect::<Vec<_>>()
    };
    assert_eq!(keys(), Vec::<String>::new());
    tree.add(
        "daglint.toml",
        "extra-paths = [\"lib\"]\nenv.PREFIX = \"p\"\n",
    );
    assert_eq!(keys(), ["p_from_lib"]);
}

#[test]
fn files_that_extend_others_twice_over_come_to_an_end() {
    let tree = Tree::new(&[("definitions.py", DUPLICATE), ("s40.toml", "")]);
    for number in 0..40 {
        let next = format!("s{}.toml", number + 1);
        let text = format!("extend = [\"{next}\", \"{next}\"]\n");
        tree.add(&format!("s{number}.toml"), text);
    }
    let run = tree.run(&["--config", "s0.toml"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("extends more than 64 files"), "{run:?}");
}
