//! Every format on three findings with all that must be escaped, as snapshots.

use std::path::Path;

use super::*;
use crate::diagnostic::{Applicability, Fix};
use crate::model::{CodeLocation, Reach, Target, TargetKind, Unknown};

const ASSETS: &str = "\
import dagster as dg

@dg.asset
def orders(): ...

@dg.asset(key=\"orders\")
def orders_again(): ...
";

fn files() -> Sources {
    sources(&[
        ("shop, ltd/a:b%20.py", ASSETS),
        ("dg.toml", "directry_type = \"workspace\"\n"),
    ])
}

/// A location with something that could not be evaluated.
fn location(sources: &Sources) -> CodeLocation {
    let target = Target {
        name: "shop".to_owned(),
        kind: TargetKind::Module("shop".to_owned()),
        attribute: None,
        working_directory: PathBuf::from("/work"),
        current_directory: None,
        search_path: Vec::new(),
        package_directories: BTreeMap::new(),
        declared_at: None,
        found: false,
        variables: BTreeMap::new(),
        project: None,
    };
    let unknown = Unknown {
        place: place(sources, "dg.toml", "workspace", 0),
        reason: "value comes from `requests.get(...)`".to_owned(),
        opens: Vec::new(),
    };
    CodeLocation {
        name: "shop".to_owned(),
        target,
        project: None,
        entry: None,
        loaded_from: None,
        repositories: 1,
        assets: Vec::new(),
        asset_checks: Vec::new(),
        jobs: Vec::new(),
        automations: Vec::new(),
        resources: Vec::new(),
        nodes: Vec::new(),
        unknowns: vec![unknown],
        faults: Vec::new(),
        imported: Vec::new(),
        defs_files: Vec::new(),
        imports: Vec::new(),
        reach: Reach::default(),
    }
}

/// An error with a related place, a warning with a fix, an info without a place.
fn found(sources: &Sources) -> Vec<Diagnostic> {
    let assets = "shop, ltd/a:b%20.py";
    let key = place(sources, "dg.toml", "directry_type", 0);
    let fix = Fix::new(Applicability::Safe, "write `directory_type`");
    vec![
        Diagnostic::new(
            Rule::find("duplicate-asset-key").expect("a rule"),
            place(sources, assets, "orders_again", 0),
            "asset key `orders` is <defined> 2 times, 100% & | sure",
        )
        .equal(place(sources, assets, "orders", 0), "first defined here")
        .help("rename one;\nor \"drop\" it")
        .symbol("orders")
        .code_location("shop"),
        Diagnostic::new(
            Rule::find("invalid-dg-config").expect("a rule"),
            key,
            "`directry_type` is not a key of `dg.toml`; did you mean `directory_type`?",
        )
        .at_most(Severity::Warning)
        .fix(fix.replace(key, "directory_type")),
        Diagnostic::new(
            Rule::find("missing-lock").expect("a rule"),
            Place::start_of(key.file),
            "project `shop` has no lock file",
        ),
    ]
}

fn written_by(report: &dyn for<'a> Report<Findings<'a>>) -> String {
    let sources = files();
    let mut model = model(&sources);
    model.code_locations.push(location(&sources));
    written(report, &model, &found(&sources))
}

#[test]
fn texts() {
    insta::assert_snapshot!("concise", written_by(&Concise::new(Look::PLAIN)));
    insta::assert_snapshot!("pylint", written_by(&Pylint));
    insta::assert_snapshot!("azure", written_by(&Azure));
    insta::assert_snapshot!("github", written_by(&Github));
    insta::assert_snapshot!("grouped", written_by(&Grouped::new(Look::PLAIN)));
}

#[test]
fn xml() {
    insta::assert_snapshot!("checkstyle", written_by(&Checkstyle));
    insta::assert_snapshot!("junit", written_by(&Junit));
}

#[test]
fn json() {
    insta::assert_snapshot!("json", written_by(&Json));
    insta::assert_snapshot!("json_lines", written_by(&JsonLines));
    insta::assert_snapshot!("rdjson", written_by(&Rdjson));
    insta::assert_snapshot!("gitlab", without_pages(&written_by(&Gitlab)));
    insta::assert_snapshot!("sarif", without_pages(&written_by(&Sarif)));
}

/// The pages of rules are their own business.
fn without_pages(text: &str) -> String {
    let lines = text.lines().map(|line| match line.find("## What it does") {
        Some(start) => format!("{}[page]\"\n", &line[..start]),
        None => format!("{line}\n"),
    });
    lines.collect()
}

#[test]
fn nothing_found_is_a_whole_document_too() {
    let sources = files();
    let model = model(&sources);
    insta::assert_snapshot!("clean_junit", written(&Junit, &model, &[]));
    insta::assert_snapshot!("clean_checkstyle", written(&Checkstyle, &model, &[]));
    insta::assert_snapshot!("clean_sarif", written(&Sarif, &model, &[]));
    assert_eq!(written(&Gitlab, &model, &[]), "[]\n");
    for report in [
        &Concise::new(Look::PLAIN) as &dyn for<'a> Report<Findings<'a>>,
        &Github,
        &Pylint,
        &Azure,
    ] {
        assert_eq!(written(report, &model, &[]), "");
    }
}

#[test]
fn the_annotations_that_github_shows_are_the_worst_and_the_rest_is_counted() {
    let sources = sources(&[("a.py", &"job\n".repeat(40))]);
    let file = sources.read(Path::new("/work/a.py")).id();
    let mut found = many(&sources, file, 40);
    for diagnostic in &mut found[..15] {
        diagnostic.severity = Severity::Info;
    }
    for diagnostic in &mut found[15..18] {
        diagnostic.severity = Severity::Warning;
    }
    let text = written(&Github, &model(&sources), &found);
    let kinds: Vec<&str> = text
        .lines()
        .filter_map(|line| line.trim_start_matches(':').split([' ', ':']).next())
        .collect();
    let runs: Vec<(&str, usize)> = kinds
        .chunk_by(|a, b| a == b)
        .map(|run| (run[0], run.len()))
        .collect();
    assert_eq!(runs, [("error", 22), ("warning", 3), ("notice", 16)]);
    // 12 errors, and 6 of 15 notices beside the one that says so.
    assert!(
        text.contains("::notice title=daglint::18 more findings"),
        "{text}"
    );
}

#[test]
fn the_summary_of_a_step_is_a_table() {
    let sources = files();
    let model = model(&sources);
    let found = found(&sources);
    let findings = Findings::new(&model, found.iter().collect());
    let summary = Summary::new(&findings, Duration::from_millis(120));
    let text = written(&GithubSummary(summary), &model, &found);
    insta::assert_snapshot!("github_summary", text);
}
