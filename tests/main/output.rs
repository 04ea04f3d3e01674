//! What other programs read: every format against what its specification says, several at
//! once, and the same bytes every time.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::Value;

use crate::support::{Tree, daglint, run_in, skipped};

pub(crate) const FORMATS: [&str; 13] = [
    "full",
    "concise",
    "grouped",
    "json",
    "json-lines",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "rdjson",
    "azure",
    "checkstyle",
    "pylint",
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// A folder whose loss is reported with a fix, and a value that cannot be evaluated.
fn fixable() -> Tree {
    Tree::new(&[
        (
            "shop/__init__.py",
            "import dagster as dg\nimport vendor\nfrom shop import assets\n\n\
             defs = dg.Definitions(\n    \
             assets=[*dg.load_assets_from_package_module(assets), *vendor.assets()]\n)\n",
        ),
        ("shop/assets/__init__.py", ""),
        (
            "shop/assets/raw/orders.py",
            "import dagster as dg\n\n\n@dg.asset\ndef orders(): ...\n",
        ),
        (
            "pyproject.toml",
            "[project]\nname = \"shop\"\nversion = \"1\"\ndependencies = [\"dagster\"]\n\n\
             [tool.dagster]\nmodule_name = \"shop\"\n",
        ),
    ])
}

/// What a format is for each of three trees.
fn reports(tree: &Tree, format: &str) -> Vec<String> {
    let fixtures = root().join("fixtures");
    [tree.path(), &fixtures.join("shop"), &fixtures.join("clean")]
        .map(|directory| {
            let run = run_in(directory, &["--output-format", format, "--quiet"]);
            assert!(run.code < 2 && run.err.is_empty(), "{run:?}");
            run.out
        })
        .into()
}

fn assert_valid(format: &str, schema: &str) {
    let text = fs::read_to_string(root().join("tests/schemas").join(schema)).expect("a schema");
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    let schema = jsonschema::validator_for(&schema).expect("a schema");
    for report in reports(&fixable(), format) {
        let report: Value = serde_json::from_str(&report).expect("JSON");
        let errors: Vec<String> = schema
            .iter_errors(&report)
            .map(|error| format!("{}: {error}", error.instance_path))
            .collect();
        assert!(errors.is_empty(), "{errors:#?}\n{report:#}");
    }
}

#[test]
fn json_formats_are_what_their_readers_expect() {
    assert_valid("sarif", "sarif-2.1.0.json");
    assert_valid("gitlab", "gitlab-code-quality.json");
    assert_valid("rdjson", "rdjson.json");
}

#[test]
fn json_lines_say_what_json_says() {
    let tree = fixable();
    let of = |format| reports(&tree, format);
    for (lines, whole) in of("json-lines").iter().zip(of("json")) {
        let whole: Value = serde_json::from_str(&whole).expect("JSON");
        let mut of_type: BTreeMap<String, Vec<Value>> = BTreeMap::new();
        for line in lines.lines() {
            let mut line: Value = serde_json::from_str(line).expect("JSON");
            let fields = line.as_object_mut().expect("an object");
            let kind = fields.shift_remove("type").expect("a type");
            let of_type = of_type.entry(kind.as_str().expect("text").to_owned());
            of_type.or_default().push(line);
        }
        let all = |kind: &str| Value::from(of_type.get(kind).cloned().unwrap_or_default());
        assert_eq!(all("diagnostic"), whole["diagnostics"]);
        assert_eq!(all("incomplete"), whole["incomplete"]);
        let mut summary = all("summary")[0].clone();
        assert_eq!(summary["version"], whole["version"]);
        summary
            .as_object_mut()
            .expect("an object")
            .shift_remove("version");
        assert_eq!(summary, whole["summary"]);
        assert!(lines.lines().last().expect("a line").contains("summary"));
    }
}

/// An element, those that may be in it, and the attributes that it may have: those with
/// `!` it must have.
type Element = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

/// The schema that Jenkins publishes for `JUnit` reports, as far as it is used.
const JUNIT: &[Element] = &[
    ("", &["testsuites"], &[]),
    (
        "testsuites",
        &["testsuite"],
        &["name", "tests", "failures", "errors", "time"],
    ),
    (
        "testsuite",
        &["testcase", "system-out"],
        &[
            "name!", "tests!", "failures", "errors", "skipped", "time", "file",
        ],
    ),
    (
        "testcase",
        &["failure", "skipped", "system-out"],
        &["name!", "classname", "time", "file", "line"],
    ),
    ("failure", &[], &["message", "type"]),
    ("system-out", &[], &[]),
];

/// The document type that Checkstyle publishes for its reports.
const CHECKSTYLE: &[Element] = &[
    ("", &["checkstyle"], &[]),
    ("checkstyle", &["file"], &["version!"]),
    ("file", &["error"], &["name!"]),
    (
        "error",
        &[],
        &["line!", "column", "severity!", "message!", "source!"],
    ),
];

fn name_of(start: &BytesStart<'_>) -> String {
    start.name().as_ref().to_owned()
}

fn assert_element(elements: &[Element], within: &str, start: &BytesStart<'_>) {
    let find = |name: &str| elements.iter().find(|(it, ..)| *it == name);
    let name = name_of(start);
    let (_, inner, _) = find(within).expect("a known element");
    assert!(inner.contains(&name.as_str()), "<{name}> in <{within}>");
    let (_, _, allowed) = find(&name).expect("a known element");
    let attributes: Vec<String> = start
        .attributes()
        .map(|it| it.expect("an attribute").key.as_ref().to_owned())
        .collect();
    for attribute in &attributes {
        let known = allowed
            .iter()
            .any(|it| it.trim_end_matches('!') == attribute);
        assert!(known, "{attribute} of <{name}>");
    }
    for required in allowed.iter().filter_map(|it| it.strip_suffix('!')) {
        assert!(
            attributes.iter().any(|it| it == required),
            "<{name}> has no {required}"
        );
    }
}

fn assert_xml(format: &str, elements: &[Element]) {
    for report in reports(&fixable(), format) {
        let mut reader = Reader::from_str(&report);
        let mut open = vec![String::new()];
        loop {
            let within = open.last().cloned().unwrap_or_default();
            match reader.read_event().expect("XML") {
                Event::Start(start) => {
                    assert_element(elements, &within, &start);
                    open.push(name_of(&start));
                }
                Event::Empty(start) => assert_element(elements, &within, &start),
                Event::End(_) => drop(open.pop()),
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(open, [""], "{report}");
    }
}

#[test]
fn xml_formats_are_what_their_readers_expect() {
    assert_xml("junit", JUNIT);
    assert_xml("checkstyle", CHECKSTYLE);
}

#[test]
fn several_formats_are_written_in_one_run() {
    let tree = fixable();
    let run = tree.run(&[
        "--output",
        "sarif=reports/deep/daglint.sarif",
        "--output",
        "concise=-",
        "--output=json=daglint.json",
    ]);
    assert!(run.out.contains("warning[DAG111]"), "{run:?}");
    let read = |path: &str| -> Value {
        let text = fs::read_to_string(tree.path().join(path)).expect("a report");
        serde_json::from_str(&text).expect("JSON")
    };
    assert_eq!(read("reports/deep/daglint.sarif")["version"], "2.1.0");
    let json = read("daglint.json");
    let (_, again) = tree.check_json(&[]);
    assert_eq!(json["diagnostics"], again["diagnostics"]);
    let left: Vec<String> = fs::read_dir(tree.path().join("reports/deep"))
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    assert_eq!(left, ["daglint.sarif"], "no temporary files");
}

#[test]
fn one_place_takes_one_format() {
    let tree = fixable();
    for file in ["-", "a.txt"] {
        let [one, two] = ["sarif", "json"].map(|format| format!("--output={format}={file}"));
        let run = tree.run(&[one, two]);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
        assert!(run.err.contains("two formats"), "{run:?}");
    }
    let run = tree.run(&["--output", "serif=a"]);
    assert_eq!(run.code, 2);
    assert!(run.err.contains("there is no format `serif`"), "{run:?}");
}

#[test]
fn a_file_takes_the_report_and_a_full_disk_is_said() {
    let tree = fixable();
    let run = tree.run(&["-o", "out/report.txt"]);
    assert!(
        run.out.is_empty() && run.err.contains("1 warning"),
        "{run:?}"
    );
    let text = fs::read_to_string(tree.path().join("out/report.txt")).expect("a report");
    assert!(
        text.contains("warning[DAG111]") && !text.contains('\u{1b}'),
        "{text}"
    );
    tree.add("taken", "");
    let run = tree.run(&["-o", "taken/report.txt"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.err.contains("cannot write `taken/report.txt`"),
        "{run:?}"
    );
    if Path::new("/dev/full").exists() {
        let run = tree.run(&["-o", "/dev/full"]);
        assert_eq!(run.code, 2, "{run:?}");
    } else {
        skipped("there is no /dev/full");
    }
}

#[test]
fn the_environment_names_the_format() {
    let tree = fixable();
    let with = |value: &str, arguments: &[&str]| {
        let mut command = daglint(tree.path());
        let output = command
            .env("DAGLINT_OUTPUT_FORMAT", value)
            .args(arguments)
            .output()
            .expect("a run");
        (
            output.status.code(),
            String::from_utf8(output.stdout).expect("text"),
        )
    };
    assert!(with("json", &[]).1.starts_with('{'));
    assert!(
        with("json", &["--output-format", "gitlab"])
            .1
            .starts_with('[')
    );
    assert_eq!(with("", &[]), with("full", &[]));
    assert_eq!(with("jason", &[]).0, Some(2));
}

#[test]
fn the_summary_of_a_step_is_appended() {
    let tree = fixable();
    let path = tree.add("summary.md", "before\n");
    let run = |arguments: &[&str]| {
        let mut command = daglint(tree.path());
        let command = command.env("GITHUB_STEP_SUMMARY", &path).args(arguments);
        let output = command.output().expect("a run");
        (
            output.status.code(),
            fs::read_to_string(&path).expect("text"),
        )
    };
    assert_eq!(run(&["--output-format", "github"]).1, "before\n");
    let (code, text) = run(&["--output-format", "github", "--github-summary"]);
    assert_eq!(code, Some(1));
    assert!(text.starts_with("before\n### daglint\n"), "{text}");
    assert!(text.contains("| warning | DAG111 |"), "{text}");
    let run = tree.run(&["--github-summary"]);
    assert!(
        run.err.contains("GITHUB_STEP_SUMMARY is not set"),
        "{run:?}"
    );
}

#[test]
fn ten_runs_on_any_number_of_threads_are_the_same() {
    let shop = root().join("fixtures/shop");
    for format in FORMATS {
        let run = |threads: &str| {
            let mut command = daglint(&shop);
            let command = command.env("RAYON_NUM_THREADS", threads);
            command.args(["--quiet", "--output-format", format]);
            command.output().expect("a run").stdout
        };
        let first = run("1");
        assert!(!first.is_empty(), "{format}");
        for threads in ["1", "2", "2", "3", "4", "4", "8", "8", "16"] {
            assert_eq!(run(threads), first, "{format} on {threads} threads");
        }
    }
}
