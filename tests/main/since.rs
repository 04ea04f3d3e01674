//! `--since`: what touches the lines that changed.

use crate::scope::{CLEAN, git, paths};
use crate::settings::DUPLICATE;
use crate::support::{Tree, daglint};

#[test]
fn only_what_changed_is_reported() {
    let tree = Tree::new(&[("a.py", DUPLICATE), ("b.py", CLEAN)]);
    git(tree.path(), &["init", "-q"]);
    git(tree.path(), &["add", "-A"]);
    git(tree.path(), &["commit", "-qm", "one"]);
    assert_eq!(paths(&tree, &["--since", "HEAD"]), Vec::<String>::new());
    // A line that has nothing to do with it, then the line of the first definition.
    tree.add("a.py", DUPLICATE.replace("return 2", "return 3"));
    assert_eq!(paths(&tree, &["--since", "HEAD"]), Vec::<String>::new());
    tree.add(
        "a.py",
        DUPLICATE.replace("def orders():", "def orders() -> int:"),
    );
    assert_eq!(paths(&tree, &["--since", "HEAD"]), ["a.py"]);
    tree.add("c ä.py", DUPLICATE);
    assert_eq!(paths(&tree, &["--since", "HEAD"]), ["a.py", "c ä.py"]);
    let run = tree.run(&["--since", "no-such-branch"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(
        run.err.contains("git knows no revision `no-such-branch`"),
        "{run:?}"
    );
    let mut command = daglint(tree.path());
    let output = command
        .env("PATH", "")
        .args(["--since", "HEAD"])
        .output()
        .expect("a run");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("git is needed"));
}

#[cfg(unix)]
#[test]
fn a_changed_file_whose_name_is_no_text_is_reported() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    use crate::support::skipped;

    let tree = Tree::new(&[("a.py", CLEAN)]);
    let write = |name: &[u8]| std::fs::write(tree.path().join(OsStr::from_bytes(name)), DUPLICATE);
    if let Err(error) = write(b"caf\xe9.py") {
        return skipped(&format!("the file system allows text only: {error}"));
    }
    git(tree.path(), &["init", "-q"]);
    git(tree.path(), &["add", "-A"]);
    git(tree.path(), &["commit", "-qm", "one"]);
    // One that is new, one that is changed.
    write(b"na\xefve.py").expect("a file");
    assert_eq!(paths(&tree, &["--since", "HEAD"]), ["na\\xefve.py"]);
    let changed = DUPLICATE.replace("def orders():", "def orders() -> int:");
    let name = OsStr::from_bytes(b"caf\xe9.py");
    std::fs::write(tree.path().join(name), changed).expect("a file");
    assert_eq!(
        paths(&tree, &["--since", "HEAD"]),
        ["caf\\xe9.py", "na\\xefve.py"]
    );
}
