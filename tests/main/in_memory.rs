//! A tree that is nowhere but in memory, or not quite as it is on the disk: an editor's.

use std::fs;
use std::path::{Path, PathBuf};

use daglint::discover::Request;
use daglint::model::Model;
use daglint::source::Sources;
use daglint::source::disk::Disk;
use rayon::prelude::*;

use crate::anywhere::told_on;
use crate::page::pages;
use crate::support::{Tree, daglint};

/// All files below a folder.
fn files(folder: &Path, found: &mut Vec<(PathBuf, Vec<u8>)>) {
    for entry in folder.read_dir().expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files(&path, found);
        } else {
            let bytes = fs::read(&path).expect("a file");
            found.push((path, bytes));
        }
    }
}

/// A disk with all files below a folder, which is then deleted.
fn taken_up(folder: &Path) -> Disk {
    let mut found = Vec::new();
    files(folder, &mut found);
    fs::remove_dir_all(folder).expect("deleted");
    Disk::in_memory(found)
}

#[test]
fn every_example_of_a_page_has_the_same_findings_in_memory() {
    let pages = pages();
    let differing: Vec<String> = pages
        .par_iter()
        .flat_map_iter(|page| page.examples.iter().map(move |example| (page, example)))
        .filter_map(|(page, example)| {
            let tree = Tree::new(&[]);
            let request = example.request(&tree);
            let on_disk = told_on(Disk::new(), &request);
            let in_memory = told_on(taken_up(&request.directory), &request);
            let title = format!(
                "{}, {}: {on_disk:#?} {in_memory:#?}",
                page.name, example.title
            );
            (on_disk != in_memory).then_some(title)
        })
        .collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

const DEFINITIONS: &str = "import dagster as dg\nfrom shop import orders\n\n\
     defs = dg.Definitions(assets=dg.load_assets_from_modules([orders]))\n";
const ORDERS: &str = "import dagster as dg\n\n@dg.asset\ndef orders():\n    return 1\n";

fn shop() -> Tree {
    Tree::new(&[
        ("shop/__init__.py", ""),
        ("shop/definitions.py", DEFINITIONS),
        ("shop/orders.py", ORDERS),
    ])
}

fn request(tree: &Tree) -> Request {
    Request {
        directory: tree.path().canonicalize().expect("a path"),
        ..Request::default()
    }
}

/// How many assets each code location has.
fn assets(model: &Model<'_>) -> Vec<usize> {
    let locations = model.code_locations.iter();
    locations.map(|location| location.assets.len()).collect()
}

#[test]
fn a_file_that_is_gone_is_gone() {
    let tree = shop();
    let request = request(&tree);
    let whole = Sources::new();
    let model = daglint::model_of(&whole, &request).expect("a model");
    assert_eq!(assets(&model), [1]);
    let gone = request.directory.join("shop/orders.py");
    let without = Sources::on(Disk::with_given([(gone, None)]));
    let analysis = daglint::analyze(&without, &request).expect("an analysis");
    let messages: Vec<&str> = analysis
        .diagnostics
        .iter()
        .map(|it| it.message.as_str())
        .collect();
    assert!(
        messages.contains(&"`orders` is not in module `shop`"),
        "{messages:#?}"
    );
}

#[test]
fn a_file_that_is_not_saved_yet_is_there() {
    let tree = Tree::new(&[]);
    let request = request(&tree);
    let at = |path: &str| request.directory.join(path);
    let given = [
        ("shop/__init__.py", ""),
        ("shop/definitions.py", DEFINITIONS),
        ("shop/orders.py", ORDERS),
    ];
    let given = given.map(|(path, text)| (at(path), Some(text.as_bytes().to_vec())));
    let sources = Sources::on(Disk::with_given(given));
    let model = daglint::model_of(&sources, &request).expect("a model");
    assert_eq!(assets(&model), [1]);
}

#[test]
fn standard_input_stands_for_a_file_that_is_not_there_yet() {
    let tree = shop();
    fs::remove_file(tree.path().join("shop/orders.py")).expect("deleted");
    let piped = |name: &str, text: &'static str| {
        let mut command = daglint(tree.path());
        let arguments = ["-", "--output-format", "concise", "--stdin-filename", name];
        let output = command.args(arguments).write_stdin(text).output();
        let output = output.expect("a run");
        let text = |bytes| String::from_utf8(bytes).expect("text");
        (
            output.status.code(),
            text(output.stdout),
            text(output.stderr),
        )
    };
    // The module that is typed is imported, and so is what is wrong in it.
    let (code, _, err) = piped("shop/orders.py", ORDERS);
    assert_eq!(code, Some(0), "{err}");
    assert!(err.contains("1 code location, 1 asset"), "{err}");
    let (code, out, _) = piped("shop/orders.py", "import dagster as dg\n\nx = dg.Asset\n");
    assert_eq!(code, Some(1), "{out}");
    assert!(out.starts_with("shop/orders.py:3:"), "{out}");
    // A code location of its own, in a folder that is not there yet.
    let alone = "import dagster as dg\n\ndefs = dg.Definitions(assets=[dg.AssetSpek('a')])\n";
    let (code, out, _) = piped("new/place/definitions.py", alone);
    assert_eq!(code, Some(1), "{out}");
    assert!(out.contains("new/place/definitions.py:3:"), "{out}");
}
