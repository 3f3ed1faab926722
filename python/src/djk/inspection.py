"""What the handlers of a site are and what is wrong with them; never stops at the first problem."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connections
from django.urls import URLPattern, URLResolver
from django.urls.resolvers import RegexPattern

from djk.handlers import VERBS, Handler, keeping_failures, load_handler
from djk.problems import Place, Problem, describe_failure, find_line, find_user_line
from djk.views import Route

PAGE_VERBS = ("get",)


@dataclass(frozen=True)
class Source:
    """A handler file that a route names."""

    #: Id of the route, or of the folder for a layout.py.
    route: str
    kind: Literal["page", "layout", "endpoint"]
    #: Dotted name of the module.
    module: str
    params: tuple[str, ...]
    #: Those of the parameters that some URLs leave out.
    optional: frozenset[str]


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
    :return: the handlers in the order of the urlconf, and the problems of the urlconfs themselves
    """
    # The project's own urlconf comes first, as in a request: it may register converters.
    failure = import_root(site)
    try:
        with keeping_failures():
            patterns = import_module(urls)
    except Exception as error:
        return [], [_find_missing_urls(urls, error) or failure or _describe(urls, error, site)]
    rows = [*patterns.urlpatterns, *patterns.not_found_patterns]
    problems = [failure] if failure else []
    return [_inspect_source(source, site) for source in list_sources(rows)], problems


def import_root(site: Path) -> Problem | None:
    """Import the project's urlconf; return what keeps it from being imported or read."""
    try:
        with keeping_failures():
            import_module(settings.ROOT_URLCONF)
            return _find_unreadable(URLResolver(RegexPattern(r"^/"), settings.ROOT_URLCONF), site)
    except Exception as error:
        return _describe_root(error, site)


def _describe_root(error: Exception, site: Path) -> Problem:
    at = find_user_line(error, site)
    if at is None and isinstance(error, ModuleNotFoundError) and error.name:
        # Only generated code names the module: it is the site's own urls.py, which is gone.
        path = f"{error.name.replace('.', '/')}.py"
        hint = f"write {path}, at least with: urlpatterns = []"
        return Problem("urls-missing", f"there is no {path}", None, hint)
    name = at.as_json(site)["file"] if at else settings.ROOT_URLCONF
    return describe_failure(name, error, site, _find_file(settings.ROOT_URLCONF))


def _find_unreadable(resolver: URLResolver, site: Path) -> Problem | None:
    """Find the urlconf below a resolver whose ``urlpatterns`` is no list of patterns."""
    try:
        patterns = resolver.url_patterns
    except ImproperlyConfigured as error:
        return _describe_unreadable(resolver, error, site)
    below = (pattern for pattern in patterns if isinstance(pattern, URLResolver))
    return next(filter(None, (_find_unreadable(pattern, site) for pattern in below)), None)


def _describe_unreadable(resolver: URLResolver, error: ImproperlyConfigured, site: Path) -> Problem:
    module: Any = resolver.urlconf_module
    file = getattr(module, "__file__", None)
    at = find_line(Path(file).resolve(), "urlpatterns") if file else None
    name = at.as_json(site)["file"] if at else getattr(module, "__name__", "urlpatterns")
    if not hasattr(module, "urlpatterns"):
        message = f"{name} has no urlpatterns"
    else:
        message = f"urlpatterns in {name} is {module.urlpatterns!r}, which is no list of patterns"
    return Problem("urls-invalid", message, at, 'write: urlpatterns = [path("…", view), …]')


def list_problems(inspected: Iterable[Inspected], problems: Iterable[Problem]) -> list[Problem]:
    """List the problems of a site, a broken file once, whatever imports it."""
    found: dict[object, Problem] = {}
    for problem in [*problems, *(problem for item in inspected for problem in item.problems)]:
        is_import = problem.code in ("handler-import", "handler-syntax")
        key = (problem.code, problem.at) if is_import and problem.at else problem
        found.setdefault(key, problem)
    return list(found.values())


def _describe(urlconf: str, error: Exception, site: Path) -> Problem:
    return describe_failure(urlconf, error, site, _find_file(urlconf))


def _find_missing_urls(urls: str, error: Exception) -> Problem | None:
    if not isinstance(error, ModuleNotFoundError):
        return None
    if error.name not in (urls, urls.partition(".")[0]):
        return None
    hint = 'run: npx djk generate, and put .djk/django on the path, or set DJK["URLS"]'
    return Problem("urls-missing", f"there is no module {urls}", None, hint)


def list_sources(patterns: Iterable[URLPattern]) -> list[Source]:
    """List the handler files of routes, each once, layouts before their pages."""
    sources: dict[str, Source] = {}
    captured = list(_list_captured(patterns))
    for route, _ in captured:
        for node in route.nodes:
            if isinstance(node.layout, str) and node.layout not in sources:
                optional = _find_optional(node.params, [c for r, c in captured if node in r.nodes])
                sources[node.layout] = Source(node.id, "layout", node.layout, node.params, optional)
        if route.handler and route.handler not in sources:
            kind: Literal["page", "endpoint"] = "endpoint" if route.kind == "endpoint" else "page"
            optional = _find_optional(route.params, [c for r, c in captured if r == route])
            sources[route.handler] = Source(route.id, kind, route.handler, route.params, optional)
    return list(sources.values())


def _list_captured(patterns: Iterable[URLPattern]) -> Iterator[tuple[Route, set[str]]]:
    for row in patterns:
        route = getattr(row.callback, "djk_route", None)
        if isinstance(route, Route):
            yield route, set(row.pattern.converters)


def _find_optional(params: Iterable[str], captured: list[set[str]]) -> frozenset[str]:
    return frozenset(name for name in params if any(name not in names for names in captured))


def _inspect_source(source: Source, site: Path) -> Inspected:
    file = _find_file(source.module)
    name = Place(file).as_json(site)["file"] if file else source.module
    try:
        module = import_module(source.module)
    except Exception as error:
        return Inspected(source, file, None, (describe_failure(name, error, site, file),))
    if problem := _find_decorators_problem(module, name, file):
        return Inspected(source, file, None, (problem,))
    handler = load_handler(source.module)
    problems = tuple(_find_problems(source, handler, module, name, file))
    return Inspected(source, file, handler, problems)


def _find_file(module: str) -> Path | None:
    try:
        spec = find_spec(module)
    except ImportError:
        return None
    return Path(spec.origin).resolve() if spec and spec.origin else None


def _find_problems(
    source: Source, handler: Handler, module: ModuleType, name: str, file: Path | None
) -> Iterator[Problem]:
    own = _list_functions(module)
    if source.kind == "endpoint":
        yield from _find_view_problems(handler, name, file)
    else:
        yield from _find_action_problems(handler, name, file)
    yield from _find_verb_problems(source, handler, own, name, file)
    if handler.view is None or source.kind != "endpoint":
        verbs = VERBS if source.kind == "endpoint" else PAGE_VERBS
        for verb in verbs:
            if verb in handler.verbs:
                function = handler.verbs[verb]
                yield from find_parameter_problems(function, source, f"{verb}() in {name}", file)
    if handler.is_async and any(db["ATOMIC_REQUESTS"] for db in connections.settings.values()):
        message = f"{name} is async, and ATOMIC_REQUESTS is on: Django cannot run it"
        hint = "make it def, or use transaction.atomic() in sync code where it is needed"
        yield Problem("async-atomic-requests", message, Place(file) if file else None, hint)


def _find_decorators_problem(module: ModuleType, name: str, file: Path | None) -> Problem | None:
    decorators = getattr(module, "decorators", [])
    if isinstance(decorators, (list, tuple)) and all(map(callable, decorators)):
        return None
    message = f"decorators in {name} is {decorators!r}; it has to be a list of view decorators"
    hint = "write: decorators = [login_required]"
    return Problem("handler-decorators", message, Place(file) if file else None, hint)


def _find_view_problems(handler: Handler, name: str, file: Path | None) -> Iterator[Problem]:
    at = Place(file) if file else None
    if handler.view is None:
        return
    if handler.verbs:
        verbs = ", ".join(handler.verbs)
        message = f"{name} has view beside {verbs}: only one of them can answer"
        yield Problem("handler-view-and-verbs", message, at, "remove one of them")
    if inspect.isclass(handler.view) and hasattr(handler.view, "as_view"):
        message = f"view in {name} is the class {handler.view.__name__}, not a view"
        hint = f"write: view = {handler.view.__name__}.as_view()"
        yield Problem("handler-view", message, at, hint)
    elif not callable(handler.view):
        message = f"view in {name} is {handler.view!r}, which cannot be called"
        yield Problem("handler-view", message, at, "it has to be a Django view")


def _find_action_problems(handler: Handler, name: str, file: Path | None) -> Iterator[Problem]:
    for verb, function in handler.verbs.items():
        if verb not in PAGE_VERBS:
            message = f"{verb}() in {name} is never called: a page or layout answers get() only"
            hint = "move it to a route.py in a folder of its own"
            yield Problem("page-action", message, _place(function, file), hint)


def _list_functions(module: ModuleType) -> dict[str, Callable[..., Any]]:
    """List the functions that a module defines itself."""
    return {
        name: value
        for name, value in vars(module).items()
        if inspect.isfunction(value) and value.__module__ == module.__name__
    }


def _find_verb_problems(
    source: Source,
    handler: Handler,
    own: dict[str, Callable[..., Any]],
    name: str,
    file: Path | None,
) -> Iterator[Problem]:
    verbs = VERBS if source.kind == "endpoint" else PAGE_VERBS
    is_empty = not (handler.verbs or handler.view or (handler.decorators and verbs is PAGE_VERBS))
    near_misses = list(_find_near_misses(own, verbs, fuzzy=is_empty))
    for function_name, verb in near_misses:
        message = f"{function_name}() in {name} is no verb; did you mean {verb}()?"
        at = _place(own[function_name], file)
        yield Problem("handler-verb-name", message, at, f"rename it to {verb}", "warning")
    if is_empty:
        wanted = "get()" if verbs is PAGE_VERBS else "verb such as get(), and no view"
        hint = "write: def get(request): return {…}"
        at = Place(file) if file else None
        yield Problem("handler-no-verb", f"{name} does nothing: it has no {wanted}", at, hint)


def _find_near_misses(
    names: Iterable[str], verbs: tuple[str, ...], fuzzy: bool
) -> Iterator[tuple[str, str]]:
    for name in names:
        if name in VERBS or name.startswith("_"):
            continue
        near = [verb for verb in verbs if verb == name.lower()]
        if fuzzy and not near:
            near = get_close_matches(name.lower(), verbs, 1, 0.75)
        if near:
            yield name, near[0]


def find_parameter_problems(
    function: Callable[..., Any], source: Source, name: str, file: Path | None
) -> Iterator[Problem]:
    """Compare a verb function's parameters with those of its path.

    :param name: names the function in messages
    """
    try:
        parameters = list(inspect.signature(function).parameters.values())
    except (TypeError, ValueError):
        return
    at = _place(function, file)
    others = parameters[1:]
    if not parameters or parameters[0].kind not in _BY_POSITION:
        message = f"{name} takes no request"
        yield Problem("handler-params", message, at, "its first parameter has to be request")
        return
    missing = _find_missing(others, source.params)
    yield from _find_name_problems(others, missing, source, name, at)
    for parameter in others:
        if parameter.name in source.optional and parameter.default is parameter.empty:
            message = f"{parameter.name} of {name} has no default, but its path may leave it out"
            hint = f"write: {parameter.name}=None"
            yield Problem("handler-params", message, at, hint)


def _find_missing(parameters: list[inspect.Parameter], names: Iterable[str]) -> list[str]:
    if any(parameter.kind is inspect.Parameter.VAR_KEYWORD for parameter in parameters):
        return []
    takes = {parameter.name for parameter in parameters if parameter.kind in _BY_NAME}
    return [name for name in names if name not in takes]


def _find_name_problems(
    parameters: list[inspect.Parameter],
    missing: list[str],
    source: Source,
    name: str,
    at: Place | None,
) -> Iterator[Problem]:
    """Find one problem for all names: a parameter that is spelled wrong is missing, too."""
    unknown = [
        parameter.name
        for parameter in parameters
        if parameter.name not in source.params
        and parameter.kind not in _VARIADIC
        and parameter.default is parameter.empty
    ]
    told = [
        *([f"lacks {', '.join(missing)}"] if missing else []),
        *([f"wants {', '.join(unknown)}"] if unknown else []),
    ]
    if told:
        known = ", ".join(source.params) or "none"
        message = f"{name} {' and '.join(told)}; the parameters of its path: {known}"
        hint = f"write: ({', '.join(['request', *source.params])})"
        yield Problem("handler-params", message, at, hint)


_BY_POSITION = (
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
    inspect.Parameter.VAR_POSITIONAL,
)
_BY_NAME = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
_VARIADIC = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def _place(function: Callable[..., Any], file: Path | None) -> Place | None:
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is None:
        return Place(file) if file else None
    return Place(Path(code.co_filename).resolve(), code.co_firstlineno)
