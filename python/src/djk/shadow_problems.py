"""Routes that nobody reaches, because something of the project answers their URLs first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.urls import URLPattern, get_resolver, get_script_prefix
from django.utils.encoding import escape_uri_path

from djk.example_urls import list_examples
from djk.mounts import list_chains
from djk.pattern_places import Pattern, find_written, format_call
from djk.problems import Place, Problem
from djk.route_files import find_route_file
from djk.shadowing import Reached, find_own_prefix, reach
from djk.views import Route


@dataclass(frozen=True)
class Shadow:
    """What answers a URL in place of the routes."""

    name: str
    at: Place | None = None

    def as_json(self, site: Path) -> dict[str, Any]:
        return {"name": self.name, **({"at": self.at.as_json(site)} if self.at else {})}


def find_shadow_problems(routes: list[URLPattern], site: Path) -> Iterator[Problem]:
    """Find the routes whose example URLs are all answered by something else, each once.

    :param routes: the ``urlpatterns`` of the routes
    """
    told: set[str] = set()
    chains = list_chains(get_resolver())
    for row in routes:
        route = getattr(row.callback, "djk_route", None)
        # Only the canonical form of a row has a name.
        if not isinstance(route, Route) or not row.name or route.id in told:
            continue
        for chain in chains:
            if found := _find_shadow_of(chain, row, routes, site):
                told.add(route.id)
                yield _describe(route, *found, site)
                break


def _find_shadow_of(
    chain: tuple[Any, ...], row: URLPattern, routes: list[URLPattern], site: Path
) -> tuple[str, Shadow] | None:
    examples = list_examples(chain, row)
    found = [(path, _find_first(path, routes, site)) for path in examples]
    shadows = [(path, shadow) for path, shadow in found if shadow]
    return shadows[0] if shadows and len(shadows) == len(found) else None


def _find_first(path: str, routes: list[URLPattern], site: Path) -> Shadow | None:
    """Find what answers a path that the routes take, if they are asked."""
    try:
        reached = reach(path, routes, lambda tail: True)
    except Exception:
        # A converter of the project failed, as where it asks a database that is not there.
        return None
    return find_shadow(path, reached, site)


def find_shadow(path: str, reached: Reached | None, site: Path) -> Shadow | None:
    """Find what answers a path before the routes do.

    :param path: ``path_info``
    :param reached: where the urlconf leads it
    """
    if prefix := find_own_prefix(get_script_prefix().rstrip("/") + path):
        return Shadow(prefix)
    if reached is None or reached.tail is not None:
        return None
    return _describe_pattern(reached.chain, site)


def _describe(route: Route, path: str, shadow: Shadow, site: Path) -> Problem:
    url = escape_uri_path(get_script_prefix().rstrip("/") + path)
    related = ((shadow.name, shadow.at),) if shadow.at else ()
    return Problem(
        "route-shadowed",
        f"the URL {url} does not open the route {route.id}: {shadow.name} answers first",
        find_route_file(route, site),
        "rename the folder, or let the other one answer fewer URLs",
        "warning",
        related=related,
    )


def _describe_pattern(chain: tuple[Pattern, ...], site: Path) -> Shadow:
    pattern, at = find_written(chain, site)
    return Shadow(format_call(pattern), at)
