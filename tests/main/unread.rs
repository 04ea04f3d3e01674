//! What cannot be read, decoded or parsed is told once, with the weight that it has for
//! Dagster, and never passed over as if it were right.

mod doubtful;
mod environment;

use crate::support::{Tree, codes_and_places};

const DEFS: &str =
    "import dagster as dg\n\n\n@dg.asset\ndef a(): ...\n\n\ndefs = dg.Definitions(assets=[a])\n";
const DG: &str = "[tool.dg]\ndirectory_type = \"project\"\n\n[tool.dg.project]\nroot_module = \"shop\"\n\n\
                  [project]\nname = \"shop\"\ndependencies = [\"dagster\"]\n";
const BROKEN: &str = "import dagster as dg\ndef (:\n";

/// Every error and warning of a run: severity, code and `path:line`.
fn found(tree: &Tree, arguments: &[&str]) -> Vec<String> {
    let (code, document) = tree.check_json(arguments);
    let severities = document["diagnostics"].as_array().expect("a list").iter();
    let severities = severities.filter_map(|it| it["severity"].as_str());
    let severities = severities.filter(|severity| *severity != "info");
    let places = codes_and_places(&document);
    let found: Vec<String> = severities
        .zip(places)
        .map(|(severity, (code, place))| format!("{severity} {code} {place}"))
        .collect();
    assert_eq!(code, i32::from(!found.is_empty()), "{document:#}");
    found
}

fn utf_16(text: &str) -> Vec<u8> {
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    [0xff, 0xfe].into_iter().chain(units).collect()
}

/// The same text in ways that nothing reads as text, each with the line of the bad byte.
fn undecodable(text: &str) -> Vec<(Vec<u8>, usize)> {
    let lines = text.matches('\n').count();
    let with = |end: &[u8]| [text.as_bytes(), end].concat();
    vec![
        (with(b"# \0\n"), lines + 1),
        (with(b"x = 'caf\xe9'\n"), lines + 1),
        (utf_16(text), 1),
    ]
}

#[test]
fn an_entry_that_nothing_could_run_is_told() {
    let tree = Tree::new(&[]);
    for name in ["definitions.py", "etl.py"] {
        let tree = Tree::new(&[]);
        for (bytes, line) in undecodable(DEFS) {
            tree.add(name, bytes);
            assert_eq!(found(&tree, &[]), [format!("error DAG002 {name}:{line}")]);
        }
        tree.add(name, BROKEN);
        assert_eq!(found(&tree, &[]), [format!("error DAG001 {name}:2")]);
        let brackets = format!("{DEFS}x = {}1{}\n", "(".repeat(600), ")".repeat(600));
        tree.add(name, brackets);
        assert_eq!(found(&tree, &[]), [format!("error DAG005 {name}:9")]);
        tree.add(name, format!("{DEFS}x = {}1\n", "1+".repeat(6_000)));
        assert_eq!(found(&tree, &[]), [format!("warning DAG005 {name}:9")]);
        tree.add(name, format!("{DEFS}{}", "x = 1\n".repeat(800_000)));
        assert_eq!(found(&tree, &[]), [format!("warning DAG004 {name}:1")]);
    }
    // Each folder has its own, and what is right beside hides nothing.
    tree.add("a/definitions.py", DEFS);
    tree.add("b/definitions.py", BROKEN);
    assert_eq!(found(&tree, &[]), ["error DAG001 b/definitions.py:2"]);
}

#[test]
fn an_entry_that_has_nothing_to_do_with_dagster_is_nobodys_business() {
    let tree = Tree::new(&[
        ("definitions.py", "print 'python 2'\n"),
        ("a.py", "x = 1\n"),
    ]);
    assert_eq!(found(&tree, &["--allow-empty"]), [""; 0]);
}

#[test]
fn a_component_file_that_dagster_cannot_read_is_told() {
    let tree = Tree::new(&[
        ("pyproject.toml", DG),
        ("src/shop/__init__.py", ""),
        (
            "src/shop/definitions.py",
            "from pathlib import Path\n\nimport dagster as dg\n\n\n@dg.definitions\ndef defs():\n    \
             return dg.load_from_defs_folder(path_within_project=Path(__file__).parent)\n",
        ),
        ("src/shop/defs/__init__.py", ""),
        ("src/shop/defs/a/x.py", ""),
    ]);
    let file = "src/shop/defs/a/defs.yaml";
    let text = "type: dagster.DefsFolderComponent\n";
    for (bytes, line) in undecodable(text) {
        tree.add(file, bytes);
        assert_eq!(found(&tree, &[]), [format!("error DAG002 {file}:{line}")]);
    }
    tree.add(file, "type: dagster.DefsFolderComponent\t\n");
    assert_eq!(found(&tree, &[]), [format!("error DAG801 {file}:1")]);
    tree.add(file, format!("{text}# {}\n", "x".repeat(5_000_000)));
    assert_eq!(found(&tree, &[]), [format!("warning DAG004 {file}:1")]);
    tree.add(
        file,
        format!(
            "{text}attributes: {}1{}\n",
            "[".repeat(120),
            "]".repeat(120)
        ),
    );
    assert_eq!(found(&tree, &[]), [format!("warning DAG005 {file}:2")]);
    std::fs::remove_file(tree.path().join(file)).expect("removed");
    tree.add(&format!("{file}/x"), "");
    assert_eq!(found(&tree, &[]), [format!("error DAG801 {file}:1")]);
}

#[test]
fn a_pyproject_that_is_no_toml_is_an_error_where_dagster_reads_it() {
    for text in [
        "[project\nname=\n",
        "\u{feff}[project]\nname = \"shop\"\ndependencies = [\"dagster\"]\n",
    ] {
        let tree = Tree::new(&[("pyproject.toml", text), ("definitions.py", DEFS)]);
        assert_eq!(found(&tree, &[]), ["error DAG506 pyproject.toml:1"]);
        for named in [&["-f", "definitions.py"][..], &["-m", "definitions"]] {
            assert_eq!(found(&tree, named), ["warning DAG506 pyproject.toml:1"]);
        }
    }
    // Between the code location and the root, but not beside it.
    let tree = Tree::new(&[
        ("code/pyproject.toml", "[project\n"),
        ("code/shop/__init__.py", ""),
        ("code/shop/definitions.py", DEFS),
        ("other/pyproject.toml", "[project\n"),
        ("other/a.py", ""),
    ]);
    assert_eq!(found(&tree, &[]), ["error DAG506 code/pyproject.toml:1"]);
    // Above the directory that is named, up to the root of the repository.
    tree.add(".git/HEAD", "");
    tree.add("pyproject.toml", "[tool.dg\n");
    let told = [
        "error DAG506 code/pyproject.toml:1",
        "error DAG506 pyproject.toml:1",
    ];
    assert_eq!(found(&tree, &["code/shop"]), told);
}

#[test]
fn a_configuration_that_load_from_defs_folder_reads_is_an_error_with_options_too() {
    let tree = Tree::new(&[
        ("dg.toml", "[project\n"),
        ("shop/__init__.py", ""),
        ("shop/defs/__init__.py", ""),
        (
            "shop/definitions.py",
            "from pathlib import Path\n\nimport dagster as dg\n\n\
             defs = dg.load_from_defs_folder(path_within_project=Path(__file__).parent)\n",
        ),
    ]);
    let one = ["error DAG506 dg.toml:1"];
    assert_eq!(found(&tree, &["-m", "shop.definitions"]), one);
    assert_eq!(found(&tree, &[]), one);
    // What daglint alone did not read is no claim about Dagster.
    tree.add("dg.toml", format!("{DG}# {}\n", "x".repeat(5_000_000)));
    assert_eq!(found(&tree, &[]), ["warning DAG004 dg.toml:1"]);
}

#[test]
fn a_broken_module_of_a_project_is_a_warning_where_nothing_loads_it() {
    let tree = Tree::new(&[
        ("definitions.py", DEFS),
        ("b.py", BROKEN),
        ("c/d.py", BROKEN),
    ]);
    let both = ["warning DAG001 b.py:2", "warning DAG001 c/d.py:2"];
    assert_eq!(found(&tree, &[]), both);
    assert_eq!(found(&tree, &["b.py"]), both[..1]);
    for (bytes, line) in undecodable(DEFS) {
        tree.add("b.py", bytes);
        assert_eq!(
            found(&tree, &["b.py"]),
            [format!("warning DAG002 b.py:{line}")]
        );
    }
    // What a code location reaches is an error, once.
    tree.add("b.py", BROKEN);
    tree.add("definitions.py", format!("import b\n{DEFS}"));
    assert_eq!(found(&tree, &["b.py"]), ["error DAG001 b.py:2"]);
    // No Dagster, no interest.
    tree.add("definitions.py", DEFS);
    tree.add("b.py", "def (:\n");
    assert_eq!(found(&tree, &["b.py"]), [""; 0]);
}

#[test]
fn the_code_of_a_project_is_its_package() {
    let tree = Tree::new(&[
        ("pyproject.toml", DG),
        ("src/shop/__init__.py", ""),
        ("src/shop/defs/__init__.py", ""),
        ("src/shop/definitions.py", DEFS),
        ("src/shop/inner/late.py", BROKEN),
        ("scripts/dagster_backup.py", BROKEN),
        (
            "setup.py",
            "from setuptools import setup\nsetup(install_requires=['dagster']\n",
        ),
    ]);
    let told = [
        "warning DAG001 setup.py:3",
        "warning DAG001 src/shop/inner/late.py:2",
    ];
    assert_eq!(found(&tree, &[]), told);
}

/// A tree with what is broken in folders that hold no deployed code.
fn with_folders_apart() -> Tree {
    let tree = Tree::new(&[("definitions.py", DEFS)]);
    for folder in [
        "templates",
        "tests",
        "examples",
        "cookiecutter-x",
        "vendor",
        "a/node_modules",
    ] {
        tree.add(&format!("{folder}/b.py"), BROKEN);
        tree.add(&format!("{folder}/x/definitions.py"), BROKEN);
        tree.add(&format!("{folder}/pyproject.toml"), "[tool.dagster\n");
        tree.add(
            &format!("{folder}/y/pyproject.toml"),
            b"[tool.dagster]\n# \xe9\n",
        );
        tree.add(&format!("{folder}/y/workspace.yaml"), "load_from: [\n");
    }
    tree
}

#[test]
fn templates_tests_and_examples_are_left_alone_where_no_code_location_reaches_them() {
    assert_eq!(found(&with_folders_apart(), &[]), [""; 0]);
}

#[test]
fn what_fails_at_the_marks_of_a_template_is_one() {
    let template = "import dagster as dg\n\n\n@dg.asset\ndef {{ name }}(): ...\n";
    let alone = Tree::new(&[("templates/asset.py", template)]);
    assert_eq!(found(&alone, &["--allow-empty"]), [""; 0]);
    let loop_of = |inner: &str| format!("{{% for name in names %}}\n{inner}\n{{% endfor %}}\n");
    let tree = Tree::new(&[("definitions.py", DEFS)]);
    tree.add(
        "asset.py",
        format!("import dagster as dg\n{}", loop_of("x = 1")),
    );
    tree.add(
        "x/pyproject.toml",
        "[tool.dagster]\nmodule_name = {{ name }}\n",
    );
    tree.add(
        "x/workspace.yaml",
        format!("load_from:\n{}", loop_of("  - a")),
    );
    assert_eq!(found(&tree, &[]), [""; 0]);
}

#[test]
fn a_code_location_in_a_folder_of_examples_is_checked_like_any_other() {
    let tree = with_folders_apart();
    tree.add(
        "examples/z/definitions.py",
        format!("import broken\n{DEFS}"),
    );
    tree.add("examples/z/broken.py", BROKEN);
    tree.add("examples/z/pyproject.toml", "[tool.dagster\n");
    let told = [
        "error DAG506 examples/pyproject.toml:1",
        "error DAG001 examples/z/broken.py:2",
        "error DAG506 examples/z/pyproject.toml:1",
    ];
    assert_eq!(found(&tree, &[]), told);
    // Names of folders count below the root only.
    let inside = tree.path().join("tests");
    let run = crate::support::run_in(&inside, &["--output-format", "concise"]);
    assert!(
        run.out.contains("x/definitions.py:2:5: error[DAG001]"),
        "{run:?}"
    );
}

#[test]
fn configuration_that_cannot_be_read_is_one_finding() {
    let texts = [
        (
            "workspace.yaml",
            "load_from:\n  - python_file: definitions.py\n",
        ),
        (
            "dagster_cloud.yaml",
            "locations:\n  - location_name: a\n    code_source:\n      python_file: definitions.py\n",
        ),
        ("dg.toml", "directory_type = \"workspace\"\n\n[workspace]\n"),
        ("dagster.yaml", "telemetry:\n  enabled: false\n"),
    ];
    for (name, text) in texts {
        let tree = Tree::new(&[("definitions.py", DEFS)]);
        for (bytes, line) in undecodable(text) {
            tree.add(name, bytes);
            assert_eq!(found(&tree, &[]), [format!("error DAG002 {name}:{line}")]);
        }
        let declared = format!("# -*- coding: latin-1 -*-\n{text}# ");
        tree.add(name, [declared.as_bytes(), b"\xe9\n"].concat());
        let line = declared.matches('\n').count() + 1;
        assert_eq!(found(&tree, &[]), [format!("error DAG002 {name}:{line}")]);
        tree.add(name, format!("{text}# {}\n", "x".repeat(5_000_000)));
        assert_eq!(found(&tree, &[]), [format!("warning DAG004 {name}:1")]);
    }
    // The file that is named is read, the one beside it is not.
    let tree = Tree::new(&[("definitions.py", DEFS)]);
    tree.add("mine.yaml", b"load_from: []\n# \xe9\n");
    tree.add("workspace.yaml", b"load_from: []\n# \xe9\n");
    assert_eq!(
        found(&tree, &["-w", "mine.yaml"]),
        ["error DAG002 mine.yaml:2"]
    );
    assert_eq!(found(&tree, &["-f", "definitions.py"]), [""; 0]);
}

#[test]
fn yaml_that_pyyaml_refuses_is_told() {
    let tree = Tree::new(&[
        ("definitions.py", DEFS),
        (
            "workspace.yaml",
            "load_from:\n  - python_file: definitions.py\t\n",
        ),
    ]);
    assert_eq!(found(&tree, &[]), ["error DAG501 workspace.yaml:2"]);
    tree.add(
        "workspace.yaml",
        "load_from:\n  - python_file: definitions.py #\tyes\n",
    );
    assert_eq!(found(&tree, &[]), [""; 0]);
}

#[cfg(unix)]
#[test]
fn a_package_behind_a_link_is_one_code_location() {
    let asset = "import dagster as dg\n\n\n@dg.asset(name=\"a\")\ndef f(): ...\n";
    let tree = Tree::new(&[
        (
            "pyproject.toml",
            "[project]\nname = \"shop\"\ndependencies = [\"dagster\"]\n\n[tool.dagster]\nmodule_name = \"shop.definitions\"\n",
        ),
        ("real/shop/__init__.py", ""),
        ("real/shop/x.py", asset),
        ("real/shop/y.py", asset),
        (
            "real/shop/definitions.py",
            "import dagster as dg\nfrom shop import x, y\n\ndefs = dg.Definitions(assets=[x.f, y.f])\n",
        ),
    ]);
    std::os::unix::fs::symlink("real/shop", tree.path().join("shop")).expect("a link");
    assert_eq!(found(&tree, &[]), ["error DAG401 shop/y.py:5"]);
}

#[cfg(unix)]
#[test]
fn a_module_that_a_link_shows_twice_is_no_orphan_where_it_is_loaded_once() {
    let asset = |name: &str| format!("import dagster as dg\n\n\n@dg.asset\ndef {name}(): ...\n");
    let entry = |module: &str, held: &str| {
        format!(
            "import dagster as dg\nfrom {module} import other, {module}_only\n\n\
             defs = dg.Definitions({held})\n"
        )
    };
    let tree = Tree::new(&[
        ("a/__init__.py", ""),
        ("a/a_only.py", &asset("x")),
        ("a/other.py", &asset("y")),
        ("a/definitions.py", &entry("a", "[a_only.x, other.y]")),
        ("b/__init__.py", ""),
        ("b/b_only.py", &asset("z")),
        ("b/definitions.py", &entry("b", "[b_only.z]")),
    ]);
    for name in ["other.py", "a_only.py"] {
        let target = format!("../a/{name}");
        std::os::unix::fs::symlink(target, tree.path().join("b").join(name)).expect("a link");
    }
    // `b` imports one of the two links and holds nothing of it; nothing imports the other.
    assert_eq!(found(&tree, &["--select", "DAG211,DAG212"]), [""; 0]);
    // What neither of the paths leads to is one orphan.
    tree.add("a/definitions.py", entry("a", "[a_only.x]"));
    assert_eq!(
        found(&tree, &["--select", "DAG211"]),
        ["warning DAG211 a/other.py:5"]
    );
}
