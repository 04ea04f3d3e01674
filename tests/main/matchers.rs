//! The problem matchers under `editors/` read what `--output-format concise` prints.

use regex::{Captures, Regex};
use serde_json::Value;

use crate::support::{Tree, daglint, run_in};

/// The files, and where the matchers of each are.
const FILES: [(&str, &str); 2] = [
    ("daglint-matcher.json", "/problemMatcher"),
    ("vscode-tasks.json", "/tasks/0/problemMatcher"),
];

/// The matchers of one reader.
struct Reader {
    /// How it calls the severities of daglint.
    severities: [(&'static str, &'static str); 3],
    matchers: Vec<Matcher>,
}

/// A matcher's expression, and what each of its groups is.
struct Matcher {
    line: Regex,
    pattern: Value,
    /// That of all its lines, where no group says it.
    severity: Value,
}

impl Reader {
    fn all() -> [Self; 2] {
        let same = [("error", "error"), ("warning", "warning"), ("info", "info")];
        // What the runner takes; a line of another severity it skips.
        let github = [
            ("error", "error"),
            ("warning", "warning"),
            ("info", "notice"),
        ];
        let [of_github, of_code] = FILES.map(|(file, pointer)| matchers(file, pointer));
        [(github, of_github), (same, of_code)].map(|(severities, matchers)| Self {
            severities,
            matchers,
        })
    }

    fn severity(&self, ours: &str) -> &'static str {
        let mut all = self.severities.iter();
        all.find(|(it, _)| *it == ours).expect("a severity").1
    }

    /// The path, line, column, severity, code and message that a line says.
    fn read_line(&self, line: &str) -> [String; 6] {
        let found: Vec<_> = (self.matchers.iter())
            .filter_map(|matcher| Some((matcher, matcher.line.captures(line)?)))
            .collect();
        let [(matcher, captures)] = found.as_slice() else {
            panic!("{} matchers read {line:?}", found.len());
        };
        ["file", "line", "column", "severity", "code", "message"]
            .map(|part| matcher.part(captures, part).to_owned())
    }
}

fn matchers(file: &str, pointer: &str) -> Vec<Matcher> {
    let path = format!("{}/editors/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("a matcher");
    let document: Value = serde_json::from_str(&text).expect("JSON");
    let found = document.pointer(pointer).expect("matchers");
    let all = found.as_array().cloned();
    let all = all.unwrap_or_else(|| vec![found.clone()]);
    all.iter().map(Matcher::of).collect()
}

impl Matcher {
    fn of(matcher: &Value) -> Self {
        let pattern = &matcher["pattern"];
        let pattern = pattern.get(0).unwrap_or(pattern).clone();
        let line = pattern["regexp"].as_str().expect("an expression");
        Self {
            line: Regex::new(line).expect("an expression"),
            pattern,
            severity: matcher["severity"].clone(),
        }
    }

    fn part<'a>(&'a self, captures: &Captures<'a>, name: &str) -> &'a str {
        let Some(group) = self.pattern[name].as_u64() else {
            assert_eq!(name, "severity", "a line says all else");
            return self.severity.as_str().expect("a severity of all lines");
        };
        let group = usize::try_from(group).expect("a small number");
        captures.get(group).map_or("", |found| found.as_str())
    }
}

#[test]
fn they_read_every_line_of_real_output() {
    let tree = Tree::new(&[
        ("shop: open/définitions.py", DUPLICATE),
        ("lone.py", BROKEN),
    ]);
    let run = tree.run(&["--output-format", "concise"]);
    let (_, document) = tree.check_json(&[]);
    let mut findings = document["diagnostics"].as_array().expect("a list").clone();
    // People read the most severe first, programs file by file.
    let rank = |severity: &Value| {
        ["error", "warning", "info"]
            .iter()
            .position(|it| severity == it)
    };
    findings.sort_by_key(|finding| rank(&finding["severity"]));
    let lines: Vec<&str> = run.out.lines().collect();
    assert!(lines.len() >= 2 && lines.len() == findings.len(), "{run:?}");
    let infos = findings.iter().filter(|it| it["severity"] == "info");
    assert!(infos.count() > 0, "{document:#}");
    for reader in Reader::all() {
        for (line, finding) in lines.iter().zip(&findings) {
            let start = &finding["range"]["start"];
            let [.., message] = reader.read_line(line);
            // The other places come after what JSON says.
            assert!(message.starts_with(&text(&finding["message"])), "{message}");
            let said = [
                text(&finding["path"]),
                start["line"].to_string(),
                start["column"].to_string(),
                reader.severity(&text(&finding["severity"])).to_owned(),
                text(&finding["code"]),
                message,
            ];
            assert_eq!(reader.read_line(line), said);
        }
    }
}

#[test]
fn they_read_the_sample_with_colour() {
    let fixture = format!("{}/fixtures/shop", env!("CARGO_MANIFEST_DIR"));
    let fixture = std::path::Path::new(&fixture);
    let arguments = ["--output-format", "concise"];
    let plain = run_in(fixture, &arguments).out;
    let coloured = daglint(fixture)
        .args(arguments)
        .env("CLICOLOR_FORCE", "1")
        .output()
        .expect("a run");
    let coloured = String::from_utf8(coloured.stdout).expect("text");
    assert_eq!(plain.lines().count(), coloured.lines().count());
    for reader in Reader::all() {
        for (plain, coloured) in plain.lines().zip(coloured.lines()) {
            assert_eq!(
                reader.read_line(plain),
                without_style(reader.read_line(coloured))
            );
        }
    }
}

#[test]
fn they_read_paths_of_windows() {
    let line = r"C:\work\shop\defs.py:12:5: error[DAG401] asset key `a: b` is defined twice";
    let styled = "\u{1b}[1mC:\\work\\shop\\defs.py\u{1b}[0m:12:5: \u{1b}[1;31merror\u{1b}[0m[\u{1b}[1mDAG401\u{1b}[0m] \
                  asset key `a: b` is defined twice";
    for reader in Reader::all() {
        let said = [
            r"C:\work\shop\defs.py",
            "12",
            "5",
            "error",
            "DAG401",
            "asset key `a: b` is defined twice",
        ];
        assert_eq!(reader.read_line(line), said);
        assert_eq!(reader.read_line(styled), said);
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("text").to_owned()
}

/// A message may be styled to its end.
fn without_style(mut said: [String; 6]) -> [String; 6] {
    let style = Regex::new("\u{1b}\\[[0-9;]*m").expect("an expression");
    let message = &mut said[5];
    *message = style.replace_all(message, "").into_owned();
    said
}

const DUPLICATE: &str = "\
import dagster as dg


@dg.asset(name=\"orders\")
def first(): ...


@dg.asset(name=\"orders\")
def second(): ...


defs = dg.Definitions(assets=[first, second])
";

const BROKEN: &str = "from dagster import Definitions\ndefs = Definitions(\n";
