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

/// GitHub shows ten annotations of each severity; what it would drop is counted by one of them.
#[test]
fn github_is_told_how_many_infos_it_would_not_show() {
    for (count, shown, notice) in [(10, 10, None), (11, 9, Some("2 more findings"))] {
        let paths: String = (0..count)
            .map(|number| format!("PATH_{number} = \"/Users/anna/data_{number}\"\n"))
            .collect();
        let entry = format!("import dagster as dg\n\n{paths}\ndefs = dg.Definitions()\n");
        let tree = Tree::new(&[("definitions.py", &entry)]);
        let run = tree.run(&["--select", "DAG541", "--output-format", "github"]);
        let annotations: Vec<&str> = run
            .out
            .lines()
            .filter(|line| line.starts_with("::"))
            .collect();
        let of_rule = annotations.iter().filter(|line| line.contains("DAG541"));
        assert_eq!(of_rule.count(), count, "{run:?}");
        let told = annotations
            .iter()
            .position(|line| line.contains("not shown here"));
        match notice {
            None => assert_eq!(told, None, "{run:?}"),
            Some(notice) => {
                assert!(annotations[0].contains(notice), "{run:?}");
                assert_eq!(1 + shown, 10);
            }
        }
    }
}
