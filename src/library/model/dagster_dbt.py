# `dagster-dbt` 0.29.27: a component whose assets are the models of a dbt project.
from dataclasses import dataclass, field
from typing import Annotated, Any, Callable

from dagster import (
    AssetSpecUpdateKwargs,
    Component,
    Definitions,
    OpSpec,
    Resolvable,
    Resolver,
    translated,
)
from dagster_dbt import DagsterDbtTranslator, DbtProject, dbt_assets, get_node


DBT_DEFAULT_SELECT = "fqn:*"
DBT_DEFAULT_EXCLUDE = ""
DBT_DEFAULT_SELECTOR = ""


@dataclass
class DbtProjectArgs(Resolvable):
    project_dir: str
    target_path: str | None = None
    profiles_dir: str | None = None
    profile: str | None = None
    target: str | None = None
    packaged_project_dir: str | None = None
    state_path: str | None = None
    prepare_project_cli_args: list[str] | None = None


def _resolve_project(context, model):
    if isinstance(model, str):
        return DbtProject(context.resolve_source_relative_path(context.resolve_value(model)))
    path = context.resolve_value(model.project_dir)
    target_path = context.resolve_value(model.target_path) or "target"
    return DbtProject(context.resolve_source_relative_path(path), target_path=target_path)


def _translation(context, attributes):
    def translate(spec, node):
        return translated(spec, attributes, context.with_scope(spec=spec, node=node))

    return translate


class _Translator(DagsterDbtTranslator):
    def __init__(self, component, settings):
        super().__init__(settings)
        self._component = component

    def get_asset_spec(self, manifest, unique_id, project):
        spec = self._component.get_asset_spec(manifest, unique_id, project)
        if self._component.translation is not None:
            spec = self._component.translation(spec, get_node(manifest, unique_id))
        return spec


@dataclass
class DbtProjectComponent(Component, Resolvable):
    project: Annotated[
        Any, Resolver(_resolve_project, model_field_type=str | DbtProjectArgs)
    ]
    cli_args: Annotated[Any, Resolver.passthrough()] = None
    include_metadata: Any = None
    op: OpSpec | None = None
    select: str = "fqn:*"
    exclude: str = ""
    selector: str = ""
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
    translation_settings: Any = None
    prepare_if_dev: bool = True

    @property
    def dbt_project(self):
        return self.project

    @property
    def translator(self):
        return _Translator(self, self.translation_settings)

    def get_resource_props(self, manifest, unique_id):
        return get_node(manifest, unique_id)

    def get_asset_spec(self, manifest, unique_id, project):
        base = DagsterDbtTranslator(self.translation_settings)
        return DagsterDbtTranslator.get_asset_spec(base, manifest, unique_id, project)

    def build_defs(self, context):
        name = self.op.name if self.op and self.op.name else self.dbt_project.name

        @dbt_assets(
            manifest=self.dbt_project.manifest_path,
            project=self.dbt_project,
            dagster_dbt_translator=self.translator,
            select=self.select,
            exclude=self.exclude,
            selector=self.selector,
            name=name,
        )
        def _assets(context): ...

        return Definitions(assets=[_assets])
