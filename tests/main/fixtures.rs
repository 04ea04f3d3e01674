//! The sample projects under `fixtures/`: every finding and every definition of each, as
//! snapshots that a person has read against what the real Dagster says of them.

use std::path::PathBuf;

use crate::support::run_in;

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
