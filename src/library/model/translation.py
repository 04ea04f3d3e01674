# What the components of several libraries share: `translation` in their attributes.
from typing import Any

from dagster import AssetSpec, AssetSpecUpdateKwargs, resolve_fields


def translated(spec, attributes, context):
    if isinstance(attributes, str):
        attributes = context.resolve_value(attributes)
        if isinstance(attributes, AssetSpec):
            return attributes
    else:
        attributes = resolve_fields(attributes, AssetSpecUpdateKwargs, context)
    attributes = dict(attributes)
    prefix = attributes.pop("key_prefix", None)
    if prefix is not None:
        attributes["key"] = attributes.pop("key", spec.key).with_prefix(prefix)
    return spec.replace_attributes(**attributes)
