//! The commands that tell about daglint itself.

use crate::support::{Tree, daglint};

#[test]
fn rules_are_listed_as_they_are_in_force() {
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        (
            "daglint.toml",
            "ignore = [\"DAG402\"]\nseverity.DAG401 = \"info\"\n",
        ),
    ]);
    let run = tree.run(&["rules", "--verbose", "--ignore", "DAG403"]);
    let line = |code: &str| {
        let mut lines = run.out.lines();
        lines
            .find(|line| line.starts_with(code))
            .expect("a line")
            .to_owned()
    };
    assert!(line("DAG401").contains(" info "), "{run:?}");
    assert!(
        line("DAG401").contains("severity: daglint.toml:2:10"),
        "{run:?}"
    );
    assert!(line("DAG402").contains(" off "), "{run:?}");
    assert!(line("DAG402").contains("(daglint.toml:1:1"), "{run:?}");
    assert!(line("DAG403").contains("(--ignore"), "{run:?}");
    assert!(line("DAG404").contains("(default"), "{run:?}");
    assert!(line("DAG302").contains(" fix "), "{run:?}");
    assert!(!line("DAG401").contains(" fix "), "{run:?}");
}

#[test]
fn a_rule_is_told_in_three_ways() {
    let tree = Tree::new(&[]);
    let run = tree.run(&["rule", "DAG401", "--output-format", "json"]);
    let rule = run.json();
    assert_eq!(rule["name"], "duplicate-asset-key");
    assert_eq!(rule["consequence"], "refuses");
    assert_eq!(rule["subject"], "duplicates");
    assert_eq!(rule["since"], "0.1.0");
    assert_eq!(rule["fix"], serde_json::Value::Null);
    let run = tree.run(&["rule", "DAG004", "--output-format", "json"]);
    let setting = &run.json()["settings"][0];
    assert_eq!(setting["key"], "max-file-size");
    assert_eq!(setting["default"], 4 << 20);
    assert_eq!(setting["type"], "a number");
    let run = tree.run(&[
        "explain",
        "duplicate-asset-key",
        "--output-format",
        "markdown",
    ]);
    assert!(
        run.out.starts_with("# duplicate-asset-key (DAG401)\n"),
        "{run:?}"
    );
    let run = tree.run(&["rule", "--all", "--output-format", "json"]);
    let all = run.json();
    assert_eq!(
        all.as_array().map(Vec::len),
        Some(daglint::rule::RULES.len())
    );
    assert_eq!(tree.run(&["rule"]).code, 2);
    let run = tree.run(&["rule", "duplicate-aset-key"]);
    assert_eq!(run.code, 2);
    assert!(
        run.err
            .contains("did you mean `duplicate-asset-key` or `duplicate-asset-"),
        "{run:?}"
    );
}

#[test]
fn the_version_says_what_a_report_needs() {
    let tree = Tree::new(&[("daglint.toml", "")]);
    let version = env!("CARGO_PKG_VERSION");
    assert_eq!(tree.run(&["version"]).out, format!("daglint {version}\n"));
    assert_eq!(tree.run(&["-V"]).out, format!("daglint {version}\n"));
    let mut command = daglint(tree.path());
    command
        .env("DAGLINT_FAIL_ON", "error")
        .env("SECRET", "hidden");
    let output = command
        .args(["version", "--verbose", "--output-format", "json"])
        .output();
    let output = output.expect("a run");
    let facts: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(facts["version"], version);
    assert_eq!(facts["settings"], "daglint.toml");
    assert_eq!(facts["rules"], daglint::rule::RULES.len());
    for fact in ["commit", "commit_date", "target", "dagster", "threads"] {
        assert!(facts.get(fact).is_some(), "{fact}: {facts}");
    }
    let threads = tree.run(&["version", "--threads", "3", "--output-format", "json"]);
    assert_eq!(threads.json()["threads"], 3);
    assert_eq!(tree.run(&["--threads", "0"]).code, 2);
    let before = tree.run(&["--threads", "3", "version"]);
    assert_eq!(before.code, 2);
    assert!(before.err.contains("`version` is a command"), "{before:?}");
    assert_eq!(facts["variables"]["DAGLINT_FAIL_ON"], "error");
    assert!(!String::from_utf8_lossy(&output.stdout).contains("hidden"));
}

#[test]
fn completions_are_there_for_every_shell() {
    let tree = Tree::new(&[]);
    for shell in [
        "bash",
        "zsh",
        "fish",
        "powershell",
        "elvish",
        "nushell",
        "man",
    ] {
        let run = tree.run(&["completions", shell]);
        assert_eq!(run.code, 0, "{shell}");
        assert!(run.out.contains("daglint"), "{shell}");
    }
    assert_eq!(tree.run(&["completions", "tcsh"]).code, 2);
}

#[test]
fn settings_in_force_are_shown_with_their_origin() {
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        (
            "daglint.toml",
            "fail-on = \"error\"\n\n[severity]\nDAG401 = \"warning\"\n",
        ),
        (
            "sub/pyproject.toml",
            "[project]\nname = \"x\"\ndependencies = [\"dagster\"]\n[tool.daglint]\nlibrary = true\n",
        ),
    ]);
    let run = tree.run(&["config", "--config", "min-severity = 'error'"]);
    let origin = |key: &str| {
        let mut lines = run.out.lines();
        let line = lines.find(|line| line.starts_with(key)).expect("a line");
        line.rsplit("# ").next().expect("an origin").to_owned()
    };
    assert_eq!(origin("fail-on ="), "daglint.toml:1:1");
    assert_eq!(origin("severity.DAG401 ="), "daglint.toml:4:1");
    assert_eq!(origin("min-severity ="), "--config");
    assert_eq!(origin("preset ="), "default");
    let run = tree.run(&[
        "config",
        "--show",
        "--for",
        "sub",
        "--output-format",
        "json",
    ]);
    let document = run.json();
    assert_eq!(document["file"], "sub/pyproject.toml");
    let all = document["settings"].as_array().expect("a list");
    let library = all
        .iter()
        .find(|it| it["key"] == "library")
        .expect("the setting");
    assert_eq!(library["value"], true);
    assert_eq!(library["origins"][0], "sub/pyproject.toml:5:1");
}

#[test]
fn a_setting_is_explained() {
    let tree = Tree::new(&[(".git/HEAD", "")]);
    let run = tree.run(&["config", "fail-on"]);
    assert!(run.out.contains("least severity"), "{run:?}");
    assert!(run.out.contains("fail-on = \"warning\""), "{run:?}");
    let run = tree.run(&["config", "fail-no"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("did you mean `fail-on`?"), "{run:?}");
}

#[test]
fn settings_to_start_from_are_valid_once_they_are_uncommented() {
    let tree = Tree::new(&[(".git/HEAD", "")]);
    let run = tree.run(&["init"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(
        run.out.contains("entry: daglint check --force-exclude"),
        "{run:?}"
    );
    // What is not published cannot be installed.
    for installs in [
        "additional_dependencies",
        "language: python",
        "dagster-lint",
    ] {
        assert!(!run.out.contains(installs), "{installs}: {run:?}");
    }
    let keys = ["fail-on", "select", "severity", "exclude", "env", "layout"];
    for key in keys {
        assert!(run.out.contains(&format!("\n# {key} = ")), "{key}: {run:?}");
    }
    let is_setting = |line: &&str| {
        let key = line
            .strip_prefix("# ")
            .and_then(|line| line.split_once(" = "));
        key.is_some_and(|(key, _)| key.chars().all(|c| c.is_ascii_lowercase() || c == '-'))
    };
    let settings: String = run
        .out
        .lines()
        .filter(is_setting)
        .map(|line| format!("{}\n", &line[2..]))
        .collect();
    tree.add("daglint.toml", &settings);
    let run = tree.run(&["config"]);
    assert_eq!(run.code, 0, "{settings}\n{run:?}");
}

#[test]
fn settings_are_written_only_where_there_are_none() {
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        ("pyproject.toml", "[project]\r\nname = \"x\"\r\n"),
    ]);
    assert_eq!(tree.run(&["init", "--write"]).code, 0);
    let written = std::fs::read_to_string(tree.path().join("pyproject.toml")).expect("a file");
    assert!(
        written.starts_with("[project]\r\nname = \"x\"\r\n\r\n[tool.daglint]\r\n"),
        "{written}"
    );
    assert_eq!(tree.run(&["config"]).code, 0);
    let run = tree.run(&["init", "--write"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.err.contains("settings in `pyproject.toml` already"),
        "{run:?}"
    );
    let tree = Tree::new(&[(".git/HEAD", "")]);
    assert_eq!(tree.run(&["init", "--write"]).code, 0);
    assert!(tree.path().join("daglint.toml").is_file());
}
