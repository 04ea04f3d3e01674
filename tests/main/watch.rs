//! `--watch`: another run for each change that counts, and none for nothing.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use crate::settings::DUPLICATE;
use crate::support::Tree;

/// So long a run may take to come; the machine may be busy.
const LIMIT: Duration = Duration::from_mins(1);

/// So long nothing must come. A run that starts another one does so within milliseconds.
const CALM: Duration = Duration::from_secs(2);

const CLEAN: &str = "import dagster as dg\n\ndefs = dg.Definitions()\n";

/// A program that watches; it ends with the test, however that ends.
struct Watching {
    child: Child,
    lines: Receiver<String>,
}

impl Drop for Watching {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ended = self.child.kill();
        let _waited = self.child.wait();
    }
}

impl Watching {
    /// Starts the program in a directory, and waits for the end of its first run.
    fn start(directory: &Path, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_daglint"))
            .args(["--watch", "--select", "DAG4"])
            .args(arguments)
            .current_dir(directory)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a run");
        let err = BufReader::new(child.stderr.take().expect("standard error"));
        let (send, lines) = mpsc::channel();
        thread::spawn(move || {
            for line in err.lines().map_while(Result::ok) {
                if send.send(line).is_err() {
                    break;
                }
            }
        });
        let watching = Self { child, lines };
        watching.wait_for_a_run();
        watching
    }

    /// Waits for the end of a run, and gives the lines that it said.
    fn wait_for_a_run(&self) -> Vec<String> {
        let end = Instant::now() + LIMIT;
        let mut said = Vec::new();
        loop {
            let left = end.saturating_duration_since(Instant::now());
            match self.lines.recv_timeout(left) {
                Ok(line) if line.starts_with("watching for changes") => return said,
                Ok(line) => said.push(line),
                Err(error) => panic!("no run in {LIMIT:?}: {error}; {said:?}"),
            }
        }
    }

    /// Waits until runs say something: a change may be seen in two parts.
    fn wait_for(&self, what: &str) {
        let end = Instant::now() + LIMIT;
        while !self.wait_for_a_run().iter().any(|line| line.contains(what)) {
            assert!(Instant::now() < end, "no run says {what}");
        }
    }

    fn assert_calm(&self) {
        if let Ok(line) = self.lines.recv_timeout(CALM) {
            panic!("another run without a change: {line}");
        }
    }
}

fn project() -> Tree {
    Tree::new(&[(".git/HEAD", ""), ("definitions.py", DUPLICATE)])
}

#[test]
fn no_change_is_no_second_run() {
    let tree = project();
    let watching = Watching::start(tree.path(), &[]);
    watching.assert_calm();
    // What is read is no change either.
    fs::read(tree.path().join("definitions.py")).expect("a file");
    watching.assert_calm();
}

#[test]
fn a_change_starts_another_run_and_no_more() {
    let tree = project();
    let watching = Watching::start(tree.path(), &[]);
    tree.add("definitions.py", CLEAN);
    watching.wait_for("Nothing found");
    watching.assert_calm();
}

#[test]
fn a_report_that_is_written_is_no_change() {
    let tree = project();
    let watching = Watching::start(tree.path(), &["--output", "json=report.json"]);
    watching.assert_calm();
    assert!(tree.path().join("report.json").is_file());
}

#[test]
fn a_file_that_is_replaced_is_seen_each_time() {
    let tree = project();
    let watching = Watching::start(tree.path(), &["definitions.py"]);
    for (text, said) in [
        (CLEAN, "Nothing found"),
        (DUPLICATE, "1 error"),
        (CLEAN, "Nothing found"),
    ] {
        let new = tree.add("definitions.py.new", text);
        fs::rename(new, tree.path().join("definitions.py")).expect("replaced");
        watching.wait_for(said);
    }
}

#[test]
fn new_folders_are_seen_and_what_is_moved_in() {
    let tree = project();
    let other = Tree::new(&[("more/two.py", DUPLICATE)]);
    let watching = Watching::start(tree.path(), &[]);
    tree.add("deep/er/one.py", DUPLICATE);
    watching.wait_for("2 errors");
    tree.add("deep/er/one.py", CLEAN);
    watching.wait_for("1 error");
    let inside = tree.path().join("moved");
    if fs::rename(other.path().join("more"), &inside).is_ok() {
        watching.wait_for("2 errors");
    }
}

#[test]
fn what_configuration_names_outside_is_watched() {
    let tree = Tree::new(&[
        ("app/.git/HEAD", ""),
        (
            "app/workspace.yaml",
            "load_from:\n  - python_file: ../elsewhere/definitions.py\n",
        ),
        ("elsewhere/definitions.py", DUPLICATE),
    ]);
    let watching = Watching::start(&tree.path().join("app"), &[]);
    tree.add("elsewhere/definitions.py", CLEAN);
    watching.wait_for("Nothing found");
    let new = tree.add("elsewhere/new", DUPLICATE);
    fs::rename(new, tree.path().join("elsewhere/definitions.py")).expect("replaced");
    watching.wait_for("1 error");
}
