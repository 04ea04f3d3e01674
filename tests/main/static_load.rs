//! What `daglint list` makes of module-level Python. What Dagster itself holds for
//! these modules was taken from Dagster 1.13.27.

use std::fmt::Write as _;

use serde_json::Value;

use crate::support::Tree;

/// The inventory of `definitions.py` as one line a kind: `?` marks what is only
/// possible, `...` what is not wholly known.
fn list(code: &str) -> String {
    list_tree(&Tree::new(&[("definitions.py", code)]))
}

fn list_tree(tree: &Tree) -> String {
    let run = tree.run(&["list", "--format", "json", "-f", "definitions.py"]);
    assert_eq!(run.code, 0, "{run:?}");
    let json = run.json();
    let location = &json["code_locations"][0];
    let mut text = String::new();
    for kind in ["assets", "asset_checks", "jobs", "schedules", "sensors"] {
        let entries = location[kind].as_array().map_or(&[][..], Vec::as_slice);
        let names: Vec<String> = entries.iter().map(name).collect();
        if !names.is_empty() {
            write!(text, "{kind}: {}; ", names.join(" ")).expect("a string takes text");
        }
    }
    if location["complete"] == false {
        text.push_str("...");
    }
    text.trim_end_matches([' ', ';']).to_owned()
}

fn name(entry: &Value) -> String {
    let name = entry["key"].as_str().or(entry["name"].as_str());
    let possible = entry["certainty"] == "possible";
    let external = entry["external"] == true;
    let mut text = name.unwrap_or_default().to_owned();
    if external {
        text = format!("({text})");
    }
    if possible { text + "?" } else { text }
}

/// Prepends the import, so that the cases say only what matters.
fn dagster(code: &str) -> String {
    list(&format!("import dagster as dg\n{code}"))
}

#[test]
fn decorators_in_every_spelling() {
    let cases = [
        (
            "from dagster import asset as a\n@a\ndef x(): ...\ndefs = dg.Definitions(assets=[x])",
            "assets: x",
        ),
        (
            "@dg.asset(name='y', key_prefix=['p', 'q'])\ndef x(): ...\ndefs = dg.Definitions([x])",
            "assets: p/q/y",
        ),
        (
            "def x(): ...\ndefs = dg.Definitions(assets=[dg.asset(x, key_prefix='p')])",
            "assets: p/x",
        ),
        (
            "import functools\nraw = functools.partial(dg.asset, key_prefix='raw')\n@raw\ndef x(): ...\ndefs = dg.Definitions([x])",
            "assets: raw/x",
        ),
        // `job` called with its function takes no other name.
        (
            "@dg.op\ndef o(): ...\ndef j(): o()\ndefs = dg.Definitions(jobs=[dg.job(j, name='other')])",
            "jobs: j",
        ),
    ];
    for (code, expected) in cases {
        assert_eq!(dagster(code), expected, "{code}");
    }
}

#[test]
fn factories_know_their_arguments() {
    let factory =
        "def make(n):\n    @dg.asset(name=f'{n}_raw')\n    def _a(): ...\n    return _a\n";
    let cases = [
        (
            "defs = dg.Definitions(assets=[make(n) for n in ('a', 'b')])",
            "assets: a_raw b_raw",
        ),
        (
            "all_ = []\nfor n in {'a': 1, 'b': 2}:\n    all_.append(make(n))\ndefs = dg.Definitions(assets=all_)",
            "assets: a_raw b_raw",
        ),
        (
            "defs = dg.Definitions(assets=list(map(make, sorted({'b', 'a'}))))",
            "assets: a_raw b_raw",
        ),
        (
            "for n in 'ab':\n    globals()[n] = make(n)\ndefs = dg.Definitions(assets=dg.load_assets_from_current_module())",
            "assets: a_raw b_raw",
        ),
        (
            "import requests\ndefs = dg.Definitions(assets=[make(n) for n in requests.get('x')] + [make('a')])",
            "assets: a_raw; ...",
        ),
    ];
    for (code, expected) in cases {
        assert_eq!(dagster(&format!("{factory}{code}")), expected, "{code}");
    }
}

#[test]
fn a_branch_that_cannot_be_decided_is_taken_both_ways() {
    let cases = [
        (
            "import os\nif os.getenv('E') == 'prod':\n    x = dg.AssetSpec('a')\nelse:\n    x = dg.AssetSpec('b')\ndefs = dg.Definitions([x])",
            "assets: (a)? (b)?",
        ),
        // Nothing loads where it raises, so what follows is certain.
        (
            "import os\nif not os.getenv('E'):\n    raise ValueError('E')\ndefs = dg.Definitions([dg.AssetSpec('a')])",
            "assets: (a)",
        ),
        (
            "try:\n    import pandas\n    x = [dg.AssetSpec('a')]\nexcept ImportError:\n    x = []\ndefs = dg.Definitions(x)",
            "assets: (a)?",
        ),
        (
            "import contextlib\nwith contextlib.suppress(KeyError):\n    {}['x']\ndefs = dg.Definitions([dg.AssetSpec('a')])",
            "assets: (a)",
        ),
    ];
    for (code, expected) in cases {
        assert_eq!(dagster(code), expected, "{code}");
    }
}

#[test]
fn a_name_that_is_read_is_bound() {
    let cases = [
        // Whichever way it goes, one of the two is bound.
        (
            "import os\nif os.getenv('ENV') == 'A':\n    x = 'a'\nelse:\n    x = 'b'\n\
             defs = dg.Definitions([dg.AssetSpec(x)])",
            "assets: (a)? (b)?",
        ),
        (
            "import os\ne = os.getenv('ENV')\nif e == 'A':\n    x = {'key': 'a'}\nif e != 'A':\n    \
             x = {'key': 'b'}\ndefs = dg.Definitions([dg.AssetSpec(x['key'])])",
            "assets: (a)? (b)?",
        ),
        // It loads only where the name is bound.
        (
            "import os\nif os.getenv('A'):\n    x = 'a'\n\
             defs = dg.Definitions([dg.AssetSpec(x)])",
            "assets: (a)",
        ),
        // There the `try` goes on without it.
        (
            "import os\nif os.getenv('A'):\n    x = dg.AssetSpec('a')\nall = []\ntry:\n    \
             all.append(x)\nexcept NameError:\n    pass\ndefs = dg.Definitions(all)",
            "assets: (a)?",
        ),
    ];
    for (code, expected) in cases {
        assert_eq!(dagster(code), expected, "{code}");
    }
}

#[test]
fn classes_as_projects_use_them() {
    let cases = [
        (
            "from enum import Enum\nclass Q(Enum):\n    X = 'x'\n    Y = 'x'\ndefs = dg.Definitions([dg.AssetSpec(q.name) for q in Q])",
            "assets: (X)",
        ),
        (
            "from dataclasses import dataclass, field\n@dataclass\nclass T:\n    n: str\n    g: list = field(default_factory=list)\ndefs = dg.Definitions([dg.AssetSpec(t.n) for t in [T('a'), T(n='b')]])",
            "assets: (a) (b)",
        ),
        (
            "class B:\n    all_ = []\n    def __init_subclass__(cls):\n        B.all_.append(cls)\nclass A(B):\n    name = 'a'\ndefs = dg.Definitions([dg.AssetSpec(c.name) for c in B.all_])",
            "assets: (a)",
        ),
        (
            "import functools\nclass F:\n    @functools.cached_property\n    def a(self):\n        return dg.asset(name='a')(lambda: 1)\nf = F()\ndefs = dg.Definitions([f.a, f.a])",
            "assets: a",
        ),
        (
            "from dataclasses import dataclass\n@dataclass(order=True)\nclass T:\n    n: str\ndefs = dg.Definitions([dg.AssetSpec(sorted([T('b'), T('a')])[0].n)])",
            "...",
        ),
    ];
    for (code, expected) in cases {
        assert_eq!(dagster(code), expected, "{code}");
    }
}

#[test]
fn ops_with_several_outputs_make_several_assets() {
    let code = "@dg.op(out={'a': dg.Out(), 'b': dg.Out()})\ndef o(): ...\n\
                defs = dg.Definitions([dg.AssetsDefinition.from_op(o)])";
    assert_eq!(dagster(code), "assets: a b");
}

#[test]
fn schedules_and_sensors_bring_their_jobs() {
    let code = "j = dg.define_asset_job('nightly')\n\
                defs = dg.Definitions(schedules=[dg.ScheduleDefinition(job=j, cron_schedule='@daily')])";
    assert_eq!(dagster(code), "jobs: nightly; schedules: nightly_schedule");
}

/// Code that would run for ever, or fill the memory, ends within the budget, and what
/// came before it is still known.
#[test]
fn hostile_code_ends() {
    let hostile = [
        "while True:\n    pass",
        "x = 'a' * 10**9",
        "x = [0] * 10**9",
        "x = 'a'\nfor _ in range(100):\n    x += x",
        "x = []\nfor _ in range(60):\n    x = [x, x]\ny = str(x)",
        "x = list(range(10**12))",
        "def f(n): return f(n + 1)\nf(0)",
        "import os\ndef f(n):\n    if os.urandom(1):\n        return [f(n + 1), f(n + 2)]\nf(0)",
        "x = []\nx.append(x)\ny = f'{x}'\nz = x == x",
        "d = {}\nd['d'] = d\ny = repr(d)",
        "def g():\n    while True:\n        yield 1\nfor i in g():\n    pass",
        "x = 2 ** 10**8",
        "class A:\n    def __getattr__(self, n): return getattr(self, n)\nA().x",
        "import os\nx = os.getenv('A')\nfor i in range(300):\n    if os.getenv(f'V{i}'):\n        x = i",
        "x = (lambda s: s(s))(lambda s: s(s))",
    ];
    for code in hostile {
        let text = dagster(&format!(
            "defs = dg.Definitions([dg.AssetSpec('a')])\n{code}"
        ));
        assert!(text.starts_with("assets: (a)"), "{code}: {text}");
    }
}

/// As above, for values that only Dagster, or an unknown library, looks into.
#[test]
fn endless_values_end_wherever_they_are_handed() {
    let endless = [
        "l = []\nl.append(l)",
        "l = []\nfor _ in range(60):\n    l = [l, l]",
        "l = ()\nfor _ in range(60):\n    l = (l, l)",
    ];
    let uses = [
        "import requests\nrequests.get(l)",
        "x = dg.AssetSpec('x', metadata={'l': l})\nother = dg.Definitions([x, dg.AssetSpec('x')])\ndel other",
        "@dg.repository\ndef r():\n    return [l]\ndel r",
        "isinstance(1, l)",
        "x = {l: 1} if isinstance(l, tuple) else 0",
    ];
    for value in endless {
        for usage in uses {
            let code = format!("defs = dg.Definitions([dg.AssetSpec('a')])\n{value}\n{usage}");
            let text = dagster(&code);
            assert!(text.starts_with("assets: (a)"), "{code}: {text}");
        }
    }
}

#[cfg(unix)]
#[test]
fn links_that_lead_back_end() {
    let tree = Tree::new(&[
        (
            "definitions.py",
            "import dagster as dg\nimport pkg\ndefs = dg.Definitions(dg.load_assets_from_package_module(pkg))\n",
        ),
        (
            "pkg/__init__.py",
            "import dagster as dg\n@dg.asset\ndef a(): ...\n",
        ),
    ]);
    for name in ["one", "two"] {
        std::os::unix::fs::symlink(".", tree.path().join("pkg").join(name)).expect("a link");
    }
    assert!(list_tree(&tree).starts_with("assets: a"));
}

/// A dotted name is never a path out of the project.
#[test]
fn names_do_not_lead_out() {
    let outside = Tree::new(&[
        ("pp/__init__.py", ""),
        ("pp/q.py", "import dagster as dg\n@dg.asset\ndef a(): ...\n"),
    ]);
    let path = outside.path().join("pp").display().to_string();
    let code = format!("defs = dg.Definitions(dg.load_assets_from_package_name({path:?}))");
    assert_eq!(dagster(&code), "...");
}

#[test]
fn modules_are_imported_by_a_known_name() {
    let tree = Tree::new(&[
        (
            "definitions.py",
            "import importlib\nimport dagster as dg\nfrom b import *\n\
             m = importlib.import_module('a')\ndefs = dg.Definitions([dg.AssetSpec(m.NAME), dg.AssetSpec(_X)])\n",
        ),
        ("a.py", "NAME = 'a'\n"),
        ("b.py", "__all__ = ('_X',)\n_X = 'x'\n"),
    ]);
    assert_eq!(list_tree(&tree), "assets: (a) (x)");
}

#[test]
fn import_cycles_end() {
    let tree = Tree::new(&[
        (
            "definitions.py",
            "import dagster as dg\nimport a\ndefs = dg.Definitions([dg.AssetSpec(a.NAME)])\n",
        ),
        ("a.py", "import b\nNAME = 'a'\n"),
        ("b.py", "import a\n"),
    ]);
    assert_eq!(list_tree(&tree), "assets: (a)");
}

/// What pydantic does is held here, as CPython alone has no models.
#[test]
fn models_are_filled_and_validated() {
    let model = "from pydantic import BaseModel, Field, field_validator, model_validator\n\
                 class Table(BaseModel):\n    name: str\n    schema_: str = Field('raw', alias='schema')\n    \
                 tags: list[str] = Field(default_factory=list)\n";
    let define = "@dg.asset(key=[t.schema_, t.name])\ndef a(): ...\ndefs = dg.Definitions([a])";
    let cases = [
        ("t = Table(name='x')", "assets: raw/x"),
        (
            "class Lower(Table):\n    @field_validator('name')\n    @classmethod\n    \
             def lower(cls, value):\n        return value.lower()\nt = Lower(name='X')",
            "assets: raw/x",
        ),
        (
            "class Checked(Table):\n    @model_validator(mode='after')\n    \
             def check(self):\n        self.name = self.name + '_v'\n        return self\nt = Checked(name='x')",
            "assets: raw/x_v",
        ),
        // What comes before the fields are filled may change anything.
        (
            "class Before(Table):\n    @model_validator(mode='before')\n    @classmethod\n    \
             def change(cls, data):\n        return data\nt = Before(name='x')",
            "...",
        ),
        ("t = Table(**Table(name='y').model_dump())", "assets: raw/y"),
    ];
    for (code, expected) in cases {
        assert_eq!(
            dagster(&format!("{model}{code}\n{define}")),
            expected,
            "{code}"
        );
    }
}

#[test]
fn a_graph_escapes_what_has_a_meaning_in_it() {
    let code = "import dagster as dg\n\
                @dg.asset\ndef a(): ...\n\
                @dg.asset\ndef b(a, c): ...\n\
                spec = dg.AssetSpec(['x', 'y'], deps=[b, 'up\"#<b>'])\n\
                defs = dg.Definitions([a, b, spec])\n";
    let tree = Tree::new(&[("definitions.py", code)]);
    let graph = |language| {
        let run = tree.run(&["list", "--graph", language, "-f", "definitions.py"]);
        assert_eq!(run.code, 0, "{run:?}");
        run.out
    };
    insta::assert_snapshot!("graph_mermaid", graph("mermaid"));
    insta::assert_snapshot!("graph_dot", graph("dot"));
}

#[test]
fn a_package_in_a_directory_of_another_name_is_loaded_by_its_own() {
    let asset = "import dagster as dg\n@dg.asset\ndef x(): ...\ndefs = dg.Definitions([x])\n";
    let tree = Tree::new(&[
        (
            "setup.py",
            "from setuptools import setup\nsetup(name='x', package_dir={'p': 'source'})\n",
        ),
        ("workspace.yaml", "load_from:\n  - python_module: p.defs\n"),
        ("source/__init__.py", ""),
        ("source/defs.py", asset),
        ("source/inner/__init__.py", ""),
        ("source/inner/more.py", asset),
    ]);
    let json = tree.run(&["list", "--format", "json"]).json();
    let locations = json["code_locations"].as_array().expect("a list");
    assert_eq!(locations.len(), 2, "{json}");
    for location in locations {
        assert_eq!(location["assets"][0]["key"], "x", "{location}");
        assert_eq!(location["complete"], true, "{location}");
    }
}
