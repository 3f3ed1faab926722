"""Saved objects within rows of any kind, so that what they need is fetched for all at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import Any, TypeAlias

from django.db.models import Model, QuerySet
from django.db.models.manager import BaseManager

from djk.shapes.query_plan import Plan, plan_picked
from djk.shapes.resolve import resolve_ref
from djk.shapes.shape import (
    Array,
    Definitions,
    Object,
    OneOf,
    Picked,
    Record,
    Ref,
    Shape,
    Tuple,
)

#: Lists saved objects within a value, each with what its pick needs. Runs no query.
Collect: TypeAlias = Callable[[Any], Iterator[tuple[Plan, Model]]]
Parts: TypeAlias = tuple[tuple[str, Collect], ...]


def build_collect(
    shape: Shape, definitions: Definitions, above: tuple[Ref, ...] = ()
) -> Collect | None:
    """Make the collector of a shape; None where it has no pick with relations.

    :param above: named types that the shape is in; a type within itself is not looked into
    """

    def build(inner: Shape) -> Collect | None:
        return build_collect(inner, definitions, above)

    match shape:
        case Ref():
            if shape in above:
                return None
            return build_collect(resolve_ref(shape, definitions), definitions, (*above, shape))
        case Array(item):
            inner = build(item)
            return inner and partial(_collect_items, inner)
        case Record(_, item):
            inner = build(item)
            return inner and partial(_collect_values, inner)
        case OneOf(members):
            found = tuple(filter(None, map(build, members)))
            return partial(_collect_all, found) if found else None
        case Tuple(items):
            return _combine(tuple(map(build, items)))
        case Object(fields, access, cls):
            parts = _list_parts((field.name, build(field.shape)) for field in fields)
            collect = _collect_keys if access == "key" else partial(_collect_fields, cls)
            return partial(collect, parts) if parts else None
        case Picked():
            plan = plan_picked(shape, definitions, above)
            rest = build_attributes(shape, definitions, above)
            return partial(_collect_object, shape.model, plan, rest) if plan or rest else None
    return None


def build_attributes(
    picked: Picked, definitions: Definitions, above: tuple[Ref, ...] = ()
) -> Collect | None:
    """Make the collector of what ``Prefetch(to_attr=…)`` has put on an object."""
    parts = _list_parts(
        (field.attribute, build_collect(field.shape, definitions, above))
        for field in picked.fields
        if field.source == "value"
    )
    # Properties are left alone: reading one may run queries.
    return partial(_collect_attributes, parts) if parts else None


def _list_parts(found: Iterable[tuple[str, Collect | None]]) -> Parts:
    return tuple((name, collect) for name, collect in found if collect)


def _combine(items: tuple[Collect | None, ...]) -> Collect | None:
    return partial(_collect_positions, items) if any(items) else None


def _collect_object(
    model: type[Model], plan: Plan | None, collect: Collect | None, value: Any
) -> Iterator[tuple[Plan, Model]]:
    if isinstance(value, model) and value.pk is not None:
        if plan:
            yield plan, value
        if collect:
            yield from collect(value)


def _collect_attributes(parts: Parts, value: Any) -> Iterator[tuple[Plan, Model]]:
    return _collect_keys(parts, vars(value))


def _collect_items(collect: Collect, value: Any) -> Iterator[tuple[Plan, Model]]:
    if isinstance(value, BaseManager):
        value = value.all()
    is_loaded = isinstance(value, QuerySet) and value._result_cache is not None
    # What else can be iterated may be an iterator, which can be so once.
    if is_loaded or isinstance(value, (list, tuple)):
        for item in value:
            yield from collect(item)


def _collect_values(collect: Collect, value: Any) -> Iterator[tuple[Plan, Model]]:
    if isinstance(value, Mapping):
        for item in value.values():
            yield from collect(item)


def _collect_all(members: tuple[Collect, ...], value: Any) -> Iterator[tuple[Plan, Model]]:
    for collect in members:
        yield from collect(value)


def _collect_positions(
    items: tuple[Collect | None, ...], value: Any
) -> Iterator[tuple[Plan, Model]]:
    if isinstance(value, (list, tuple)):
        for collect, item in zip(items, value, strict=False):
            if collect:
                yield from collect(item)


def _collect_keys(parts: Parts, value: Any) -> Iterator[tuple[Plan, Model]]:
    if isinstance(value, Mapping):
        for name, collect in parts:
            if name in value:
                yield from collect(value[name])


def _collect_fields(cls: Any, parts: Parts, value: Any) -> Iterator[tuple[Plan, Model]]:
    if isinstance(value, cls):
        for name, collect in parts:
            yield from collect(getattr(value, name))
