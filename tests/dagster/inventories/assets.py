# Assets: what names them.

# --- the parameters of an asset
#= assets: an/object called in/parts one/named plain two/parts/prefixed whole
import dagster as dg

@dg.asset
def plain(): ...

@dg.asset()
def called(): ...

@dg.asset(name="named", key_prefix="one")
def a(): ...

@dg.asset(key_prefix=["two", "parts"])
def prefixed(): ...

@dg.asset(key="whole")
def b(): ...

@dg.asset(key=["in", "parts"])
def c(): ...

@dg.asset(key=dg.AssetKey(["an", "object"]))
def d(): ...

defs = dg.Definitions(assets=[plain, called, a, prefixed, b, c, d])

# --- keys of every spelling
#= external: a/list a/tuple before/base from/coercible from/user object p/q p__q pre/more text x/y/base
import dagster as dg

specs = [
    dg.AssetSpec("text"),
    dg.AssetSpec(["a", "list"]),
    dg.AssetSpec(("a", "tuple")),
    dg.AssetSpec(dg.AssetKey("object")),
    dg.AssetSpec(dg.AssetKey.from_user_string("from/user")),
    dg.AssetSpec(dg.AssetKey.from_coercible(["from", "coercible"])),
    dg.AssetSpec(dg.AssetKey(["base"]).with_prefix("before")),
    dg.AssetSpec(dg.AssetKey(["base"]).with_prefix(["x", "y"])),
    dg.AssetSpec(dg.AssetKey([*dg.AssetKey("pre").path, "more"])),
    dg.AssetSpec(dg.AssetKey(["p", "q"]).to_user_string()),
    dg.AssetSpec(dg.AssetKey(["p", "q"]).to_python_identifier()),
]
defs = dg.Definitions(assets=specs)

# --- a multi asset with specs and with outs
#= assets: first/positional/o4 o1 other pre/o2 s/2 s1
import dagster as dg

@dg.multi_asset(specs=[dg.AssetSpec("s1"), dg.AssetSpec(["s", "2"])])
def with_specs(): ...

@dg.multi_asset(
    outs={
        "o1": dg.AssetOut(),
        "o2": dg.AssetOut(key_prefix="pre"),
        "o3": dg.AssetOut(key="other"),
        "o4": dg.AssetOut(["first", "positional"]),
    }
)
def with_outs(): ...

defs = dg.Definitions(assets=[with_specs, with_outs])

# --- specs given as attributes of a comprehension
#= assets: a b
#= external: copy/a copy/b z
import dagster as dg

names = ["a", "b"]

@dg.multi_asset(specs=[dg.AssetSpec(name, group_name="g") for name in names], can_subset=True)
def many(context): ...

specs = [spec.replace_attributes(key=spec.key.with_prefix("copy")) for spec in many.specs]
more = [spec.merge_attributes(deps=["a"]) for spec in [dg.AssetSpec("z")]]
defs = dg.Definitions(assets=[many, *specs, *more])

# --- graph assets
#= assets: left r raw/other table
import dagster as dg

@dg.op
def fetch(): return 1

@dg.op
def clean(x): return x

@dg.graph_asset
def table():
    return clean(fetch())

@dg.graph_asset(key_prefix="raw", name="other")
def second():
    return clean.alias("clean_again")(fetch())

@dg.op(out={"left": dg.Out(), "right": dg.Out()})
def split(): return 1, 2

@dg.graph_multi_asset(outs={"left": dg.AssetOut(), "right": dg.AssetOut(key="r")})
def both():
    left, right = split()
    return {"left": left, "right": right}

defs = dg.Definitions(assets=[table, second, both])

# --- assets from ops and graphs
#= assets: composed dos gr/aph/one gr/aph/two op/one op/two single uno
import dagster as dg

@dg.op
def single(): return 1

@dg.op(out={"one": dg.Out(), "two": dg.Out()})
def double(): return 1, 2

@dg.graph
def composed():
    return single()

@dg.graph(out={"one": dg.GraphOut(), "two": dg.GraphOut()})
def pair():
    one, two = double()
    return {"one": one, "two": two}

defs = dg.Definitions(
    assets=[
        dg.AssetsDefinition.from_op(single),
        dg.AssetsDefinition.from_op(double, key_prefix="op"),
        dg.AssetsDefinition.from_graph(composed),
        dg.AssetsDefinition.from_graph(pair, key_prefix=["gr", "aph"]),
        dg.AssetsDefinition.from_graph(
            pair, keys_by_output_name={"one": dg.AssetKey("uno"), "two": dg.AssetKey("dos")}
        ),
    ]
)

# --- observable and external assets
#= external: h1 h2 k/l m1 m2 s/rc src watched x/y
import dagster as dg

@dg.observable_source_asset
def watched(): return dg.DataVersion("1")

@dg.observable_source_asset(key_prefix="x", name="y")
def other(): return dg.DataVersion("1")

@dg.observable_source_asset(key=["k", "l"])
def third(): return dg.DataVersion("1")

@dg.multi_observable_source_asset(specs=[dg.AssetSpec("m1"), dg.AssetSpec("m2")])
def several(): ...

source = dg.SourceAsset("src")
keyed = dg.SourceAsset(key=dg.AssetKey(["s", "rc"]), group_name="g")
by_hand = dg.AssetsDefinition(specs=[dg.AssetSpec("h1"), dg.AssetSpec("h2")])
defs = dg.Definitions(assets=[watched, other, third, several, source, keyed, by_hand])

# --- attributes of assets
#= assets: m1 m2 p/a
#= external: by_key/m1 by_key/m2 check/c check_key/c/p/a got/p/a groups/m1/x groups/m2/y key/p/a keys/m1 keys/m2 node/m op/p__a spec/m1/x spec/m2/y
#= asset_checks: p/a:c
import dagster as dg

@dg.asset(key_prefix="p", group_name="g", check_specs=[dg.AssetCheckSpec("c", asset=["p", "a"])])
def a(): ...

@dg.multi_asset(specs=[dg.AssetSpec("m1", group_name="x"), dg.AssetSpec("m2", group_name="y")])
def m(): ...

assert a.key == dg.AssetKey(["p", "a"])
found = [
    dg.AssetSpec(a.key.with_prefix("key")),
    *[dg.AssetSpec(["keys", *key.path]) for key in m.keys],
    *[dg.AssetSpec(["by_key", *key.path]) for key in m.specs_by_key],
    *[dg.AssetSpec(["spec", *spec.key.path, spec.group_name]) for spec in m.specs],
    *[dg.AssetSpec(["groups", *key.path, group]) for key, group in m.group_names_by_key.items()],
    *[dg.AssetSpec(["check", check.name]) for check in a.check_specs],
    *[dg.AssetSpec(["check_key", check.name, *check.asset_key.path]) for check in a.check_keys],
    dg.AssetSpec(["op", a.op.name]),
    dg.AssetSpec(["node", m.node_def.name]),
    dg.AssetSpec(["got", *a.get_asset_spec().key.path]),
]
defs = dg.Definitions(assets=[a, m, *found])

# --- to_source_asset and its kin
#= external: ex m1 m2 p/a
import dagster as dg

@dg.asset(key_prefix="p")
def a(): ...

@dg.multi_asset(specs=[dg.AssetSpec("m1"), dg.AssetSpec("m2")])
def m(): ...

@dg.multi_asset(outs={"x": dg.AssetOut(key="ex"), "y": dg.AssetOut(key="why")})
def n(): ...

defs = dg.Definitions(assets=[a.to_source_asset(), *m.to_source_assets(), n.to_source_asset("ex")])

# --- with_attributes
#= assets: b q
import dagster as dg

@dg.asset(key_prefix="p")
def a(): ...

@dg.asset(deps=[a])
def b(): ...

renamed = a.with_attributes(asset_key_replacements={dg.AssetKey(["p", "a"]): dg.AssetKey("q")})
grouped = b.with_attributes(group_names_by_key={dg.AssetKey("b"): "g"})
defs = dg.Definitions(assets=[renamed, grouped])

# --- hooks and resources on assets
#= assets: a b
import dagster as dg

@dg.success_hook
def hook(context): ...

@dg.asset
def a(): ...

@dg.asset
def b(): ...

defs = dg.Definitions(
    assets=[a.with_hooks({hook}), *dg.with_resources([b], {"r": dg.ResourceDefinition.none_resource()})]
)

# --- map_asset_specs on everything
#= assets: a m1 m2
#= external: moved/e
import dagster as dg

@dg.asset
def a(): ...

@dg.multi_asset(specs=[dg.AssetSpec("m1"), dg.AssetSpec("m2")])
def m(): ...

external = dg.AssetSpec("e")

def regroup(spec):
    return spec.replace_attributes(group_name="all", tags={**spec.tags, "t": "1"})

def move(spec):
    return spec.replace_attributes(key=["moved", *spec.key.path])

defs = dg.Definitions(
    assets=[
        *dg.map_asset_specs(regroup, [a, m]),
        *dg.map_asset_specs(func=move, iterable=[external]),
    ]
)

# --- a function of the project that decorates
#= assets: a/one_asset two_asset
import functools
import dagster as dg

def team_asset(**options):
    def wrap(fn):
        @dg.asset(name=f"{fn.__name__}_asset", group_name="team", **options)
        @functools.wraps(fn)
        def inner(*args, **kwargs):
            return fn(*args, **kwargs)

        return inner

    return wrap

@team_asset(key_prefix="a")
def one(): ...

@team_asset()
def two(): ...

defs = dg.Definitions(assets=[one, two])

# --- dynamic partitions and static partition keys
#= external: by/x by/y
import dagster as dg

parts = dg.StaticPartitionsDefinition(["x", "y"])
assets = [dg.AssetSpec(["by", key]) for key in parts.get_partition_keys()]
defs = dg.Definitions(assets=assets)

# --- automation conditions and freshness in an asset
#= assets: a
#= external: other/up
#= resources: io
import datetime
import dagster as dg

@dg.asset(
    automation_condition=dg.AutomationCondition.eager() & ~dg.AutomationCondition.in_progress(),
    freshness_policy=dg.FreshnessPolicy.time_window(fail_window=datetime.timedelta(hours=1)),
    retry_policy=dg.RetryPolicy(max_retries=3, delay=1, backoff=dg.Backoff.EXPONENTIAL),
    backfill_policy=dg.BackfillPolicy.single_run(),
    metadata={"a": dg.MetadataValue.md("x"), "schema": dg.TableSchema(columns=[dg.TableColumn("a", "b")])},
    op_tags={"a": "b"},
    owners=["team:x"],
    kinds={"python"},
    config_schema={"x": dg.Field(dg.String, default_value="y"), "z": dg.Noneable(int)},
    ins={"up": dg.AssetIn(input_manager_key="io", key=["other", "up"])},
    dagster_type=dg.Any,
    io_manager_key="io",
)
def a(up): ...

other = dg.AssetSpec(["other", "up"])
defs = dg.Definitions(assets=[a, other], resources={"io": dg.FilesystemIOManager(base_dir="/tmp")})

# --- overrides through apply_prefix of the project
#= assets: base/four base/one special/three special/two
import dagster as dg

class Factory:
    prefix = "base"

    def __init__(self, name, *, deps=()):
        self.name = name
        self.deps = list(deps)

    @property
    def key(self):
        return dg.AssetKey([self.prefix, self.name])

    def build(self):
        @dg.asset(key=self.key, deps=self.deps)
        def _asset(): ...

        return _asset

class Special(Factory):
    prefix = "special"

    @classmethod
    def of(cls, *names):
        return [cls(name).build() for name in names]

first = Factory("one").build()
defs = dg.Definitions(assets=[first, *Special.of("two", "three"), Factory("four", deps=[first]).build()])
