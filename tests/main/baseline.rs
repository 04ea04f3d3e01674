//! Baselines: what is known stays quiet, wherever its line goes; what is new is told.

use crate::settings::DUPLICATE;
use crate::support::Tree;

const ONLY: [&str; 2] = ["--select", "DAG4,DAG012"];

fn codes(tree: &Tree, arguments: &[&str]) -> Vec<String> {
    let (_, document) = tree.check_json(&[&ONLY[..], arguments].concat());
    let all = document["diagnostics"].as_array().expect("a list");
    all.iter()
        .map(|it| it["code"].as_str().expect("a code").to_owned())
        .collect()
}

fn tree() -> Tree {
    let tree = Tree::new(&[(".git/HEAD", ""), ("definitions.py", DUPLICATE)]);
    let run = tree.run(&["baseline", "write", "--select", "DAG4"]);
    assert_eq!(run.code, 0, "{run:?}");
    tree.add("daglint.toml", "baseline = \"daglint-baseline.jsonl\"\n");
    tree
}

#[test]
fn what_is_known_stays_quiet_when_lines_move() {
    let tree = tree();
    let path = tree.path().join("daglint-baseline.jsonl");
    let text = std::fs::read_to_string(path).expect("a baseline");
    let entry =
        r#"{"rule":"duplicate-asset-key","path":"definitions.py","symbol":"orders","count":1}"#;
    assert_eq!(text, format!("{{\"daglint-baseline\":1}}\n{entry}\n"));
    assert_eq!(codes(&tree, &[]), Vec::<String>::new());
    tree.add(
        "definitions.py",
        format!("\"\"\"Moved.\"\"\"\n\n\n{DUPLICATE}"),
    );
    assert_eq!(codes(&tree, &[]), Vec::<String>::new());
    assert_eq!(codes(&tree, &["--isolated"]), ["DAG401"]);
    let flag = ["--isolated", "--baseline", "daglint-baseline.jsonl"];
    assert_eq!(codes(&tree, &flag), Vec::<String>::new());
    // What is hidden is counted, so that nobody takes it for gone.
    let run = tree.run(&["check", "--select", "DAG4"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.err.contains("s, 1 suppressed)"), "{run:?}");
    let run = tree.run(&["check", "--select", "DAG4", "--isolated"]);
    assert!(!run.err.contains("suppressed"), "{run:?}");
}

#[test]
fn what_is_new_is_told() {
    let tree = tree();
    let more = DUPLICATE.replace(
        "\n\ndefs =",
        "\n\n@dg.asset(key=\"totals\")\ndef a(): ...\n\n\n@dg.asset(key=\"totals\")\ndef b(): ...\n\n\ndefs =",
    );
    tree.add(
        "definitions.py",
        more.replace("orders_again]", "orders_again, a, b]"),
    );
    assert_eq!(codes(&tree, &[]), ["DAG401"]);
}

#[test]
fn what_is_repaired_is_stale_and_pruned() {
    let tree = tree();
    tree.add(
        "definitions.py",
        DUPLICATE.replace("key=\"orders\"", "key=\"others\""),
    );
    assert_eq!(codes(&tree, &[]), ["DAG012"]);
    let off = ["--ignore", "duplicate-asset-key"];
    assert_eq!(codes(&tree, &off), Vec::<String>::new());
    // A file alone is no run over everything that the entry could be about.
    assert_eq!(
        codes(&tree, &["-f", "definitions.py"]),
        Vec::<String>::new()
    );
    assert_eq!(tree.run(&["baseline", "prune", "--select", "DAG4"]).code, 0);
    assert_eq!(codes(&tree, &[]), Vec::<String>::new());
    assert_eq!(tree.run(&["baseline", "show"]).out, "");
}

#[test]
fn a_baseline_that_is_none_is_refused() {
    let tree = tree();
    tree.add(
        "daglint-baseline.jsonl",
        "{\"daglint-baseline\":1}\n{\"rule\":1}\nx\n",
    );
    let run = tree.run(&["check"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("[daglint-baseline.jsonl:2:1]"), "{run:?}");
    assert!(run.err.contains("[daglint-baseline.jsonl:3:1]"), "{run:?}");
    let run = tree.run(&["check", "--baseline", "gone.jsonl"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.err.contains("`daglint baseline write` makes it"),
        "{run:?}"
    );
}

#[test]
fn lines_that_a_merge_left_twice_count_together() {
    let tree = tree();
    let path = tree.path().join("daglint-baseline.jsonl");
    let text = std::fs::read_to_string(path).expect("a baseline");
    let entry = text.lines().last().expect("an entry");
    tree.add("daglint-baseline.jsonl", format!("{text}{entry}\n"));
    let (code, document) = tree.check_json(&ONLY);
    assert_eq!(code, 0, "{document}");
    assert_eq!(
        document["diagnostics"][0]["message"],
        "`duplicate-asset-key` finds 1 about `orders` in `definitions.py`, not 2"
    );
    let most = entry.replace("\"count\":1", &format!("\"count\":{}", usize::MAX));
    tree.add("daglint-baseline.jsonl", format!("{text}{most}\n{most}\n"));
    assert_eq!(codes(&tree, &[]), ["DAG012"]);
    assert_eq!(tree.run(&["baseline", "prune", "--select", "DAG4"]).code, 0);
    assert_eq!(codes(&tree, &[]), Vec::<String>::new());
}

#[test]
fn what_a_run_is_not_about_stays_in_the_baseline() {
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        ("one/definitions.py", DUPLICATE),
        ("two/definitions.py", DUPLICATE),
    ]);
    let entries = |arguments: &[&str]| {
        let run = tree.run(&[&["baseline"][..], arguments, &["--select", "DAG401"]].concat());
        assert_eq!(run.code, 0, "{run:?}");
        let path = tree.path().join("daglint-baseline.jsonl");
        let text = std::fs::read_to_string(path).expect("a baseline");
        text.lines().count() - 1
    };
    assert_eq!(entries(&["write"]), 2);
    assert_eq!(entries(&["write", "one"]), 2);
    tree.add("one/definitions.py", "");
    assert_eq!(entries(&["prune", "two"]), 2);
    assert_eq!(entries(&["prune", "one"]), 1);
    tree.add("two/definitions.py", "");
    assert_eq!(entries(&["prune"]), 0);
}
