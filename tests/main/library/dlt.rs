//! What `dagster_dlt` makes of sources that the project itself defines, held against
//! `dagster-dlt` 0.29.27 with `dlt` 1.31.

use super::{load, names};

/// What a module holds that has `defs` and these sources.
fn held(code: &str) -> Vec<String> {
    let head = "import dagster as dg, dlt\nfrom dagster_dlt import dlt_assets, \
                build_dlt_asset_specs, DagsterDltTranslator\n\
                PIPELINE = dlt.pipeline('p', destination='duckdb')\n";
    names(&load(&[("defs.py", &format!("{head}{code}"))]))
}

#[test]
fn an_asset_for_each_resource_of_a_source() {
    let code = "
@dlt.resource(name='users', write_disposition='replace')
def all_users():
    yield {}
@dlt.source
def shop():
    @dlt.resource
    def orders():
        yield {}
    @dlt.transformer(data_from=orders)
    def details(order):
        yield order
    return all_users, orders, details, orders | details.with_name('more')
@dlt_assets(dlt_source=shop(), dlt_pipeline=PIPELINE, group_name='g')
def assets(context): ...
defs = dg.Definitions([assets])";
    let expected = [
        "dlt_shop_details in g",
        "dlt_shop_more in g",
        "dlt_shop_orders in g",
        "dlt_shop_users in g",
    ];
    assert_eq!(held(code), expected);
}

#[test]
fn sources_are_called_renamed_and_narrowed() {
    let code = "
@dlt.source(name='named')
def tables(names, key=dlt.secrets.value):
    for name in names:
        yield dlt.resource([1], name=name)
source = tables(['a', 'b', 'c'])
source.resources['c'].selected = False
@dlt_assets(dlt_source=source.with_resources('a'), dlt_pipeline=PIPELINE)
def one(context): ...
@dlt_assets(dlt_source=source.clone('copy'), dlt_pipeline=PIPELINE)
def two(context): ...
specs = build_dlt_asset_specs(tables.with_args(name='other')(['x']), PIPELINE)
defs = dg.Definitions([one, two, *specs])";
    let expected = ["dlt_copy_a", "dlt_copy_b", "dlt_named_a", "dlt_other_x"];
    assert_eq!(held(code), expected);
}

#[test]
fn translators_of_the_project_are_asked() {
    let code = "
class New(DagsterDltTranslator):
    def get_asset_spec(self, data):
        spec = super().get_asset_spec(data)
        return spec.replace_attributes(key=['raw', data.resource.name], deps=[])
class Old(DagsterDltTranslator):
    def get_asset_key(self, resource):
        return dg.AssetKey([resource.source_name, resource.name])
    def get_group_name(self, resource):
        return 'g'
@dlt.source
def s():
    return [dlt.resource([1], name='t')]
@dlt_assets(dlt_source=s(), dlt_pipeline=PIPELINE, dagster_dlt_translator=New())
def new(context): ...
@dlt_assets(dlt_source=s(), dlt_pipeline=PIPELINE, dagster_dlt_translator=Old())
def old(context): ...
defs = dg.Definitions([new, old])";
    assert_eq!(held(code), ["raw/t", "s/t in g"]);
}

#[test]
fn sources_of_dlt_itself_are_known_where_they_are_told_their_tables() {
    let code = "
from dlt.sources.rest_api import rest_api_source
from dlt.sources.sql_database import sql_database
api = rest_api_source({'client': {}, 'resources': ['posts', {'name': 'off', 'selected': False}]})
@dlt_assets(dlt_source=api, dlt_pipeline=PIPELINE)
def from_api(context): ...
@dlt_assets(dlt_source=sql_database('url', table_names=['t']), dlt_pipeline=PIPELINE)
def from_tables(context): ...
@dlt_assets(dlt_source=sql_database('url'), dlt_pipeline=PIPELINE)
def from_all(context): ...
defs = dg.Definitions([from_api, from_tables, from_all])";
    assert_eq!(
        held(code),
        [
            "dlt_rest_api_posts",
            "dlt_sql_database_t",
            "? value comes from `dlt.tables_of_the_database.name`"
        ]
    );
}

#[test]
fn a_source_of_elsewhere_is_unknown() {
    let code = "
from hubspot import hubspot
@dlt_assets(dlt_source=hubspot(), dlt_pipeline=PIPELINE)
def assets(context): ...
defs = dg.Definitions([assets])";
    assert_eq!(held(code), ["? value comes from `hubspot.hubspot(...)`"]);
}
