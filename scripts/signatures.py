"""Prints `src/dagster/signatures.txt`, the table of the API of the installed `dagster`: of each
public callable the parameters in order, and what kinds of values a call with them is refused
for, by experiment. Each line is proved by calls of what it is about.

A line is `name(parameters)`. A parameter is its name; `=` behind it says that it may be left out,
`!` and letters which kinds of values it refuses, `:` what it is annotated with.
`/` ends the parameters that are given by position only, `*` (or `*name`) begins those that are
given by keyword only, `**` stands for keywords of any other name.

Kinds of values: n None, b bool, i int, f float, s str, l a list of texts, m a list of numbers,
t a tuple of texts, d a dict of texts, e a dict of numbers, k a set of texts; K an `AssetKey`, P an
`AssetSpec`, A an asset, J an asset job. A kind is refused
where each value of it raises an error that speaks of the type.
"""

import datetime
import inspect
import re
import sys
import types
import warnings

warnings.filterwarnings("ignore")

import dagster as dg  # noqa: E402



@dg.asset
def abc():
    return 1


VALUES = {
    "n": [None],
    "b": [True, False],
    "i": [1, 3],
    "f": [0.5, 2.5],
    "s": ["abc", "x_y"],
    "l": [["abc"], ["x_y", "z"]],
    "m": [[1], [3, 4]],
    "t": [("abc",), ("x_y", "z")],
    "d": [{"abc": "x"}, {"x_y": "z"}],
    "e": [{"abc": 1}, {"x_y": 2}],
    "k": [{"abc"}, {"x_y", "z"}],
    "K": [dg.AssetKey("abc")],
    "P": [dg.AssetSpec("abc")],
    "A": [abc],
    "J": [dg.define_asset_job("abc")],
}

OF_TYPE = re.compile(
    r"is not (a|an|one of|callable)\b|mismatches|[Ee]xpected (type|one of|a |an |<|str|value)"
    r"|must be (of type|callable)\b"
    r"|disallowed|unhashable|not iterable|has no attribute|not subscriptable|not supported between"
    r"|unsupported operand|not a mapping|object is not|Input should|must be str|Object of type"
    r"|has no len|not callable|must be an iterable|Invalid target passed|cannot be resolved"
    r"|dagster_type must be|Iteration is not allowed"
    r"|selection argument must be|param must be either|Must provide automation_name"
)


@dg.op
def some_op():
    return 1


@dg.graph
def some_graph():
    some_op()


@dg.job
def some_job():
    some_op()


def body():
    return 1


def body_of_context(context):
    return 1


def body_of_input(abc):
    return 1


def composed():
    return some_op()


def composed_for_a_job():
    some_op()


def of_decorator(decorator, function=body, **fixed):
    return fixed, lambda **given: decorator(**given)(function)


CALLS = {
    "asset": of_decorator(dg.asset),
    "graph_asset": of_decorator(dg.graph_asset, composed),
    "multi_asset": of_decorator(dg.multi_asset, specs=[dg.AssetSpec("one")]),
    "observable_source_asset": of_decorator(dg.observable_source_asset),
    "asset_check": of_decorator(dg.asset_check, asset="one"),
    "multi_asset_check": of_decorator(
        dg.multi_asset_check, specs=[dg.AssetCheckSpec("c", asset="one")]
    ),
    "op": of_decorator(dg.op),
    "graph": of_decorator(dg.graph, composed),
    "job": of_decorator(dg.job, composed_for_a_job),
    "schedule": of_decorator(
        dg.schedule, body_of_context, cron_schedule="0 1 * * *", job=some_job
    ),
    "sensor": of_decorator(dg.sensor, body_of_context, job=some_job),
    "asset_sensor": of_decorator(
        dg.asset_sensor,
        lambda context, asset_event: None,
        name="one",
        asset_key=dg.AssetKey("one"),
        job=some_job,
    ),
    "multi_asset_sensor": of_decorator(
        dg.multi_asset_sensor,
        body_of_context,
        monitored_assets=[dg.AssetKey("one")],
        job=some_job,
    ),
    "run_status_sensor": of_decorator(
        dg.run_status_sensor, body_of_context, run_status=dg.DagsterRunStatus.SUCCESS
    ),
    "run_failure_sensor": of_decorator(dg.run_failure_sensor, body_of_context),
    "resource": of_decorator(dg.resource, body_of_context),
    "io_manager": of_decorator(dg.io_manager, body_of_context),
    "input_manager": of_decorator(dg.input_manager, body_of_context),
    "logger": of_decorator(dg.logger, body_of_context),
    "success_hook": of_decorator(dg.success_hook, body_of_context),
    "failure_hook": of_decorator(dg.failure_hook, body_of_context),
    "AssetSpec": ({"key": "one"}, dg.AssetSpec),
    "AssetOut": ({}, dg.AssetOut),
    "AssetIn": ({}, dg.AssetIn),
    "AssetDep": ({"asset": "one"}, dg.AssetDep),
    "AssetKey": ({"path": "one"}, dg.AssetKey),
    "AssetCheckSpec": ({"name": "c", "asset": "one"}, dg.AssetCheckSpec),
    "AssetCheckKey": ({"asset_key": dg.AssetKey("one"), "name": "c"}, dg.AssetCheckKey),
    "SourceAsset": ({"key": "one"}, dg.SourceAsset),
    "define_asset_job": ({"name": "one"}, dg.define_asset_job),
    "ScheduleDefinition": ({"job": some_job, "cron_schedule": "0 1 * * *"}, dg.ScheduleDefinition),
    "SensorDefinition": (
        {"job": some_job, "evaluation_fn": body_of_context},
        dg.SensorDefinition,
    ),
    "AutomationConditionSensorDefinition": (
        {"name": "one", "target": "*"},
        dg.AutomationConditionSensorDefinition,
    ),
    "DailyPartitionsDefinition": ({"start_date": "2024-01-01"}, dg.DailyPartitionsDefinition),
    "HourlyPartitionsDefinition": (
        {"start_date": "2024-01-01-00:00"},
        dg.HourlyPartitionsDefinition,
    ),
    "WeeklyPartitionsDefinition": ({"start_date": "2024-01-01"}, dg.WeeklyPartitionsDefinition),
    "MonthlyPartitionsDefinition": ({"start_date": "2024-01-01"}, dg.MonthlyPartitionsDefinition),
    "TimeWindowPartitionsDefinition": (
        {"start": "2024-01-01", "fmt": "%Y-%m-%d", "cron_schedule": "0 0 * * *"},
        dg.TimeWindowPartitionsDefinition,
    ),
    "StaticPartitionsDefinition": ({"partition_keys": ["a"]}, dg.StaticPartitionsDefinition),
    "DynamicPartitionsDefinition": ({"name": "one"}, dg.DynamicPartitionsDefinition),
    "MultiPartitionsDefinition": (
        {
            "partitions_defs": {
                "a": dg.StaticPartitionsDefinition(["a"]),
                "b": dg.StaticPartitionsDefinition(["a"]),
            }
        },
        dg.MultiPartitionsDefinition,
    ),
    "RetryPolicy": ({"delay": 1}, dg.RetryPolicy),
    "In": ({}, dg.In),
    "Out": ({}, dg.Out),
    "DynamicOut": ({}, dg.DynamicOut),
    "GraphOut": ({}, dg.GraphOut),
    "GraphIn": ({}, dg.GraphIn),
    "EnvVar": ({"name": "ONE"}, dg.EnvVar),
    "RunConfig": ({}, dg.RunConfig),
    "build_schedule_from_partitioned_job": (
        {"job": dg.define_asset_job("one")},
        dg.build_schedule_from_partitioned_job,
    ),
    "build_last_update_freshness_checks": (
        {"assets": ["one"], "lower_bound_delta": datetime.timedelta(hours=1)},
        dg.build_last_update_freshness_checks,
    ),
    "build_sensor_for_freshness_checks": (
        {
            "freshness_checks": dg.build_last_update_freshness_checks(
                assets=["one"], lower_bound_delta=datetime.timedelta(hours=1)
            )
        },
        dg.build_sensor_for_freshness_checks,
    ),
}

#: One of these is given; another would be one too many.
TARGETS = {"job", "jobs", "job_name", "target"}

#: What `dagster` shows may be made in one of these.
PACKAGES = ("dagster", "dagster_shared", "dagster_pipes")

#: What daglint looks at by itself: the values of these decide more than one refusal.
OWN = {"Definitions"}


def annotation(parameter):
    if parameter.annotation is inspect.Parameter.empty:
        return ""
    text = inspect.formatannotation(parameter.annotation)
    text = re.sub(r"ForwardRef\('([^']*)'\)", r"\1", text)
    text = re.sub(r"\b[a-z_]+(\.[A-Za-z_]+)*\.(?=[A-Za-z])", "", text)
    text = text.replace("NoneType", "None").replace("'", "")
    return ":" + re.sub(r"\s+", "", text)


def hidden(function):
    known = getattr(function, "_deprecated_params", {})
    return [name for name, info in known.items() if getattr(info, "hidden", False)]


def refused_as_unexpected(error, name):
    text = str(error)
    of_name = "unexpected keyword" in text or "Extra inputs are not permitted" in text
    return of_name and name in text


def is_open(function, fixed):
    """Whether keywords of any other name are taken, as far as that is seen."""
    name = "no_such_parameter"
    try:
        function(**fixed, **{name: 1})
    except Exception as error:  # noqa: BLE001
        return not refused_as_unexpected(error, name)
    return True


def is_made_for_others(value):
    """Whether it is a class that others are made from, with fields of their own."""
    return inspect.isclass(value) and (hasattr(value, "model_fields") or inspect.isabstract(value))


def refused(call, fixed, name):
    kinds = ""
    if name in TARGETS:
        fixed = {other: value for other, value in fixed.items() if other not in TARGETS}
    for kind, values in VALUES.items():
        errors = [outcome(call, **{**fixed, name: value}) for value in values]
        if all(error is not None and OF_TYPE.search(error) for error in errors):
            kinds += kind
    return "!" + kinds if kinds else ""


def line(name, function):
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    fixed, call = CALLS.get(name, (None, None))
    if call is not None:
        call(**fixed)
    words = []
    kind_before = None
    P = inspect.Parameter
    opened = False
    parameters = list(signature.parameters.values())
    for parameter in parameters:
        if kind_before is P.POSITIONAL_ONLY and parameter.kind is not P.POSITIONAL_ONLY:
            words.append("/")
        if parameter.kind is P.VAR_POSITIONAL:
            words.append("*" + parameter.name)
        elif parameter.kind is P.VAR_KEYWORD:
            opened = True
        else:
            if parameter.kind is P.KEYWORD_ONLY and not any(it.startswith("*") for it in words):
                words.append("*")
            default = "" if parameter.default is P.empty else "="
            kinds = refused(call, fixed, parameter.name) if call and name not in OWN else ""
            # What a parameter takes is said where something is refused.
            takes = annotation(parameter) if kinds else ""
            words.append(parameter.name + default + kinds + takes)
        kind_before = parameter.kind
    if kind_before is P.POSITIONAL_ONLY:
        words.append("/")
    if opened:
        extra = hidden(function)
        if extra and not any(it.startswith("*") for it in words):
            words.append("*")
        words += [name + "=" for name in extra if name not in signature.parameters]
        if is_open(function, fixed or {}):
            words.append("**")
    elif is_made_for_others(function):
        words.append("**")
    return f"{name}({' '.join(words)})"


def outcome(function, *positional, **keywords):
    """The text of the error that a call ends with."""
    try:
        function(*positional, **keywords)
    except BaseException as error:  # noqa: BLE001
        return str(error) or "an error"
    return None


def prove(name, function, text):
    """Calls what a line is about, to see that the line refuses nothing that is taken."""
    words = text[len(name) + 1 : -1].split()
    plain = [word for word in words if word[0] not in "*/"]
    named = {re.split("[=!:]", word)[0]: word for word in plain}
    for parameter in named:
        error = outcome(function, **{parameter: 1})
        quoted = f"'{parameter}'"
        assert not error or "unexpected keyword" not in error or quoted not in error, (name, error)
    if "**" not in words:
        assert outcome(function, no_such_parameter=1), f"{name} takes any keyword"
    if any("=" not in re.split("[!:]", word)[0] for word in plain):
        assert outcome(function), f"{name} needs no argument"
    stars = [at for at, word in enumerate(words) if word.startswith("*")]
    by_position = [word for word in words[: stars[0] if stars else None] if word != "/"]
    if not any(len(words[at]) > 1 and words[at] != "**" for at in stars):
        more = [1] * (len(by_position) + 1)
        assert outcome(function, *more), f"{name} takes more by position"


def callables():
    for name in sorted(dir(dg)):
        if name.startswith("_"):
            continue
        value = getattr(dg, name)
        if not callable(value) or isinstance(value, types.ModuleType):
            continue
        if getattr(value, "__module__", "").split(".")[0] not in PACKAGES:
            continue
        yield name, value
        if inspect.isclass(value):
            for method, raw in sorted(vars(value).items()):
                if not method.startswith("_") and isinstance(raw, (classmethod, staticmethod)):
                    yield f"{name}.{method}", getattr(value, method)


def main():
    lines = [(line(name, function), name, function) for name, function in callables()]
    lines = [found for found in lines if found[0]]
    # Calls with anything may leave something behind, so all is read before.
    for text, name, function in lines:
        prove(name, function, text)
    print("\n".join(sorted(text for text, _, _ in lines)))


main()
