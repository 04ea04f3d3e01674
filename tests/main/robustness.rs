//! Hostile and unlucky inputs: daglint neither hangs nor dies, says what is wrong in
//! one line, and never calls a run over nothing a success.

use std::collections::BTreeSet;
use std::fs;

use crate::support::{Run, Tree, codes_and_places, daglint, skipped};

/// Checks `definitions.py` with these bytes.
fn check(bytes: impl AsRef<[u8]>) -> (i32, Vec<(String, String)>, serde_json::Value) {
    let tree = Tree::new(&[]);
    tree.add("definitions.py", bytes);
    let (code, document) = tree.check_json(&["-f", "definitions.py"]);
    (code, codes_and_places(&document), document)
}

fn assert_one(bytes: impl AsRef<[u8]>, code: &str, place: &str) -> serde_json::Value {
    let (exit, found, mut document) = check(bytes);
    assert_eq!(found, [(code.to_owned(), place.to_owned())], "{document:#}");
    assert_eq!(exit, 1, "{document:#}");
    let mut findings = document["diagnostics"]
        .as_array_mut()
        .expect("a list")
        .iter_mut();
    let one = findings.find(|finding| finding["code"] == code);
    one.expect("it was found").take()
}

#[test]
fn deep_nesting_is_one_finding() {
    let nested = [
        format!("x = {}1{}\n", "(".repeat(10_000), ")".repeat(10_000)),
        format!("x = {}1\n", "1+".repeat(100_000)),
        format!("x = a{}\n", ".b".repeat(100_000)),
        format!("x = {}a\n", "not ".repeat(100_000)),
        format!("x = f{}\n", "()".repeat(100_000)),
        format!("x = {}\n", "[".repeat(100_000)),
    ];
    for text in nested {
        let (exit, found, document) = check(format!("import dagster as dg\n{text}"));
        assert_eq!(exit, 1, "{document:#}");
        assert_eq!(found.len(), 1, "{document:#}");
        let (code, place) = &found[0];
        assert!(
            ["DAG001", "DAG005"].contains(&code.as_str()),
            "{document:#}"
        );
        assert_eq!(place, "definitions.py:2");
    }
}

#[test]
fn a_long_chain_that_python_runs_is_no_finding() {
    let sum = "1+".repeat(900);
    let text = format!("import dagster as dg\nx = {sum}1\ndefs = dg.Definitions()\n");
    let (exit, found, _) = check(text);
    assert_eq!((exit, found), (0, vec![]));
}

#[test]
fn a_syntax_error_is_found_and_the_rest_is_still_loaded() {
    let text = "import dagster as dg\n\n\n@dg.asset\ndef orders(:\n    return 1\n";
    assert_one(text, "DAG001", "definitions.py:5");
}

#[test]
fn a_byte_order_mark_shifts_nothing() {
    let text = "\u{feff}import dagster as dg; x = ]; y = 1\n";
    let finding = assert_one(text, "DAG001", "definitions.py:1");
    let plain = assert_one(
        text.trim_start_matches('\u{feff}'),
        "DAG001",
        "definitions.py:1",
    );
    assert_eq!(finding["range"], plain["range"]);
}

#[test]
fn all_line_endings_count() {
    for newline in ["\n", "\r\n", "\r"] {
        let lines = ["import dagster as dg", "", "def broken(:", "    pass", ""];
        assert_one(lines.join(newline), "DAG001", "definitions.py:3");
    }
}

#[test]
fn bad_bytes_are_one_finding_at_the_byte() {
    let finding = assert_one(
        b"import dagster\nx = 'caf\xe9'\n",
        "DAG002",
        "definitions.py:2",
    );
    assert_eq!(finding["range"]["start"]["column"], 9, "{finding:#}");
    assert_one(b"x = 1\ny = '\0\0\0'\n", "DAG002", "definitions.py:2");
    let junk: Vec<u8> = (0..=255).cycle().take(10_000).collect();
    assert_one(junk, "DAG002", "definitions.py:3");
}

#[test]
fn utf_16_is_recognised() {
    let text = "import dagster as dg\n";
    let bytes: Vec<u8> = [0xff, 0xfe]
        .into_iter()
        .chain(text.encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    let finding = assert_one(bytes, "DAG002", "definitions.py:1");
    assert!(
        finding["message"].to_string().contains("UTF-16"),
        "{finding:#}"
    );
}

#[test]
fn a_declared_encoding_is_read() {
    let bytes =
        b"# -*- coding: latin-1 -*-\nimport dagster as dg\nx = '\xe9'\ndefs = dg.Definitions()\n";
    let (exit, found, _) = check(bytes);
    assert_eq!((exit, found), (0, vec![]));
}

#[test]
fn control_characters_never_reach_the_terminal() {
    let tree = Tree::new(&[(
        "definitions.py",
        "import dagster as dg\nx = '\u{1b}]0;owned\u{7}' (\n",
    )]);
    for format in ["full", "concise"] {
        let run = tree.run(&["-f", "definitions.py", "--output-format", format]);
        assert_eq!(run.code, 1, "{run:?}");
        let acts = |c: char| c.is_control() && c != '\n';
        assert!(!run.out.contains(acts), "{run:?}");
    }
}

#[test]
fn one_line_of_five_megabytes_is_not_printed_whole() {
    let filler = "1, ".repeat(600_000);
    let text = format!("import dagster as dg; x = [{filler}]; x = ((\n");
    let tree = Tree::new(&[("definitions.py", &text)]);
    let run = tree.run(&["-f", "definitions.py"]);
    assert_eq!(run.code, 1);
    assert!(run.out.len() < 4_000, "{} bytes", run.out.len());
}

#[test]
fn a_huge_file_is_not_read() {
    let text = "x = 1\n".repeat(1_000_000);
    let finding = assert_one(text, "DAG004", "definitions.py:1");
    assert_eq!(finding["severity"], "warning");
}

#[test]
fn an_empty_directory_is_a_mistake() {
    let tree = Tree::new(&[]);
    for arguments in [&["."][..], &[], &["list"], &["list", "--format", "json"]] {
        let run = tree.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
        assert!(
            run.err.contains("no Python files found under `.`"),
            "{run:?}"
        );
    }
}

/// What makes a folder one that may be without Dagster.
const LIBRARY: (&str, &str) = ("pyproject.toml", "[project]\nname = \"tool\"\n");

#[test]
fn an_empty_module_is_fine() {
    let tree = Tree::new(&[LIBRARY, ("empty.py", "")]);
    assert_eq!(tree.run(&["."]).code, 0);
}

#[test]
fn a_directory_can_be_called_like_a_module() {
    let tree = Tree::new(&[
        ("d.py/pyproject.toml", LIBRARY.1),
        ("d.py/inner.py", "x = 1\n"),
    ]);
    assert_eq!(tree.run(&["."]).code, 0);
    assert_eq!(tree.run(&["d.py"]).code, 0);
}

/// Configuration that is nested, repeated or no text: each is one finding, or none.
#[test]
fn hostile_configuration_ends() {
    let deep = "[".repeat(20_000) + &"]".repeat(20_000);
    let doubled: Vec<String> = (1..60)
        .map(|n| format!("a{n}: &a{n} [*a{0}, *a{0}]\n", n - 1))
        .collect();
    let bomb = format!("a0: &a0 [x, x]\n{}", doubled.concat());
    let large = "#".repeat(5 << 20);
    let files: &[(&str, &[u8], &[&str])] = &[
        ("workspace.yaml", deep.as_bytes(), &["DAG501"]),
        ("workspace.yaml", bomb.as_bytes(), &["DAG501"]),
        ("dg.toml", deep.as_bytes(), &["DAG506"]),
        (
            "pyproject.toml",
            b"[project]\nname = 'caf\xe9'\n",
            &["DAG002"],
        ),
        (
            "pyproject.toml",
            b"\xef\xbb\xbf[project]\nname = 'cafe'\n",
            &[],
        ),
        ("pyproject.toml", large.as_bytes(), &["DAG004"]),
    ];
    for (path, bytes, codes) in files {
        let tree = Tree::new(&[("tool.py", "x = 1\n")]);
        tree.add(path, bytes);
        let (_, document) = tree.check_json(&["."]);
        let found = codes_and_places(&document);
        let found: BTreeSet<&str> = found.iter().map(|(code, _)| code.as_str()).collect();
        assert!(found.iter().eq(codes.iter()), "{path}: {document:#}");
    }
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::{Command, Stdio};

    use super::*;

    fn shell(tree: &Tree, script: &str) -> Run {
        let output = Command::new("bash")
            .args(["-c", script, "bash", env!("CARGO_BIN_EXE_daglint")])
            .current_dir(tree.path())
            .stdin(Stdio::null())
            .output()
            .expect("bash");
        Run {
            code: output.status.code().unwrap_or(-1),
            out: String::from_utf8_lossy(&output.stdout).into_owned(),
            err: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    fn with_many_findings() -> Tree {
        let numbers: Vec<String> = (0..2_000).map(|n| n.to_string()).collect();
        let each = |template: &str| -> Vec<String> {
            numbers.iter().map(|n| template.replace('#', n)).collect()
        };
        let jobs =
            each("a# = dg.define_asset_job('j#')\nb# = dg.define_asset_job('j#', selection='*')\n")
                .concat();
        let names = each("a#, b#").join(", ");
        Tree::new(&[(
            "definitions.py",
            &format!("import dagster as dg\n{jobs}defs = dg.Definitions(jobs=[{names}])\n"),
        )])
    }

    #[test]
    fn a_pipe_in_the_tree_does_not_hang_the_run() {
        let tree = Tree::new(&[LIBRARY, ("tool.py", "x = 1\n")]);
        let made = Command::new("mkfifo")
            .arg(tree.path().join("pipe.py"))
            .status();
        assert!(made.is_ok_and(|status| status.success()));
        assert_eq!(tree.run(&["."]).code, 0);
        let run = tree.run(&["pipe.py"]);
        assert_eq!(run.code, 2, "{run:?}");
        assert!(
            run.err.contains("`pipe.py` is not a regular file"),
            "{run:?}"
        );
    }

    #[test]
    fn links_in_circles_are_left_alone() {
        let tree = Tree::new(&[LIBRARY, ("a/tool.py", "x = 1\n")]);
        symlink("itself.py", tree.path().join("itself.py")).expect("a link");
        symlink("nowhere.py", tree.path().join("dangling.py")).expect("a link");
        symlink("..", tree.path().join("a/up")).expect("a link");
        symlink("/", tree.path().join("a/root")).expect("a link");
        let run = tree.run(&["."]);
        assert_eq!(run.code, 0, "{run:?}");
        assert_eq!(tree.run(&["itself.py"]).code, 2);
    }

    #[test]
    fn file_names_need_not_be_text() {
        let tree = Tree::new(&[]);
        let name = OsStr::from_bytes(b"caf\xe9.py");
        let text = "import dagster as dg\ndefs = dg.Definitions(\n";
        if let Err(error) = fs::write(tree.path().join(name), text) {
            return skipped(&format!("the file system allows text only: {error}"));
        }
        let run = tree.run(&[OsStr::new("-f"), name]);
        assert_eq!(run.code, 1, "{run:?}");
        assert!(run.out.contains("caf\\xe9.py"), "{run:?}");
        let json = ["--output-format".as_ref(), "json".as_ref()];
        let run = tree.run(&[&[OsStr::new("-f"), name][..], &json].concat());
        let finding = &run.json()["diagnostics"][0];
        assert_eq!(finding["path"], "caf\\xe9.py", "{run:?}");
        assert_eq!(finding["path_bytes"], "Y2Fm6S5weQ==", "{run:?}");
    }

    #[test]
    fn what_cannot_be_read_is_a_finding() {
        let tree = Tree::new(&[
            (
                "definitions.py",
                "import dagster as dg\nimport secret\ndefs = dg.Definitions()\n",
            ),
            ("secret.py", "x = 1\n"),
        ]);
        let secret = tree.path().join("secret.py");
        fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).expect("permissions");
        if fs::read(&secret).is_ok() {
            // Nothing is forbidden to root, but some files nobody can read from the start.
            fs::remove_file(&secret).expect("a file less");
            symlink("/proc/self/mem", &secret).expect("a link");
        }
        if fs::read(&secret).is_ok() {
            return skipped("root can read everything here");
        }
        let (code, document) = tree.check_json(&["-f", "definitions.py"]);
        assert_eq!(code, 1);
        assert_eq!(
            codes_and_places(&document),
            [("DAG003".to_owned(), "secret.py:1".to_owned())]
        );
        assert!(!document.to_string().contains("os error"), "{document:#}");
    }

    #[test]
    fn a_full_disk_is_an_error_of_the_run() {
        if !std::path::Path::new("/dev/full").exists() {
            return skipped("there is no /dev/full");
        }
        let run = shell(
            &with_many_findings(),
            "\"$1\" -f definitions.py > /dev/full",
        );
        assert_eq!(run.code, 2, "{run:?}");
        assert!(
            run.err.contains("cannot write to standard output"),
            "{run:?}"
        );
        assert!(!run.err.contains("os error"), "{run:?}");
    }

    #[test]
    fn a_reader_that_stops_reading_changes_nothing() {
        let tree = with_many_findings();
        let run = shell(
            &tree,
            "\"$1\" -q -f definitions.py | head -1; exit ${PIPESTATUS[0]}",
        );
        assert_eq!((run.code, run.err.as_str()), (1, ""), "{run:?}");
        assert_eq!(run.out.lines().count(), 1);
    }

    #[test]
    fn closed_streams_keep_the_verdict() {
        let tree = with_many_findings();
        assert_eq!(shell(&tree, "\"$1\" -f definitions.py >&-").code, 1);
        assert_eq!(shell(&tree, "\"$1\" -f definitions.py >&- 2>&-").code, 1);
        assert_eq!(
            shell(&tree, "\"$1\" -f definitions.py <&- >/dev/null").code,
            1
        );
    }

    #[test]
    fn a_deleted_directory_is_an_error_of_the_run() {
        let tree = Tree::new(&[]);
        let run = shell(&tree, "mkdir gone; cd gone; rmdir ../gone; \"$1\" .");
        assert_eq!(run.code, 2, "{run:?}");
        assert!(run.err.starts_with("error: "), "{run:?}");
        assert_eq!(run.err.lines().count(), 1, "{run:?}");
    }

    #[test]
    fn output_is_the_same_every_time() {
        let tree = with_many_findings();
        let once = tree.run(&["-f", "definitions.py"]).out;
        let mut command = daglint(tree.path());
        let output = command
            .env("RAYON_NUM_THREADS", "7")
            .args(["-f", "definitions.py"])
            .output();
        let again = output.expect("a run").stdout;
        assert!(once.as_bytes() == again, "two runs differ");
    }
}
