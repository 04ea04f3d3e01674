//! What may not be read or written. Nothing is closed to root, so a test that is run by
//! root runs the program as nobody.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;

use assert_cmd::Command;

use crate::support::{Run, Tree, codes_and_places};

/// The user that owns nothing, on Linux and macOS alike.
const NOBODY: u32 = 65_534;

const IMPORTS: &str = "import dagster as dg\nimport secret\ndefs = dg.Definitions()\n";

fn is_root() -> bool {
    let mine = Tree::new(&[]);
    fs::metadata(mine.path()).expect("a folder").uid() == 0
}

/// Gives a tree to whoever runs the program in it.
fn hand_over(path: &Path) {
    chown(path, Some(NOBODY), Some(NOBODY)).expect("root may");
    for entry in fs::read_dir(path).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            hand_over(&path);
        } else {
            chown(path, Some(NOBODY), Some(NOBODY)).expect("root may");
        }
    }
}

/// Runs the program in a tree as somebody to whom things can be closed.
fn run(tree: &Tree, arguments: &[&str]) -> Run {
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_daglint"));
    if is_root() {
        command.uid(NOBODY).gid(NOBODY);
    }
    let output = Command::from_std(command)
        .current_dir(tree.path())
        .args(arguments)
        .timeout(std::time::Duration::from_mins(1))
        .output()
        .expect("a run, for which others than root must be able to reach the program");
    Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    }
}

/// A tree of whoever runs the program, in which some paths have these modes.
fn closed(files: &[(&str, &str)], modes: &[(&str, u32)]) -> Tree {
    let tree = Tree::new(files);
    if is_root() {
        hand_over(tree.path());
    }
    for (path, mode) in modes {
        let path = tree.path().join(path);
        fs::set_permissions(path, fs::Permissions::from_mode(*mode)).expect("permissions");
    }
    tree
}

#[test]
fn what_cannot_be_read_is_a_finding() {
    let files = [("definitions.py", IMPORTS), ("secret.py", "x = 1\n")];
    let tree = closed(&files, &[("secret.py", 0o000)]);
    let run = run(&tree, &["-f", "definitions.py", "--output-format", "json"]);
    assert_eq!(run.code, 1, "{run:?}");
    let document = run.json();
    assert_eq!(
        codes_and_places(&document),
        [("DAG003".to_owned(), "secret.py:1".to_owned())]
    );
    assert!(!document.to_string().contains("os error"), "{document:#}");
    let all = document["diagnostics"].as_array().expect("a list");
    let finding = all.iter().find(|it| it["code"] == "DAG003");
    insta::assert_json_snapshot!("unreadable", finding);
}

#[test]
fn a_tree_of_which_nothing_can_be_read_is_told() {
    for (files, modes) in [
        (
            &[("shop/definitions.py", "x = 1\n")][..],
            &[("shop", 0o000)][..],
        ),
        (&[("definitions.py", IMPORTS)], &[("definitions.py", 0o000)]),
    ] {
        let tree = closed(files, modes);
        let place = modes[0].0;
        let run = run(&tree, &["--output-format", "concise"]);
        fs::set_permissions(tree.path().join(place), fs::Permissions::from_mode(0o755))
            .expect("open");
        assert_eq!(run.code, 1, "{run:?}");
        let told = format!("{place}:1:1: warning[DAG003] cannot read this: Permission denied");
        assert!(run.out.starts_with(&told), "{run:?}");
    }
}

#[test]
fn a_file_that_may_not_be_written_is_not_fixed() {
    let code = "import dagster as dg\n\n\n@dg.asset\ndef a(): ...\n\n\n\
                defs = dg.Definitions(assets=[[a]])\n";
    let files = [("definitions.py", code)];
    for modes in [
        // It could be replaced, but is not meant to be.
        &[("definitions.py", 0o444)][..],
        &[(".", 0o555)],
    ] {
        let tree = closed(&files, modes);
        let run = run(&tree, &["-f", "definitions.py", "--fix"]);
        fs::set_permissions(tree.path(), fs::Permissions::from_mode(0o755)).expect("open");
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.err.contains("cannot fix `"), "{run:?}");
        assert!(run.err.contains("no file was changed"), "{run:?}");
        let text = fs::read_to_string(tree.path().join("definitions.py")).expect("text");
        assert_eq!(text, code);
        assert_eq!(fs::read_dir(tree.path()).expect("a folder").count(), 1);
    }
}
