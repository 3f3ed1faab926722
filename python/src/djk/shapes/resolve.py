"""Named types put in place of references to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from djk.shapes.shape import (
    Array,
    Definitions,
    Object,
    OneOf,
    Parameter,
    Record,
    Ref,
    Shape,
    Tuple,
)


def resolve_ref(ref: Ref, definitions: Definitions) -> Shape:
    """Return what a reference stands for, with its arguments in place of type variables."""
    definition = definitions[ref.id]
    arguments = dict(zip(definition.parameters, ref.arguments, strict=True))
    return _substitute(definition.shape, arguments) if arguments else definition.shape


def resolve_alias(shape: Shape, definitions: Definitions) -> Shape:
    """Return a shape that is no reference, unless it refers to what is being read or to itself."""
    followed: set[str] = set()
    while isinstance(shape, Ref) and shape.id in definitions and shape.id not in followed:
        followed.add(shape.id)
        shape = resolve_ref(shape, definitions)
    return shape


def leads_to(shape: Shape, id_: str, definitions: Definitions) -> bool:
    """Whether a shape stands for a named type, with nothing but unions in between."""
    if isinstance(shape, Ref) and shape.id == id_:
        return True
    resolved = resolve_alias(shape, definitions)
    if isinstance(resolved, OneOf):
        return any(leads_to(member, id_, definitions) for member in resolved.members)
    return isinstance(resolved, Ref) and resolved.id == id_


def _substitute(shape: Shape, arguments: Mapping[str, Shape]) -> Shape:
    def put(inner: Shape) -> Shape:
        return _substitute(inner, arguments)

    match shape:
        case Parameter(name):
            return arguments.get(name, shape)
        case Array(item):
            return replace(shape, item=put(item))
        case Tuple(items):
            return Tuple(tuple(map(put, items)))
        case Record(key, value):
            return Record(put(key), put(value))
        case Object(fields):
            inner = tuple(replace(field, shape=put(field.shape)) for field in fields)
            return replace(shape, fields=inner)
        case OneOf(members):
            return replace(shape, members=tuple(map(put, members)))
        case Ref(id_, given):
            return Ref(id_, tuple(map(put, given)))
    return shape
