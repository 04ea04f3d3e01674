# Definitions: what they take, hold and give.

# --- arguments by position
#= assets: a
#= asset_checks: a:c
#= jobs: j
#= schedules: j_schedule
#= sensors: e
#= resources: r
import dagster as dg

@dg.asset
def a(): ...

j = dg.define_asset_job("j")
s = dg.ScheduleDefinition(job=j, cron_schedule="@daily")

@dg.sensor(job=j)
def e(context): ...

@dg.asset_check(asset=a)
def c(): ...

defs = dg.Definitions([a], [s], [e], [j], {"r": 1}, None, None, [c])

# --- any iterable
#= jobs: j
#= resources: one two
import dagster as dg

@dg.asset
def a(): ...

@dg.asset
def b(): ...

defs = dg.Definitions(
    assets=(x for x in (a, b)),
    jobs=({"j": dg.define_asset_job("j")}).values(),
    schedules=iter([]),
    resources=dict(one=1, **{"two": 2}),
)

# --- merged, mapped and unpacked
#= assets: a b
#= external: e
#= jobs: j
#= resources: x
import dagster as dg

@dg.asset
def a(): ...

@dg.asset
def b(): ...

parts = [
    dg.Definitions(assets=[a], resources={"x": 1}),
    dg.Definitions(assets=[b], jobs=[dg.define_asset_job("j")]),
]
defs = dg.Definitions.merge(*parts, dg.Definitions(assets=[dg.AssetSpec("e")])).map_asset_specs(
    func=lambda spec: spec.replace_attributes(group_name="g")
)

# --- the attributes and getters of definitions
#= assets: a
#= external: again/a assets/a held/a job/j job2/j
#= asset_checks: a:c
#= jobs: j
#= resources: more r
import dagster as dg

@dg.asset
def a(): ...

@dg.asset_check(asset=a)
def c(): ...

@dg.op
def o(): ...

@dg.job
def j():
    o()

parts = [dg.Definitions(assets=[a], asset_checks=[c], jobs=[j], resources={"r": 1})]

again = [dg.AssetSpec(["again", *spec.key.path]) for spec in parts[0].resolve_all_asset_specs()]
got = dg.AssetSpec(["job", parts[0].get_job_def("j").name])
also = dg.AssetSpec(["job2", parts[0].resolve_job_def("j").name])
asset = dg.AssetSpec(["assets", *parts[0].get_assets_def("a").key.path])
held = [dg.AssetSpec(["held", asset.key.to_user_string()]) for asset in parts[0].assets]
defs = dg.Definitions(
    assets=[*(parts[0].assets or []), *again, *held, got, also, asset],
    asset_checks=parts[0].asset_checks,
    jobs=[*parts[0].jobs],
    resources={**parts[0].resources, "more": 2},
)

# --- a definitions function
#= assets: a
#= resources: r
import dagster as dg

@dg.asset
def a(): ...

@dg.definitions
def defs():
    return dg.Definitions(assets=[a], resources={"r": dg.EnvVar("X")})

# --- resources of every kind
#= assets: a
#= resources: db io late lazy merged old old_io values
import dagster as dg

class Db(dg.ConfigurableResource):
    url: str = "x"

class Io(dg.ConfigurableIOManager):
    def handle_output(self, context, obj): ...
    def load_input(self, context): ...

@dg.resource(config_schema={"x": int})
def old(context): ...

@dg.io_manager
def old_io(context): ...

@dg.asset
def a(db: Db): ...

resources = {"db": Db(), "io": Io(), "old": old.configured({"x": 1}), "old_io": old_io}
resources["late"] = Db(url=dg.EnvVar("URL"))
resources |= {"merged": dg.fs_io_manager}
defs = dg.Definitions(
    assets=[a],
    resources={**resources, "values": dg.make_values_resource(x=int), "lazy": Db.configure_at_launch()},
)

# --- the objects of this module
#= assets: p/a
#= external: x y
#= asset_checks: p/a:c p/a:m
import sys
import dagster as dg

@dg.asset
def a(): ...

@dg.asset_check(asset=a)
def c(): ...

@dg.multi_asset_check(specs=[dg.AssetCheckSpec("m", asset=a)])
def m(): ...

spec = dg.AssetSpec("spec")
listed = [dg.SourceAsset("x"), dg.SourceAsset("y")]
mixed = [dg.SourceAsset("not"), 1]
nested = [[dg.SourceAsset("neither")]]
pair = (dg.SourceAsset("nor"),)
defs = dg.Definitions(
    assets=dg.load_assets_from_current_module(group_name="g", key_prefix="p"),
    asset_checks=dg.load_asset_checks_from_current_module(asset_key_prefix="p"),
)

# --- collectors that the project writes
#= assets: a
#= asset_checks: a:c
#= jobs: j k
#= schedules: k_schedule
#= sensors: e
import inspect
import sys
import dagster as dg
from dagster import AssetsDefinition, JobDefinition, ScheduleDefinition, SensorDefinition
from dagster._core.definitions.unresolved_asset_job_definition import UnresolvedAssetJobDefinition

@dg.asset
def a(): ...

@dg.asset_check(asset=a)
def c(): ...

@dg.op
def o(): ...

@dg.job
def j():
    o()

k = dg.define_asset_job("k")
s = dg.ScheduleDefinition(job=k, cron_schedule="@daily")

@dg.sensor(job=j)
def e(context): ...

numbers = [1, 2]
constant = "x"

class Helper: ...

def of(kind):
    return [value for value in list(globals().values()) if isinstance(value, kind)]

members = [value for name, value in inspect.getmembers(sys.modules[__name__]) if isinstance(value, JobDefinition)]
checks = [value for value in vars(sys.modules[__name__]).copy().values() if isinstance(value, dg.AssetChecksDefinition)]
defs = dg.Definitions(
    assets=[asset for asset in of(AssetsDefinition) if not isinstance(asset, dg.AssetChecksDefinition)],
    asset_checks=checks,
    jobs=members + of(UnresolvedAssetJobDefinition),
    schedules=of(ScheduleDefinition),
    sensors=of(SensorDefinition),
)

# --- a schedule for what is not partitioned and a type of each kind
#= external: asset/True asset_sensor/True decorated/True failure/False job/False key/True no_status/False observable/True partitions/True sensor/True source/True spec/True static/False status/True
import dagster as dg

@dg.asset
def a(): ...

@dg.observable_source_asset
def b(): ...

@dg.run_failure_sensor
def f(context): ...

@dg.asset_sensor(asset_key=dg.AssetKey("a"), job_name="j")
def g(context, event): ...

kinds = {
    "asset": isinstance(a, dg.AssetsDefinition),
    "spec": isinstance(dg.AssetSpec("x"), dg.AssetSpec),
    "source": isinstance(dg.SourceAsset("x"), dg.SourceAsset),
    "observable": isinstance(b, dg.SourceAsset),
    "failure": isinstance(f, dg.RunFailureSensorContext),
    "sensor": isinstance(f, dg.SensorDefinition),
    "status": isinstance(f, dg.RunStatusSensorDefinition),
    "asset_sensor": isinstance(g, dg.AssetSensorDefinition),
    "no_status": isinstance(g, dg.RunStatusSensorDefinition),
    "job": isinstance(dg.define_asset_job("x"), dg.JobDefinition),
    "partitions": isinstance(dg.DailyPartitionsDefinition("2024-01-01"), dg.PartitionsDefinition),
    "static": isinstance(dg.StaticPartitionsDefinition(["a"]), dg.DailyPartitionsDefinition),
    "key": isinstance(dg.AssetKey("a"), dg.AssetKey),
    "decorated": callable(a),
}
defs = dg.Definitions(assets=[dg.AssetSpec([kind, str(flag)]) for kind, flag in kinds.items()])

# --- a generator runs when it is consumed
#= assets: late
import dagster as dg

ran = []


def never():
    ran.append("never")
    raise RuntimeError("never asked")
    yield 1


def names():
    for name in wanted:
        yield name


def make(name):
    @dg.asset(name=name)
    def made(): ...

    return made


unused = never()
lazy = names()
wanted = ["late"]
made = [make(name) for name in lazy]
defs = dg.Definitions(assets=[*made, *(make(name) for name in ran), *map(make, lazy)])

# --- a selection of assets is mapped
#= assets: a b
#= external: s
import dagster as dg
from datetime import timedelta


@dg.asset
def a(): ...


@dg.asset(group_name="g")
def b(a): ...


policy = dg.FreshnessPolicy.time_window(fail_window=timedelta(hours=36))
defs = dg.Definitions(assets=[a, b, dg.AssetSpec("s")])
defs = defs.map_resolved_asset_specs(
    func=lambda spec: spec.merge_attributes(tags={"x": "y"}), selection="group:g"
)
defs = defs.permissive_map_resolved_asset_specs(
    func=lambda spec: dg.apply_freshness_policy(spec, policy),
    selection=dg.AssetSelection.all().materializable(),
)

# --- which tuples and texts of Python the values of Dagster are
#= external: a_True_False b_True_False c_True_False d_False_True e_True_False
import dagster as dg


def told(name, value):
    return dg.AssetSpec(f"{name}_{isinstance(value, tuple)}_{isinstance(value, str)}")


class Own(dg.Definitions): ...


defs = dg.Definitions(
    assets=[
        told("a", dg.AssetKey("orders")),
        told("b", dg.AssetSpec("orders")),
        told("c", dg.DailyPartitionsDefinition("2024-01-01")),
        told("d", dg.EnvVar("ORDERS")),
        told("e", dg.AssetCheckSpec("orders", asset="orders")),
    ]
)
