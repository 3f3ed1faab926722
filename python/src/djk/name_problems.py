"""URL names that routes share with patterns of the project: ``reverse()`` finds one of the two."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern

from djk.pattern_places import Pattern, find_written, format_call
from djk.problems import Problem
from djk.route_files import find_route_file
from djk.views import Route

Name = tuple[str, frozenset[str]]


def find_name_problems(routes: list[URLPattern], site: Path) -> Iterator[Problem]:
    """Find the routes whose URL name and parameters another pattern has, too, each once.

    :param routes: the ``urlpatterns`` of the routes
    """
    taken = dict(_list_names(get_resolver(), routes, (), frozenset()))
    told: set[str] = set()
    for row in routes:
        route = getattr(row.callback, "djk_route", None)
        chain = taken.get((row.name or "", frozenset(row.pattern.converters)))
        if isinstance(route, Route) and chain and route.id not in told:
            told.add(route.id)
            yield _describe(route, row.name or "", chain, site)


def _describe(route: Route, name: str, chain: tuple[Pattern, ...], site: Path) -> Problem:
    pattern, at = find_written(chain, site)
    return Problem(
        "name-conflict",
        f'the route {route.id} and {format_call(pattern)} have the URL name "{name}"',
        find_route_file(route, site),
        "rename the project's own URL, or give it a namespace: reverse() finds one of the two",
        "warning",
        related=((format_call(pattern), at),) if at else (),
    )


def _list_names(
    resolver: URLResolver,
    routes: list[URLPattern],
    above: tuple[Pattern, ...],
    captured: frozenset[str],
) -> Iterator[tuple[Name, tuple[Pattern, ...]]]:
    """List the names that are in no namespace, each with the patterns that lead to it."""
    chain = (*above, resolver)
    patterns = resolver.url_patterns
    if patterns is routes or any(patterns is other.url_patterns for other in _resolvers(above)):
        return
    for child in patterns:
        names = captured | _list_captured(child.pattern)
        if isinstance(child, URLPattern):
            if child.name:
                yield (child.name, names), (*chain, child)
        elif not child.namespace:
            yield from _list_names(child, routes, chain, names)


def _resolvers(chain: tuple[Pattern, ...]) -> Iterator[URLResolver]:
    return (pattern for pattern in chain if isinstance(pattern, URLResolver))


def _list_captured(pattern: Any) -> frozenset[str]:
    if isinstance(pattern, RegexPattern):
        return frozenset(pattern.regex.groupindex)
    return frozenset(pattern.converters)
