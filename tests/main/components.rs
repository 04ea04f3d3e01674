//! Components of libraries, in a dg project. What they hold was taken from `dagster-dbt`
//! 0.29.27 with `dbt` 1.10.

use crate::support::Tree;

/// The assets of a dg project with a dbt component of this translation, with their groups,
/// and why there may be more.
#[expect(
    clippy::too_many_lines,
    reason = "most of it is the files of one project"
)]
fn translated(translation: &str) -> Vec<String> {
    let yaml = format!(
        "type: dagster_dbt.DbtProjectComponent\nattributes:\n  \
         project: \"{{{{ project_root }}}}/shop\"\n  translation:\n    {translation}\n"
    );
    let tree = Tree::new(&[
        (
            "pyproject.toml",
            "[project]\nname = \"proj\"\nversion = \"1\"\n\
             dependencies = [\"dagster\", \"dagster-dbt\"]\n\
             [tool.dg]\ndirectory_type = \"project\"\n\
             [tool.dg.project]\nroot_module = \"proj\"\n",
        ),
        ("src/proj/__init__.py", ""),
        (
            "src/proj/definitions.py",
            "from pathlib import Path\nfrom dagster import definitions, load_from_defs_folder\n\
             @definitions\ndef defs():\n    \
             return load_from_defs_folder(path_within_project=Path(__file__).parent)\n",
        ),
        ("src/proj/defs/__init__.py", ""),
        ("src/proj/defs/shop/defs.yaml", &yaml),
        (
            "shop/dbt_project.yml",
            "name: shop\nmodels: {shop: {+meta: {team: ops}}}\n",
        ),
        ("shop/models/orders.sql", "select 1"),
        (
            "shop/models/stg/stg.sql",
            "{{ config(materialized='table') }} select * from {{ ref('orders') }} {{ source('raw', 'x') }}",
        ),
        (
            "shop/models/sources.yml",
            "sources: [{name: raw, tables: [{name: x}]}]\n",
        ),
    ]);
    let run = tree.run(&["list", "--format", "json"]);
    assert_eq!(run.code, 0, "{run:?}");
    let json = run.json();
    let location = &json["code_locations"][0];
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let assets = location["assets"].as_array().expect("assets").iter();
    let mut found: Vec<String> = assets
        .filter(|asset| asset["external"] == false)
        .map(|asset| format!("{} in {}", text(&asset["key"]), text(&asset["group"])))
        .collect();
    let unknowns = location["unknowns"].as_array().expect("unknowns").iter();
    found.extend(unknowns.map(|unknown| format!("? {}", text(&unknown["reason"]))));
    found
}

#[test]
fn a_translation_sees_the_node_of_dbt() {
    assert_eq!(
        translated("key: \"target/main/{{ node.name }}\""),
        [
            "target/main/orders in default",
            "target/main/stg in default"
        ]
    );
    assert_eq!(
        translated(
            "key_prefix: [x, \"{{ node.resource_type }}\"]\n    group_name: \"{{ node.fqn[1] }}\""
        ),
        ["x/model/orders in orders", "x/model/stg in stg"]
    );
    assert_eq!(
        translated("group_name: \"{{ 'stg' if 'stg' in node.path else 'other' }}\""),
        ["orders in other", "stg in stg"]
    );
    assert_eq!(
        translated("group_name: \"{{ node.config.get('meta', {}).get('team') }}\""),
        ["orders in ops", "stg in ops"]
    );
}

#[test]
fn filters_at_the_end_of_an_expression_are_followed() {
    assert_eq!(
        translated("key: \"{{ spec.key.path | join('/') }}/z\""),
        ["orders/z in default", "stg/z in default"]
    );
    assert_eq!(
        translated("key: \"{{ node.name | upper | replace('O', 'X') }}\""),
        ["STG in default", "XRDERS in default"]
    );
    let reason = "? daglint does not follow the Jinja expression `node.name | batch(2)`";
    assert_eq!(translated("key: \"{{ node.name | batch(2) }}\""), [reason]);
}

#[test]
fn what_the_files_of_dbt_do_not_say_is_unknown() {
    assert_eq!(
        translated("key: \"{{ node.relation_name }}\""),
        ["? only dbt itself knows this property of a dbt resource"]
    );
}
