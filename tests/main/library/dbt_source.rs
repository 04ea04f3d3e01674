//! dbt projects without a manifest, held against `dbt parse` of dbt 1.10.

use super::{load, names};

const DEFS: &str = "from pathlib import Path\nimport dagster as dg\n\
                    from dagster_dbt import DbtProject, dbt_assets\n\
                    PROJECT = DbtProject(Path(__file__).parent / 'dbt')\n\
                    PROJECT.prepare_if_dev()\n\
                    @dbt_assets(manifest=PROJECT.manifest_path)\n\
                    def models(context): ...\ndefs = dg.Definitions([models])\n";

/// What a dbt project of these files holds.
fn held(files: &[(&str, &str)]) -> Vec<String> {
    let paths: Vec<String> = files
        .iter()
        .map(|(path, _)| format!("dbt/{path}"))
        .collect();
    let mut all: Vec<(&str, &str)> = vec![("defs.py", DEFS)];
    all.extend(
        paths
            .iter()
            .zip(files)
            .map(|(path, (_, text))| (path.as_str(), *text)),
    );
    names(&load(&all))
}

const PROJECT: (&str, &str) = (
    "dbt_project.yml",
    "name: shop\nmodels:\n  shop:\n    staging:\n      +schema: stg\n      old:\n        +enabled: false\n",
);

#[test]
#[expect(
    clippy::too_many_lines,
    reason = "most of it is the files of one project"
)]
fn models_seeds_and_snapshots_are_the_files() {
    let names = held(&[
        PROJECT,
        (
            "models/staging/stg_orders.sql",
            "select 1 from {{ source('raw', 'orders') }}",
        ),
        ("models/staging/old/gone.sql", "select 1"),
        ("models/staging/.hidden.sql", "select 1"),
        (
            "models/orders.sql",
            "{{ config(meta={'dagster': {'group': 'g'}}) }} {{ ref('stg_orders') }}",
        ),
        (
            "models/passing.sql",
            "{{ config(materialized='ephemeral') }} select 1",
        ),
        (
            "models/off.sql",
            "{{ config(enabled=var('on', false)) }} select 1",
        ),
        (
            "models/by_python.py",
            "def model(dbt, session):\n    dbt.config(schema='py')\n",
        ),
        ("seeds/codes.csv", "a,b\n"),
        (
            "snapshots/all.sql",
            "{% snapshot one %}{{ config(schema='s') }}{% endsnapshot %}",
        ),
        (
            "models/schema.yml",
            "sources:\n  - name: raw\n    tables: [{name: orders}]\n",
        ),
    ]);
    assert_eq!(
        names,
        [
            "codes",
            "orders in g",
            "py/by_python",
            "s/one",
            "stg/stg_orders"
        ]
    );
}

#[test]
fn tests_of_models_are_checks() {
    let names = held(&[
        PROJECT,
        ("models/orders.sql", "select 1"),
        ("models/lines.sql", "select 1 from {{ ref('orders') }}"),
        ("tests/one.sql", "select * from {{ ref('orders') }}"),
        (
            "tests/two.sql",
            "select * from {{ ref('orders') }}, {{ ref('lines') }}",
        ),
        (
            "tests/generic/has.sql",
            "{% test has(model) %}{% endtest %}",
        ),
        (
            "models/schema.yml",
            "models:\n  - name: orders\n    tests: [has]\n    columns:\n\
           \x20     - name: id\n        data_tests:\n          - unique\n          - not_null: {enabled: false}\n\
           \x20         - accepted_values: {values: [\n          'a', 'b'\n          ]}\n\
           \x20 - name: lines\n    columns:\n      - name: order\n        tests:\n\
           \x20         - relationships: {to: ref('orders'), field: id}\n\
           \x20 - name: gone\n    columns:\n      - name: id\n        tests: [unique]\n",
        ),
    ]);
    assert_eq!(
        names,
        [
            "check lines:relationships_lines_order__id__ref_orders_",
            "check orders:accepted_values_orders_id__a__b",
            "check orders:has_orders_",
            "check orders:one",
            "check orders:unique_orders_id",
            "lines",
            "orders",
        ]
    );
}

#[test]
fn versions_are_models_of_their_own() {
    let names = held(&[
        PROJECT,
        ("models/dim_v1.sql", "select 1"),
        ("models/dim.sql", "select 1"),
        (
            "models/schema.yml",
            "models:\n  - name: dim\n    columns: [{name: id, tests: [unique]}]\n\
           \x20   versions: [{v: 1}, {v: 2, config: {alias: special}}]\n",
        ),
    ]);
    assert_eq!(
        names,
        [
            "check dim_v1:unique_dim_v1_id",
            "check special:unique_dim_v2_id",
            "dim_v1",
            "special",
        ]
    );
}

#[test]
fn what_depends_on_more_than_the_files_is_open() {
    let names = held(&[
        PROJECT,
        (
            "packages.yml",
            "packages:\n  - package: dbt-labs/dbt_utils\n    version: 1.0.0\n\
           \x20 - package: some/models\n    version: 1.0.0\n",
        ),
        ("models/sure.sql", "select 1"),
        (
            "models/unsure.sql",
            "{{ config(enabled=target.name == 'prod') }} select 1",
        ),
        (
            "models/schema.yml",
            "models:\n  - name: unsure\n    tests: [t]\n",
        ),
    ]);
    assert_eq!(
        names,
        [
            "sure",
            "? dbt's package `some/models` is not in the repository and may bring models of its own",
        ]
    );
    let names = held(&[
        PROJECT,
        ("models/sure.sql", "select 1"),
        (
            "models/unsure.sql",
            "{{ config(enabled=target.name == 'prod') }} select 1",
        ),
    ]);
    let reason = "? the `enabled` of a dbt resource depends on Jinja";
    assert_eq!(names, ["sure", reason]);
}

#[test]
fn a_package_in_the_repository_is_a_part() {
    let names = held(&[
        (
            "dbt_project.yml",
            "name: shop\nmodels:\n  other:\n    +schema: from_root\n",
        ),
        ("packages.yml", "packages: [{local: ../other}]\n"),
        ("models/own.sql", "select 1"),
        (
            "../other/dbt_project.yml",
            "name: other\nmodels: {other: {+schema: own}}\n",
        ),
        ("../other/models/theirs.sql", "select 1"),
    ]);
    assert_eq!(names, ["from_root/theirs", "own"]);
}

/// What code finds that reads a manifest which is not there.
fn read(code: &str) -> Vec<String> {
    let head = "import json\nfrom pathlib import Path\nimport dagster as dg\n\
                from dagster_dbt import DbtProject\n\
                PROJECT = DbtProject(Path(__file__).parent / 'dbt')\n\
                manifest = json.loads(PROJECT.manifest_path.read_text())\n";
    let yaml = "exposures:\n\
                \x20 - name: dash\n    label: Dash\n    type: dashboard\n    owner: {name: N}\n\
                \x20   depends_on: [ref('orders')]\n    config: {meta: {kind: tableau}}\n\
                \x20 - name: gone\n    type: ml\n    config: {enabled: false}\n\
                sources:\n\
                \x20 - name: sheets\n    meta: {team: ops}\n    tables:\n\
                \x20     - name: people\n        external: {options: {format: SHEET}}\n\
                \x20     - name: plain\n";
    names(&load(&[
        ("defs.py", &format!("{head}{code}")),
        ("dbt/dbt_project.yml", "name: shop\n"),
        ("dbt/models/orders.sql", "select 1"),
        ("dbt/models/all.yml", yaml),
    ]))
}

#[test]
fn code_may_read_exposures_of_a_manifest_that_is_not_there() {
    let code = "\
def make(name, label, config, refs, **rest):
    return dg.AssetSpec(f\"{label}_{name}\", deps=[ref['name'] for ref in refs])
defs = dg.Definitions([
    make(**exposure) for exposure in manifest['exposures'].values()
    if exposure['config']['meta']['kind'] == 'tableau'
])
";
    assert_eq!(read(code), ["Dash_dash"]);
}

#[test]
fn code_may_read_sources_of_a_manifest_that_is_not_there() {
    let code = "\
defs = dg.Definitions([
    dg.AssetSpec([source['meta']['team'], source['name']])
    for source in manifest['sources'].values()
    if source.get('external') and source['external']['options']['format'] == 'SHEET'
])
";
    assert_eq!(read(code), ["ops/people"]);
}

#[test]
fn what_files_do_not_say_of_a_manifest_stays_unknown() {
    let code = "defs = dg.Definitions([dg.AssetSpec(node['relation_name']) \
                for node in manifest['nodes'].values()])\n";
    assert_eq!(
        read(code),
        ["? dbt's `manifest.json` says more of it than its files"]
    );
    let code = "defs = dg.Definitions([dg.AssetSpec(name) for name in manifest['docs']])\n";
    assert_eq!(
        read(code),
        ["? dbt's `manifest.json` is not in the repository: dbt makes it"]
    );
}
