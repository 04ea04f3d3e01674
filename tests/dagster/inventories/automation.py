# Schedules and sensors.

# --- schedules of every maker
#= assets: a
#= jobs: j k
#= schedules: by_function by_job_name by_name j_schedule k_schedule positional target
import dagster as dg

@dg.asset
def a(): ...

j = dg.define_asset_job("j", [a])
k = dg.define_asset_job("k", [a])

@dg.schedule(cron_schedule="@daily", job=j)
def by_function(): ...

@dg.schedule("@daily", name="by_name", target=[a])
def x(): ...

@dg.schedule("0 0 * * *", job_name="k")
def by_job_name(): ...

default = dg.ScheduleDefinition(job=j, cron_schedule="@daily")
positional = dg.ScheduleDefinition("positional", cron_schedule="@daily", job=k)
target = dg.ScheduleDefinition(name="target", cron_schedule="@daily", target=dg.AssetSelection.all())
of_name = dg.ScheduleDefinition(job_name="k", cron_schedule="@daily")
defs = dg.Definitions(
    assets=[a],
    jobs=[j, k],
    schedules=[by_function, x, by_job_name, default, positional, target, of_name],
)

# --- schedules of partitioned jobs
#= assets: a
#= jobs: j k
#= schedules: j_schedule keyword third
import dagster as dg

daily = dg.DailyPartitionsDefinition("2024-01-01")

@dg.asset(partitions_def=daily)
def a(): ...

j = dg.define_asset_job("j", [a], partitions_def=daily)
k = dg.define_asset_job("k", [a], partitions_def=daily)
default = dg.build_schedule_from_partitioned_job(j)
keyword = dg.build_schedule_from_partitioned_job(job=k, hour_of_day=3, name="keyword")
third = dg.build_schedule_from_partitioned_job(k, "description", "third")
defs = dg.Definitions(assets=[a], schedules=[default, keyword, third])

# --- sensors of every maker
#= assets: a
#= jobs: j
#= sensors: automation by_function by_hand by_name email_on_run_failure evaluate first_is_job_name first_is_name mail_named on_asset on_asset_named on_assets on_failure on_failure_named on_success second_is_name
import dagster as dg

@dg.asset
def a(): ...

@dg.op
def o(): ...

@dg.job
def j():
    o()

@dg.sensor(job=j)
def by_function(context): ...

@dg.sensor(name="by_name", target=[a], minimum_interval_seconds=30)
def x(context): ...

@dg.sensor("j")
def first_is_job_name(context): ...

@dg.asset_sensor(asset_key=dg.AssetKey("a"), job=j)
def on_asset(context, event): ...

@dg.asset_sensor(dg.AssetKey("a"), name="on_asset_named", job=j)
def y(context, event): ...

@dg.multi_asset_sensor(monitored_assets=[dg.AssetKey("a")], job=j)
def on_assets(context): ...

@dg.run_status_sensor(run_status=dg.DagsterRunStatus.SUCCESS)
def on_success(context): ...

@dg.run_status_sensor(dg.DagsterRunStatus.FAILURE, "second_is_name", monitored_jobs=[j], request_job=j)
def z(context): ...

@dg.run_failure_sensor
def on_failure(context): ...

@dg.run_failure_sensor(name="on_failure_named", monitor_all_code_locations=True)
def w(context): ...

@dg.run_failure_sensor("first_is_name")
def v(context): ...

def evaluate(context): ...

by_hand = dg.SensorDefinition(evaluation_fn=evaluate, job=j)
by_hand_named = dg.SensorDefinition("by_hand", evaluation_fn=evaluate, job_name="j")
automation = dg.AutomationConditionSensorDefinition("automation", target=dg.AssetSelection.all())
mail = dg.make_email_on_run_failure_sensor("from", "password", ["to"])
mail_named = dg.make_email_on_run_failure_sensor("from", "password", ["to"], name="mail_named")
defs = dg.Definitions(
    assets=[a],
    jobs=[j],
    sensors=[
        by_function, x, first_is_job_name, on_asset, y, on_assets, on_success, z, on_failure, w, v,
        by_hand, by_hand_named, automation, mail, mail_named,
    ],
)

# --- what automations bring in
#= assets: a
#= jobs: g j k
#= schedules: g_schedule targets
#= sensors: several
import dagster as dg

@dg.asset
def a(): ...

@dg.op
def o(): ...

@dg.job
def j():
    o()

@dg.job
def k():
    o()

@dg.graph
def g():
    o()

@dg.sensor(jobs=[j, k])
def several(context): ...

schedule = dg.ScheduleDefinition(job=g, cron_schedule="@daily")
targets = dg.ScheduleDefinition("targets", target=[a], cron_schedule="@daily")
defs = dg.Definitions(schedules=[schedule, targets], sensors=[several])

# --- attributes of jobs and automations
#= external: asset_job/k graph/j job/j of/j schedule/s/1 2 * * *
#= jobs: j k
#= schedules: s
import dagster as dg

@dg.op
def o(): ...

@dg.job
def j():
    o()

k = dg.define_asset_job("k")

@dg.schedule(job=j, cron_schedule="1 2 * * *")
def s(): ...

specs = [
    dg.AssetSpec(["job", j.name]),
    dg.AssetSpec(["asset_job", k.name]),
    dg.AssetSpec(["schedule", s.name, s.cron_schedule]),
    dg.AssetSpec(["of", s.job.name]),
    dg.AssetSpec(["of", s.job_name]),
    dg.AssetSpec(["graph", j.graph.name]),
]
defs = dg.Definitions(assets=specs, jobs=[j, k], schedules=[s])

# --- a schedule for each job
#= assets: a
#= jobs: x_job y_job
#= schedules: x_job_nightly y_job_nightly
import dagster as dg

@dg.asset
def a(): ...

jobs = [dg.define_asset_job(f"{name}_job", [a]) for name in ("x", "y")]
schedules = [
    dg.ScheduleDefinition(
        name=f"{job.name}_nightly",
        job=job,
        cron_schedule="0 0 * * *",
        execution_timezone="UTC",
        default_status=dg.DefaultScheduleStatus.RUNNING,
    )
    for job in jobs
]
defs = dg.Definitions(assets=[a], schedules=schedules)
