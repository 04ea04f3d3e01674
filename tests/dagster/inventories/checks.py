# Asset checks.

# --- the name of a check
#= assets: a
#= asset_checks: a:by_function a:by_name a:m1 a:m2 other/asset:elsewhere
import dagster as dg

@dg.asset
def a(): ...

@dg.asset_check(asset=a)
def by_function(): return dg.AssetCheckResult(passed=True)

@dg.asset_check(asset="a", name="by_name")
def x(): return dg.AssetCheckResult(passed=True)

@dg.asset_check(asset=dg.AssetKey(["other", "asset"]), blocking=True)
def elsewhere(): return dg.AssetCheckResult(passed=True)

@dg.multi_asset_check(specs=[dg.AssetCheckSpec("m1", asset="a"), dg.AssetCheckSpec(name="m2", asset=a)])
def several(): yield dg.AssetCheckResult(passed=True)

defs = dg.Definitions(assets=[a], asset_checks=[by_function, x, elsewhere, several])

# --- checks in the specs of assets
#= assets: a g m
#= asset_checks: a:c1 g:c3 m:c2
import dagster as dg

@dg.asset(check_specs=[dg.AssetCheckSpec("c1", asset="a")])
def a(): ...

@dg.multi_asset(
    specs=[dg.AssetSpec("m")], check_specs=[dg.AssetCheckSpec("c2", asset=dg.AssetKey("m"))]
)
def m(): ...

@dg.op(out={"result": dg.Out(), "check": dg.Out()})
def o(): return 1, 2

@dg.graph_asset(check_specs=[dg.AssetCheckSpec("c3", asset="g")])
def g():
    result, check = o()
    return {"result": result, "g_c3": check}

defs = dg.Definitions(assets=[a, m, g])

# --- freshness checks
#= assets: a b p
#= asset_checks: a:freshness_check b:freshness_check c:freshness_check d:freshness_check p:freshness_check
#= sensors: freshness_checks_sensor
import datetime
import dagster as dg

@dg.asset
def a(): ...

@dg.asset
def b(): ...

daily = dg.DailyPartitionsDefinition("2024-01-01")

@dg.asset(partitions_def=daily)
def p(): ...

last = dg.build_last_update_freshness_checks(
    assets=[a, b, "c", dg.SourceAsset("d")], lower_bound_delta=datetime.timedelta(hours=1)
)
partition = dg.build_time_partition_freshness_checks(assets=[p], deadline_cron="0 9 * * *")
sensor = dg.build_sensor_for_freshness_checks(freshness_checks=[*last, *partition])
named = dg.build_sensor_for_freshness_checks(freshness_checks=last, name="mine")
defs = dg.Definitions(assets=[a, b, p], asset_checks=[*last, *partition], sensors=[sensor])

# --- a named freshness sensor
#= assets: a
#= asset_checks: a:freshness_check
#= sensors: mine
import datetime
import dagster as dg

@dg.asset
def a(): ...

last = dg.build_last_update_freshness_checks(assets=[a], lower_bound_delta=datetime.timedelta(1))
named = dg.build_sensor_for_freshness_checks(freshness_checks=last, name="mine")
defs = dg.Definitions(assets=[a], asset_checks=last, sensors=[named])

# --- schema change and metadata bounds
#= assets: a x/b
#= asset_checks: a:column_schema_change a:my_rows_x_bounds_check a:rows_bounds_check x/b:column_schema_change x/b:rows_bounds_check
import dagster as dg

@dg.asset
def a(): ...

@dg.asset(key_prefix="x")
def b(): ...

schema = dg.build_column_schema_change_checks(assets=[a, b])
bounds = dg.build_metadata_bounds_checks(assets=[a, b], metadata_key="rows", min_value=1)
spaced = dg.build_metadata_bounds_checks(assets=["a"], metadata_key="my rows/x", max_value=1)
defs = dg.Definitions(assets=[a, b], asset_checks=[*schema, *bounds, *spaced])

# --- a check factory over assets
#= assets: a p/b
#= asset_checks: a:not_empty p/b:not_empty
import dagster as dg

@dg.asset
def a(): ...

@dg.asset(key_prefix="p")
def b(): ...

def not_empty(asset):
    @dg.asset_check(asset=asset, name="not_empty", description=f"{asset.key.to_user_string()}")
    def check():
        return dg.AssetCheckResult(passed=True)

    return check

defs = dg.Definitions(assets=[a, b], asset_checks=[not_empty(asset) for asset in (a, b)])
