# Ops, graphs and jobs.

# --- jobs of every maker
#= assets: a
#= jobs: asset_job from_graph g keyword named plain
import dagster as dg

@dg.op
def o(): ...

@dg.op
def use(x): ...

@dg.graph
def g():
    use(o())

@dg.job
def plain():
    use(o())

@dg.job(name="named", description="d", tags={"a": "b"})
def x():
    g()

@dg.asset
def a(): ...

asset_job = dg.define_asset_job("asset_job", selection="*")
keyword = dg.define_asset_job(name="keyword", selection=[a])
from_graph = g.to_job()
named_graph = g.to_job(name="from_graph", config={})
defs = dg.Definitions(assets=[a], jobs=[plain, x, asset_job, keyword, from_graph, named_graph])

# --- definitions by hand
#= jobs: fourth graph_by_hand second third
import dagster as dg

def compute(context, inputs):
    yield dg.Output(1, "result")

op = dg.OpDefinition(compute_fn=compute, name="by_hand", outs={"result": dg.Out()})
graph = dg.GraphDefinition(name="graph_by_hand", node_defs=[op])
job = graph.to_job()
second = dg.GraphDefinition(name="other", node_defs=[op]).to_job(name="second")
third = dg.JobDefinition(graph_def=dg.GraphDefinition(name="inner", node_defs=[op]), name="third")
fourth = dg.JobDefinition(graph_def=dg.GraphDefinition(name="fourth", node_defs=[op]))
defs = dg.Definitions(jobs=[job, second, third, fourth])

# --- ops in compositions
#= jobs: j
import dagster as dg

@dg.op(out=dg.DynamicOut())
def numbers():
    yield dg.DynamicOutput(1, mapping_key="a")

@dg.op
def double(x): return x

@dg.op
def collect(xs): ...

@dg.op(config_schema={"n": int})
def configurable(context): ...

one = configurable.configured({"n": 1}, name="one")

@dg.configured(configurable, {"n": int})
def two(config):
    return {"n": config["n"]}

@dg.job
def j():
    collect(numbers().map(double).collect())
    one()
    two()
    if True:
        double.alias("again")(configurable.tag({"a": "b"})())

defs = dg.Definitions(jobs=[j])

# --- hooks, executors, config
#= jobs: first fourth second third
import dagster as dg

@dg.failure_hook
def hook(context): ...

@dg.op
def o(): ...

@dg.job(
    hooks={hook},
    executor_def=dg.in_process_executor,
    resource_defs={"r": dg.ResourceDefinition.hardcoded_resource(1)},
    config=dg.RunConfig(ops={}),
)
def first():
    o()

@dg.config_mapping(config_schema={"x": int})
def mapping(val): return {}

@dg.job(config=mapping)
def second():
    o()

@dg.daily_partitioned_config(start_date="2024-01-01")
def daily(start, end): return {}

@dg.job(config=daily)
def third():
    o()

@dg.static_partitioned_config(["a", "b"])
def static(key): return {}

@dg.job(config=static, executor_def=dg.multiprocess_executor.configured({"max_concurrent": 2}))
def fourth():
    o()

defs = dg.Definitions(jobs=[first.with_hooks({hook}), second, third, fourth])

# --- a job factory
#= jobs: a_job b_job
import dagster as dg

def make_op(name):
    @dg.op(name=f"{name}_op")
    def _op(): ...

    return _op

def make_job(name):
    inner = make_op(name)

    @dg.job(name=f"{name}_job")
    def _job():
        inner()

    return _job

defs = dg.Definitions(jobs=[make_job(name) for name in "ab"])

# --- a repository
#= assets: a
#= external: x
#= jobs: assets_job g j
#= schedules: s
#= sensors: e
import dagster as dg

@dg.op
def o(): ...

@dg.job
def j():
    o()

@dg.graph
def g():
    o()

@dg.asset
def a(): ...

@dg.schedule(job=j, cron_schedule="@daily")
def s(): ...

@dg.sensor(job=j)
def e(): ...

@dg.repository
def repo():
    return [j, g, [a], s, e, dg.define_asset_job("assets_job"), *dg.with_resources([dg.SourceAsset("x")], {})]

# --- a named repository of a dict
#= jobs: j lazy
import dagster as dg

@dg.op
def o(): ...

@dg.job
def j():
    o()

def make_lazy():
    @dg.job
    def lazy():
        o()

    return lazy

@dg.repository(name="other")
def repo():
    return {"jobs": {"j": j, "lazy": make_lazy}}

# --- create_repository_using_definitions_args
#= assets: a
#= jobs: j
#= resources: x
import dagster as dg

@dg.asset
def a(): ...

@dg.op
def o(): ...

@dg.job
def j():
    o()

repo = dg.create_repository_using_definitions_args("name", assets=[a], jobs=[j], resources={"x": 1})
