"""What may be a key of a dict, or a member of a set."""

from __future__ import annotations

from collections.abc import Iterator

from djk.shapes.resolve import resolve_alias
from djk.shapes.shape import (
    Array,
    Choices,
    Definitions,
    Object,
    OneOf,
    Parameter,
    Record,
    Ref,
    Scalar,
    Shape,
    Tuple,
)

_KEYS = ("string", "integer", "boolean", "date", "datetime", "time", "uuid", "decimal", "bigint")


def is_key(shape: Shape, definitions: Definitions) -> bool:
    """Whether JSON has a text for each value, as the keys of its objects must be text."""
    shape = resolve_alias(shape, definitions)
    if isinstance(shape, OneOf):
        return all(is_key(member, definitions) for member in shape.members)
    is_text = isinstance(shape, Scalar) and shape.name in _KEYS
    return is_text or isinstance(shape, (Choices, Parameter))


def is_hashable(
    shape: Shape, definitions: Definitions, within: frozenset[str] = frozenset()
) -> bool:
    """Whether what input is made into may be in a set."""

    def are_hashable(*shapes: Shape) -> bool:
        return all(is_hashable(each, definitions, within) for each in shapes)

    if isinstance(shape, Ref):
        if shape.id in within:
            return True
        within |= {shape.id}
    match resolve_alias(shape, definitions):
        case Array(item, container):
            return container in ("tuple", "frozenset") and are_hashable(item)
        case Tuple(items):
            return are_hashable(*items)
        case OneOf(members):
            return are_hashable(*members)
        case Object(fields, access, cls):
            # The hash of an instance that does not count its fields holds whatever is in them.
            own = getattr(cls, "__hash__", None)
            if access == "key" or own is None:
                return False
            return own is object.__hash__ or are_hashable(*(field.shape for field in fields))
        case Record() | Scalar("any"):
            return False
    return True


def list_parts(shape: Shape, definitions: Definitions) -> Iterator[Shape]:
    """List what a type is made of, type variables replaced; within each named type once."""
    waiting, seen = [shape], set()
    while waiting:
        part = waiting.pop()
        if isinstance(part, Ref):
            if part.id in seen:
                continue
            seen.add(part.id)
            part = resolve_alias(part, definitions)
        yield part
        match part:
            case Array(item):
                waiting.append(item)
            case Tuple(items) | OneOf(items):
                waiting.extend(items)
            case Record(key, value):
                waiting += (key, value)
            case Object(fields):
                waiting.extend(field.shape for field in fields)
