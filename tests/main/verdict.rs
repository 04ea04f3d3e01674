//! What is never green, and what the last line promises.

use crate::support::{Run, Tree};

const CLEAN: &str = "import dagster as dg\n\ndefs = dg.Definitions()\n";

const LIBRARY: &str = "[project]\nname = \"tool\"\nversion = \"1\"\n";

const WORKSPACE: &str = "directory_type = \"workspace\"\n\n[workspace]\n";

/// A git repository with a code location, and scripts beside it.
fn repository() -> Tree {
    Tree::new(&[
        (".git/HEAD", ""),
        ("shop/definitions.py", CLEAN),
        ("scripts/tool.py", "print('hello')\n"),
    ])
}

fn last_line(run: &Run) -> &str {
    run.err.lines().last().expect("a line")
}

#[test]
fn python_without_anything_to_load_is_a_mistake() {
    let tree = repository();
    for arguments in [
        &["scripts"][..],
        &["check", "scripts"],
        &["list", "scripts"],
    ] {
        let run = tree.run(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
        let said = "error: no Dagster code location found under `scripts`\n";
        assert!(run.err.starts_with(said), "{run:?}");
    }
    assert_eq!(tree.run(&["shop"]).code, 0);
    assert_eq!(tree.run(&["--allow-empty", "scripts"]).code, 0);
}

#[test]
fn each_path_stands_for_itself() {
    let run = repository().run(&["shop", "scripts"]);
    assert_eq!((run.code, run.out.as_str()), (2, ""), "{run:?}");
    assert!(run.err.contains("found under `scripts`\n"), "{run:?}");
    // Within another one, too.
    let run = repository().run(&[".", "scripts"]);
    assert_eq!(run.code, 2, "{run:?}");
}

#[test]
fn files_without_python_that_declare_nothing_are_a_mistake() {
    for name in [
        "empty.yaml",
        "values.yaml",
        "dagster.yaml",
        "pyproject.toml",
    ] {
        let tree = Tree::new(&[(".git/HEAD", ""), ("at/.keep", "")]);
        tree.add(
            &format!("at/{name}"),
            if name == "values.yaml" { "a: 1\n" } else { "" },
        );
        for command in ["check", "list"] {
            let run = tree.run(&[command, "at"]);
            assert_eq!(run.code, 2, "{name}: {run:?}");
            assert!(
                run.err.contains("no Python files found under `at`"),
                "{run:?}"
            );
        }
    }
    // The settings of tools alone make no library.
    let tree = Tree::new(&[
        ("pyproject.toml", "[tool.ruff]\nline-length = 100\n"),
        ("tool.py", "x = 1\n"),
    ]);
    assert_eq!(tree.run(&["."]).code, 2);
}

#[test]
fn a_declared_library_or_workspace_is_seen() {
    let library = Tree::new(&[("pyproject.toml", LIBRARY), ("tool.py", "print('hello')\n")]);
    let run = library.run(&["."]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
    let said = "No code location to check in 1 library, 1 Python file (0.";
    assert!(last_line(&run).starts_with(said), "{run:?}");
    let workspace = Tree::new(&[("dg.toml", WORKSPACE)]);
    let run = workspace.run(&["."]);
    assert_eq!((run.code, run.out.as_str()), (0, ""), "{run:?}");
    let said = "No code location to check in 1 workspace, 0 Python files (0.";
    assert!(last_line(&run).starts_with(said), "{run:?}");
    // It was found, and nothing says otherwise.
    assert!(!run.err.contains("workspaces"), "{run:?}");
}

#[test]
fn a_finding_decides_where_nothing_is_to_be_loaded() {
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        ("at/tool.py", "x = 1\n"),
        ("at/dagster.yaml", "storge: {}\n"),
    ]);
    let run = tree.run(&["at", "--output-format", "concise"]);
    assert_eq!(run.code, 1, "{run:?}");
    assert!(run.out.starts_with("at/dagster.yaml:1:1: "), "{run:?}");
    // Without it there is nothing: no finding, and no project either.
    tree.add("at/dagster.yaml", "telemetry: {enabled: false}\n");
    assert_eq!(tree.run(&["at"]).code, 2);
}

#[test]
fn the_last_line_says_what_was_looked_at_and_never_that_it_passed() {
    let run = repository().run(&["--ignore", "DAG1,DAG3", "shop"]);
    let said = "Nothing found in 1 Python file, 1 code location, 0 assets (0.";
    assert!(last_line(&run).starts_with(said), "{run:?}");
    let unknown =
        "import dagster as dg\nimport vendor\n\ndefs = dg.Definitions(assets=vendor.assets())\n";
    let tree = Tree::new(&[(".git/HEAD", ""), ("definitions.py", unknown)]);
    let run = tree.run(&["--ignore", "DAG1,DAG3"]);
    assert_eq!(run.code, 0, "{run:?}");
    assert!(run.err.starts_with("Nothing found in "), "{run:?}");
    assert!(
        last_line(&run).contains("1 value could not be evaluated"),
        "{run:?}"
    );
    // Green is only what was looked at as a whole.
    let is_green = |tree: &Tree, at: &str| {
        let run = tree.run(&[at, "--ignore", "DAG1,DAG3", "--color", "always"]);
        run.err.contains("\u{1b}[32m")
    };
    assert!(is_green(&repository(), "shop"));
    assert!(!is_green(&tree, "."));
}
