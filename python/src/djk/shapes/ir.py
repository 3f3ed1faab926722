"""Shapes as JSON: the intermediate representation of docs/reference/inspection.schema.json."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from djk.shapes.shape import (
    MISSING,
    Array,
    Choices,
    Definition,
    Field,
    Object,
    OneOf,
    Parameter,
    Picked,
    Record,
    Ref,
    Scalar,
    Shape,
    Signature,
    Tuple,
)

_ANY = Scalar("any")


def describe_signature(signature: Signature, doc: str = "") -> dict[str, Any]:
    """Describe one verb function; ``inferred`` tells that nobody has annotated what it returns."""
    return {
        "doc": doc,
        "query": [describe_field(field) for field in signature.query],
        **_describe_body(signature.body),
        "data": _describe_data(signature),
        "inferred": signature.data is None,
    }


def _describe_body(body: Field | None) -> dict[str, Any]:
    if body is None:
        return {"body": None}
    optional = {} if body.required else {"body_optional": True}
    return {"body": describe_shape(body.shape), **optional}


def _describe_data(signature: Signature) -> dict[str, Any]:
    if signature.data is not None:
        return describe_shape(signature.data)
    if not signature.keys:
        return describe_shape(_ANY)
    fields = [Field(name, _ANY, required) for name, required in signature.keys]
    return {"kind": "object", "fields": [describe_field(field) for field in fields]}


def describe_definition(definition: Definition, site: Path) -> dict[str, Any]:
    """Describe a named type."""
    at = {"at": definition.at.as_json(site)} if definition.at else {}
    return {
        "name": definition.name,
        "module": definition.module,
        "doc": definition.doc,
        "parameters": list(definition.parameters),
        "type": describe_shape(definition.shape),
        **at,
    }


def describe_field(field: Field) -> dict[str, Any]:
    described = _describe_member(field.name, field.shape, field.required, field.doc)
    has_default = field.required and field.default is not MISSING
    return {**described, "default": True} if has_default else described


def describe_shape(shape: Shape) -> dict[str, Any]:
    """Describe a shape; objects within it in place, named types by their id."""
    match shape:
        case Scalar(name):
            return {"kind": name}
        case Choices(options):
            return {"kind": "literal", "values": [option.value for option in options]}
        case Array(item):
            return {"kind": "array", "item": describe_shape(item)}
        case Tuple(items):
            return {"kind": "tuple", "items": [describe_shape(item) for item in items]}
        case Record(key, value):
            return {"kind": "record", "key": describe_shape(key), "value": describe_shape(value)}
        case Object(fields):
            return {"kind": "object", "fields": [describe_field(field) for field in fields]}
        case Picked(_, picked):
            described = [
                _describe_member(field.name, field.shape, True, field.doc) for field in picked
            ]
            return {"kind": "object", "fields": described}
        case OneOf(members):
            return {"kind": "union", "members": [describe_shape(member) for member in members]}
        case Ref(id_, arguments):
            given = [describe_shape(argument) for argument in arguments]
            return {"kind": "ref", "id": id_, **({"arguments": given} if given else {})}
        case Parameter(name):
            return {"kind": "parameter", "name": name}


def _describe_member(name: str, shape: Shape, required: bool, doc: str) -> dict[str, Any]:
    about = {"doc": doc} if doc else {}
    return {"name": name, "type": describe_shape(shape), "required": required, **about}
