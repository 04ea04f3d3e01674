//! What is reported, and what is not, of code of which the real Dagster 1.13.27 said
//! whether it loads.

mod asked;
mod names;

use crate::support::Tree;

/// The errors and warnings of a tree: code, `line:column`, and message.
fn told(tree: &Tree, arguments: &[&str]) -> Vec<String> {
    let (_, document) = tree.check_json(arguments);
    let all = document["diagnostics"].as_array().expect("a list");
    let serious = all.iter().filter(|it| it["severity"] != "info");
    let shown = serious.map(|it| {
        let start = &it["range"]["start"];
        format!(
            "{} {}:{} {}",
            it["code"].as_str().expect("a code"),
            start["line"],
            start["column"],
            it["message"].as_str().expect("a message")
        )
    });
    shown.collect()
}

/// What is told of a file of definitions.
fn of_file(code: &str) -> Vec<String> {
    let code = format!("import dagster as dg\n{code}\n");
    told(
        &Tree::new(&[("definitions.py", &code)]),
        &["-f", "definitions.py"],
    )
}

/// The codes of what is told of a file of definitions.
fn codes(code: &str) -> Vec<String> {
    let told = of_file(code).into_iter();
    told.map(|it| it.split(' ').next().unwrap_or_default().to_owned())
        .collect()
}

/// The assets and jobs of a file of definitions.
fn listed(code: &str) -> Vec<String> {
    let code = format!("import dagster as dg\n{code}\n");
    let tree = Tree::new(&[("definitions.py", &code)]);
    let document = tree
        .run(&["list", "--format", "json", "-f", "definitions.py"])
        .json();
    let location = &document["code_locations"][0];
    let of = |kind: &str, key: &str| {
        let all = location[kind].as_array().expect("a list").iter();
        let names = all.map(|it| it[key].as_str().expect("a name").to_owned());
        names.collect::<Vec<_>>()
    };
    let mut names = [of("assets", "key"), of("jobs", "name")].concat();
    names.sort();
    names
}

/// The help of each finding of a rule.
fn helps(tree: &Tree, code: &str, arguments: &[&str]) -> Vec<String> {
    let (_, document) = tree.check_json(arguments);
    let all = document["diagnostics"].as_array().expect("a list");
    let of_rule = all.iter().filter(|it| it["code"] == code);
    let helps = of_rule.map(|it| it["help"].as_str().unwrap_or_default().to_owned());
    helps.collect()
}

#[test]
fn a_kind_of_definitions_is_one() {
    let body = "@dg.asset\ndef x(): ...\n@dg.job\ndef one(): ...\n@dg.job\ndef two(): ...\n";
    let class = "class Ours(dg.Definitions):\n    \"\"\"ours\"\"\"\n";
    for defs in [
        "defs = Ours(assets=[x], jobs=[one, two])",
        "defs = dg.Definitions.merge(Ours(assets=[x]), Ours(jobs=[one, two]))",
        "class Deeper(Ours): pass\ndefs = Deeper([x], jobs=[one, two])",
        "defs = Ours(assets=[x], jobs=dg.BindResourcesToJobs([one, two]))",
    ] {
        let code = format!("{class}{body}{defs}");
        assert_eq!(of_file(&code), [""; 0], "{defs}");
        assert_eq!(listed(&code), ["one", "two", "x"], "{defs}");
    }
    // What such a class adds is not followed: nothing is said of what it holds.
    for class in [
        "class Ours(dg.Definitions):\n    def __new__(cls, assets):\n        \
         return super().__new__(cls, assets=assets)\n",
        "class Ours(dg.Definitions):\n    def more(self): ...\n",
    ] {
        let code = format!("{class}{body}defs = Ours([x])");
        assert_eq!(of_file(&code), [""; 0], "{class}");
    }
    let code = format!("{class}{body}a = Ours([x])\nb = Ours([x])");
    assert_eq!(codes(&code), ["DAG202"]);
    let code = format!("{class}{body}a = Ours(assets=x)");
    assert_eq!(codes(&code), ["DAG208"]);
}

#[test]
fn what_is_not_known_may_be_the_definitions() {
    let jobs = "@dg.job\ndef one(): ...\n@dg.job\ndef two(): ...\n";
    for defs in [
        "from ours import make_defs\ndefs = make_defs(jobs=[one, two])",
        "defs = eval(\"dg.Definitions(jobs=[one, two])\")",
    ] {
        assert_eq!(of_file(&format!("{jobs}{defs}")), [""; 0], "{defs}");
    }
    assert_eq!(codes(jobs), ["DAG202"]);
}

#[test]
fn lists_of_assets_are_enough_to_load_a_module() {
    let make = "def make(n):\n    @dg.asset(name=n)\n    def made(): ...\n    return made\n\
                def check():\n    @dg.asset_check(asset='a', name='c')\n    def made(): ...\n    \
                return made\n";
    for (code, assets) in [
        ("assets = [make('a'), make('b')]", &["a", "b"][..]),
        ("assets = [make(n) for n in 'ab']", &["a", "b"]),
        ("assets = [dg.SourceAsset('a')]", &["a"]),
        // Checks are of the type of assets, and are not loaded.
        ("assets = [make('a'), check()]", &["a"]),
        (
            "nightly = dg.define_asset_job('j')\nassets = [make('a')]",
            &["a"],
        ),
    ] {
        let code = format!("{make}{code}");
        assert_eq!(of_file(&code), [""; 0], "{code}");
        assert_eq!(listed(&code), assets, "{code}");
    }
    for code in [
        "assets = (make('a'), make('b'))",
        "assets = [make('a'), 3]",
        "assets = [make('a'), dg.define_asset_job('j')]",
        "assets = [dg.AssetSpec('a')]",
        "assets = [check()]",
        "assets = []",
    ] {
        assert_eq!(codes(&format!("{make}{code}")), ["DAG203"], "{code}");
    }
    assert_eq!(
        codes(&format!("{make}assets = [make('a'), make('a')]")),
        ["DAG401"]
    );
    let lazy = "from dagster.components.definitions import lazy_repository\n@lazy_repository\n\
                def repo():\n    return dg.Definitions([dg.AssetSpec('a')])\n";
    assert_eq!(of_file(lazy), [""; 0]);
    assert_eq!(listed(lazy), ["a"]);
}

#[test]
fn a_module_may_make_its_names_as_they_are_asked_for() {
    let by_function = Tree::new(&[(
        "definitions.py",
        "import dagster as dg\ndef __getattr__(name):\n    return dg.Definitions()\n",
    )]);
    let asked = ["-f", "definitions.py", "-a", "defs"];
    assert_eq!(told(&by_function, &asked), [""; 0]);
    let replaced = |settings: &str, import: &str| {
        let code = format!("import dagster as dg\n{import}\ndefs = dg.Definitions()\n");
        let tree = Tree::new(&[
            ("shop/__init__.py", ""),
            ("shop/settings.py", settings),
            ("shop/definitions.py", &code),
        ]);
        told(&tree, &["-m", "shop.definitions"])
    };
    let itself = "import sys, types\nmade = types.ModuleType('x')\nmade.GROUP = 'raw'\n\
                  sys.modules[__name__] = made\n";
    let import = "from shop.settings import GROUP";
    assert_eq!(replaced(itself, import), [""; 0]);
    let another = "import sys, types\nsys.modules['shop.made'] = types.ModuleType('x')\n";
    let import = "import shop.settings\nimport shop.made";
    assert_eq!(replaced(another, import), [""; 0]);
    assert_eq!(
        replaced("", import),
        ["DAG222 3:8 module `shop.made` does not exist"]
    );
}

#[test]
fn modules_that_are_given_as_assets_are_one_finding() {
    let tree = Tree::new(&[
        ("shop/__init__.py", ""),
        (
            "shop/orders.py",
            "import dagster as dg\n@dg.asset\ndef orders(): ...\n",
        ),
        (
            "shop/items.py",
            "import dagster as dg\n@dg.asset\ndef items(): ...\n",
        ),
        (
            "shop/definitions.py",
            "import dagster as dg\nfrom shop import items, orders\n\
             defs = dg.Definitions(assets=[orders, items])\n",
        ),
    ]);
    let arguments = ["-m", "shop.definitions"];
    assert_eq!(
        told(&tree, &arguments),
        ["DAG208 3:30 `assets` of `Definitions` gets the module `shop.items`"]
    );
    let help = helps(&tree, "DAG208", &arguments);
    assert!(
        help[0].contains("`load_assets_from_modules([...])`"),
        "{help:?}"
    );
}

#[test]
fn what_is_of_no_kind_of_definition_is_refused() {
    for argument in [
        "assets=[C]",
        "assets=[C()]",
        "assets=[dg.AssetSpec]",
        "assets=[os]",
        "assets=C",
        "jobs=[E.A]",
        "executor='in_process'",
        "executor=plain",
        "executor={'config': {}}",
        "loggers={'console': 'json'}",
        "loggers={'console': plain}",
    ] {
        let code = format!(
            "import os\nfrom enum import Enum\nclass C: ...\nclass E(Enum):\n    A = 1\n\
             def plain(): ...\ndefs = dg.Definitions({argument})"
        );
        assert_eq!(codes(&code), ["DAG208"], "{argument}");
    }
    for argument in [
        "executor=dg.in_process_executor",
        "executor=dg.multi_or_in_process_executor",
        "executor=dg.in_process_executor.configured({})",
        "executor=mine",
        "loggers={'console': dg.json_console_logger, 'own': log}",
    ] {
        let code = format!(
            "@dg.executor\ndef mine(init): ...\n@dg.logger\ndef log(init): ...\n\
             defs = dg.Definitions({argument})"
        );
        assert_eq!(of_file(&code), [""; 0], "{argument}");
    }
}

#[test]
fn a_job_or_a_graph_is_enough_to_load_a_module() {
    let op = "@dg.op\ndef load(): ...\n";
    let job = format!("{op}@dg.job\ndef nightly():\n    load()");
    assert_eq!(listed(&job), ["nightly"]);
    assert_eq!(of_file(&job), Vec::<String>::new());
    let graph = format!("{op}@dg.graph\ndef hourly():\n    load()");
    assert_eq!(listed(&graph), ["hourly"]);
    assert_eq!(of_file(&graph), Vec::<String>::new());
}

#[test]
fn a_configured_op_has_the_name_that_it_is_given() {
    let op = "@dg.op(config_schema={'a': int})\ndef base(context): ...\n";
    let job = "@dg.op\ndef other(): ...\n@dg.job\ndef nightly():\n    base(); first(); other()";
    let method =
        |name: &str| format!("{op}first = base.configured({{'a': 1}}, name='{name}')\n{job}");
    let decorator = |name: &str| {
        format!("{op}@dg.configured(base)\ndef {name}(config): ...\nfirst = {name}\n{job}")
    };
    assert_eq!(codes(&method("renamed")), Vec::<String>::new());
    assert_eq!(codes(&decorator("renamed")), Vec::<String>::new());
    assert_eq!(codes(&method("other")), ["DAG405"]);
    assert_eq!(codes(&decorator("other")), ["DAG405"]);
}

#[test]
fn a_module_with_an_asset_and_a_copy_of_it_is_refused() {
    let tree = Tree::new(&[
        (
            "assets.py",
            "import dagster as dg\n@dg.asset\ndef x(): ...\n",
        ),
        (
            "more.py",
            "import dagster as dg\nimport assets\nfrom assets import x\n\
             copies = dg.load_assets_from_modules([assets], group_name='g')\n",
        ),
        (
            "definitions.py",
            "import dagster as dg\nimport more\n\
             defs = dg.Definitions(assets=dg.load_assets_from_modules([more]))\n",
        ),
    ]);
    let told = told(&tree, &["-f", "definitions.py"]);
    let refused = "DAG600 3:59 module `more` holds asset `x` and a copy of it that a loader made, \
                   which Dagster takes for two assets of one key";
    assert!(told.iter().any(|it| it == refused), "{told:?}");
}
