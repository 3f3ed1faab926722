"""Encoders: functions made once from shapes, which check values and return plain JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from djk.shapes.encode_any import encode_any
from djk.shapes.encode_arrays import Encode, Fetch, make_array, make_tuple
from djk.shapes.encode_objects import (
    make_call,
    make_dict,
    make_instance,
    make_one,
    make_picked,
    make_record,
)
from djk.shapes.encode_scalars import SCALARS
from djk.shapes.encode_unions import make_choices, make_nullable, make_tagged, make_union
from djk.shapes.fetch_rows import build_fetching, fetch_found, fetch_rows
from djk.shapes.found_objects import build_collect
from djk.shapes.resolve import resolve_alias, resolve_ref
from djk.shapes.shape import (
    Array,
    Choices,
    Definitions,
    Object,
    OneOf,
    Parameter,
    Picked,
    PickedField,
    Record,
    Ref,
    Scalar,
    Shape,
    Tuple,
)

#: Wraps the encoder of a field, given the field's name.
Watch = Callable[[str, Encode], Encode]

_NULL = Scalar("null")


@dataclass(frozen=True)
class _Building:
    definitions: Definitions
    watch: Watch | None
    #: Encoders of named types; a type within itself finds its own here when it is called.
    named: dict[tuple[Ref, bool], Encode] = field(default_factory=dict)
    #: Whether evaluated querysets were fetched for, along with a row above.
    is_planned: bool = False


def build_encoder(shape: Shape, definitions: Definitions, watch: Watch | None = None) -> Encode:
    """Make the encoder of a shape.

    The encoder raises ``EncodingError`` for a value that does not fit; what is not declared is
    dropped.
    """
    return _build(shape, _Building(definitions, watch))


def _build(shape: Shape, building: _Building) -> Encode:
    match shape:
        case Scalar("any") | Parameter():
            return encode_any
        case Scalar(name):
            return SCALARS[name]
        case Choices(options):
            return make_choices(options)
        case Array(item):
            return make_array(_build_item(item, building), _make_fetch(item, building))
        case Tuple(items):
            return make_tuple(tuple(_build(item, building) for item in items))
        case Record(key, value):
            encode = make_record(_build(key, building), _build_item(value, building))
            return _fetch_values(encode, value, building)
        case Object():
            return _build_object(shape, building)
        case Picked():
            return _build_picked(shape, building)
        case OneOf():
            return _build_union(shape, building)
        case Ref():
            return _build_ref(shape, building)


def _build_item(item: Shape, building: _Building) -> Encode:
    return _build(item, replace(building, is_planned=True))


def _make_fetch(item: Shape, building: _Building) -> Fetch | None:
    fetching = build_fetching(item, building.definitions, building.is_planned)
    return partial(fetch_rows, fetching) if fetching else None


def _fetch_values(encode: Encode, item: Shape, building: _Building) -> Encode:
    collect = build_collect(item, building.definitions)
    if collect is None:
        return encode

    def encode_fetched(value: Any) -> Any:
        if isinstance(value, Mapping):
            fetch_found(collect, value.values())
        return encode(value)

    return encode_fetched


def _build_object(shape: Object, building: _Building) -> Encode:
    fields = tuple(
        (item.name, _watch(item.name, _build(item.shape, building), building))
        for item in shape.fields
    )
    if shape.access == "attribute" and isinstance(shape.type, type):
        return make_instance(shape.type, fields)
    return make_dict(fields, frozenset(item.name for item in shape.fields if not item.required))


def _build_picked(shape: Picked, building: _Building) -> Encode:
    fields = tuple(_build_picked_field(item, building) for item in shape.fields)
    return make_picked(shape.model, fields)


def _build_picked_field(item: PickedField, building: _Building) -> tuple[str, str, Encode]:
    name = item.attribute
    if item.source in ("value", "call"):
        # What code of the project returns no plan has fetched for.
        building = replace(building, is_planned=False)
    encode = _build(item.shape, building)
    if item.source == "call":
        return item.name, "", _watch(item.name, make_call(name, encode), building)
    if item.source == "one":
        return item.name, "", _watch(item.name, make_one(name, encode), building)
    if building.watch:
        return item.name, "", building.watch(item.name, lambda owner: encode(getattr(owner, name)))
    return item.name, name, encode


def _watch(name: str, encode: Encode, building: _Building) -> Encode:
    return building.watch(name, encode) if building.watch else encode


def _build_union(shape: OneOf, building: _Building) -> Encode:
    members = tuple(member for member in shape.members if member != _NULL)
    members = _put_subclasses_first(members, building.definitions)
    if shape.tag is not None:
        encode = make_tagged(shape.tag, _build_tagged(shape.tag, members, building))
    else:
        encoders = tuple(_build(member, building) for member in members)
        encode = encoders[0] if len(encoders) == 1 else make_union(encoders)
    return make_nullable(encode) if len(members) < len(shape.members) else encode


def _put_subclasses_first(
    members: tuple[Shape, ...], definitions: Definitions
) -> tuple[Shape, ...]:
    """Reorder members that are told by their class: an instance fits the base class, too."""
    classes = [_find_class(member, definitions) for member in members]
    by_depth = sorted(
        ((member, cls) for member, cls in zip(members, classes, strict=True) if cls),
        key=lambda pair: -len(pair[1].__mro__),
    )
    ordered = (member for member, _ in by_depth)
    return tuple(
        next(ordered) if cls else member for member, cls in zip(members, classes, strict=True)
    )


def _find_class(shape: Shape, definitions: Definitions) -> type | None:
    match resolve_alias(shape, definitions):
        case Picked(model):
            return model
        case Object(_, "attribute", cls) if isinstance(cls, type):
            return cls
    return None


def _build_tagged(
    tag: str, members: tuple[Shape, ...], building: _Building
) -> dict[object, Encode]:
    known: dict[object, Encode] = {}
    for member in members:
        encode = _build(member, building)
        resolved = resolve_alias(member, building.definitions)
        assert isinstance(resolved, Object)
        choices = next(item.shape for item in resolved.fields if item.name == tag)
        choices = resolve_alias(choices, building.definitions)
        assert isinstance(choices, Choices)
        for option in choices.options:
            known |= {option.value: encode, option.member: encode}
    return known


def _build_ref(ref: Ref, building: _Building) -> Encode:
    key = ref, building.is_planned
    named = building.named
    if key not in named:
        named[key] = lambda value: named[key](value)
        named[key] = _build(resolve_ref(ref, building.definitions), building)
    return named[key]
