# `dagster-dlt` 0.29.27: an asset for each selected resource of a source.
from dataclasses import dataclass
from typing import Annotated, Any, Callable, Sequence
import importlib

from dagster import (
    AssetKey,
    AssetSpec,
    AssetSpecUpdateKwargs,
    Component,
    ComponentLoadContext,
    Definitions,
    Resolvable,
    Resolver,
    multi_asset,
    translated,
)


class DltResourceTranslatorData:
    def __init__(self, resource, pipeline=None):
        self.resource = resource
        self.pipeline = pipeline

    @property
    def destination(self):
        return self.pipeline.destination if self.pipeline else None


class DagsterDltTranslator:
    def get_asset_spec(self, data):
        resource = data.resource
        return AssetSpec(
            key=self.get_asset_key(resource),
            automation_condition=self.get_automation_condition(resource),
            deps=self.get_deps_asset_keys(resource),
            description=self.get_description(resource),
            group_name=self.get_group_name(resource),
            metadata=self.get_metadata(resource),
            owners=self.get_owners(resource),
            tags=self.get_tags(resource),
            kinds=self.get_kinds(resource, data.destination),
        )

    def get_asset_key(self, resource):
        return AssetKey(f"dlt_{resource.source_name}_{resource.name}")

    def get_deps_asset_keys(self, resource):
        first = resource
        while first.is_transformer and first._parent is not None:
            first = first._parent
        return [AssetKey(f"{resource.source_name}_{first.name}")]

    def get_automation_condition(self, resource):
        return None

    def get_description(self, resource):
        return None

    def get_group_name(self, resource):
        return None

    def get_metadata(self, resource):
        return {}

    def get_owners(self, resource):
        return None

    def get_tags(self, resource):
        return {}

    def get_kinds(self, resource, destination):
        return {"dlt"}


def build_dlt_asset_specs(dlt_source, dlt_pipeline, dagster_dlt_translator=None):
    translator = dagster_dlt_translator or DagsterDltTranslator()
    return [
        translator.get_asset_spec(
            DltResourceTranslatorData(resource=resource, pipeline=dlt_pipeline)
        )
        for resource in dlt_source.selected_resources.values()
    ]


def dlt_assets(
    *,
    dlt_source,
    dlt_pipeline,
    name=None,
    group_name=None,
    dagster_dlt_translator=None,
    **options,
):
    specs = build_dlt_asset_specs(dlt_source, dlt_pipeline, dagster_dlt_translator)
    return multi_asset(name=name, group_name=group_name, specs=specs)


def _load_object(context, path):
    component_load_context = ComponentLoadContext.from_resolution_context(context)
    if path.startswith("."):
        path = f"{component_load_context.defs_relative_module_name(component_load_context.path)}{path}"
    module_name, object_name = path.rsplit(".", 1)
    return getattr(importlib.import_module(module_name), object_name)


def _translation(context, attributes):
    def translate(spec, data):
        scope = context.with_scope(spec=spec, resource=data.resource, pipeline=data.pipeline)
        return translated(spec, attributes, scope)

    return translate


@dataclass
class DltLoadSpecModel(Resolvable):
    pipeline: Annotated[Any, Resolver(_load_object, model_field_type=str)]
    source: Annotated[Any, Resolver(_load_object, model_field_type=str)]
    translation: (
        Annotated[
            Callable,
            Resolver(
                _translation,
                model_field_type=str | AssetSpecUpdateKwargs,
                inject_before_resolve=False,
            ),
        ]
        | None
    ) = None
    partitions_def: Any = None
    backfill_policy: Any = None


class DltComponentTranslator(DagsterDltTranslator):
    def __init__(self, component, load):
        self._component = component
        self._load = load

    def get_asset_spec(self, data):
        spec = self._component.get_asset_spec(data)
        if self._load.translation is not None:
            spec = self._load.translation(spec, data)
        return spec


@dataclass
class DltLoadCollectionComponent(Component, Resolvable):
    loads: Sequence[DltLoadSpecModel]

    def get_asset_spec(self, data):
        return DagsterDltTranslator().get_asset_spec(data)

    def build_asset(self, load):
        @dlt_assets(
            dlt_source=load.source,
            dlt_pipeline=load.pipeline,
            name=f"dlt_assets_{load.source.name}_{load.pipeline.dataset_name}",
            dagster_dlt_translator=DltComponentTranslator(self, load),
        )
        def _asset(context): ...

        return _asset

    def build_defs(self, context):
        return Definitions(assets=[self.build_asset(load) for load in self.loads])
