//! What programs read: valid against the published schemas.

use jsonschema::Validator;
use serde_json::Value;

use crate::support::Tree;

fn schema(name: &str) -> Validator {
    let path = format!("{}/schemas/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(&path).expect("a schema");
    let schema: Value = serde_json::from_str(&text).expect("JSON");
    jsonschema::validator_for(&schema).expect("a schema")
}

fn assert_valid(name: &str, document: &Value) {
    let errors: Vec<String> = schema(name)
        .iter_errors(document)
        .map(|error| format!("{}: {error}", error.instance_path))
        .collect();
    assert!(errors.is_empty(), "{errors:#?}\n{document:#}");
}

/// Two jobs of one name, something that cannot be evaluated, and a bit of everything.
fn tree() -> Tree {
    Tree::new(&[(
        "definitions.py",
        "\
import dagster as dg
import requests

names = requests.get(\"https://example.com\").json()


@dg.asset(group_name=\"raw\")
def orders():
    return 1


@dg.asset(deps=[orders])
def totals():
    return 2


@dg.asset_check(asset=orders)
def not_empty():
    return dg.AssetCheckResult(passed=True)


first = dg.define_asset_job(\"nightly\")
second = dg.define_asset_job(\"nightly\", selection=\"*\")


@dg.schedule(job=first, cron_schedule=\"0 0 * * *\")
def at_night():
    return dg.RunRequest()


@dg.sensor(job=first)
def on_arrival():
    return dg.RunRequest()


defs = dg.Definitions(
    assets=[orders, totals, *names],
    asset_checks=[not_empty],
    jobs=[first, second],
    schedules=[at_night],
    sensors=[on_arrival],
    resources={\"warehouse\": object()},
)
",
    )])
}

#[test]
fn diagnostics_follow_their_schema() {
    let (code, document) = tree().check_json(&["-f", "definitions.py"]);
    assert_eq!(code, 1, "{document:#}");
    assert_valid("diagnostics-v1.json", &document);
    let findings = document["diagnostics"].as_array().expect("a list");
    let twice = findings
        .iter()
        .find(|finding| finding["code"] == "DAG403")
        .expect("two jobs of one name");
    assert_eq!(twice["path"], "definitions.py");
    assert_eq!(twice["related"][0]["role"], "equal");
    assert_eq!(document["summary"]["code_locations"], 1);
    let incomplete = document["incomplete"].as_array().expect("a list");
    assert_eq!(incomplete.len(), 1, "{document:#}");
}

#[test]
fn the_inventory_follows_its_schema() {
    let run = tree().run(&["list", "--format", "json", "-f", "definitions.py"]);
    let document = run.json();
    assert_valid("inventory-v1.json", &document);
    let location = &document["code_locations"][0];
    assert_eq!(location["complete"], false);
    assert_eq!(location["entry"]["path"], "definitions.py");
    assert_eq!(location["assets"][0]["key"], "orders");
    assert_eq!(location["assets"][0]["group"], "raw");
    assert_eq!(location["assets"][1]["deps"][0], "orders");
    assert_eq!(location["asset_checks"][0]["key"], "orders:not_empty");
    assert_eq!(location["schedules"][0]["name"], "at_night");
    assert_eq!(location["sensors"][0]["name"], "on_arrival");
    assert_eq!(location["resources"][0]["name"], "warehouse");
}

#[test]
fn nothing_found_is_valid_too() {
    let tree = Tree::new(&[
        ("pyproject.toml", "[project]\nname = \"tool\"\n"),
        ("tool.py", "print('no Dagster here')\n"),
    ]);
    let (code, document) = tree.check_json(&[]);
    assert_eq!(code, 0);
    assert_valid("diagnostics-v1.json", &document);
    let run = tree.run(&["list", "--format", "json"]);
    assert_eq!(run.code, 0);
    assert_valid("inventory-v1.json", &run.json());
}

#[test]
fn the_schemas_refuse_what_is_wrong() {
    let (_, mut document) = tree().check_json(&["-f", "definitions.py"]);
    document["diagnostics"][0]["range"]["start"]["line"] = 0.into();
    assert!(!schema("diagnostics-v1.json").is_valid(&document));
}

#[test]
fn a_fix_says_what_it_would_write() {
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
    ]);
    let (_, document) = tree.check_json(&["-m", "shop"]);
    assert_valid("diagnostics-v1.json", &document);
    let findings = document["diagnostics"].as_array().expect("a list");
    let skipped = findings.iter().find(|finding| finding["code"] == "DAG111");
    let finding = skipped.expect("a skipped folder");
    assert_eq!(finding["symbol"], "raw");
    let edit = &finding["fix"]["edits"][0];
    assert_eq!(edit["path"], "shop/assets/raw/__init__.py");
    assert_eq!(edit["range"], Value::Null);
    assert_eq!(finding["range"]["byte_start"], 37, "{document:#}");
}

#[test]
fn a_symbol_stays_when_lines_move() {
    let symbols = |tree: &Tree| -> Vec<Value> {
        let (_, document) = tree.check_json(&["-f", "definitions.py"]);
        let findings = document["diagnostics"].as_array().expect("a list").clone();
        let told = findings.iter().filter(|it| it["severity"] != "info");
        told.map(|it| it["symbol"].clone()).collect()
    };
    let tree = tree();
    let before = symbols(&tree);
    assert_eq!(before, ["requests.get", "nightly"]);
    let path = tree.path().join("definitions.py");
    let text = std::fs::read_to_string(&path).expect("text");
    std::fs::write(&path, format!("# moved\n\n{text}")).expect("written");
    assert_eq!(symbols(&tree), before);
}
