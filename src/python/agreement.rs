//! Whether the static load and CPython agree, expression by expression.
//!
//! `tests/agreement/expressions.txt` holds the snippets. What daglint does not know is
//! no disagreement, but it is counted.

mod expressions;
mod files;
mod program;

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Deserialize;

use super::builtin::may_be_absent;
use super::interpreter::Interpreter;
use super::snippet;
use super::value::Value;

const EXPRESSIONS: &str = include_str!("../../tests/agreement/expressions.txt");
const PROGRAM_SCRIPT: &str = include_str!("../../tests/agreement/run_programs.py");
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
    let is_snippet = |line: &&str| !line.is_empty() && !line.starts_with('#');
    let snippets: Vec<&str> = EXPRESSIONS.lines().filter(is_snippet).collect();
    compare_expressions(&std::env::temp_dir(), &snippets, KNOWN_GAPS);
}

/// Compares the values of snippets whose file lies in a directory.
fn compare_expressions(directory: &Path, snippets: &[&str], gaps: usize) {
    let expected: Vec<Expected> = run_cpython(directory, SCRIPT, snippets.join("\n") + "\n");
    assert_eq!(expected.len(), snippets.len(), "one answer each");
    let mut wrong = Vec::new();
    let mut unknown = Vec::new();
    for (snippet, expected) in snippets.iter().zip(&expected) {
        assert_eq!(expected.error, None, "CPython refuses {snippet}");
        let found = run_daglint(directory, snippet, expected.tuple);
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
    let (count, unknown) = (unknown.len(), unknown.join("\n"));
    assert!(
        wrong.is_empty(),
        "{} disagree:\n{}\n\n{count} not known:\n{unknown}",
        wrong.len(),
        wrong.join("\n"),
    );
    assert_eq!(
        count, gaps,
        "values that are not known, and as many as were:\n{unknown}"
    );
}

/// So many programs are run; another seed finds other programs.
const PROGRAMS: u64 = 5_000;

/// Of a thousand bindings, so many may not be known.
const MOST_UNKNOWN: usize = 5;

/// What CPython binds.
#[derive(Debug, Deserialize)]
struct Bindings {
    raised: Option<String>,
    texts: BTreeMap<String, String>,
}

#[test]
fn programs_agree_with_cpython() {
    // As large as the stacks that code locations are loaded on.
    let load = std::thread::Builder::new()
        .stack_size(64 << 20)
        .spawn(compare_programs);
    if let Err(panic) = load.expect("a thread").join() {
        std::panic::resume_unwind(panic);
    }
}

fn compare_programs() {
    let seed = std::env::var("DAGLINT_SEED").map_or(0, |seed| seed.parse().expect("a number"));
    let programs: Vec<String> = (0..PROGRAMS)
        .map(|number| program::Program::generate(seed * PROGRAMS + number))
        .collect();
    let expected = run_programs(&programs);
    let (mut wrong, mut unknown, mut known) = (Vec::new(), Vec::new(), 0);
    for (program, expected) in programs.iter().zip(&expected) {
        let found = bindings(program, expected);
        if found.raised != expected.raised {
            wrong.push(format!(
                "daglint raises {:?}, CPython {:?}\n{program}",
                found.raised, expected.raised
            ));
        }
        for (name, text) in &expected.texts {
            match found.texts.get(name) {
                Some(Ok(found)) if found == text => known += 1,
                Some(Ok(found)) => {
                    wrong.push(format!(
                        "{name}: daglint {found}, CPython {text}\n{program}"
                    ));
                }
                Some(Err(reason)) => unknown.push(format!("{name}: {reason}\n{program}")),
                None => wrong.push(format!("{name} is not bound\n{program}")),
            }
        }
    }
    assert_agreement(&wrong, &unknown, known);
}

/// Says what differs, and why bindings are not known if these are many.
fn assert_agreement(wrong: &[String], unknown: &[String], known: usize) {
    let shown = |all: &[String]| all.iter().take(3).cloned().collect::<Vec<_>>().join("\n");
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        shown(wrong)
    );
    let reasons = unknown.iter().filter_map(|text| text.lines().next());
    let reasons: BTreeSet<&str> = reasons
        .filter_map(|line| Some(line.split_once(": ")?.1))
        .collect();
    assert!(
        unknown.len() * 1000 <= known * MOST_UNKNOWN,
        "{} of {known} bindings are not known:\n{}\n{reasons:#?}",
        unknown.len(),
        shown(unknown)
    );
}

/// Programs as projects write them, each after a line `# --- what it shows`.
const WRITTEN: &str = include_str!("../../tests/agreement/programs.py");

/// So many values of the written programs are not known to daglint: dates, and what a
/// manager made of a generator does.
const WRITTEN_GAPS: usize = 46;

#[test]
fn written_programs_agree_with_cpython() {
    let parts = WRITTEN.split("\n# --- ").skip(1);
    let programs: Vec<String> = parts.map(str::to_owned).collect();
    let programs: Vec<String> = programs.iter().map(|part| format!("# {part}")).collect();
    let expected = run_programs(&programs);
    let (mut wrong, mut unknown) = (Vec::new(), Vec::new());
    for (program, expected) in programs.iter().zip(&expected) {
        let title = program.lines().next().unwrap_or_default();
        let found = bindings(program, expected);
        if found.raised != expected.raised {
            let (found, expected) = (&found.raised, &expected.raised);
            wrong.push(format!("{title}: raises {found:?}, not {expected:?}"));
        }
        for (name, text) in &expected.texts {
            match found.texts.get(name) {
                Some(Ok(found)) if found == text => {}
                Some(Ok(found)) => wrong.push(format!("{title}, {name}: {found}, not {text}")),
                Some(Err(reason)) => unknown.push(format!("{title}, {name}: {reason}")),
                None => wrong.push(format!("{title}, {name} is not bound")),
            }
        }
    }
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
    let (count, unknown) = (unknown.len(), unknown.join("\n"));
    assert_eq!(
        count, WRITTEN_GAPS,
        "values that are not known, and as many as were:\n{unknown}"
    );
}

/// What daglint binds.
struct Found {
    raised: Option<String>,
    texts: BTreeMap<String, Result<String, String>>,
}

fn bindings(program: &str, expected: &Bindings) -> Found {
    snippet::run_module(Path::new("/snippets"), program, |cx, module, raised| {
        let mut texts = BTreeMap::new();
        for name in expected.texts.keys() {
            let (binding, part) = match name.split_once('[') {
                Some((binding, part)) => (binding, Some(part.trim_end_matches(']'))),
                None => (name.as_str(), None),
            };
            if let Some(value) = module.scope.read(binding) {
                let text = match part {
                    Some(part) => text_of_part(cx, &value, part),
                    None => text_of(cx, &value),
                };
                texts.insert(name.clone(), text);
            }
        }
        Found {
            texts,
            raised: raised.map(|(class, _)| class),
        }
    })
}

/// What CPython makes of each program.
fn run_programs(programs: &[String]) -> Vec<Bindings> {
    let text = serde_json::to_string(programs).expect("JSON");
    let expected: Vec<Bindings> = run_cpython(Path::new("/"), PROGRAM_SCRIPT, text);
    assert_eq!(expected.len(), programs.len(), "one answer each");
    expected
}

/// The answers of CPython to a text, one JSON object a line.
fn run_cpython<T: serde::de::DeserializeOwned>(
    directory: &Path,
    script: &str,
    text: String,
) -> Vec<T> {
    let mut python = Command::new("python3")
        .args(["-c", script])
        .current_dir(directory)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("this test needs `python3` on the PATH");
    let mut input = python.stdin.take().expect("a pipe");
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = python.wait_with_output().expect("python3 runs");
    assert!(output.status.success(), "{}", output.status);
    writer.join().expect("no panic").expect("python3 reads");
    String::from_utf8(output.stdout)
        .expect("UTF-8")
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

/// The text of each value, or why it is not known; or what was raised.
fn run_daglint(
    directory: &Path,
    line: &str,
    is_tuple: bool,
) -> Result<Vec<Result<String, String>>, String> {
    let mut lines: Vec<&str> = line.split(";;").map(str::trim).collect();
    let last = lines.pop().unwrap_or_default();
    let code = format!("{}\nresult = {last}\n", lines.join("\n"));
    snippet::run(directory, &code, |cx, value| {
        let parts = match value {
            Value::Tuple(items) if is_tuple => items.to_vec(),
            value => vec![value.clone()],
        };
        parts.iter().map(|part| text_of(cx, part)).collect()
    })
}

/// The text of an element of a list or tuple, or how many there are where `at` is empty.
fn text_of_part<'a>(
    cx: &mut Interpreter<'a>,
    value: &Value<'a>,
    at: &str,
) -> Result<String, String> {
    let value = cx.settle(value.clone());
    let items = match &value {
        Value::Tuple(items) => items.to_vec(),
        Value::List(list) if !list.is_open() => list.items.borrow().clone(),
        _ => return text_of(cx, &value).and(Err("no list".into())),
    };
    let items: Vec<_> = items.into_iter().map(|item| cx.settle(item)).collect();
    match at.parse::<usize>().ok() {
        Some(at) => match items.get(at) {
            Some(item) => text_of(cx, item),
            None => Err("no such element".into()),
        },
        None if items.iter().any(may_be_absent) => Err("an element may be absent".into()),
        None => Ok(items.len().to_string()),
    }
}

fn text_of<'a>(cx: &mut Interpreter<'a>, value: &Value<'a>) -> Result<String, String> {
    let value = cx.settle(value.clone());
    cx.to_repr(&value).ok_or_else(|| match &value {
        Value::Unknown(unknown) => unknown.reason.clone(),
        value => format!("the text of {}", crate::article::named(value.type_name())),
    })
}
