"""Routes that nobody reaches, because something of the project answers their URLs first."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, get_script_prefix
from django.urls.resolvers import LocalePrefixPattern, RegexPattern
from django.utils.encoding import escape_uri_path

from djk.example_urls import list_examples
from djk.mounts import list_chains
from djk.problems import Place, Problem, is_own
from djk.shadowing import Pattern, Reached, find_own_prefix, reach
from djk.views import Route

_COMPONENTS = tuple(f"page.{extension}" for extension in ("tsx", "jsx", "ts", "js"))


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
    # An example fits its row, so the routes take it.
    found = [(path, find_shadow(path, reach(path, routes, _always), site)) for path in examples]
    shadows = [(path, shadow) for path, shadow in found if shadow]
    return shadows[0] if shadows and len(shadows) == len(found) else None


def _always(tail: str) -> bool:
    return True


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
        f"{url} does not open {route.id}: {shadow.name} answers first",
        Place(_find_file(route, site)),
        "rename the folder, or let the other one answer fewer URLs",
        "warning",
        related=related,
    )


def _find_file(route: Route, site: Path) -> Path:
    """Find the file that makes a folder a URL; a build has the components no more."""
    folder = site / "routes" / route.id.lstrip("/")
    names = ("route.py",) if route.kind == "endpoint" else _COMPONENTS
    return next((file for name in names if (file := folder / name).exists()), folder)


def _describe_pattern(chain: tuple[Pattern, ...], site: Path) -> Shadow:
    """Name the innermost pattern that stands in a file of the site, with its line where known."""
    written = list(_list_written(chain, site))
    for pattern, file in reversed(written):
        if line := _find_line(file, pattern):
            return Shadow(_format_call(pattern), Place(file, line))
    if not written:
        return Shadow(_format_call(chain[1]))
    pattern, file = written[-1]
    return Shadow(_format_call(pattern), Place(file))


def _list_written(chain: tuple[Pattern, ...], site: Path) -> Iterator[tuple[Pattern, Path]]:
    file: Path | None = None
    for above, pattern in pairwise(chain):
        assert isinstance(above, URLResolver)
        module: Any = above.urlconf_module
        if isinstance(module, ModuleType):
            file = Path(module.__file__).resolve() if module.__file__ else None
        elif not isinstance(above.pattern, LocalePrefixPattern):
            # A list, such as the admin's, that may come from anywhere.
            return
        if file and is_own(file, site):
            yield pattern, file


def _format_call(pattern: Pattern) -> str:
    if isinstance(pattern.pattern, LocalePrefixPattern):
        return "i18n_patterns(…)"
    name = "re_path" if isinstance(pattern.pattern, RegexPattern) else "path"
    return f'{name}("{pattern.pattern}", …)'


def _find_line(file: Path, pattern: Pattern) -> int | None:
    """Find the call of ``path()`` or ``re_path()`` with the text of a pattern."""
    return _list_calls(file).get(str(pattern.pattern))


@cache
def _list_calls(file: Path) -> dict[str, int]:
    """List the lines of the calls by their first argument, of several the first."""
    calls = [node for node in ast.walk(ast.parse(file.read_bytes())) if isinstance(node, ast.Call)]
    lines: dict[str, int] = {}
    for call in sorted(calls, key=lambda call: call.lineno):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name in ("path", "re_path") and call.args and isinstance(call.args[0], ast.Constant):
            lines.setdefault(str(call.args[0].value), call.lineno)
    return lines
