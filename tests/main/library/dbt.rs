//! dbt projects with a committed manifest, held against `dagster-dbt` 0.29.27.

use serde_json::{Value as Json, json};

use super::{load, names};

/// A manifest, as far as Dagster reads it.
#[expect(clippy::too_many_lines, reason = "a manifest")]
fn manifest() -> Json {
    let node = |kind: &str, name: &str, more: Json| {
        let mut node = json!({
            "resource_type": kind, "name": name, "package_name": "shop",
            "unique_id": format!("{kind}.shop.{name}"), "alias": name,
            "fqn": ["shop", name], "tags": [], "meta": {}, "depends_on": {"nodes": []},
            "original_file_path": format!("models/{name}.sql"),
            "config": {"enabled": true, "materialized": "table", "schema": null, "meta": {}},
        });
        for (key, value) in more.as_object().into_iter().flatten() {
            node[key] = value.clone();
        }
        node
    };
    let on = |ids: &[&str]| json!({ "nodes": ids });
    let nodes = [
        node(
            "model",
            "stg",
            json!({
            "config": {"materialized": "view", "schema": "raw", "meta": {}}, "tags": ["hourly"],
            "depends_on": on(&["source.shop.crm.people"])}),
        ),
        node(
            "model",
            "eph",
            json!({
            "config": {"materialized": "ephemeral"}, "depends_on": on(&["model.shop.stg"])}),
        ),
        node(
            "model",
            "orders",
            json!({
            "config": {"materialized": "table", "schema": null, "group": "finance"},
            "depends_on": on(&["model.shop.eph", "seed.shop.codes"])}),
        ),
        node(
            "model",
            "keyed",
            json!({
            "meta": {"dagster": {"asset_key": ["own", "key"], "group": "g"}}}),
        ),
        node(
            "model",
            "versioned",
            json!({"version": 2, "alias": "versioned_v2"}),
        ),
        node("seed", "codes", json!({})),
        node(
            "test",
            "unique_orders_id",
            json!({
            "attached_node": "model.shop.orders", "test_metadata": {"name": "unique"},
            "depends_on": on(&["model.shop.orders"])}),
        ),
        node(
            "test",
            "related",
            json!({
            "attached_node": "model.shop.orders", "test_metadata": {"name": "relationships"},
            "depends_on": on(&["model.shop.orders", "model.shop.stg"])}),
        ),
        node(
            "test",
            "loose",
            json!({
            "depends_on": on(&["model.shop.orders", "model.shop.stg"])}),
        ),
        node(
            "test",
            "told",
            json!({
            "meta": {"dagster": {"ref": {"name": "stg"}}},
            "depends_on": on(&["model.shop.orders", "model.shop.stg"])}),
        ),
        node(
            "test",
            "source_test",
            json!({
            "depends_on": on(&["source.shop.crm.people"])}),
        ),
    ];
    let nodes = nodes.map(|node| {
        (
            node["unique_id"].as_str().unwrap_or_default().to_owned(),
            node,
        )
    });
    let source = node(
        "source",
        "people",
        json!({
        "source_name": "crm", "unique_id": "source.shop.crm.people", "fqn": ["shop", "crm", "people"]}),
    );
    json!({
        "metadata": {"project_name": "shop", "dbt_version": "1.10.0"},
        "nodes": Json::Object(nodes.into_iter().collect()),
        "sources": {"source.shop.crm.people": source},
        "exposures": {}, "metrics": {},
        "selectors": {
            "both": {"name": "both", "definition": {"intersection": [
                {"method": "tag", "value": "hourly"}, {"method": "fqn", "value": "*"}]}},
            "either": {"name": "either", "definition": {"union": [
                {"method": "tag", "value": "hourly"}, {"method": "fqn", "value": "orders"}]}},
            "without": {"name": "without", "definition": {"union": [
                {"method": "tag", "value": "hourly"}, {"method": "fqn", "value": "orders"},
                {"exclude": [{"method": "fqn", "value": "stg"}]}]}},
            "neither": {"name": "neither", "definition": {"intersection": [
                {"method": "tag", "value": "hourly"}, {"method": "fqn", "value": "codes"}]}},
        },
    })
}

/// What a module holds that lies beside the dbt project.
fn listed(code: &str) -> Vec<String> {
    let head = "import json\nfrom pathlib import Path\nimport dagster as dg\n\
                from dagster_dbt import *\nfrom dagster_dbt import (DbtProject, dbt_assets, \
                DagsterDbtTranslator, DagsterDbtTranslatorSettings, get_asset_key_for_model, \
                build_schedule_from_dbt_selection)\n\
                PROJECT = DbtProject(Path(__file__).parent / 'dbt')\n";
    let is_whole = code.contains("defs = ");
    let last = if is_whole {
        ""
    } else {
        "defs = dg.Definitions([models])"
    };
    let files = [
        ("dbt/dbt_project.yml", "name: shop\n"),
        ("dbt/target/manifest.json", &*manifest().to_string()),
        ("defs.py", &*format!("{head}{code}\n{last}\n")),
    ];
    names(&load(&files))
}

const MODELS: &[&str] = &[
    "codes",
    "orders in finance",
    "own/key in g",
    "raw/stg",
    "versioned_v2",
];

/// The assets, and then these.
fn models_and(more: &[&str]) -> Vec<String> {
    let all = [&more[..0], MODELS, more].concat();
    let mut all: Vec<String> = all.into_iter().map(str::to_owned).collect();
    all.sort();
    all
}

#[test]
fn models_become_assets_and_tests_checks() {
    let expected = models_and(&[
        "check orders:related",
        "check orders:unique_orders_id",
        "check raw/stg:told",
    ]);
    for manifest in [
        "PROJECT.manifest_path",
        "str(PROJECT.manifest_path)",
        "json.loads(PROJECT.manifest_path.read_text())",
        "PROJECT.project_dir / PROJECT.target_path / 'manifest.json'",
    ] {
        let code = format!("@dbt_assets(manifest={manifest})\ndef models(context): ...");
        assert_eq!(listed(&code), expected, "{manifest}");
    }
}

#[test]
fn settings_turn_checks_on_and_off() {
    let with = |settings: &str| {
        let code = format!(
            "@dbt_assets(manifest=PROJECT.manifest_path, dagster_dbt_translator=\
             DagsterDbtTranslator(DagsterDbtTranslatorSettings({settings})))\n\
             def models(context): ..."
        );
        listed(&code)
    };
    assert_eq!(with("enable_asset_checks=False"), models_and(&[]));
    assert!(
        with("enable_source_tests_as_checks=True").contains(&"check crm/people:source_test".into())
    );
}

/// The assets that arguments of `@dbt_assets` select.
fn selected(arguments: &str) -> Vec<String> {
    let code = format!(
        "@dbt_assets(manifest=PROJECT.manifest_path, {arguments})\ndef models(context): ..."
    );
    let mut names = listed(&code);
    names.retain(|name| !name.starts_with("check"));
    names
}

#[test]
fn selections_are_those_of_dbt() {
    for (arguments, assets) in [
        ("select='tag:hourly'", &["raw/stg"][..]),
        (
            "select='+orders'",
            &["codes", "orders in finance", "raw/stg"],
        ),
        (
            "select='source:crm+,config.materialized:table'",
            &["orders in finance"],
        ),
        (
            "exclude='resource_type:seed stg'",
            &["orders in finance", "own/key in g", "versioned_v2"],
        ),
        (
            "select='state:modified'",
            &["? dbt's selection method `state` is not followed"],
        ),
    ] {
        assert_eq!(selected(arguments), assets, "{arguments}");
    }
}

#[test]
fn methods_of_what_is_no_asset_select_none() {
    for kind in [
        "exposure",
        "metric",
        "semantic_model",
        "saved_query",
        "unit_test",
    ] {
        let found = selected(&format!("select='tag:hourly {kind}:none'"));
        assert_eq!(found, ["raw/stg"], "{kind}");
    }
}

#[test]
fn selections_reach_as_many_levels_as_they_say() {
    for (levels, assets) in [
        ("stg+0", &["raw/stg"][..]),
        ("stg+1", &["raw/stg"]),
        ("stg+2", &["orders in finance", "raw/stg"]),
        ("0+orders", &["orders in finance"]),
        ("1+orders", &["codes", "orders in finance"]),
        ("2+orders", &["codes", "orders in finance", "raw/stg"]),
        ("source:crm+1", &["raw/stg"]),
        ("@codes", &["codes", "orders in finance", "raw/stg"]),
    ] {
        // What is below may be more, where Jinja decides.
        let mut found = selected(&format!("select='{levels}'"));
        found.retain(|name| !name.starts_with('?'));
        assert_eq!(found, assets, "{levels}");
    }
}

#[test]
fn selectors_are_unions_and_intersections() {
    for (selector, assets) in [
        ("both", &["raw/stg"][..]),
        ("either", &["orders in finance", "raw/stg"]),
        ("without", &["orders in finance"]),
        ("neither", &[]),
    ] {
        let found = selected(&format!("selector='{selector}'"));
        assert_eq!(found, assets, "{selector}");
    }
}

#[test]
fn excluding_one_parent_of_a_test_excludes_the_test() {
    let code = "@dbt_assets(manifest=PROJECT.manifest_path, exclude='stg')\n\
                def models(context): ...";
    let names = listed(code).into_iter();
    let checks: Vec<String> = names.filter(|name| name.starts_with("check")).collect();
    assert_eq!(checks, ["check orders:unique_orders_id"]);
}

#[test]
fn a_translator_of_the_project_is_asked() {
    let code = "
class Prefixed(DagsterDbtTranslator):
    def __init__(self, prefix):
        self.prefix = prefix
        super().__init__(DagsterDbtTranslatorSettings(False))
    def get_asset_key(self, dbt_resource_props):
        return super().get_asset_key(dbt_resource_props).with_prefix(self.prefix)
    def get_group_name(self, dbt_resource_props):
        return dbt_resource_props['config'].get('materialized')
@dbt_assets(manifest=PROJECT.manifest_path, select='orders codes', dagster_dbt_translator=Prefixed('p'))
def models(context): ...";
    assert_eq!(listed(code), ["p/codes in table", "p/orders in table"]);
    let code = "
class Specs(DagsterDbtTranslator):
    def get_asset_spec(self, manifest, unique_id, project):
        props = self.get_resource_props(manifest, unique_id)
        base = super().get_asset_spec(manifest, unique_id, project)
        return base.replace_attributes(key=[props['package_name'], unique_id], group_name='g')
@dbt_assets(manifest=PROJECT.manifest_path, select='orders', dagster_dbt_translator=Specs())
def models(context): ...";
    assert_eq!(
        listed(code),
        [
            "check shop/model.shop.orders:related",
            "check shop/model.shop.orders:unique_orders_id",
            "shop/model.shop.orders in g",
        ]
    );
}

#[test]
fn what_only_running_tells_opens_the_assets() {
    let code = "
import somewhere
class Asking(DagsterDbtTranslator):
    def get_asset_key(self, dbt_resource_props):
        return dg.AssetKey(somewhere.ask(dbt_resource_props['name']))
@dbt_assets(manifest=PROJECT.manifest_path, dagster_dbt_translator=Asking())
def models(context): ...";
    assert_eq!(listed(code), ["? value comes from `somewhere.ask(...)`"]);
}

#[test]
fn two_resources_of_one_key_are_refused() {
    let code = "
class Same(DagsterDbtTranslator):
    def get_asset_key(self, dbt_resource_props):
        return dg.AssetKey('same')
@dbt_assets(manifest=PROJECT.manifest_path, select='codes keyed', dagster_dbt_translator=Same())
def models(context): ...";
    let said = listed(code);
    let expected =
        "! dbt resources `model.shop.keyed` and `seed.shop.codes` have one asset key, `same`";
    assert!(said.contains(&expected.to_owned()), "{said:?}");
}

#[test]
fn keys_of_models_and_schedules_can_be_asked_for() {
    let code = "
@dbt_assets(manifest=PROJECT.manifest_path, select='codes')
def models(context): ...
@dg.asset(key=get_asset_key_for_model([models], 'orders').with_prefix('after'))
def after(): ...
daily = build_schedule_from_dbt_selection([models], job_name='refresh', cron_schedule='@daily')
defs = dg.Definitions([models, after], schedules=[daily])";
    let expected = [
        "after/orders",
        "codes",
        "job refresh",
        "schedule refresh_schedule",
    ];
    assert_eq!(listed(code), expected);
}
