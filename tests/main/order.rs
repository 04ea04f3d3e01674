//! In which order findings are shown, and where a list is cut: by who reads it.

use crate::output::FORMATS;
use crate::support::Tree;

/// A warning and an error, in this order by path.
fn mixed() -> Tree {
    let duplicate = "import dagster as dg\n\n\n@dg.asset\ndef orders(): ...\n\n\n\
                     @dg.asset(key=\"orders\")\ndef again(): ...\n\n\n\
                     defs = dg.Definitions(assets=[orders, again])\n";
    let environment = "import os\n\nimport dagster as dg\n\nURL = os.environ[\"URL\"]\n\
                       defs = dg.Definitions()\n";
    Tree::new(&[
        (".git/HEAD", ""),
        ("a/env.py", environment),
        ("b/orders.py", duplicate),
    ])
}

const SEVERITIES: [&str; 3] = ["error", "warning", "info"];

#[test]
fn errors_come_first_where_people_read() {
    let tree = mixed();
    // By path the warning is first.
    let (_, document) = tree.check_json(&["--select", "DAG4,DAG2"]);
    assert_eq!(document["diagnostics"][0]["severity"], "warning");
    for format in ["full", "concise", "grouped", "github", "azure"] {
        let run = tree.run(&["--select", "DAG4,DAG2", "--output-format", format]);
        let at = |word: &str| {
            let mut lines = run.out.lines();
            lines.position(|line| line.contains(word)).expect("a line")
        };
        let (error, warning) = match format {
            "github" => ("::error ", "::warning "),
            "azure" => ("type=error;", "type=warning;"),
            _ => ("error[", "warning["),
        };
        assert!(at(error) < at(warning), "{format}: {run:?}");
    }
}

#[test]
fn what_is_cut_is_never_worse_than_what_is_shown() {
    let tree = mixed();
    for format in ["full", "concise", "grouped"] {
        let run = tree.run(&["--output-format", format, "--max-diagnostics", "1"]);
        let shown = |severity: &str| run.out.matches(&format!("{severity}[DAG")).count();
        assert_eq!(SEVERITIES.map(shown), [1, 0, 0], "{format}: {run:?}");
        let last = run.out.lines().last().expect("a line");
        assert!(last.starts_with("... and "), "{format}: {run:?}");
        assert!(last.contains("more: 1 warning, "), "{format}: {run:?}");
    }
}

#[test]
fn what_programs_read_is_never_cut() {
    let tree = mixed();
    for format in &FORMATS[3..] {
        let all = tree.run(&["--output-format", format]);
        let most = tree.run(&["--output-format", format, "--max-diagnostics", "1"]);
        assert!(all.out.lines().count() > 1, "{format}: {all:?}");
        assert_eq!(most.out, all.out, "{format}");
    }
}
