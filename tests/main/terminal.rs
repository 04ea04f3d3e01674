//! How the terminal is used: colours, links and how much is said.

use crate::support::{Run, Tree, daglint};

const DUPLICATE: &str = "\
import dagster as dg


@dg.asset
def orders(): ...


@dg.asset(key=\"orders\")
def orders_again(): ...


@dg.asset_check(asset=orders)
def fresh(): ...


@dg.asset_check(asset=orders)
def fresh(): ...


defs = dg.Definitions(assets=[orders, orders_again], asset_checks=[fresh])
";

fn tree() -> Tree {
    Tree::new(&[("definitions.py", DUPLICATE)])
}

fn run(variables: &[(&str, &str)], arguments: &[&str]) -> Run {
    let tree = tree();
    let mut command = daglint(tree.path());
    let arguments = [&["-f", "definitions.py"], arguments].concat();
    let output = command
        .envs(variables.iter().copied())
        .args(arguments)
        .output()
        .expect("a run");
    Run {
        code: output.status.code().expect("a code"),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    }
}

#[test]
fn a_flag_decides_on_colours_before_all_variables() {
    let force = [("FORCE_COLOR", "1")];
    let coloured = |run: &Run| (run.out.contains("\u{1b}["), run.err.contains("\u{1b}["));
    assert_eq!(coloured(&run(&[], &[])), (false, false));
    assert_eq!(coloured(&run(&force, &[])), (true, true));
    assert_eq!(coloured(&run(&[], &["--color", "always"])), (true, true));
    assert_eq!(
        coloured(&run(&force, &["--color", "never"])),
        (false, false)
    );
    let none = [("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")];
    assert_eq!(coloured(&run(&none, &[])), (false, false));
    assert_eq!(coloured(&run(&none, &["--color=always"])), (true, true));
}

#[test]
fn paths_are_links_where_links_are_on() {
    let link = "\u{1b}]8;;file://";
    assert!(!run(&[], &[]).out.contains(link));
    let linked = run(&[], &["--hyperlinks", "always"]);
    assert!(linked.out.contains(link), "{linked:?}");
    assert!(
        linked
            .out
            .contains("definitions.py\u{1b}\\definitions.py\u{1b}]8;;\u{1b}\\:9:5")
    );
    let variable = [("DAGLINT_HYPERLINKS", "always")];
    assert!(run(&variable, &[]).out.contains(link));
    assert!(
        !run(&variable, &["--hyperlinks", "never"])
            .out
            .contains(link)
    );
    assert_eq!(run(&[("DAGLINT_HYPERLINKS", "perhaps")], &[]).code, 2);
}

#[test]
fn ascii_is_drawn_where_nothing_else_can_be_or_is_wanted() {
    let utf8 = [("LC_ALL", "C.UTF-8"), ("TERM", "xterm")];
    assert!(run(&utf8, &[]).out.contains('╭'));
    assert!(run(&utf8, &["--ascii"]).out.is_ascii());
    assert!(
        run(&[("LC_ALL", "C.UTF-8"), ("TERM", "dumb")], &[])
            .out
            .is_ascii()
    );
    assert!(run(&[("LC_ALL", "C")], &[]).out.is_ascii());
}

#[test]
fn it_can_be_quiet_and_silent() {
    let quiet = run(&[], &["--quiet"]);
    assert_eq!((quiet.code, quiet.err.as_str()), (1, ""));
    assert!(quiet.out.contains("DAG401"));
    let silent = run(&[], &["--silent"]);
    assert_eq!(
        (silent.code, silent.out.as_str(), silent.err.as_str()),
        (1, "", "")
    );
    let missing = tree().run(&["-s", "nowhere"]);
    assert_eq!(missing.code, 2);
    assert!(
        missing.err.contains("`nowhere` does not exist"),
        "{missing:?}"
    );
}

#[test]
fn statistics_count_each_rule() {
    let text = run(&[], &["--statistics"]);
    assert_eq!(text.code, 1);
    assert!(
        text.out.contains("1  DAG401  [ ] duplicate-asset-key\n"),
        "{text:?}"
    );
    let json = run(&[], &["--statistics", "--output-format", "json"]).json();
    let rows = json.as_array().expect("a list");
    let row = rows.iter().find(|row| row["code"] == "DAG401");
    assert_eq!(row.expect("a row")["count"], 1);
}

#[test]
fn so_many_findings_are_shown_and_the_rest_is_counted() {
    let all = run(&[], &["--output-format", "concise"]);
    let count = all.out.lines().count();
    assert!(count > 1, "{all:?}");
    let some = run(
        &[],
        &["--output-format", "concise", "--max-diagnostics", "1"],
    );
    let more = format!("... and {} more: 1 error, ", count - 1);
    let last = some.out.lines().last().expect("a line");
    assert!(last.starts_with(&more), "{some:?}");
    assert!(last.ends_with(" (use --max-diagnostics 0)"), "{some:?}");
    assert_eq!((some.out.lines().count(), some.code), (2, 1));
}

#[test]
fn it_says_how_long_things_took_and_what_it_did() {
    let timed = run(&[], &["--timings"]);
    for what in [
        "discover",
        "parse and evaluate",
        "rules",
        "DAG401 duplicate-asset-key",
    ] {
        assert!(
            timed.err.contains(&format!(" ms  {what}\n")),
            "{what}: {timed:?}"
        );
    }
    let logged = run(&[("DAGLINT_LOG", "info")], &[]);
    assert!(
        logged.err.contains("code location definitions.py: 1 files"),
        "{logged:?}"
    );
    assert!(run(&[], &["-vv"]).err.contains("INFO"));
    assert!(!run(&[], &["-v"]).err.contains("INFO"));
    assert!(
        !run(&[("DAGLINT_LOG", "daglint=error")], &["-vv"])
            .err
            .contains("INFO")
    );
}
