//! The rooms of `src/`, and which of them may use which.
//!
//! Every path counts that begins with `crate`, `super` or `self`, in a `use` or in line, in a
//! test or not; what a module re-exports counts as the room that it comes from.

mod read;

use std::collections::{BTreeMap, BTreeSet};

use read::{File, Names, files};

/// The rooms, from the ground up: each may use what stands before it, and no room of its own
/// step.
const STEPS: &[&[&str]] = &[
    &["address", "article", "budget", "exit", "panic"],
    &["source"],
    &["path", "suggest", "write", "rule"],
    &["diagnostic", "syntax"],
    &["settings"],
    &["failure"],
    &["model"],
    &["python", "discover"],
    &["dagster"],
    &["library"],
    &["load"],
    &["suppress"],
    &["rules", "report"],
    &["lib"],
    &["fix"],
    &["cli"],
    &["main"],
];

/// What breaks the table today: it may only get shorter.
const BROKEN: &[(&str, &str)] = &[];

/// No room holds more of the lines than this, in hundredths.
const LARGEST: usize = 30;

/// The module that a path leads to, re-exports followed.
fn origin(files: &BTreeMap<Names, &File>, full: &Names, left: usize) -> Names {
    let mut module = full.clone();
    while !module.is_empty() && !files.contains_key(&module) {
        module.pop();
    }
    let next = full.get(module.len());
    let handed_on = next.and_then(|name| files.get(&module)?.reexports.get(name));
    match handed_on {
        Some(path) if left > 0 && path != full => {
            let rest = &full[module.len() + 1..];
            let path = [path.as_slice(), rest].concat();
            origin(files, &path, left - 1)
        }
        _ => module,
    }
}

fn room(module: &Names) -> &str {
    module.first().map_or("lib", String::as_str)
}

/// The arrows between rooms, each with the lines that make it.
fn arrows(files: &[File]) -> BTreeMap<(String, String), Vec<String>> {
    let by_module: BTreeMap<Names, &File> =
        (files.iter().map(|file| (file.module.clone(), file))).collect();
    let mut arrows: BTreeMap<_, Vec<String>> = BTreeMap::new();
    for file in files {
        for (full, line) in &file.named {
            let target = origin(&by_module, full, 8);
            let (from, to) = (room(&file.module), room(&target));
            if from != to {
                let at = format!("{}:{line}: {}", file.path.display(), full.join("::"));
                let key = (from.to_owned(), to.to_owned());
                arrows.entry(key).or_default().push(at);
            }
        }
    }
    arrows
}

fn step_of(room: &str) -> Option<usize> {
    STEPS.iter().position(|step| step.contains(&room))
}

#[test]
fn rooms_use_what_stands_before_them() {
    let files = files();
    let arrows = arrows(&files);
    assert!(arrows.len() > 30, "paths are found: {}", arrows.len());
    let mut wrong = Vec::new();
    for ((from, to), lines) in &arrows {
        let is_down = match (step_of(from), step_of(to)) {
            (Some(from), Some(to)) => to < from,
            _ => false,
        };
        let is_known = BROKEN.contains(&(from, to));
        if !is_down && !is_known {
            wrong.push(format!("{from} uses {to}:\n    {}", lines.join("\n    ")));
        }
        assert!(!(is_down && is_known), "{from} to {to} is no longer broken");
    }
    for (from, to) in BROKEN {
        let key = ((*from).to_owned(), (*to).to_owned());
        assert!(
            arrows.contains_key(&key),
            "{from} to {to} is gone: strike it"
        );
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The rooms have methods of one type, the interpreter: a path does not show who calls whose.
#[test]
fn no_room_calls_a_method_of_a_room_above() {
    let files = files();
    let mut functions: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for file in &files {
        let step = step_of(room(&file.module)).expect("a step");
        for name in &file.functions {
            functions.entry(name).or_default().insert(step);
        }
    }
    let mut wrong = Vec::new();
    let mut calls = 0;
    for file in &files {
        let step = step_of(room(&file.module)).expect("a step");
        for (name, line) in &file.calls {
            let Some(steps) = functions.get(name.as_str()) else {
                continue;
            };
            calls += 1;
            if steps.iter().all(|it| *it > step) {
                wrong.push(format!("{}:{line}: {name}", file.path.display()));
            }
        }
    }
    assert!(calls > 1000, "calls are found: {calls}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_stands_in_the_table_and_none_holds_most() {
    let files = files();
    let all: usize = files.iter().map(|file| file.lines).sum();
    let mut lines: BTreeMap<&str, usize> = BTreeMap::new();
    for file in &files {
        *lines.entry(room(&file.module)).or_default() += file.lines;
    }
    for (room, count) in &lines {
        assert!(step_of(room).is_some(), "{room} stands on no step");
        assert!(
            count * 100 <= all * LARGEST,
            "{room} has {count} of {all} lines"
        );
    }
    for room in STEPS.iter().copied().flatten() {
        assert!(lines.contains_key(room), "there is no room {room}");
    }
}
