//! Where a missing name is told, and what is asked for then.

use super::{helps, of_file};
use crate::support::Tree;

const DG_PROJECT: &str = "[project]\nname = \"shop\"\nversion = \"1\"\n\
    dependencies = [\"dagster\"]\n[tool.dg]\ndirectory_type = \"project\"\n\
    [tool.dg.project]\nroot_module = \"shop\"\n";

const DEFS_FOLDER: &str = "from pathlib import Path\nimport dagster as dg\n\
    @dg.definitions\ndef defs():\n    \
    return dg.load_from_defs_folder(path_within_project=Path(__file__).parent)\n";

#[test]
fn a_missing_attribute_is_told_where_attributes_are_asked_for() {
    let class = "import dagster as dg\nclass Table(dg.Model, dg.Resolvable):\n    \
                 name: str\n    size: int\n\
                 class Thing(dg.Component, dg.Model, dg.Resolvable):\n    \
                 name: str\n    owner: str\n    tables: list[Table] = []\n    \
                 extra: Table | None = None\n    \
                 def build_defs(self, context):\n        return dg.Definitions()\n";
    let of_component = |attributes: &str| {
        let component = format!("type: shop.lib.Thing\n{attributes}");
        let tree = Tree::new(&[
            ("pyproject.toml", DG_PROJECT),
            ("src/shop/__init__.py", ""),
            ("src/shop/definitions.py", DEFS_FOLDER),
            ("src/shop/lib.py", class),
            ("src/shop/defs/one/defs.yaml", &component),
        ]);
        let (_, document) = tree.check_json(&["--select", "DAG806"]);
        let all = document["diagnostics"].as_array().expect("a list").iter();
        let shown = all.map(|it| {
            let line = &it["range"]["start"]["line"];
            format!("{line} {}", it["symbol"].as_str().expect("a symbol"))
        });
        shown.collect::<Vec<_>>()
    };
    for (attributes, expected) in [
        ("", &["1 name", "1 owner"][..]),
        ("attributes:\n  tables: []\n  owner: a\n", &["2 name"]),
        ("attributes:\n  tables: []\n", &["2 name", "2 owner"]),
        (
            "attributes:\n  name: a\n  owner: b\n  extra:\n    size: 1\n",
            &["5 name"],
        ),
        (
            "attributes:\n  name: a\n  owner: b\n  tables:\n    - name: c\n      size: 1\n    - size: 1\n",
            &["8 name"],
        ),
        // One cause, one finding.
        ("attributes:\n  nam: a\n  owner: b\n", &["3 nam"]),
    ] {
        assert_eq!(of_component(attributes), expected, "{attributes}");
    }
}

/// A rule, a tree, the arguments, and what was meant.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [&'a str], &'a str);

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "most of it is a table of trees of files"
)]
fn what_was_meant_is_asked_for_wherever_it_is_known() {
    let project = |root: &str| DG_PROJECT.replace("root_module = \"shop\"", root);
    let workspace = "directory_type = \"workspace\"\n[workspace]\n\
                     projects = [{ path = \"projects/shpo\" }]\n";
    let cases: [Case<'_>; 8] = [
        (
            "DAG105",
            &[
                ("pyproject.toml", &project("root_module = \"shpo\"")),
                ("src/shop/__init__.py", ""),
                ("src/shop/definitions.py", DEFS_FOLDER),
            ],
            &[],
            "shop",
        ),
        (
            "DAG109",
            &[
                (
                    "pyproject.toml",
                    &project("root_module = \"shop\"\nregistry_modules = [\"shop.component\"]"),
                ),
                ("src/shop/__init__.py", ""),
                ("src/shop/definitions.py", DEFS_FOLDER),
                ("src/shop/components/__init__.py", ""),
            ],
            &[],
            "shop.components",
        ),
        (
            "DAG222",
            &[
                ("shop/__init__.py", ""),
                ("shop/tables.py", "ORDERS = 'orders'\n"),
                ("shop/definitions.py", "from shop.tables import ORDRES\n"),
            ],
            &["-m", "shop.definitions"],
            "ORDERS",
        ),
        (
            "DAG222",
            &[
                ("shop/__init__.py", ""),
                ("shop/tables.py", ""),
                ("shop/definitions.py", "import shop.table\n"),
            ],
            &["-m", "shop.definitions"],
            "shop.tables",
        ),
        (
            "DAG503",
            &[
                (
                    "workspace.yaml",
                    "load_from: [python_module: etl.defintions]\n",
                ),
                ("etl/__init__.py", ""),
                ("etl/definitions.py", ""),
            ],
            &[],
            "etl.definitions",
        ),
        (
            "DAG503",
            &[
                ("workspace.yaml", "load_from: [python_file: etl/def.py]\n"),
                ("etl/defs.py", ""),
            ],
            &[],
            "etl/defs.py",
        ),
        (
            "DAG508",
            &[
                ("dg.toml", workspace),
                ("projects/shop/pyproject.toml", DG_PROJECT),
                ("projects/shop/src/shop/__init__.py", ""),
                ("projects/shop/src/shop/definitions.py", DEFS_FOLDER),
            ],
            &[],
            "projects/shop",
        ),
        (
            "DAG901",
            &[("definitions.py", "from dagster import aset\n")],
            &["-f", "definitions.py"],
            "asset",
        ),
    ];
    for (code, files, arguments, near) in cases {
        let found = helps(&Tree::new(files), code, arguments);
        let asked = format!("did you mean `{near}`?");
        assert!(
            found.len() == 1 && found[0].ends_with(&asked),
            "{code}: {found:?}"
        );
    }
    assert_eq!(
        of_file("defs = dg.Definitions(asset=[])"),
        ["DAG622 2:23 `Definitions` has no parameter `asset`"]
    );
}
