"""Encoders: functions made once from shapes, which check values and return plain JSON."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

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
from djk.shapes.query_plan import fetch_rows, find_plan
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
    #: Whether the plan of a row above fetches related objects.
    is_within: bool = False


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
            return make_array(_build(item, building), _make_fetch(item, building))
        case Tuple(items):
            return make_tuple(tuple(_build(item, building) for item in items))
        case Record(key, value):
            return make_record(_build(key, building), _build(value, building))
        case Object():
            return _build_object(shape, building)
        case Picked():
            return _build_picked(shape, building)
        case OneOf():
            return _build_union(shape, building)
        case Ref():
            return _build_ref(shape, building)


def _make_fetch(item: Shape, building: _Building) -> Fetch | None:
    plan = find_plan(item, building.definitions)
    return partial(fetch_rows, plan=plan, is_within=building.is_within) if plan else None


def _build_object(shape: Object, building: _Building) -> Encode:
    # Another row begins here: what is in it no plan has fetched.
    own = replace(building, is_within=False)
    fields = tuple(
        (item.name, _watch(item.name, _build(item.shape, own), own)) for item in shape.fields
    )
    if shape.access == "attribute" and isinstance(shape.type, type):
        return make_instance(shape.type, fields)
    return make_dict(fields, frozenset(item.name for item in shape.fields if not item.required))


def _build_picked(shape: Picked, building: _Building) -> Encode:
    own = replace(building, is_within=True)
    return make_picked(shape.model, tuple(_build_picked_field(item, own) for item in shape.fields))


def _build_picked_field(item: PickedField, building: _Building) -> tuple[str, str, Encode]:
    name = item.attribute
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
    key = ref, building.is_within
    named = building.named
    if key not in named:
        named[key] = lambda value: named[key](value)
        named[key] = _build(resolve_ref(ref, building.definitions), building)
    return named[key]
