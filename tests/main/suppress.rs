//! Comments that suppress: where they hold, and what is said of those that do not.

use crate::support::Tree;

const HEAD: &str = "import dagster as dg\n\n\n@dg.asset\ndef orders():\n    return 1\n\n\n";
const TAIL: &str = "\n\ndefs = dg.Definitions(assets=[orders, orders_again])\n";

/// The codes at or above `warning`, DAG010 too, of two assets of one key of which the
/// second is written so.
fn codes(second: &str) -> Vec<String> {
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        ("definitions.py", &format!("{HEAD}{second}{TAIL}")),
    ]);
    reported(&tree, &[])
}

fn reported(tree: &Tree, arguments: &[&str]) -> Vec<String> {
    let ignored = ["--ignore", "DAG102,DAG301,DAG310,DAG3"];
    let (_, document) = tree.check_json(&[&ignored, arguments].concat());
    let all = document["diagnostics"].as_array().expect("a list");
    all.iter()
        .map(|it| it["code"].as_str().expect("a code").to_owned())
        .collect()
}

#[test]
fn a_comment_holds_for_its_line_and_for_the_statement_below() {
    for second in [
        "@dg.asset(key=\"orders\")\ndef orders_again():  # daglint: ignore[DAG401]\n    return 2\n",
        "@dg.asset(key=\"orders\")  # daglint: ignore[DAG401] -- legacy\ndef orders_again():\n    return 2\n",
        "# daglint: ignore[duplicate-asset-key]\n@dg.asset(key=\"orders\")\ndef orders_again():\n    return 2\n",
        "# daglint: ignore[DAG401]\n# and a word on it\n@dg.asset(key=\"orders\")\ndef orders_again():\n    return 2\n",
        "@dg.asset(key=\"orders\")\n# daglint: ignore[DAG403, DAG401]\ndef orders_again():\n    return 2\n",
        "@dg.asset(\n    key=\"orders\",\n)  # daglint: ignore[DAG401]\ndef orders_again(\n):\n    return 2\n",
        "@dg.asset(key=\"orders\")\ndef orders_again():  # noqa: E501,DAG401\n    return 2\n",
        "@dg.asset(key=\"orders\")\ndef orders_again():\n    return 2\n\n\n# daglint: file-ignore[DAG401]\n",
    ] {
        let left: Vec<String> = codes(second)
            .into_iter()
            .filter(|code| code != "DAG010")
            .collect();
        assert_eq!(left, Vec::<String>::new(), "{second}");
    }
}

#[test]
fn any_of_several_equal_places_will_do() {
    let first = HEAD.replace("def orders():", "def orders():  # daglint: ignore[DAG401]");
    let second = "@dg.asset(key=\"orders\")\ndef orders_again():\n    return 2\n";
    let tree = Tree::new(&[("definitions.py", &format!("{first}{second}{TAIL}"))]);
    assert_eq!(reported(&tree, &[]), Vec::<String>::new());
}

#[test]
fn a_comment_holds_nowhere_else() {
    for second in [
        "@dg.asset(key=\"orders\")\ndef orders_again():\n    return 2  # daglint: ignore[DAG401]\n",
        "# daglint: ignore[DAG401]\n\n@dg.asset(key=\"orders\")\ndef orders_again():\n    return 2\n",
        "@dg.asset(key=\"orders\")\ndef orders_again():  # daglint: ignore[DAG403]\n    return 2\n",
        "X = \"\"\"\n# daglint: file-ignore[DAG401]\n\"\"\"\n\n\n@dg.asset(key=\"orders\")\ndef orders_again():\n    return 2\n",
        "@dg.asset(key=\"orders\")\ndef orders_again():  # noqa\n    return 2\n",
    ] {
        assert!(codes(second).contains(&"DAG401".to_owned()), "{second}");
    }
}

#[test]
fn what_suppresses_nothing_is_told() {
    let second =
        |comment: &str| format!("@dg.asset\ndef orders_again():  {comment}\n    return 2\n");
    assert_eq!(codes(&second("# daglint: ignore[DAG401]")), ["DAG010"]);
    assert_eq!(codes(&second("# noqa: DAG401")), ["DAG010"]);
    assert_eq!(codes(&second("# daglint: ignore[DAG4O1]")), ["DAG011"]);
    assert_eq!(codes(&second("# daglint: ignore")), ["DAG011"]);
    // A rule that is off finds nothing, whatever there is to find.
    let text = format!("{HEAD}{}{TAIL}", second("# daglint: ignore[DAG401]"));
    let tree = Tree::new(&[("definitions.py", &text)]);
    assert_eq!(
        reported(&tree, &["--extend-ignore", "DAG4"]),
        Vec::<String>::new()
    );
    assert_eq!(
        reported(&tree, &["--extend-ignore", "DAG010"]),
        Vec::<String>::new()
    );
}

#[test]
fn toml_and_yaml_have_comments_too() {
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        (
            "definitions.py",
            "import dagster as dg\n\ndefs = dg.Definitions()\n",
        ),
        (
            "pyproject.toml",
            "# daglint: ignore[DAG102]\n[project]\nname = \"shop\"\nversion = \"0\"\ndependencies = [\"dagster\"]\n",
        ),
        (
            "workspace.yaml",
            "load_from:\n  - python_file: definitions.py\n  - python_file: gone.py  # daglint: ignore[DAG503]\n",
        ),
    ]);
    let without = |name: &str, from: &str| {
        let path = tree.path().join(name);
        let text = std::fs::read_to_string(&path).expect("a file");
        let all = ["--select", "DAG102,DAG2,DAG5,DAG0"];
        let (_, before) = tree.check_json(&all);
        assert_eq!(before["diagnostics"], serde_json::json!([]), "{before:#}");
        tree.add(name, text.replace(from, "# "));
        let (_, after) = tree.check_json(&all);
        tree.add(name, text);
        after["diagnostics"].as_array().expect("a list").len()
    };
    assert_eq!(without("pyproject.toml", "# daglint: ignore[DAG102]"), 1);
    assert_eq!(without("workspace.yaml", "# daglint: ignore[DAG503]"), 1);
}

#[test]
fn comments_are_added_above_what_is_found() {
    let second = "@dg.asset(key=\"orders\")\ndef orders_again():\n    return 2\n";
    let text = format!("{HEAD}{second}{TAIL}");
    let only = ["--select", "DAG4,DAG0,DAG102"];
    for (ending, mark) in [("\n", ""), ("\r\n", "\u{feff}")] {
        let tree = Tree::new(&[]);
        tree.add(
            "definitions.py",
            format!("{mark}{}", text.replace('\n', ending)),
        );
        let run = tree.run(&[&only[..], &["--add-ignore=known since May"]].concat());
        assert_eq!(run.code, 0, "{run:?}");
        assert!(run.err.contains("added 2 comments to 1 file"), "{run:?}");
        let written = std::fs::read_to_string(tree.path().join("definitions.py")).expect("a file");
        assert!(written.starts_with(&format!(
            "{mark}# daglint: file-ignore[DAG102] -- known since May{ending}import"
        )));
        let above =
            format!("{ending}# daglint: ignore[DAG401] -- known since May{ending}@dg.asset(key");
        assert!(written.contains(&above), "{written}");
        let (code, document) = tree.check_json(&only);
        assert_eq!(
            (code, &document["diagnostics"]),
            (0, &serde_json::json!([]))
        );
        let again = tree.run(&[&only[..], &["--add-ignore"]].concat());
        assert!(again.err.contains("added 0 comments"), "{again:?}");
    }
}

#[test]
fn comments_are_added_only_where_they_can_be_and_git_has_the_rest() {
    let tree = Tree::new(&[
        (
            "definitions.py",
            "import dagster as dg\n\ndefs = dg.Definitions()\n",
        ),
        (
            "workspace.yaml",
            "load_from:\n- python_file: definitions.py\n- python_file: gone.py\n",
        ),
    ]);
    let run = tree.run(&["--select", "DAG503", "--add-ignore"]);
    assert_eq!(run.code, 0, "{run:?}");
    let written = std::fs::read_to_string(tree.path().join("workspace.yaml")).expect("a file");
    assert!(
        written.contains("\n# daglint: ignore[DAG503]\n- python_file: gone.py"),
        "{written}"
    );
    assert_eq!(tree.run(&["--select", "DAG503,DAG0"]).code, 0);
    let git = |arguments: &[&str]| {
        let mut git = std::process::Command::new("git");
        let identity = ["-c", "user.name=x", "-c", "user.email=x@example.com"];
        git.arg("-C")
            .arg(tree.path())
            .args(identity)
            .args(arguments);
        assert!(git.output().expect("git").status.success());
    };
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-qm", "one"]);
    tree.add("workspace.yaml", "load_from:\n- python_file: gone.py\n");
    let run = tree.run(&["--select", "DAG503", "--add-ignore"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("--allow-dirty"), "{run:?}");
    assert_eq!(
        tree.run(&["--select", "DAG503", "--add-ignore", "--allow-dirty"])
            .code,
        0
    );
}

#[test]
fn a_comment_is_added_to_what_was_looked_at_or_not_at_all() {
    let tree = Tree::new(&[("definitions.py", "import dagster as dg\n\ndefs = 1\n")]);
    let run = tree.run(&["--add-ignore=one\nimport os", "-f", "definitions.py"]);
    assert_eq!(run.code, 2, "{run:?}");
    assert!(run.err.contains("one line of plain text"), "{run:?}");
    let unreadable = b"import dagster\n\0defs = 1\n";
    tree.add("definitions.py", unreadable);
    let run = tree.run(&["--add-ignore", "-f", "definitions.py"]);
    assert!(run.err.contains("NUL byte"), "{run:?}");
    assert!(run.err.contains("added 0 comments"), "{run:?}");
    let bytes = std::fs::read(tree.path().join("definitions.py")).expect("a file");
    assert_eq!(bytes, unreadable);
}
