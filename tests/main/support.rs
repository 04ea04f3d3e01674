//! Small trees of files, and runs of the program in them.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use assert_cmd::Command;
use tempfile::TempDir;

/// A directory of its own with some files.
pub(crate) struct Tree {
    directory: TempDir,
}

/// What a run left behind.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Tree {
    /// A tree of these files.
    pub(crate) fn new(files: &[(&str, &str)]) -> Self {
        let tree = Self {
            directory: TempDir::new().expect("a temporary directory"),
        };
        for (path, text) in files {
            tree.add(path, text);
        }
        tree
    }

    /// Adds a file, and the folders on the way to it.
    pub(crate) fn add(&self, path: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).expect("folders");
        }
        fs::write(&path, bytes).expect("a file");
        path
    }

    pub(crate) fn path(&self) -> &Path {
        self.directory.path()
    }

    /// Runs the program in the tree. A run that hangs fails the test.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, arguments: &[S]) -> Run {
        run_in(self.path(), arguments)
    }

    /// Runs `daglint check --output-format json` and parses what it prints.
    pub(crate) fn check_json(&self, arguments: &[&str]) -> (i32, serde_json::Value) {
        let run = self.run(&[&["check", "--output-format", "json"], arguments].concat());
        (run.code, run.json())
    }
}

impl Run {
    pub(crate) fn json(&self) -> serde_json::Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {self:?}"))
    }
}

/// The program, in a directory, with an environment of its own.
pub(crate) fn daglint(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_daglint"));
    command
        .current_dir(directory)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE")
        .env_remove("FORCE_COLOR")
        .env_remove("FORCE_HYPERLINK")
        .env_remove("DAGLINT_OUTPUT_FORMAT")
        .env_remove("GITHUB_STEP_SUMMARY")
        .env("LC_ALL", "C")
        .timeout(Duration::from_mins(1));
    command
}

/// Runs the program in a directory.
pub(crate) fn run_in<S: AsRef<OsStr>>(directory: &Path, arguments: &[S]) -> Run {
    let output = daglint(directory).args(arguments).output().expect("a run");
    let run = Run {
        code: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).expect("text"),
        err: String::from_utf8(output.stderr).expect("text"),
    };
    assert!(!run.err.contains("panicked"), "{run:?}");
    run
}

/// Says that a test cannot be run here, and why. Where `DAGLINT_TESTS_SKIP_NOTHING` is set
/// that is a failure, so that nothing is taken for tested that is not.
#[expect(clippy::print_stderr, reason = "a test has no other way to tell")]
pub(crate) fn skipped(why: &str) {
    assert!(
        std::env::var_os("DAGLINT_TESTS_SKIP_NOTHING").is_none(),
        "SKIPPED: {why}"
    );
    eprintln!("SKIPPED: {why}");
}

/// The `code` and `path:line` of every error and warning. A tree of one file lacks most
/// of what a project should have, which infos say.
pub(crate) fn codes_and_places(document: &serde_json::Value) -> Vec<(String, String)> {
    let all = document["diagnostics"].as_array().expect("a list");
    all.iter()
        .filter(|finding| finding["severity"] != "info")
        .map(|finding| {
            let path = finding["path"].as_str().expect("a path");
            let line = &finding["range"]["start"]["line"];
            let code = finding["code"].as_str().expect("a code");
            (code.to_owned(), format!("{path}:{line}"))
        })
        .collect()
}
