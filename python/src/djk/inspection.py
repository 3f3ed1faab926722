"""What the handlers of a site are and what is wrong with them; never stops at the first problem."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Literal

from django.urls import URLPattern

from djk.handler_problems import Source, find_decorators_problem, find_handler_problems
from djk.handlers import Handler, keeping_failures, load_handler
from djk.name_problems import find_name_problems
from djk.problems import Place, Problem, describe_failure
from djk.shadow_problems import find_shadow_problems
from djk.urlconf_problems import find_file, find_missing_urls, import_root
from djk.views import Route


@dataclass(frozen=True)
class Inspected:
    source: Source
    file: Path | None
    #: None where the module cannot be imported.
    handler: Handler | None
    problems: tuple[Problem, ...]

    def as_json(self, site: Path) -> dict[str, Any]:
        """Return one entry of ``handlers`` in what ``djk_inspect`` prints."""
        handler = self.handler
        return {
            "route": self.source.route,
            "file": Place(self.file).as_json(site)["file"] if self.file else "",
            "module": self.source.module,
            "verbs": list(handler.verbs) if handler else [],
            "is_async": handler is not None and handler.is_async,
            "decorators": handler is not None and bool(handler.decorators),
        }


def inspect_site(urls: str, site: Path) -> tuple[list[Inspected], list[Problem]]:
    """Import the project's urlconf and every handler that the routes name.

    :param urls: dotted name of the urlconf of the routes
    :return: the handlers in the order of the urlconf, and the problems of the urlconfs
    """
    # The project's own urlconf comes first, as in a request: it may register converters.
    failure = import_root(site)
    try:
        with keeping_failures():
            patterns = import_module(urls)
    except Exception as error:
        unread = describe_failure(urls, error, site, find_file(urls))
        return [], [find_missing_urls(urls, error) or failure or unread]
    rows = [*patterns.urlpatterns, *patterns.not_found_patterns]
    problems = [failure] if failure else _find_url_problems(patterns.urlpatterns, site)
    return [_inspect_source(source, site) for source in list_sources(rows)], problems


def _find_url_problems(routes: list[URLPattern], site: Path) -> list[Problem]:
    return [*find_shadow_problems(routes, site), *find_name_problems(routes, site)]


def list_problems(inspected: Iterable[Inspected], problems: Iterable[Problem]) -> list[Problem]:
    """List the problems of a site, a broken file once, whatever imports it."""
    found: dict[object, Problem] = {}
    for problem in [*problems, *(problem for item in inspected for problem in item.problems)]:
        is_import = problem.code in ("handler-import", "handler-syntax")
        key = (problem.code, problem.at) if is_import and problem.at else problem
        found.setdefault(key, problem)
    return list(found.values())


def list_sources(patterns: Iterable[URLPattern]) -> list[Source]:
    """List the handler files of routes, each once, layouts before their pages."""
    sources: dict[str, Source] = {}
    captured: defaultdict[str, list[set[str]]] = defaultdict(list)
    for route, names in _list_captured(patterns):
        for module in _list_modules(route):
            captured[module].append(names)
        for node in route.nodes:
            if isinstance(node.layout, str) and node.layout not in sources:
                sources[node.layout] = Source(
                    node.id, "layout", node.layout, node.params, frozenset()
                )
        if route.handler and route.handler not in sources:
            kind: Literal["page", "endpoint"] = "endpoint" if route.kind == "endpoint" else "page"
            sources[route.handler] = Source(
                route.id, kind, route.handler, route.params, frozenset()
            )
    return [
        replace(source, optional=_find_optional(source.params, captured[source.module]))
        for source in sources.values()
    ]


def _list_modules(route: Route) -> list[str]:
    layouts = [node.layout for node in route.nodes if isinstance(node.layout, str)]
    return [*layouts, route.handler] if route.handler else layouts


def _list_captured(patterns: Iterable[URLPattern]) -> Iterator[tuple[Route, set[str]]]:
    for row in patterns:
        route = getattr(row.callback, "djk_route", None)
        if isinstance(route, Route):
            yield route, set(row.pattern.converters)


def _find_optional(params: Iterable[str], captured: list[set[str]]) -> frozenset[str]:
    return frozenset(name for name in params if any(name not in names for names in captured))


def _inspect_source(source: Source, site: Path) -> Inspected:
    file = find_file(source.module)
    name = Place(file).as_json(site)["file"] if file else source.module
    try:
        module = import_module(source.module)
    except Exception as error:
        return Inspected(source, file, None, (describe_failure(name, error, site, file),))
    if problem := find_decorators_problem(module, name, file):
        return Inspected(source, file, None, (problem,))
    handler = load_handler(source.module)
    problems = tuple(find_handler_problems(source, handler, module, name, file))
    return Inspected(source, file, handler, problems)
