//! What `--fix` writes, and what it leaves alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::support::Tree;

/// A project whose dependency on `dagster-aws` is not declared.
fn undeclared(manifest: &str) -> Tree {
    Tree::new(&[
        ("pyproject.toml", manifest),
        ("shop/__init__.py", ""),
        (
            "shop/definitions.py",
            "import dagster as dg\nfrom dagster_aws.s3 import S3Resource\n\n\
             defs = dg.Definitions(resources={\"s3\": S3Resource()})\n",
        ),
    ])
}

const MANIFEST: &str = "\
[project]
name = \"shop\"   # the shop
version = \"1\"
dependencies = [
    \"dagster\", # all of it
    \"pandas\",
]

[tool.dagster]
module_name = \"shop.definitions\"
";

fn read(tree: &Tree, path: &str) -> String {
    fs::read_to_string(tree.path().join(path)).expect("text")
}

/// Every file of a tree.
fn snapshot(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path
                    .strip_prefix(folder)
                    .expect("below")
                    .display()
                    .to_string();
                files.insert(name, fs::read(&path).expect("bytes"));
            }
        }
    }
    files
}

#[test]
fn a_missing_dependency_is_added_and_all_else_stays() {
    let tree = undeclared(MANIFEST);
    let run = tree.run(&["--fix", "--show-fixes"]);
    assert!(run.err.contains("Fixed 1 finding in 1 file"), "{run:?}");
    assert!(
        run.err.contains("1 x DAG302 undeclared-dagster-import"),
        "{run:?}"
    );
    assert!(!run.out.contains("DAG302"), "{run:?}");
    let wanted = MANIFEST.replace(
        "    \"pandas\",\n",
        "    \"pandas\",\n    \"dagster-aws\",\n",
    );
    assert_eq!(read(&tree, "pyproject.toml"), wanted);
    let again = tree.run(&["--fix"]);
    assert!(!again.err.contains("Fixed"), "{again:?}");
}

#[test]
fn a_patch_is_shown_and_nothing_written() {
    let tree = undeclared(MANIFEST);
    let before = snapshot(tree.path());
    let run = tree.run(&["--diff"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.out.contains("+    \"dagster-aws\","), "{run:?}");
    assert_eq!(snapshot(tree.path()), before);
    tree.add("the.patch", &run.out);
    let applied = std::process::Command::new("git")
        .args(["apply", "the.patch"])
        .current_dir(tree.path())
        .status();
    assert!(applied.expect("git").success(), "{run:?}");
    let run = tree.run(&["--diff"]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
}

#[test]
fn the_exit_code_can_say_that_something_was_fixed() {
    let tree = undeclared(MANIFEST);
    let run = tree.run(&["--fix-only", "--exit-non-zero-on-fix"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""), "{run:?}");
    let run = tree.run(&["--fix-only", "--exit-non-zero-on-fix"]);
    assert_eq!(run.code, 0, "{run:?}");
    let run = tree.run(&["--unsafe-fixes"]);
    assert_eq!(run.code, 2, "{run:?}");
}

#[test]
fn mode_line_ends_and_byte_order_mark_stay() {
    let code = "\u{feff}import dagster as dg\r\n\r\n\r\n@dg.asset\r\ndef a(): ...\r\n\r\n\r\n\
                defs = dg.Definitions(assets=[[a]])\r\n";
    let tree = Tree::new(&[("defs.py", code)]);
    let path = tree.path().join("defs.py");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("a mode");
    }
    let run = tree.run(&["-f", "defs.py", "--fix"]);
    assert!(run.err.contains("Fixed 1 finding"), "{run:?}");
    assert_eq!(read(&tree, "defs.py"), code.replace("[[a]]", "[*[a]]"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = fs::metadata(&path).expect("metadata").permissions().mode();
        assert_eq!(mode & 0o777, 0o640);
    }
}

#[test]
fn a_manifest_that_would_not_come_back_as_it_was_is_left_alone() {
    let manifest = MANIFEST.replace('\n', "\r\n");
    let tree = undeclared(&manifest);
    let run = tree.run(&["--fix"]);
    assert!(run.out.contains("DAG302"), "{run:?}");
    assert_eq!(read(&tree, "pyproject.toml"), manifest);
}

#[cfg(unix)]
#[test]
fn a_linked_file_stays_a_link() {
    let tree = undeclared(MANIFEST);
    let path = tree.path().join("pyproject.toml");
    fs::rename(&path, tree.path().join("real.toml")).expect("renamed");
    std::os::unix::fs::symlink("real.toml", &path).expect("a link");
    let run = tree.run(&["--fix"]);
    assert!(run.err.contains("Fixed 1 finding"), "{run:?}");
    assert!(fs::symlink_metadata(&path).expect("metadata").is_symlink());
    assert!(read(&tree, "real.toml").contains("dagster-aws"));
}

#[test]
fn what_changes_what_is_loaded_is_fixed_only_when_asked_for() {
    let tree = Tree::new(&[
        (
            "shop/__init__.py",
            "import dagster as dg\nfrom shop import assets\n\n\
             defs = dg.Definitions(assets=dg.load_assets_from_package_module(assets))\n",
        ),
        ("shop/assets/__init__.py", ""),
        (
            "shop/assets/raw/orders.py",
            "import dagster as dg\n\n\n@dg.asset\ndef orders(): ...\n",
        ),
        (
            "shop/assets/raw/deep/totals.py",
            "import dagster as dg\n\n\n@dg.asset\ndef totals(): ...\n",
        ),
    ]);
    let made = tree.path().join("shop/assets/raw/__init__.py");
    tree.run(&["-m", "shop", "--fix"]);
    assert!(!made.exists());
    let shown = tree.run(&["-m", "shop", "--diff", "--unsafe-fixes"]);
    assert!(
        shown.out.contains("new file mode 100644") && !made.exists(),
        "{shown:?}"
    );
    tree.run(&["-m", "shop", "--fix", "--unsafe-fixes"]);
    assert!(made.exists());
    // What the new package brings into view is fixed, too.
    assert!(
        tree.path()
            .join("shop/assets/raw/deep/__init__.py")
            .exists()
    );
}

#[test]
fn a_package_that_only_contains_the_definitions_is_named_by_them() {
    let tree = Tree::new(&[
        (
            "workspace.yaml",
            "load_from:\n  - python_module: \"shop\" # ours\n",
        ),
        ("shop/__init__.py", ""),
        (
            "shop/definitions.py",
            "import dagster as dg\n\ndefs = dg.Definitions()\n",
        ),
    ]);
    let run = tree.run(&["--fix"]);
    assert!(run.err.contains("Fixed 1 finding"), "{run:?}");
    let wanted = "load_from:\n  - python_module: \"shop.definitions\" # ours\n";
    assert_eq!(read(&tree, "workspace.yaml"), wanted);
    assert!(!run.out.contains("error["), "{run:?}");
}

#[test]
fn a_misspelt_key_is_written_as_it_was_meant() {
    let tree = Tree::new(&[
        (
            "workspace.yaml",
            "load_from:\n  - python_file:\n      relativ_path: defs.py\n",
        ),
        (
            "defs.py",
            "import dagster as dg\n\ndefs = dg.Definitions()\n",
        ),
    ]);
    let run = tree.run(&["--fix"]);
    assert!(run.err.contains("Fixed 1 finding"), "{run:?}");
    assert!(read(&tree, "workspace.yaml").contains("      relative_path: defs.py\n"));
}

#[test]
fn a_list_in_a_list_is_unpacked() {
    let code = "import dagster as dg\n\n\n@dg.asset\ndef a(): ...\n\n\n@dg.asset\ndef b(): ...\n\n\n\
                defs = dg.Definitions(assets=[a, [b]])\n";
    let tree = Tree::new(&[("defs.py", code)]);
    tree.run(&["-f", "defs.py", "--fix"]);
    assert_eq!(
        read(&tree, "defs.py"),
        code.replace("[a, [b]]", "[a, *[b]]")
    );
}

#[test]
fn a_file_limits_what_is_fixed() {
    let tree = undeclared(MANIFEST);
    tree.add("other.py", "");
    let run = tree.run(&["--fix", "other.py"]);
    assert!(!run.err.contains("Fixed"), "{run:?}");
    assert_eq!(read(&tree, "pyproject.toml"), MANIFEST);
}

#[test]
fn comments_that_suppress_nothing_go_and_what_else_stands_there_stays() {
    let code = "import dagster as dg\n\n\n\
                # daglint: ignore[DAG401]\n\
                @dg.asset\n\
                def a(): ...  # daglint: ignore[DAG403, DAG402] -- why\n\n\n\
                @dg.asset  # noqa: DAG401\n\
                def b(): ...  # a word # daglint: ignore[DAG404]\n\n\n\
                defs = dg.Definitions(assets=[a, b])\n";
    let tree = Tree::new(&[("defs.py", code)]);
    tree.run(&["-f", "defs.py", "--fix"]);
    let wanted = code
        .replace("# daglint: ignore[DAG401]\n", "")
        .replace("  # daglint: ignore[DAG403, DAG402] -- why", "")
        .replace("  # noqa: DAG401", "");
    let fixed = read(&tree, "defs.py");
    // A comment that says something else, too, is for people.
    assert_eq!(fixed, wanted);
}

#[test]
fn an_orphan_is_listed_beside_its_siblings() {
    let assets = "import dagster as dg\n\n\n@dg.asset\ndef a(): ...\n\n\n@dg.asset\ndef b(): ...\n";
    for (before, after) in [
        ("assets=[a]", "assets=[a, b]"),
        (
            "assets=[\n        a,\n    ],",
            "assets=[\n        a,\n        b,\n    ],",
        ),
    ] {
        let code = format!("{assets}\n\ndefs = dg.Definitions({before})\n");
        let tree = Tree::new(&[("defs.py", &code)]);
        tree.run(&["-f", "defs.py", "--fix", "--unsafe-fixes"]);
        assert_eq!(read(&tree, "defs.py"), code.replace(before, after));
    }
}

#[test]
fn a_tuple_of_one_is_not_made_a_text() {
    let code = "import dagster as dg\n\
                defs = dg.Definitions(assets=[dg.AssetSpec(\"x\", deps=(\"a\", \"a\")), \
                dg.AssetSpec(\"y\", deps=(\"a\", \"a\",))])\n\
                one = dg.AssetSelection.assets(\"a\", \"a\")\n";
    let tree = Tree::new(&[("definitions.py", code)]);
    tree.run(&["check", "--select", "DAG413", "--fix", "definitions.py"]);
    let fixed = read(&tree, "definitions.py");
    assert!(fixed.contains("deps=(\"a\", \"a\"))"), "{fixed}");
    assert!(fixed.contains("deps=(\"a\",))"), "{fixed}");
    assert!(fixed.contains("AssetSelection.assets(\"a\")\n"), "{fixed}");
}

#[test]
fn a_dependency_is_added_to_what_is_locked_only_where_that_is_asked_for() {
    let locks = [
        (
            "uv.lock",
            "uv lock",
            "version = 1\nrequires-python = \">=3.10\"\n",
        ),
        (
            "poetry.lock",
            "poetry lock",
            "[metadata]\nlock-version = \"2.0\"\n",
        ),
        (
            "pdm.lock",
            "pdm lock",
            "[metadata]\nlock_version = \"4.5\"\n",
        ),
    ];
    for (file, command, text) in locks {
        let tree = undeclared(MANIFEST);
        tree.add(file, text);
        tree.run(&["--fix", "--select", "DAG302"]);
        assert_eq!(read(&tree, "pyproject.toml"), MANIFEST);
        let (_, document) = tree.check_json(&["--select", "DAG302"]);
        let fix = document["diagnostics"][0]["fix"].to_string();
        assert!(
            fix.contains(&format!("then run `{command}`")),
            "{document:#}"
        );
        tree.run(&["--unsafe-fixes", "--fix", "--select", "DAG302"]);
        assert_ne!(read(&tree, "pyproject.toml"), MANIFEST);
    }
}
