"""The rows of an array, with what their picks need of the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, QuerySet

from djk.shapes.found_objects import Collect, build_attributes, build_collect
from djk.shapes.query_plan import (
    Plan,
    fetch_objects,
    fetch_queryset,
    find_picked,
    find_plan,
)
from djk.shapes.shape import Definitions, Shape


@dataclass(frozen=True)
class Fetching:
    """How the rows of an array are fetched."""

    #: Of the rows of a queryset.
    plan: Plan | None
    #: Of any row.
    collect: Collect
    #: Of a row of a queryset that was planned.
    collect_attributes: Collect | None
    #: Whether what is evaluated was fetched for a row above.
    is_planned: bool


def build_fetching(item: Shape, definitions: Definitions, is_planned: bool) -> Fetching | None:
    """Make the fetching of rows of a shape; None where they need nothing."""
    collect = build_collect(item, definitions)
    if collect is None:
        return None
    picked = find_picked(item, definitions)
    attributes = build_attributes(picked, definitions) if picked else None
    return Fetching(find_plan(item, definitions), collect, attributes, is_planned)


def fetch_rows(fetching: Fetching, rows: Iterable[Any]) -> Iterable[Any]:
    """Return rows with what they need; what is fetched already stays as it is."""
    if not isinstance(rows, QuerySet):
        found = list(rows)
        fetch_found(fetching.collect, found)
        return found
    is_evaluated = rows._result_cache is not None
    # Rows of .values() are dicts.
    if getattr(rows, "_fields", None) is not None or (is_evaluated and fetching.is_planned):
        return rows
    if is_evaluated or not _can_plan(rows, fetching.plan):
        fetch_found(fetching.collect, rows)
        return rows
    assert fetching.plan
    planned = fetch_queryset(rows, fetching.plan)
    if fetching.collect_attributes:
        fetch_found(fetching.collect_attributes, planned)
    return planned


def _can_plan(queryset: QuerySet[Any], plan: Plan | None) -> bool:
    if plan is None or queryset.query.combinator:
        return False
    return issubclass(queryset.model, plan.model)


def fetch_found(collect: Collect, values: Iterable[Any]) -> None:
    """Fetch what objects within values need, for all of them at once."""
    by_plan: defaultdict[Plan, list[Model]] = defaultdict(list)
    for value in values:
        for plan, found in collect(value):
            by_plan[plan].append(found)
    for plan, objects in by_plan.items():
        fetch_objects(objects, plan)
