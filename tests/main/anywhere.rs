//! A tree has the same findings wherever it lies: what the folders around a checkout are
//! called says nothing.

use std::fs;
use std::path::{Path, PathBuf};

use daglint::diagnostic::Diagnostic;
use daglint::discover::Request;
use daglint::source::disk::Disk;
use daglint::source::{Place, Sources};
use rayon::prelude::*;

use crate::page::pages;
use crate::support::{Tree, run_in};

/// Names that mean something inside of a tree.
const PARENTS: &str = "old/archive/sandbox/legacy/templates/tests/examples/docs/vendor/\
                       node_modules/site-packages/venv/.venv/.hidden/build/dist/target/\
                       {{cookiecutter.name}}/cookiecutter-x/test_x/x_tests/env/";

/// All that a request has for findings, with places relative to its directory.
fn told(request: &Request) -> Vec<String> {
    told_on(Disk::new(), request)
}

/// The same, on a disk.
pub(crate) fn told_on(disk: Disk, request: &Request) -> Vec<String> {
    let sources = Sources::on(disk);
    let analysis = daglint::analyze(&sources, request).expect("an analysis");
    let place = |place: Place| {
        let path = sources.get(place.file).path();
        let path = path.strip_prefix(&request.directory).unwrap_or(path);
        format!("{}:{:?}", path.display(), place.range)
    };
    let line = |it: &Diagnostic| {
        let related: Vec<String> = it.related.iter().map(|it| place(it.place)).collect();
        let at = place(it.place);
        let Diagnostic {
            message,
            severity,
            help,
            ..
        } = it;
        format!(
            "{at} {severity} {} {message} {help:?} {related:?}",
            it.rule.name
        )
    };
    analysis.diagnostics.iter().map(line).collect()
}

#[test]
fn every_example_of_a_page_has_the_same_findings_anywhere() {
    let pages = pages();
    let differing: Vec<String> = pages
        .par_iter()
        .flat_map_iter(|page| page.examples.iter().map(move |example| (page, example)))
        .filter_map(|(page, example)| {
            let (here, there) = (Tree::new(&[]), Tree::new(&[]));
            let here = told(&example.request(&here));
            let there = told(&example.request_in(&there, PARENTS));
            let title = format!("{}, {}: {here:#?} {there:#?}", page.name, example.title);
            (here != there).then_some(title)
        })
        .collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("folders");
    for entry in from.read_dir().expect("a folder").flatten() {
        let (path, to) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            fs::copy(&path, &to).expect("a file");
        }
    }
}

#[test]
fn every_fixture_has_the_same_findings_anywhere() {
    for name in ["clean", "shop"] {
        let fixture = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("fixtures")
            .join(name);
        let told = |parents: &str| {
            let tree = Tree::new(&[]);
            let folder = tree.path().join(parents).join(name);
            copy(&fixture, &folder);
            let run = run_in(&folder, &["--output-format", "concise", "--select", "ALL"]);
            (run.code, run.out)
        };
        assert_eq!(told(""), told(PARENTS));
    }
}

#[test]
fn what_lies_above_the_root_says_nothing_of_orphans() {
    let asset = "import dagster as dg\n\n\n@dg.asset\ndef NAME(): ...\n";
    let tree = Tree::new(&[
        ("old/shop/shop/__init__.py", ""),
        ("old/shop/shop/assets/__init__.py", ""),
        ("old/shop/shop/assets/one.py", &asset.replace("NAME", "one")),
        ("old/shop/shop/assets/two.py", &asset.replace("NAME", "two")),
        (
            "old/shop/shop/definitions.py",
            "import dagster as dg\nfrom shop.assets import one\n\n\
             defs = dg.Definitions(assets=dg.load_assets_from_modules([one]))\n",
        ),
        ("old/shop/.git/HEAD", ""),
        ("deploy.sh", "python -m shop.assets.two\n"),
    ]);
    let run = run_in(
        &tree.path().join("old/shop"),
        &["--output-format", "concise"],
    );
    assert!(run.out.contains("shop/assets/two.py"), "{run:?}");
    assert!(run.out.contains("[DAG212]"), "{run:?}");
}

/// Asserts that no run in `sub` says where the tree lies.
fn assert_hides(tree: &Tree, arguments: &[&str]) -> String {
    let run = run_in(&tree.path().join("sub"), arguments);
    let said = format!("{}{}", run.out, run.err);
    let lies = tree.path().display().to_string();
    assert!(!said.contains(&lies), "{said}");
    said
}

#[test]
fn no_message_says_where_the_checkout_lies() {
    let tree = Tree::new(&[
        ("sub/x.py", ""),
        (
            "other/definitions.py",
            "from pathlib import Path\n\nimport dagster as dg\n\n\
             text = (Path(__file__).parents[1] / \"far.txt\").read_text()\n\
             defs = dg.Definitions(assets=[dg.AssetSpec(text)])\n",
        ),
        ("other/.git/HEAD", ""),
        ("base/x", ""),
    ]);
    let said = assert_hides(&tree, &["-f", "../other/missing.py"]);
    assert!(said.contains("../other/missing.py"), "{said}");
    let said = assert_hides(&tree, &["list", "-f", "../other/definitions.py"]);
    assert!(
        said.contains("`far.txt` is outside of the repository"),
        "{said}"
    );
    let said = assert_hides(&tree, &["-f", "x.py", "--baseline", "../base"]);
    assert!(said.contains("../base"), "{said}");
}

#[test]
fn a_file_that_cannot_be_fixed_is_named_as_seen_from_here() {
    let tree = Tree::new(&[
        ("sub/shop/__init__.py", ""),
        (
            "sub/shop/definitions.py",
            "from dagster_aws.s3 import S3Resource\nfrom dagster import Definitions\n\ndefs = Definitions()\n",
        ),
        (
            "sub/pyproject.toml",
            "[project]\nname = \"shop\"\ndependencies = [\"dagster\"]\n\n[tool.dagster]\nmodule_name = \"shop.definitions\"\n",
        ),
    ]);
    let path = tree.path().join("sub/pyproject.toml");
    let mut mode = fs::metadata(&path).expect("a file").permissions();
    mode.set_readonly(true);
    fs::set_permissions(&path, mode).expect("a mode");
    let said = assert_hides(&tree, &["--fix", "--select", "DAG302"]);
    assert!(said.contains("cannot fix `pyproject.toml`"), "{said}");
}
