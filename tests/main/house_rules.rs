//! What `CONTRIBUTING.md` asks of the sources.

use std::fs;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;
use regex::Regex;

/// The longest file.
const MOST_LINES: usize = 400;

pub(crate) fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

#[test]
fn files_are_short_and_say_what_they_are_for() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["src", "tests", "benches"] {
        sources(&root.join(folder), &mut found);
    }
    assert!(found.len() > 100, "the sources are there");
    let mut wrong = Vec::new();
    for path in found {
        let text = fs::read_to_string(&path).expect("a text");
        let lines = text.lines().count();
        if lines > MOST_LINES {
            wrong.push(format!("{} has {lines} lines", path.display()));
        }
        if !text.starts_with("//!") {
            wrong.push(format!("{} does not begin with `//!`", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// All texts but those that git ignores, by their path.
fn texts() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let all = WalkBuilder::new(root)
        .hidden(false)
        .require_git(false)
        .filter_entry(|entry| entry.file_name() != ".git")
        .build();
    let text = |path: &Path| {
        let text = fs::read_to_string(path).ok()?;
        Some((path.strip_prefix(root).ok()?.display().to_string(), text))
    };
    let found: Vec<_> = all
        .filter_map(|entry| text(entry.expect("an entry").path()))
        .collect();
    assert!(found.len() > 100, "the files are there");
    found
}

#[test]
fn no_address_of_daglint_is_made_up() {
    let repository = env!("CARGO_PKG_REPOSITORY");
    let own = Regex::new(r"https?://[^\s<>\x22'`)]*dag(ster[-_])?lint|\{?\bOWNER\b\}?/")
        .expect("an expression");
    let mut wrong = Vec::new();
    for (name, text) in texts() {
        for found in own.find_iter(&text) {
            let address = found.as_str();
            if repository.is_empty() || !repository.starts_with(address) {
                wrong.push(format!("{name}: {address}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn scripts_build_the_binary_that_they_take_from_the_target() {
    let mut seen = 0;
    for (name, text) in texts() {
        if text.starts_with("#!/bin/") && text.contains("/debug/daglint") {
            seen += 1;
            assert!(text.contains("cargo build "), "{name} builds no binary");
        }
    }
    assert!(seen >= 2, "the scripts are there");
}
