//! The sample projects under `fixtures/`: every finding and every definition of each, as
//! snapshots that a person has read against what the real Dagster says of them.

use std::fs;
use std::path::PathBuf;

use crate::support::{daglint, run_in};

fn snapshot(name: &str, code: i32) {
    let directory: PathBuf = [env!("CARGO_MANIFEST_DIR"), "fixtures", name]
        .iter()
        .collect();
    let check = run_in(&directory, &["--output-format", "concise"]);
    assert_eq!(check.code, code, "{check:?}");
    insta::assert_snapshot!(format!("{name}_concise"), check.out);
    let list = run_in(&directory, &["list"]);
    assert_eq!((list.code, list.err.as_str()), (0, ""), "{list:?}");
    insta::assert_snapshot!(format!("{name}_list"), list.out);
    for language in ["mermaid", "dot"] {
        let graph = run_in(&directory, &["list", "--graph", language]);
        assert_eq!((graph.code, graph.err.as_str()), (0, ""), "{graph:?}");
        insta::assert_snapshot!(format!("{name}_{language}"), graph.out);
    }
}

#[test]
fn the_shop_has_faults_of_many_families() {
    snapshot("shop", 1);
}

#[test]
fn a_clean_workspace_has_none() {
    snapshot("clean", 0);
}

#[test]
fn every_fixture_has_a_test() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let mut names: Vec<String> = folder
        .read_dir()
        .expect("fixtures")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["clean", "shop"]);
}

/// The README shows what is printed, but for the parts that it leaves out and the time.
#[test]
fn the_readme_shows_real_output() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).expect("a README");
    let (_, shown) = readme
        .split_once("$ daglint fixtures/shop\n")
        .expect("a run");
    let (shown, _) = shown.split_once("```").expect("its end");
    let output = daglint(&root)
        .env("LC_ALL", "C.UTF-8")
        .arg("fixtures/shop")
        .output()
        .expect("a run");
    let printed = [output.stdout, output.stderr].concat();
    let lines = |text: &str| -> Vec<String> {
        // The time is the last word of a line.
        let timeless = text.lines().map(|line| match line.rsplit_once(" in 0.") {
            Some((line, _)) => line,
            None => line.trim_end(),
        });
        timeless.map(str::to_owned).collect()
    };
    let printed = lines(&String::from_utf8(printed).expect("text")).join("\n");
    let parts: Vec<&str> = shown.split("\n\n[...]\n\n").collect();
    assert!(parts.len() > 1 && shown.contains("DAG401"), "{shown}");
    for part in parts {
        let part = lines(part).join("\n");
        assert!(
            printed.contains(part.trim()),
            "not printed:\n{part}\n\nprinted:\n{printed}"
        );
    }
}
