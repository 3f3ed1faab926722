"""What is wrong with one handler: its verbs, its view, its parameters."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

from django.db import connections
from django.views import View

from djk.handlers import VERBS, Handler
from djk.pick import Pick
from djk.problems import Place, Problem, find_line
from djk.shapes.functions import BODY_VERBS, get_signature
from djk.shapes.path_types import find_path_type_problems
from djk.shapes.source import find_place

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
    #: What makes values of the parameters' text, by name.
    converters: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)


def find_handler_problems(
    source: Source, handler: Handler, module: ModuleType, name: str, file: Path | None
) -> Iterator[Problem]:
    """Find what is wrong with a handler that can be imported.

    :param name: names the file in messages
    """
    own = _list_functions(module)
    declares = bool(handler.decorators) or isinstance(getattr(module, "user", None), Pick)
    if source.kind == "endpoint":
        yield from _find_view_problems(handler, name, file)
    else:
        yield from _find_action_problems(handler, name, file)
        # Another ``view`` is a variable of the site's.
        if hasattr(handler.view, "view_class"):
            yield _describe_view(source, name, file)
            if not handler.verbs:
                return
    views = _list_views(module)
    if views and not (handler.verbs or handler.view or declares):
        yield _describe_view_class(source, views[0], name, file)
        return
    yield from _find_verb_problems(source, handler, own, name, file, declares)
    for verb, function in list_verbs(source, handler).items():
        yield from find_parameter_problems(function, source, f"{verb}() in {name}", file)
    if handler.is_async and any(db["ATOMIC_REQUESTS"] for db in connections.settings.values()):
        message = f"{name} is async, and ATOMIC_REQUESTS is on: Django cannot run it"
        hint = "make it def, or use transaction.atomic() in sync code where it is needed"
        yield Problem("async-atomic-requests", message, Place(file) if file else None, hint)


def list_verbs(source: Source, handler: Handler) -> dict[str, Callable[..., Any]]:
    """List the functions of a handler that answer requests, by verb."""
    if handler.view is not None and source.kind == "endpoint":
        return {}
    verbs = VERBS if source.kind == "endpoint" else PAGE_VERBS
    return {verb: handler.verbs[verb] for verb in verbs if verb in handler.verbs}


def find_decorators_problem(module: ModuleType, name: str, file: Path | None) -> Problem | None:
    """Find out whether ``decorators`` is no list of decorators."""
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


def _list_views(module: ModuleType) -> list[type[View]]:
    """List the class-based views that a module defines itself."""
    return [
        value
        for value in vars(module).values()
        if inspect.isclass(value)
        and issubclass(value, View)
        and value.__module__ == module.__name__
    ]


_OF_VIEWS = "a view goes into a route.py, as view = {}, or into urls.py"


def _describe_view(source: Source, name: str, file: Path | None) -> Problem:
    message = f"{name} has a view, and a {source.kind} takes functions: get(request)"
    at = find_line(file, "view =") if file else None
    return Problem("handler-view", message, at, _OF_VIEWS.format("…"))


def _describe_view_class(source: Source, view: type[View], name: str, file: Path | None) -> Problem:
    call = f"{view.__name__}.as_view()"
    at = find_line(file, f"class {view.__name__}") if file else None
    if source.kind == "endpoint":
        message = f"{name} does nothing: {view.__name__} is a view that no URL leads to"
        return Problem("handler-no-verb", message, at, f"add: view = {call}")
    message = f"{name} does nothing: {view.__name__} is a view, and a {source.kind} takes functions"
    hint = f"write: def get(request): return {{…}}; {_OF_VIEWS.format(call)}"
    return Problem("handler-no-verb", message, at, hint)


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
    declares: bool,
) -> Iterator[Problem]:
    verbs = VERBS if source.kind == "endpoint" else PAGE_VERBS
    is_empty = not (handler.verbs or handler.view or (declares and verbs is PAGE_VERBS))
    near_misses = list(_find_near_misses(own, verbs, fuzzy=is_empty))
    for function_name, verb in near_misses:
        at = _place(own[function_name], file)
        yield _describe_near_miss(function_name, verb, name, at, is_empty)
    if is_empty and not near_misses:
        hint = "write: def get(request): return {…}"
        at = Place(file) if file else None
        yield Problem("handler-no-verb", _describe_empty(verbs, name), at, hint)


def _describe_near_miss(
    function_name: str, verb: str, name: str, at: Place | None, is_empty: bool
) -> Problem:
    """Describe a function that is named almost as a verb; an error where the file has no other."""
    hint = f"rename it to {verb}"
    if is_empty:
        message = f"{name} does nothing: {function_name}() is no verb; did you mean {verb}()?"
        return Problem("handler-no-verb", message, at, hint)
    message = f"{function_name}() in {name} is no verb; did you mean {verb}()?"
    return Problem("handler-verb-name", message, at, hint, "warning")


def _describe_empty(verbs: tuple[str, ...], name: str) -> str:
    wanted = "get()" if verbs is PAGE_VERBS else "verb such as get(), and no view"
    return f"{name} does nothing: it has no {wanted}"


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
    signature = get_signature(function)
    if signature is None:
        return
    parameters = list(signature.parameters.values())
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
    yield from find_path_type_problems(function, source.converters, name)


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
        # Otherwise it is of the query string, or takes the body.
        and (missing or not _is_input(parameter))
    ]
    told = [
        *([f"lacks {', '.join(missing)}"] if missing else []),
        *([f"wants {', '.join(unknown)}"] if unknown else []),
    ]
    if told:
        known = ", ".join(source.params) or "none"
        message = f"{name} {' and '.join(told)}; the parameters of its path: {known}"
        hint = _advise(parameters, [] if missing else unknown, source, name)
        yield Problem("handler-params", message, at, hint)


def _advise(
    parameters: list[inspect.Parameter], extra: list[str], source: Source, name: str
) -> str:
    """Tell what to write.

    :param extra: parameters that could be inputs and are not said to be
    """
    queried = [
        str(parameter.replace(annotation=parameter.empty, kind=parameter.KEYWORD_ONLY))
        for parameter in parameters
        if parameter.name not in source.params
        and parameter.kind not in _VARIADIC
        and (parameter.kind is parameter.KEYWORD_ONLY or parameter.default is not parameter.empty)
    ]
    path = ["request", *source.params]
    if extra and source.kind == "endpoint" and name.startswith(BODY_VERBS):
        shape = f"{extra[0].title().replace('_', '')}In"
        return f"annotate {extra[0]} to take the JSON body, such as {extra[0]}: {shape}"
    if extra:
        written = ", ".join([*path, "*", *extra, *queried])
        before = f"write *, before {extra[0]} to take it from the query string"
        return f"{before}: ({written})"
    if queried:
        written = ", ".join([*path, "*", *queried])
        return f"write: ({written}); what is behind the * comes from the query string"
    return f"write: ({', '.join(path)})"


def _is_input(parameter: inspect.Parameter) -> bool:
    is_annotated = parameter.annotation is not parameter.empty
    return is_annotated or parameter.kind is parameter.KEYWORD_ONLY


_BY_POSITION = (
    inspect.Parameter.POSITIONAL_ONLY,
    inspect.Parameter.POSITIONAL_OR_KEYWORD,
    inspect.Parameter.VAR_POSITIONAL,
)
_BY_NAME = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
_VARIADIC = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def _place(function: Callable[..., Any], file: Path | None) -> Place | None:
    return find_place(function) or (Place(file) if file else None)
