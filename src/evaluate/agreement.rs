//! Whether the static load and CPython agree, expression by expression.
//!
//! `tests/agreement/expressions.txt` holds the snippets. What daglint does not know is
//! no disagreement, but it is counted.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;

use super::interpreter::Interpreter;
use super::snippet;
use super::value::Value;

const EXPRESSIONS: &str = include_str!("../../tests/agreement/expressions.txt");
const SCRIPT: &str = include_str!("../../tests/agreement/evaluate.py");

/// So many values of the snippets are not known to daglint.
const KNOWN_GAPS: usize = 0;

/// What CPython makes of a snippet.
#[derive(Debug, Deserialize)]
struct Expected {
    #[serde(default)]
    tuple: bool,
    #[serde(default)]
    texts: Vec<String>,
    #[serde(default)]
    error: Option<String>,
}

#[test]
fn expressions_agree_with_cpython() {
    let snippets: Vec<&str> = EXPRESSIONS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .collect();
    let expected = run_cpython(&snippets);
    assert_eq!(
        expected.len(),
        snippets.len(),
        "one answer for each snippet"
    );
    let mut wrong = Vec::new();
    let mut unknown = Vec::new();
    for (snippet, expected) in snippets.iter().zip(&expected) {
        assert_eq!(expected.error, None, "CPython refuses {snippet}");
        let found = run_daglint(snippet, expected.tuple);
        if let Err(raised) = &found {
            wrong.push(format!("{snippet}\n  daglint raises {raised}"));
            continue;
        }
        let found = found.unwrap_or_default();
        if found.len() != expected.texts.len() {
            wrong.push(format!("{snippet}\n  daglint has {} values", found.len()));
            continue;
        }
        for (at, (found, expected)) in found.iter().zip(&expected.texts).enumerate() {
            match found {
                Ok(found) if found == expected => {}
                Ok(found) => wrong.push(format!(
                    "{snippet}\n  value {at}: daglint {found}, CPython {expected}"
                )),
                Err(reason) => unknown.push(format!("{snippet}\n  value {at}: {reason}")),
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} disagree:\n{}\n\n{} not known:\n{}",
        wrong.len(),
        wrong.join("\n"),
        unknown.len(),
        unknown.join("\n")
    );
    assert!(
        unknown.len() == KNOWN_GAPS,
        "{} values are not known, {KNOWN_GAPS} were:\n{}",
        unknown.len(),
        unknown.join("\n")
    );
}

fn run_cpython(snippets: &[&str]) -> Vec<Expected> {
    let mut python = Command::new("python3")
        .args(["-c", SCRIPT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("this test needs `python3` on the PATH");
    let mut input = python.stdin.take().expect("a pipe");
    let text = snippets.join("\n") + "\n";
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = python.wait_with_output().expect("python3 runs");
    writer.join().expect("no panic").expect("python3 reads");
    String::from_utf8(output.stdout)
        .expect("UTF-8")
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// The text of each value, or why it is not known; or what was raised.
fn run_daglint(line: &str, is_tuple: bool) -> Result<Vec<Result<String, String>>, String> {
    let mut lines: Vec<&str> = line.split(";;").map(str::trim).collect();
    let last = lines.pop().unwrap_or_default();
    let code = format!("{}\nresult = {last}\n", lines.join("\n"));
    snippet::run(Path::new("/snippets"), &code, |cx, value| {
        let parts = match value {
            Value::Tuple(items) if is_tuple => items.to_vec(),
            value => vec![value.clone()],
        };
        parts.iter().map(|part| text_of(cx, part)).collect()
    })
}

fn text_of<'a>(cx: &mut Interpreter<'a>, value: &Value<'a>) -> Result<String, String> {
    let value = cx.settle(value.clone());
    cx.to_repr(&value).ok_or_else(|| match &value {
        Value::Unknown(unknown) => unknown.reason.clone(),
        value => format!("{value:?}").chars().take(300).collect(),
    })
}
