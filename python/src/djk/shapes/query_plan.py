"""Related objects that a pick needs, fetched along with a queryset instead of one by one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, prefetch_related_objects
from django.db.models.manager import BaseManager

from djk.query_count import Tally, get_tally
from djk.shapes.resolve import resolve_ref
from djk.shapes.shape import Array, Definitions, OneOf, Picked, Ref, Shape


@dataclass(frozen=True)
class Plan:
    """Lookups of relations, each after those that it goes through."""

    model: type[Model]
    #: Objects that a join brings along: forward and reverse relations to one, from one to one.
    joined: tuple[str, ...]
    #: Objects that a query of their own brings.
    fetched: tuple[str, ...]


def find_plan(shape: Shape, definitions: Definitions) -> Plan | None:
    """Plan the rows of an array; None where they need nothing else, or must not be planned."""
    picked, names = _find_picked(shape, definitions)
    return plan_picked(picked, definitions, names) if picked else None


def plan_picked(
    picked: Picked, definitions: Definitions, names: tuple[Ref, ...] = ()
) -> Plan | None:
    """Plan the objects of a pick.

    :param names: what the pick is named
    """
    lookups = list(_list_lookups(picked, definitions, names))
    if not lookups:
        return None
    joined = tuple(name for name, is_joined in lookups if is_joined)
    return Plan(picked.model, joined, tuple(name for name, is_joined in lookups if not is_joined))


def find_picked(shape: Shape, definitions: Definitions) -> Picked | None:
    """Find the model within names, unions and arrays."""
    return _find_picked(shape, definitions)[0]


def _find_picked(shape: Shape, definitions: Definitions) -> tuple[Picked | None, tuple[Ref, ...]]:
    """Find the model, and the names that it is under."""
    match shape:
        case Picked():
            return shape, ()
        case Ref():
            found, names = _find_picked(resolve_ref(shape, definitions), definitions)
            return found, (shape, *names)
        case Array(item):
            return _find_picked(item, definitions)
        case OneOf(members):
            each = (_find_picked(member, definitions) for member in members)
            return next((found for found in each if found[0]), (None, ()))
    return None, ()


def _list_lookups(
    picked: Picked, definitions: Definitions, above: tuple[Ref, ...]
) -> Iterator[tuple[str, bool]]:
    """List lookups with whether they can be joined."""
    if not picked.optimize:
        return
    for field in picked.fields:
        if field.source not in ("one", "many"):
            continue
        is_one = field.source == "one"
        yield field.attribute, is_one
        below, names = _find_picked(field.shape, definitions)
        # A pick that holds itself has no end; what lies deeper is planned when it is met.
        if below and all(above.count(name) < 2 for name in names):
            can_join = is_one and not _is_parent_link(picked.model, field.attribute)
            for name, is_joined in _list_lookups(below, definitions, (*above, *names)):
                yield f"{field.attribute}__{name}", can_join and is_joined


def _is_parent_link(model: type[Model], name: str) -> bool:
    """Whether a relation is that to a parent's table, whose object Django makes by itself.

    What a join brings for that object Django puts on the child.
    """
    return any(link and link.name == name for link in model._meta.parents.values())


def fetch_queryset(queryset: Any, plan: Plan) -> Iterable[Any]:
    """Return the rows of a queryset that is not evaluated with what the plan names.

    What is fetched already stays as it is.
    """
    return _count_saved(_add_plan(queryset, plan), plan, _list_own(queryset))


def fetch_objects(found: list[Any], plan: Plan) -> None:
    """Fetch what the plan names for objects that are there already."""
    tally = get_tally()
    before = tally.statements.total() if tally else 0
    prefetch_related_objects(found, *plan.joined, *plan.fetched)
    extra = tally.statements.total() - before if tally else 0
    if tally and extra:
        _add_saved(tally, found, plan, frozenset(), extra)


def _add_plan(queryset: Any, plan: Plan) -> Any:
    lookups = (*plan.joined, *plan.fetched)
    if not _can_join(queryset.query):
        queryset = _load_keys(queryset, lookups)
        return queryset.prefetch_related(*lookups)
    # What a join brings, the queryset's own Prefetch would not fetch any more.
    own = _list_prefetched(queryset)
    joined = [name for name in plan.joined if not any(_is_below(name, above) for above in own)]
    if joined:
        queryset = queryset.select_related(*joined)
    return queryset.prefetch_related(*(name for name in lookups if name not in joined))


def _load_keys(queryset: Any, lookups: tuple[str, ...]) -> Any:
    """Load the keys that related objects are looked up by, which each row would load by itself."""
    names, is_deferred = queryset.query.deferred_loading
    keys = {
        name
        for field in queryset.model._meta.concrete_fields
        if field.name in lookups
        for name in (field.name, field.attname)
    }
    if not names or not keys:
        return queryset
    return (
        queryset.defer(None).defer(*names - keys) if is_deferred else queryset.only(*names, *keys)
    )


def _is_below(name: str, above: str) -> bool:
    return name == above or name.startswith(f"{above}__")


def _can_join(query: Any) -> bool:
    """Whether a join neither fails nor changes which rows there are."""
    return not (
        query.select_related is True
        or query.deferred_loading[0]
        or query.select_for_update
        or query.distinct
        or query.group_by is not None
    )


def _list_own(queryset: Any) -> frozenset[str]:
    """List lookups that a queryset has without the plan."""
    joined = queryset.query.select_related
    known = _list_joined(joined if isinstance(joined, dict) else {}, "")
    return frozenset([*_list_prefetched(queryset), *known])


def _list_prefetched(queryset: Any) -> list[str]:
    return [getattr(item, "prefetch_to", item) for item in queryset._prefetch_related_lookups]


def _list_joined(joined: dict[str, Any], above: str) -> Iterator[str]:
    for name, below in joined.items():
        yield f"{above}{name}"
        yield from _list_joined(below, f"{above}{name}__")


def _count_saved(queryset: Any, plan: Plan, own: frozenset[str]) -> Iterable[Any]:
    tally = get_tally()
    if tally is None:
        return queryset  # type: ignore[no-any-return]
    before = tally.statements.total()
    found = list(queryset)
    extra = tally.statements.total() - before - 1
    _add_saved(tally, found, plan, own, extra)
    return found


def _add_saved(tally: Tally, found: list[Any], plan: Plan, own: frozenset[str], extra: int) -> None:
    lookups = frozenset([*plan.joined, *plan.fetched]) - own
    tally.saved += max(0, _count_accesses(found, lookups) - extra)


def _count_accesses(rows: Iterable[Any], lookups: frozenset[str], above: str = "") -> int:
    """Count the queries that rows would make one by one."""
    names = {name for name in lookups if name.startswith(above)}
    here = {name[len(above) :].split("__")[0] for name in names}
    count = 0
    for row in rows:
        for name in here:
            related = _get_related(row, name)
            count += f"{above}{name}" in lookups and related is not None
            if related:
                count += _count_accesses(related, lookups, f"{above}{name}__")
    return count


def _get_related(row: Any, name: str) -> list[Any] | None:
    """Return related objects; None where Django would know without a query that there is none."""
    try:
        related = getattr(row, name)
    except ObjectDoesNotExist:
        return []
    if isinstance(related, BaseManager):
        return list(related.all())
    return None if related is None else [related]
