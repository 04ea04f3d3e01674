//! Runs snippets of Python in a static load, for tests.

use std::collections::HashMap;
use std::path::Path;

use super::host::NoHost;
use super::import::find_module::Found;
use super::interpreter::{Interpreter, Raise};
use super::value::Value;
use super::value::module::Module;
use crate::budget::Budget;
use crate::model::{Target, TargetKind};
use crate::source::{Place, Sources};

/// What `result` is after a module ran; or what was raised. The module lies in
/// `directory`, which need not exist.
pub(super) fn run<T>(
    directory: &Path,
    code: &str,
    show: impl for<'a> FnOnce(&mut Interpreter<'a>, &Value<'a>) -> T,
) -> Result<T, String> {
    run_module(directory, code, |cx, module, raised| {
        if let Some((class, message)) = raised {
            return Err(format!("{class}: {message}"));
        }
        let value = module.scope.read("result").unwrap_or(Value::Absent);
        let value = cx.settle(value);
        Ok(show(cx, &value))
    })
}

/// What a test makes of a module that ran, and of the class and message of what it
/// raised.
pub(super) fn run_module<T>(
    directory: &Path,
    code: &str,
    look: impl for<'a> FnOnce(&mut Interpreter<'a>, &Module<'a>, Option<(String, String)>) -> T,
) -> T {
    let path = directory.join("snippet.py");
    let sources = Sources::with_overlays(HashMap::from([(path.clone(), code.to_owned())]));
    let target = Target {
        variables: std::collections::BTreeMap::new(),
        name: "snippet".into(),
        kind: TargetKind::File(path.clone()),
        attribute: None,
        working_directory: directory.to_path_buf(),
        current_directory: None,
        search_path: vec![directory.to_path_buf()],
        package_directories: std::collections::BTreeMap::new(),
        declared_at: None,
        found: false,
        project: None,
    };
    let here = Place::start_of(sources.read(&path).id());
    let mut cx = Interpreter::new(&sources, &target, &NoHost, Budget::default(), here);
    let module = cx.make_module("snippet", Found::Module(path), true);
    let raised = match cx.run_module(&module) {
        Ok(()) => first_raised(&cx),
        Err(Raise::Exception(exception)) => {
            Some((exception.class.to_string(), exception.message.clone()))
        }
        Err(Raise::Exhausted(unknown)) => Some(("Exhausted".into(), unknown.reason.clone())),
    };
    look(&mut cx, &module, raised)
}

/// What the first statement raised that ended with an exception; a module goes on
/// after it.
fn first_raised(cx: &Interpreter<'_>) -> Option<(String, String)> {
    let ends = cx.unknowns.iter().find_map(|unknown| {
        unknown
            .reason
            .strip_prefix("evaluating this ends with ")?
            .split_once(": ")
    });
    ends.map(|(class, message)| (class.to_owned(), message.to_owned()))
}

/// The text of a value: its `repr`; the alternatives of a choice, newest first; or why
/// it is not known.
#[expect(
    clippy::too_many_lines,
    reason = "one match: the text of each kind of value"
)]
pub(super) fn shown<'a>(cx: &mut Interpreter<'a>, value: &Value<'a>) -> String {
    let open = |unknown: Option<&std::rc::Rc<super::value::Unknown>>| {
        unknown.map(|unknown| format!("... {}", unknown.reason))
    };
    match value {
        Value::Absent => "absent".into(),
        Value::Unknown(unknown) => format!("? {}", unknown.reason),
        Value::Choice(choice) => {
            let held = super::value::choice::held(choice, &cx.guard);
            let texts: Vec<String> = held.iter().map(|(_, value)| part(cx, value)).collect();
            texts.join(" | ")
        }
        Value::List(list) => {
            let items = list.items.borrow().clone();
            let mut texts: Vec<String> = items.iter().map(|item| part(cx, item)).collect();
            texts.extend(open(list.open.borrow().as_ref()));
            format!("[{}]", texts.join(", "))
        }
        Value::Tuple(items) => {
            let texts: Vec<String> = items.iter().map(|item| part(cx, item)).collect();
            format!("({})", texts.join(", "))
        }
        Value::Dict(dict) => {
            let mut texts = Vec::new();
            for entry in dict.entries() {
                texts.push(format!(
                    "{}: {}",
                    part(cx, &entry.key),
                    part(cx, &entry.value)
                ));
            }
            texts.extend(open(dict.open.borrow().as_ref()));
            format!("{{{}}}", texts.join(", "))
        }
        Value::Set(set, _) => {
            let entries = set.entries();
            let mut texts: Vec<String> = entries
                .iter()
                .map(|entry| part(cx, &super::builtin::guarded_key(entry)))
                .collect();
            texts.extend(open(set.open.borrow().as_ref()));
            format!("{{{}}}", texts.join(", "))
        }
        value => cx.to_repr(value).unwrap_or_else(|| value.type_name()),
    }
}

/// As [`shown`], of a part: alternatives stand in parentheses.
fn part<'a>(cx: &mut Interpreter<'a>, value: &Value<'a>) -> String {
    let text = shown(cx, value);
    if matches!(value, Value::Choice(_)) {
        format!("({text})")
    } else {
        text
    }
}
