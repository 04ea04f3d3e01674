//! The version of Dagster that a project runs on: what is set, locked or declared.

use crate::settings::{PROJECT, severities};
use crate::support::Tree;

#[test]
fn what_is_said_of_dagster_wins_over_what_is_declared() {
    let tree = Tree::new(&[
        (".git/HEAD", ""),
        (
            "pyproject.toml",
            &PROJECT.replace("\"dagster\"", "\"dagster==1.13.27\""),
        ),
        (
            "definitions.py",
            "from dagster import Definitions, Nonsense\n\ndefs = Definitions()\n",
        ),
    ]);
    let severities = |arguments: &[&str]| {
        let run = tree.run(&[&["--output-format", "json", "-v"], arguments].concat());
        (severities(&run, "DAG901"), run.err)
    };
    let (declared, said) = severities(&[]);
    assert_eq!(declared, ["definitions.py:error"]);
    let why = "project `.`: Dagster 1.13.27, as pyproject.toml:4:17 says";
    assert!(said.contains(why), "{said}");
    let (set, said) = severities(&["--config", "dagster-version = \">=1.14\""]);
    assert_eq!(set, ["definitions.py:warning"]);
    assert!(said.contains("Dagster >=1.14, as --config says"), "{said}");
    let run = tree.run(&["--config", "dagster-version = \"new\""]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("`new` is not a range of versions"),
        "{run:?}"
    );
}

#[test]
fn a_dependency_without_bounds_is_of_any_version() {
    let manifest =
        "[project]\nname = \"shop\"\nversion = \"0.1.0\"\ndependencies = [\"dagster\"]\n";
    let entry = "import dagster as dg\n\ndefs = dg.Definitions()\n";
    let tree = Tree::new(&[("pyproject.toml", manifest), ("definitions.py", entry)]);
    let run = tree.run(&["check", "-v"]);
    let why = "project `.`: Dagster of any version, as pyproject.toml:4:17 says";
    assert!(run.err.contains(why), "{run:?}");
}
