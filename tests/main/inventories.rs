//! What the static load makes of the snippets below `tests/dagster/inventories`, whose
//! inventories the real Dagster gave; `tests/dagster/run` holds them against it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::Tree;

const KINDS: [&str; 6] = [
    "assets",
    "asset_checks",
    "jobs",
    "schedules",
    "sensors",
    "resources",
];

#[test]
fn inventories_agree_with_dagster() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/dagster/inventories");
    let mut wrong = Vec::new();
    let mut judged = 0;
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("an entry").path();
        let text = fs::read_to_string(&path).expect("a text");
        for snippet in text.split("\n# --- ").skip(1) {
            judged += 1;
            let (title, code) = snippet.split_once('\n').expect("code");
            let expected: Vec<&str> = code
                .lines()
                .filter_map(|line| line.strip_prefix("#= "))
                .collect();
            let found = inventory(code);
            if found != expected {
                let expected = expected.join("\n   ");
                wrong.push(format!(
                    "{title}:\n   {}\nnot\n   {expected}",
                    found.join("\n   ")
                ));
            }
        }
    }
    assert!(judged > 0, "there are snippets");
    assert!(
        wrong.is_empty(),
        "{} differ:\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
}

/// The lines that say what a module holds, and what of it is not known.
fn inventory(code: &str) -> Vec<String> {
    let tree = Tree::new(&[("definitions.py", code)]);
    let run = tree.run(&["list", "--format", "json", "-f", "definitions.py"]);
    assert_eq!(run.code, 0, "{run:?}");
    let json = run.json();
    let location = &json["code_locations"][0];
    let mut names: BTreeMap<(usize, &str), Vec<String>> = BTreeMap::new();
    for (order, kind) in KINDS.into_iter().enumerate() {
        for entry in location[kind].as_array().expect("a list") {
            let name = entry["key"].as_str().or(entry["name"].as_str());
            let name = name.expect("a name");
            if kind == "resources" && name == "io_manager" {
                continue;
            }
            let is_external = entry["external"] == true;
            let place = (order, if is_external { "external" } else { kind });
            let possible = if entry["certainty"] == "possible" {
                "?"
            } else {
                ""
            };
            names
                .entry(place)
                .or_default()
                .push(format!("{name}{possible}"));
        }
    }
    let lines = names.into_iter().map(|((_, kind), mut names)| {
        names.sort();
        names.dedup();
        format!("{kind}: {}", names.join(" "))
    });
    let unknowns = location["unknowns"].as_array().expect("a list").iter();
    let reasons =
        unknowns.map(|unknown| format!("unknown: {} {}", unknown["line"], unknown["reason"]));
    lines.chain(reasons).collect()
}
