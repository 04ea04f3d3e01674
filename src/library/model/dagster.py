# What the components that Dagster ships take and make, without what they do when they run.
from hashlib import md5
from pathlib import Path
from typing import Annotated, Any, Callable, Literal, Mapping, Optional, Sequence

from dagster import (
    AssetCheckSpec,
    AssetKey,
    AssetSpec,
    AutomationCondition,
    BackfillPolicy,
    Component,
    Definitions,
    FreshnessPolicy,
    Model,
    PartitionsDefinition,
    Resolvable,
    Resolver,
    multi_asset,
    multi_asset_check,
    python_file_definitions,
    refuse_component,
    resolve_callable,
    resolve_fields,
)
from dagster.components import Injected
from dagster_shared.record import record


def _resolve_asset_key(context, key):
    resolved = context.resolve_value(key)
    if resolved is None or isinstance(resolved, (int, float)):
        refuse_component(f"an asset key is a text, and `{resolved}` is none to Dagster")
    return AssetKey.from_user_string(resolved) if isinstance(resolved, str) else resolved


ResolvedAssetKey = Annotated[AssetKey, Resolver(_resolve_asset_key, model_field_type=str)]


class HourlyPartitionsDefinitionModel(Resolvable, Model):
    type: Literal["hourly"] = "hourly"
    start_date: str
    end_date: str | None = None
    timezone: str | None = None
    minute_offset: int = 0


class DailyPartitionsDefinitionModel(Resolvable, Model):
    type: Literal["daily"] = "daily"
    start_date: str
    end_date: str | None = None
    timezone: str | None = None
    minute_offset: int = 0
    hour_offset: int = 0


class WeeklyPartitionsDefinitionModel(Resolvable, Model):
    type: Literal["weekly"] = "weekly"
    start_date: str
    end_date: str | None = None
    timezone: str | None = None
    minute_offset: int = 0
    hour_offset: int = 0
    day_offset: int = 0


class TimeWindowPartitionsDefinitionModel(Resolvable, Model):
    type: Literal["time_window"] = "time_window"
    start_date: str
    end_date: str | None = None
    timezone: str | None = None
    fmt: str
    cron_schedule: str


class StaticPartitionsDefinitionModel(Resolvable, Model):
    type: Literal["static"] = "static"
    partition_keys: Sequence[str]


class SingleRunBackfillPolicyModel(Resolvable, Model):
    type: Literal["single_run"] = "single_run"


class MultiRunBackfillPolicyModel(Resolvable, Model):
    type: Literal["multi_run"] = "multi_run"
    max_partitions_per_run: int = 1


def _as_it_is(context, model):
    return model


class OpSpec(Model, Resolvable):
    name: str | None = None
    tags: dict[str, Any] | None = None
    description: str | None = None
    pool: str | None = None
    backfill_policy: Annotated[
        BackfillPolicy | None,
        Resolver(
            _as_it_is,
            model_field_type=SingleRunBackfillPolicyModel | MultiRunBackfillPolicyModel,
        ),
    ] = None


@record
class SharedAssetKwargs(Resolvable):
    deps: Sequence[ResolvedAssetKey] | None = None
    description: str | None = None
    metadata: Mapping[str, Any] = {}
    group_name: str | None = None
    skippable: bool | None = None
    code_version: str | None = None
    owners: Sequence[str] | None = None
    tags: Annotated[
        Mapping[str, str],
        Resolver(
            lambda context, tags: {k: str(v) for k, v in context.resolve_value(tags).items()},
            model_field_type=Mapping[str, str | int | float | bool],
        ),
    ] = {}
    kinds: Sequence[str] = []
    automation_condition: Annotated[
        AutomationCondition | None, Resolver.default(model_field_type=Optional[str])
    ] = None
    partitions_def: Annotated[
        PartitionsDefinition | None,
        Resolver(
            _as_it_is,
            model_field_type=HourlyPartitionsDefinitionModel
            | DailyPartitionsDefinitionModel
            | WeeklyPartitionsDefinitionModel
            | TimeWindowPartitionsDefinitionModel
            | StaticPartitionsDefinitionModel,
        ),
    ] = None
    freshness_policy: Annotated[
        FreshnessPolicy | None, Resolver.default(model_field_type=Optional[str])
    ] = None


@record
class AssetSpecKwargs(SharedAssetKwargs):
    key: ResolvedAssetKey


@record
class AssetsDefUpdateKwargs(SharedAssetKwargs):
    pass


@record
class AssetSpecUpdateKwargs(SharedAssetKwargs):
    key: ResolvedAssetKey | None = None
    key_prefix: str | Sequence[str] | None = None


@record
class AssetSpecKeyUpdateKwargs(Resolvable):
    key: ResolvedAssetKey | None = None
    key_prefix: str | Sequence[str] | None = None


ResolvedAssetSpec = Annotated[
    AssetSpec,
    Resolver(
        lambda context, model: AssetSpec(**resolve_fields(model, AssetSpecKwargs, context)),
        model_field_type=AssetSpecKwargs,
    ),
]

ResolvedAssetAttributes = Annotated[
    Mapping[str, Any],
    Resolver(
        lambda context, model: resolve_fields(model, AssetsDefUpdateKwargs, context),
        model_field_type=AssetsDefUpdateKwargs,
    ),
]

AssetAttributesModel = AssetSpecUpdateKwargs


@record
class AssetCheckSpecKwargs(Resolvable):
    name: str
    asset: ResolvedAssetKey
    additional_deps: Sequence[ResolvedAssetKey] | None = None
    description: str | None = None
    blocking: bool = False
    metadata: Mapping[str, Any] | None = None
    automation_condition: Injected[AutomationCondition] | None = None


ResolvedAssetCheckSpec = Annotated[
    AssetCheckSpec,
    Resolver(
        lambda context, model: AssetCheckSpec(
            **resolve_fields(model, AssetCheckSpecKwargs, context)
        ),
        model_field_type=AssetCheckSpecKwargs,
    ),
]


class AssetPostProcessorModel(Resolvable, Model):
    target: str = "*"
    operation: Literal["merge", "replace"] = "merge"
    attributes: ResolvedAssetAttributes


class ComponentPostProcessingModel(Resolvable, Model):
    assets: Sequence[AssetPostProcessorModel] | None = None


class DefsFolderComponent(Component, Model, Resolvable):
    pass


class DefinitionsComponent(Component, Model, Resolvable):
    path: str | None

    def build_defs(self, context):
        return python_file_definitions(context, self.path)


class ExecutableComponent(Component, Resolvable, Model):
    assets: list[ResolvedAssetSpec] | None = None
    checks: list[ResolvedAssetCheckSpec] | None = None

    def build_defs(self, context):
        name = self.op_spec.name
        if self.assets:

            @multi_asset(name=name, specs=self.assets, check_specs=self.checks)
            def _assets_def(context): ...

            return Definitions(assets=[_assets_def])
        if self.checks:

            @multi_asset_check(name=name, specs=self.checks)
            def _asset_check_def(context): ...

            return Definitions(asset_checks=[_asset_check_def])
        refuse_component("the component lists neither `assets` nor `checks`")


class FunctionSpec(OpSpec):
    type: Literal["function"] = "function"
    fn: Annotated[Callable, Resolver(resolve_callable, model_field_type=str)]


class FunctionComponent(ExecutableComponent):
    execution: FunctionSpec | Annotated[Callable, Resolver(resolve_callable, model_field_type=str)]

    @property
    def op_spec(self):
        if isinstance(self.execution, FunctionSpec):
            return self.execution
        return FunctionSpec(name=self.execution.__name__, fn=self.execution)


class ScriptSpec(OpSpec):
    type: Literal["script"] = "script"
    path: str
    args: list[str] | str | None = None


class ScriptComponent(ExecutableComponent):
    execution: ScriptSpec

    @property
    def op_spec(self):
        spec = self.execution
        return OpSpec(name=spec.name or Path(spec.path).stem)


class PythonScriptComponent(ScriptComponent):
    pass


class UvRunComponent(ScriptComponent):
    pass


class SqlComponent(ExecutableComponent):
    connection: Annotated[Any, Resolver(lambda context, value: value, model_field_type=str)]
    execution: OpSpec | None = None

    @property
    def op_spec(self):
        return self.execution or OpSpec(name=self.get_unique_name())


class SqlFile(Model):
    path: str


class TemplatedSqlComponent(SqlComponent):
    sql_template: Annotated[
        Any,
        Resolver(_as_it_is, model_field_type=str | SqlFile, inject_before_resolve=False),
    ]
    sql_template_vars: Mapping[str, Any] | None = None

    def get_unique_name(self):
        return md5(f"{self.sql_template}:{self.sql_template_vars}".encode()).hexdigest()[:8]
