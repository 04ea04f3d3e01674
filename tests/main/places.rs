//! Where findings are, as readers see it: the other places where a format has one only, and
//! paths that count from what the reader knows.

use std::path::Path;
use std::process::Command;

use regex::Regex;
use serde_json::Value;

use crate::support::{Run, Tree, daglint, run_in};

/// The formats that have one place for a finding, but for SARIF and the summary of a step.
const ONE_PLACE: [&str; 8] = [
    "concise",
    "grouped",
    "github",
    "gitlab",
    "azure",
    "pylint",
    "checkstyle",
    "junit",
];

/// One asset key in two files below a folder.
fn tree() -> Tree {
    Tree::new(&[
        (
            "etl/crm.py",
            "import dagster as dg\n\n\n@dg.asset(name=\"orders\")\ndef first(): ...\n",
        ),
        (
            "etl/shop.py",
            "import dagster as dg\n\nfrom etl.crm import first\n\n\n\
             @dg.asset(name=\"orders\")\ndef second(): ...\n\n\n\
             defs = dg.Definitions(assets=[first, second])\n",
        ),
        ("etl/__init__.py", ""),
    ])
}

const TARGET: [&str; 4] = ["-m", "etl.shop", "--select", "DAG401"];

fn check_in(directory: &Path, format: &str, target: &[&str]) -> Run {
    let run = run_in(directory, &[&["--output-format", format], target].concat());
    assert_eq!(run.code, 1, "{run:?}");
    run
}

fn check(tree: &Tree, format: &str) -> String {
    check_in(tree.path(), format, &TARGET).out
}

fn check_json(tree: &Tree, format: &str) -> Value {
    serde_json::from_str(&check(tree, format)).expect("JSON")
}

/// What is appended to the summary of a step.
fn step_summary(directory: &Path, target: &[&str]) -> String {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("summary.md");
    let run = daglint(directory)
        .args(["--github-summary", "--output-format", "github"])
        .args(target)
        .env("GITHUB_STEP_SUMMARY", &path)
        .output()
        .expect("a run");
    assert_eq!(run.status.code(), Some(1), "{run:?}");
    std::fs::read_to_string(path).expect("a summary")
}

#[test]
fn the_other_place_is_told_where_a_format_has_one() {
    let tree = tree();
    let told = "in code location `etl.shop` (first defined at etl/crm.py:5)";
    for format in ONE_PLACE {
        let text = check(&tree, format);
        assert!(text.contains(told), "{format}: {text}");
        assert!(text.contains("shop.py"), "{format}: {text}");
    }
    let text = step_summary(tree.path(), &TARGET);
    assert!(text.contains(told), "{text}");
}

#[test]
fn code_scanning_links_the_other_place() {
    let document = check_json(&tree(), "sarif");
    let result = &document["runs"][0]["results"][0];
    let message = result["message"]["text"].as_str().expect("a text");
    assert!(
        message.contains("`etl.shop` (first defined at [etl/crm.py:5](1))\n"),
        "{message}"
    );
    let related = &result["relatedLocations"][0];
    assert_eq!(related["id"], 1);
    assert_eq!(related["physicalLocation"]["region"]["startLine"], 5);
}

#[test]
fn every_link_leads_to_a_related_location_and_every_one_is_linked() {
    let shop = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/shop");
    let run = run_in(&shop, &["--output-format", "sarif", "--quiet"]);
    let document = run.json();
    let results = document["runs"][0]["results"].as_array().expect("a list");
    let link = Regex::new(r"\]\(([0-9]+)\)").expect("an expression");
    let mut linked = 0;
    for result in results {
        let message = result["message"]["text"].as_str().expect("a text");
        let numbers = link.captures_iter(message).map(|found| found[1].to_owned());
        let related = result["relatedLocations"].as_array().into_iter().flatten();
        let ids: Vec<String> = related.map(|it| it["id"].to_string()).collect();
        assert_eq!(numbers.collect::<Vec<_>>(), ids, "{message}");
        linked += ids.len();
    }
    assert!(linked > 2, "the sample has findings of several places");
}

#[test]
fn of_many_other_places_some_are_told_and_the_rest_is_counted() {
    let assets: String = (0..9)
        .map(|number| format!("@dg.asset(name=\"orders\")\ndef a{number}(): ...\n"))
        .collect();
    let names: Vec<String> = (0..9).map(|number| format!("a{number}")).collect();
    let tree = Tree::new(&[
        (
            "etl/shop.py",
            &format!(
                "import dagster as dg\n{assets}defs = dg.Definitions(assets=[{}])\n",
                names.join(", ")
            ),
        ),
        ("etl/__init__.py", ""),
    ]);
    let text = check(&tree, "concise");
    assert_eq!(text.matches("shop.py:").count(), 6, "{text}");
    assert!(text.ends_with("; 3 more places)\n"), "{text}");
}

/// What readers keep from run to run: the messages of JSON, the fingerprints, the baseline.
fn kept(tree: &Tree) -> Vec<Value> {
    let json = check_json(tree, "json");
    let finding = &json["diagnostics"][0];
    let gitlab = check_json(tree, "gitlab");
    let sarif = check_json(tree, "sarif");
    let file = tree.path().join("baseline.jsonl");
    let baseline = ["baseline", "write", "--baseline", "baseline.jsonl"];
    let run = tree.run(&[&baseline[..], &TARGET].concat());
    assert_eq!(run.code, 0, "{run:?}");
    vec![
        finding["message"].clone(),
        finding["related"][0]["message"].clone(),
        finding["symbol"].clone(),
        gitlab[0]["fingerprint"].clone(),
        sarif["runs"][0]["results"][0]["partialFingerprints"].clone(),
        std::fs::read_to_string(file).expect("a baseline").into(),
    ]
}

#[test]
fn what_is_kept_from_run_to_run_has_no_line_numbers() {
    let tree = tree();
    let (before, told) = (kept(&tree), check(&tree, "concise"));
    assert!(before.iter().all(|it| !it.is_null()), "{before:#?}");
    for name in ["etl/crm.py", "etl/shop.py"] {
        let path = tree.path().join(name);
        let text = std::fs::read_to_string(&path).expect("text");
        std::fs::write(&path, format!("\"\"\"Moved.\"\"\"\n\n{text}")).expect("written");
    }
    assert_eq!(kept(&tree), before);
    let moved = told.replace(":7:", ":9:").replace("crm.py:5", "crm.py:7");
    assert_ne!(moved, told);
    assert_eq!(check(&tree, "concise"), moved);
}

fn git(directory: &Path, arguments: &[&str]) {
    let identity = ["-c", "user.name=test", "-c", "user.email=test@example.com"];
    let status = Command::new("git")
        .args(identity)
        .args(arguments)
        .current_dir(directory)
        .status()
        .expect("git");
    assert!(status.success(), "{arguments:?}");
}

/// Where the finding and its other place are, as the readers of a repository are told it.
fn repository_places(directory: &Path, target: &[&str]) -> Vec<[String; 2]> {
    let text = |format| check_in(directory, format, target).out;
    let json = |format| -> Value { serde_json::from_str(&text(format)).expect("JSON") };
    let between = |text: &str, start: &str, end: &str| {
        let from = text.split_once(start).expect("the start").1;
        from.split_once(end).expect("the end").0.to_owned()
    };
    let other = |text: &str| between(text, "first defined at ", ":");
    let string = |value: &Value| value.as_str().expect("text").to_owned();
    let (github, azure) = (text("github"), text("azure"));
    let summary = step_summary(directory, target);
    let gitlab = &json("gitlab")[0];
    let sarif = &json("sarif")["runs"][0]["results"][0];
    let uri = |location: &Value| string(&location["physicalLocation"]["artifactLocation"]["uri"]);
    vec![
        [between(&github, "file=", ","), other(&github)],
        [between(&azure, "sourcepath=", ";"), other(&azure)],
        [between(&summary, "| `", ":"), other(&summary)],
        [
            string(&gitlab["location"]["path"]),
            other(&string(&gitlab["description"])),
        ],
        [
            uri(&sarif["locations"][0]),
            uri(&sarif["relatedLocations"][0]),
        ],
    ]
}

#[test]
fn servers_are_told_paths_that_count_from_the_root_of_the_repository() {
    let tree = tree();
    let top = tree.path();
    let inner = top.join("etl");
    let from_here = ["-f", "shop.py", "-d", "..", "--select", "DAG401"];
    let places = |[path, other]: [&str; 2]| vec![[path.to_owned(), other.to_owned()]; 5];
    // Without a repository there is nothing but the working directory.
    let outside = repository_places(&inner, &from_here);
    assert_eq!(outside, places(["shop.py", "crm.py"]));

    git(top, &["init", "-q"]);
    let whole = places(["etl/shop.py", "etl/crm.py"]);
    assert_eq!(repository_places(top, &TARGET), whole);
    assert_eq!(repository_places(&inner, &from_here), whole);

    // In a worktree `.git` is a file.
    git(top, &["add", "-A"]);
    git(top, &["commit", "-qm", "one"]);
    let other = tempfile::tempdir().expect("a folder");
    let worktree = other.path().join("tree");
    let shown = worktree.to_str().expect("text");
    git(top, &["worktree", "add", "-q", shown]);
    assert!(worktree.join(".git").is_file());
    assert_eq!(repository_places(&worktree.join("etl"), &from_here), whole);
}

#[test]
fn a_finding_has_one_fingerprint_wherever_in_the_repository_it_is_looked_for() {
    let tree = tree();
    git(tree.path(), &["init", "-q"]);
    let fingerprint = |directory: &Path, target: &[&str]| -> Value {
        let text = check_in(directory, "gitlab", target).out;
        let document: Value = serde_json::from_str(&text).expect("JSON");
        document[0]["fingerprint"].clone()
    };
    let from_here = ["-f", "shop.py", "-d", "..", "--select", "DAG401"];
    let inside = fingerprint(&tree.path().join("etl"), &from_here);
    assert!(inside.is_string());
    assert_eq!(inside, fingerprint(tree.path(), &TARGET));
}

#[test]
fn people_and_the_programs_beside_them_are_told_paths_that_count_from_where_they_are() {
    let tree = tree();
    git(tree.path(), &["init", "-q"]);
    let from_here = ["-f", "shop.py", "-d", "..", "--select", "DAG401"];
    let inner = tree.path().join("etl");
    for format in [
        "concise",
        "grouped",
        "pylint",
        "checkstyle",
        "junit",
        "json",
        "rdjson",
    ] {
        let text = check_in(&inner, format, &from_here).out;
        assert!(text.contains("crm.py"), "{format}: {text}");
        assert!(!text.contains("etl/"), "{format}: {text}");
    }
    let sarif = check_in(&inner, "sarif", &from_here).json();
    let base = &sarif["runs"][0]["originalUriBaseIds"]["SRCROOT"]["uri"];
    let base = base.as_str().expect("an address");
    assert!(
        base.starts_with("file:///") && !base.ends_with("/etl/"),
        "{base}"
    );
}
