//! Whether the static load and CPython agree on files, folders and modules.

use std::fs;
use std::path::Path;

use super::{KNOWN_GAPS, compare_expressions};

const EXPRESSIONS: &str = include_str!("../../../tests/agreement/files.txt");

/// What each expression begins with.
const HEAD: &[&str] = &[
    "import csv, glob, importlib, inspect, json, os, pkgutil, sys",
    "from pathlib import Path",
    "P = Path(__file__).parent",
    "here = lambda paths: sorted(os.path.relpath(path, P) for path in paths)",
    "names = lambda paths: sorted(str(path.relative_to(P)) for path in paths)",
];

const FILES: &[(&str, &str)] = &[
    (".git/HEAD", ""),
    ("data/a.json", "{\"k\": [1, null]}"),
    ("data/b.csv", "n,m\r\n1,2\r\n3,\"x,y\"\n"),
    ("data/.dot.txt", "hidden"),
    ("data/.hidden/x.py", ""),
    ("data/[x].txt", ""),
    ("data/sub/c.json", "1"),
    ("data/sub/deep/d.json", "2"),
    // No package, so the module of the standard library is not hidden by it.
    ("json/own/x.json", "{}"),
    ("links/own/e.txt", ""),
    ("pkg/__init__.py", ""),
    (
        "pkg/one.py",
        "import json\nvalue = 1\ndef function(): ...\ndef numbers():\n    yield 1\n\
         async def later(): ...\nclass Thing:\n    def method(self): ...\n",
    ),
    ("pkg/two.py", "value = 2\n"),
    (
        "pkg/sub/__init__.py",
        "shown = 's'\n_hidden = 'h'\n__all__ = ['shown']\nhidden_not = 1\n",
    ),
    (
        "pkg/sub/three.py",
        "from .. import one\nfrom ..two import value as up\nfrom . import shown\nvalue = 3\n",
    ),
];

#[test]
fn files_agree_with_cpython() {
    let directory = tempfile::tempdir().expect("a directory");
    let root = directory.path().canonicalize().expect("a path");
    for (name, text) in FILES {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap_or(Path::new(""))).expect("written");
        fs::write(path, text).expect("written");
    }
    #[cfg(unix)]
    std::os::unix::fs::symlink(root.join("links/own"), root.join("links/to")).expect("a link");
    let lines = EXPRESSIONS
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let snippets: Vec<String> = lines
        .map(|line| format!("{};; {line}", HEAD.join(";; ")))
        .collect();
    let snippets: Vec<&str> = snippets.iter().map(String::as_str).collect();
    compare_expressions(&root, &snippets, KNOWN_GAPS);
}
