//! What the libraries' tests share: a code location in a folder, as a list of names; and
//! the tests of the small ones.

mod dbt;
mod dbt_source;
mod dlt;

use std::path::Path;

use daglint::budget::Budget;

use daglint::model::{AutomationKind, CodeLocation, LoadFault, Target, TargetKind};
use daglint::source::Sources;

/// The code location of `defs.py` in a folder with these files.
pub(crate) fn load(files: &[(&str, &str)]) -> CodeLocation {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join(".git")).expect("a git directory");
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("folders");
        std::fs::write(path, text).expect("written");
    }
    load_from(folder.path())
}

fn load_from(directory: &Path) -> CodeLocation {
    let target = Target {
        name: "defs".into(),
        kind: TargetKind::File(directory.join("defs.py")),
        attribute: None,
        working_directory: directory.to_path_buf(),
        current_directory: None,
        search_path: vec![directory.to_path_buf()],
        package_directories: std::collections::BTreeMap::new(),
        declared_at: None,
        found: false,
        variables: std::collections::BTreeMap::new(),
        project: None,
    };
    daglint::load::load(&Sources::new(), &target, Budget::default())
}

/// Everything that a code location holds, sorted: assets, `check`s, jobs, `@` schedules
/// and sensors; then `?` with the reasons for what is not known, and `!` with faults.
pub(crate) fn names(location: &CodeLocation) -> Vec<String> {
    let assets = location.assets.iter().map(|asset| {
        let group = asset.group.name().unwrap_or("?");
        let group = Some(group).filter(|group| *group != "default");
        let group = group
            .map(|group| format!(" in {group}"))
            .unwrap_or_default();
        format!("{}{group}", asset.key)
    });
    let checks = location.asset_checks.iter();
    let checks = checks.map(|check| format!("check {}:{}", check.asset, check.name));
    let jobs = location.jobs.iter().map(|job| format!("job {}", job.name));
    let automations = location.automations.iter().map(|automation| {
        let kind = match automation.kind {
            AutomationKind::Schedule => "schedule",
            AutomationKind::Sensor => "sensor",
        };
        format!("{kind} {}", automation.name)
    });
    let mut names: Vec<String> = assets
        .chain(checks)
        .chain(jobs)
        .chain(automations)
        .collect();
    names.sort();
    let unknowns = location.unknowns.iter();
    names.extend(unknowns.map(|unknown| format!("? {}", unknown.reason)));
    names.extend(location.faults.iter().map(|fault| match fault {
        LoadFault::Refused(fault) => format!("! {}", fault.message),
        fault => format!("! {fault:?}"),
    }));
    names
}

/// What a module holds that defines `defs`.
fn held(code: &str, more: &[(&str, &str)]) -> Vec<String> {
    let code = format!("from pathlib import Path\nimport dagster as dg\n{code}");
    let files = [more, &[("defs.py", code.as_str())]].concat();
    names(&load(&files))
}

#[test]
fn streams_of_sling_are_assets() {
    let yaml = "defaults: {meta: {dagster: {group: raw}}}\nstreams:\n  public.Users:\n\
                \x20 public.off: {disabled: true}\n\
                \x20 \"public.\\\"Odd Name\\\"\": {object: main.odd}\n\
                \x20 keyed: {meta: {dagster: {asset_key: own.key, group: g}}}\n";
    let code = "from dagster_sling import sling_assets, DagsterSlingTranslator
class Prefixed(DagsterSlingTranslator):
    def get_asset_spec(self, stream_definition):
        base = super().get_asset_spec(stream_definition)
        return base.replace_attributes(key=base.key.with_prefix(stream_definition['name']))
@sling_assets(replication_config=Path(__file__).parent / 'replication.yaml')
def by_path(context): ...
@sling_assets(replication_config={'streams': {'a.b': None}}, dagster_sling_translator=Prefixed('t'))
def by_dict(context): ...
defs = dg.Definitions([by_path, by_dict])";
    assert_eq!(
        held(code, &[("replication.yaml", yaml)]),
        [
            "a.b/t/a/b",
            "own/key in g",
            "target/main/odd in raw",
            "target/public/users in raw",
        ]
    );
}

#[test]
fn tables_of_connectors_are_assets_and_apis_are_unknown() {
    let code = "from dagster_airbyte import build_airbyte_assets, load_airbyte_asset_specs
from dagster_fivetran import build_fivetran_assets
defs = dg.Definitions([
    *build_airbyte_assets('id', ['a', 'b'], asset_key_prefix=['x'], normalization_tables={'a': {'c'}}),
    *build_fivetran_assets(connector_id='id', destination_tables=['s.t'], group_name='g'),
    *load_airbyte_asset_specs(dg.EnvVar('X')),
])";
    let asked = "? `load_airbyte_asset_specs(...)` asks Airbyte what there is";
    assert_eq!(held(code, &[]), ["s/t in g", "x/a", "x/b", "x/c", asked]);
}

#[test]
fn sensors_and_schedules_of_libraries_have_their_names() {
    let code = "from dagster_slack import make_slack_on_run_failure_sensor, SlackResource
from dagster_msteams import make_teams_on_run_failure_sensor
from dagster_cloud.dagster_insights import create_snowflake_insights_asset_and_schedule
from dagster_cloud.metadata.source_code import link_code_references_to_git_if_cloud
from dagstermill import define_dagstermill_asset
insights = create_snowflake_insights_asset_and_schedule('2024-01-01-00:00', name='costs')
@dg.asset
def own(): ...
defs = dg.Definitions(
    assets=link_code_references_to_git_if_cloud(
        [own, *insights.assets, define_dagstermill_asset('nb', 'x.ipynb', key_prefix='k')]),
    schedules=[insights.schedule],
    sensors=[make_slack_on_run_failure_sensor('#x', 'token'),
             make_teams_on_run_failure_sensor('url', name='told')],
    resources={'slack': SlackResource(token='x')})";
    assert_eq!(
        held(code, &[]),
        [
            "costs",
            "job snowflake_insights_import",
            "k/nb",
            "own",
            "schedule snowflake_insights_import_schedule",
            "sensor slack_on_run_failure",
            "sensor told",
        ]
    );
}

#[test]
fn what_is_mapped_to_airflow_stays() {
    let code = "from dagster_airlift.core import (AirflowInstance, assets_with_dag_mappings,
    build_defs_from_airflow_instance, dag_defs, task_defs)
@dg.asset
def one(): ...
@dg.asset
def two(): ...
defs = build_defs_from_airflow_instance(airflow_instance=AirflowInstance(None, 'a'), defs=dg.Definitions.merge(
    dag_defs('dag', task_defs('task', dg.Definitions([one]))),
    dg.Definitions(assets_with_dag_mappings({'other': [two]}))))";
    let asked = "? `build_defs_from_airflow_instance(...)` asks Airflow which DAGs it has";
    assert_eq!(held(code, &[]), ["one", "two", asked]);
}
