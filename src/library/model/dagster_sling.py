# `dagster-sling` 0.29.27: a component whose assets are the streams of its replications.
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Any, Callable, Mapping, Sequence

from dagster import (
    AssetSpecUpdateKwargs,
    Component,
    Definitions,
    OpSpec,
    Resolvable,
    Resolver,
    translated,
)
from dagster_sling import DagsterSlingTranslator, sling_assets


def _translation(context, attributes):
    def translate(spec, stream):
        scope = context.with_scope(spec=spec, stream_definition=stream)
        return translated(spec, attributes, scope)

    return translate


@dataclass
class SlingReplicationSpecModel(Resolvable):
    path: str
    op: OpSpec | None = None
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
    include_metadata: Any = None


class _Translator(DagsterSlingTranslator):
    def __init__(self, component, replication):
        self._component = component
        self._replication = replication

    def get_asset_spec(self, stream_definition):
        spec = self._component.get_asset_spec(stream_definition)
        if self._replication.translation is not None:
            spec = self._replication.translation(spec, stream_definition)
        return spec


@dataclass
class SlingReplicationCollectionComponent(Component, Resolvable):
    connections: Any = field(default_factory=list)
    replications: Sequence[SlingReplicationSpecModel] = field(default_factory=list)
    resource: Annotated[
        Any, Resolver(lambda context, sling: sling, model_field_name="sling")
    ] = None

    def get_asset_spec(self, stream_definition):
        return DagsterSlingTranslator.get_asset_spec(DagsterSlingTranslator(), stream_definition)

    def build_asset(self, context, replication):
        op = replication.op or OpSpec()

        @sling_assets(
            name=op.name or Path(replication.path).stem,
            replication_config=context.path / replication.path,
            dagster_sling_translator=_Translator(self, replication),
        )
        def _asset(context): ...

        return _asset

    def build_defs(self, context):
        return Definitions(assets=[self.build_asset(context, it) for it in self.replications])
