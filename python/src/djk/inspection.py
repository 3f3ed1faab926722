"""What the handlers of a site are and what is wrong with them; never stops at the first problem."""

from __future__ import annotations

import traceback
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

from django.urls import URLPattern

from djk.handler_problems import Source, find_decorators_problem, find_handler_problems
from djk.handler_types import UNREAD, HandlerTypes, read_types
from djk.handlers import Handler, keeping_failures, load_handler
from djk.name_problems import find_name_problems
from djk.problems import Place, Problem, describe_failure, find_user_line, format_exception
from djk.shadow_problems import find_shadow_problems
from djk.shapes.scope import KnownTypes
from djk.urlconf_problems import find_file, find_missing_urls, import_root
from djk.views import Route


@dataclass(frozen=True)
class Inspected:
    source: Source
    file: Path | None
    #: None where the module cannot be imported.
    handler: Handler | None
    problems: tuple[Problem, ...]
    types: HandlerTypes

    def as_json(self, site: Path) -> dict[str, Any]:
        """Return one entry of ``handlers`` in what ``djk_inspect`` prints."""
        handler = self.handler
        return {
            "route": self.source.route,
            "kind": self.source.kind,
            "file": Place(self.file).as_json(site)["file"] if self.file else "",
            "module": self.source.module,
            "verbs": list(handler.verbs) if handler else [],
            "is_async": handler is not None and handler.is_async,
            "decorators": handler is not None and bool(handler.decorators),
            **self.types.as_json(),
        }


def inspect_site(
    urls: str, site: Path, *, strict: bool = False
) -> tuple[list[Inspected], list[Problem]]:
    """Import the project's urlconf and every handler that the routes name.

    :param urls: dotted name of the urlconf of the routes
    :param strict: whether each function has to say what it returns
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
    known = KnownTypes()
    sources = list_sources(rows)
    return [inspect_source(source, site, known, strict=strict) for source in sources], problems


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
    captured: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for route, converters in _list_captured(patterns):
        for module in _list_modules(route):
            captured[module].append(converters)
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
        replace(
            source,
            optional=_find_optional(source.params, captured[source.module]),
            converters=_join_converters(source.params, captured[source.module]),
        )
        for source in sources.values()
    ]


def _list_modules(route: Route) -> list[str]:
    layouts = [node.layout for node in route.nodes if isinstance(node.layout, str)]
    return [*layouts, route.handler] if route.handler else layouts


def _list_captured(patterns: Iterable[URLPattern]) -> Iterator[tuple[Route, Mapping[str, Any]]]:
    for row in patterns:
        route = getattr(row.callback, "djk_route", None)
        if isinstance(route, Route):
            yield route, row.pattern.converters


def _find_optional(params: Iterable[str], captured: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    return frozenset(name for name in params if any(name not in names for names in captured))


def _join_converters(
    params: Iterable[str], captured: list[Mapping[str, Any]]
) -> dict[str, tuple[Any, ...]]:
    return {name: tuple(each[name] for each in captured if name in each) for name in params}


def inspect_source(
    source: Source,
    site: Path,
    known: KnownTypes,
    *,
    strict: bool = False,
    load: Callable[[str], ModuleType] = import_module,
) -> Inspected:
    """Import a handler file and find out what it is and what is wrong with it.

    :param known: the named types that are read already; those of this file are added
    :param load: imports a module by its dotted name
    """
    file = find_file(source.module)
    name = Place(file).as_json(site)["file"] if file else source.module
    try:
        module = load(source.module)
    except Exception as error:
        problem = describe_failure(name, error, site, file)
        return Inspected(source, file, None, (problem,), UNREAD)
    if found := find_decorators_problem(module, name, file):
        return Inspected(source, file, None, (found,), UNREAD)
    handler = load_handler(source.module)
    try:
        problems = list(find_handler_problems(source, handler, module, name, file))
        types, wrong = read_types(source, handler, module, name, known, strict=strict)
    except Exception as error:
        known.forget_unfinished()
        problem = _describe_bug(name, error, site, file)
        return Inspected(source, file, handler, (problem,), UNREAD)
    if any(problem.code == "handler-params" for problem in problems):
        types = UNREAD
    return Inspected(source, file, handler, (*problems, *wrong), types)


def _describe_bug(name: str, error: Exception, site: Path, file: Path | None) -> Problem:
    at = find_user_line(error, site) or (Place(file) if file else None)
    message = f"{name} cannot be read, which is a bug in djk: {format_exception(error)}"
    hint = "please report it with what is printed here; the other handlers are not affected"
    detail = "".join(traceback.format_exception(error)).rstrip()
    return Problem("handler-unreadable", message, at, hint, detail=detail)
