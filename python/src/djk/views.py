"""What the generated ``djk_site/views.py`` is made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any, Literal, NoReturn

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from djk.contract import Contract, read_contract
from djk.data_requests import is_data_request, redirect_to_document
from djk.handlers import (
    Decorator,
    Handler,
    Verb,
    View,
    copy_attributes,
    decorate,
    keeping_failures,
    keeps_failures,
    load_handler,
)
from djk.lazy_views import LazyView, makes_lazily
from djk.lineage import Node
from djk.mounts import redirect_to_canonical
from djk.params import refusing_vast_numbers
from djk.responses import vary_on_data
from djk.shapes.functions import Kind
from djk.steps import drive, run_not_found, run_page, run_verb, select_params
from djk.user_pick import UserPick, make_user_pick
from djk.visits import PAGE, Loader, Page, Visit, get_visit, set_visit

__all__ = ["Node", "Route", "endpoint", "not_found", "page"]

#: Answers a request that must not reach the view, given its path parameters.
Admit = Callable[[HttpRequest, Mapping[str, Any]], HttpResponse | None]

REST = "djk_rest"
#: The template of pages without a ``page.html``.
TEMPLATE = "djk/document.html"


@dataclass(frozen=True)
class Route:
    """What djk knows of a route before any handler is imported; a view has it as ``djk_route``."""

    id: str
    kind: Literal["page", "endpoint", "not-found"]
    nodes: tuple[Node, ...]
    params: tuple[str, ...]
    #: Dotted name of page.py or route.py.
    handler: str | None = None
    template: str = ""
    #: The client module of a page, named by its path below the site.
    branch: str = ""


def page(
    route: str,
    *,
    branch: str,
    template: str = TEMPLATE,
    nodes: Sequence[Node] = (),
    params: Sequence[str] = (),
    handler: str | None = None,
) -> View:
    """Make the view of a page."""
    return _make(Route(route, "page", tuple(nodes), tuple(params), handler, template, branch))


def not_found(
    route: str,
    *,
    branch: str,
    template: str = TEMPLATE,
    nodes: Sequence[Node] = (),
    params: Sequence[str] = (),
) -> View:
    """Make the view of what no URL below a folder matches."""
    return _make(Route(route, "not-found", tuple(nodes), tuple(params), None, template, branch))


def endpoint(
    route: str, *, handler: str, nodes: Sequence[Node] = (), params: Sequence[str] = ()
) -> View:
    """Make the view of a route.py; of the layouts above only the decorators apply."""
    return _make(Route(route, "endpoint", tuple(nodes), tuple(params), handler))


def _make(route: Route) -> View:
    view = LazyView(partial(_make_keeping, route)) if makes_lazily() else _make_now(route)
    view.djk_route = route  # type: ignore[attr-defined]
    return view


def _make_keeping(route: Route) -> View:
    with keeping_failures():
        return _make_now(route)


def _make_now(route: Route) -> View:
    try:
        view = _make_endpoint(route) if route.kind == "endpoint" else _make_page(route)
    except Exception as error:
        if not keeps_failures():
            raise
        view = _make_failing(error)
    view.__name__ = view.__qualname__ = route.id
    return view


def _make_failing(error: Exception) -> View:
    traceback = error.__traceback__

    def view(request: HttpRequest, **kwargs: Any) -> NoReturn:
        raise error.with_traceback(traceback)

    return view


def _make_page(route: Route) -> View:
    layouts = _load_layouts(route)
    own = load_handler(route.handler) if route.handler else None
    loaders = [
        *(_make_loader(node.id, handler, node.params) for node, handler in layouts),
        *([_make_loader(PAGE, own, route.params)] if own else []),
    ]
    found = tuple(loader for loader in loaders if loader is not None)
    user = _find_user(layouts)
    page = Page(route.id, route.nodes, route.params, route.template, route.branch, found, user)
    is_async = any(iscoroutinefunction(loader.get) for loader in found)
    run = run_not_found if route.kind == "not-found" else run_page
    handlers = [*(handler for _, handler in layouts), *([own] if own else [])]
    view = _guard(decorate(drive(run, is_async), _join_decorators(handlers)), partial(_admit, page))
    if route.kind == "not-found":
        # It changes nothing, and a POST to a URL that does not exist is a 404.
        view.csrf_exempt = True  # type: ignore[attr-defined]
    return view


def _make_endpoint(route: Route) -> View:
    assert route.handler is not None
    own = load_handler(route.handler)
    handlers = [*(handler for _, handler in _load_layouts(route)), own]
    contracts = {
        verb: _read_once(function, route.params, "endpoint") for verb, function in own.verbs.items()
    }
    view = own.view or drive(partial(run_verb, route.params, own.verbs, contracts), own.is_async)
    decorated = decorate(view, _join_decorators(handlers))
    return _guard(decorated, lambda request, kwargs: redirect_to_canonical(request))


def _load_layouts(route: Route) -> list[tuple[Node, Handler]]:
    return [(n, load_handler(n.layout)) for n in route.nodes if isinstance(n.layout, str)]


def _make_loader(key: str, handler: Handler, params: tuple[str, ...]) -> Loader | None:
    get = handler.verbs.get("get")
    if get is None:
        return None
    read = _read_once(get, params, "page" if key == PAGE else "layout")
    return Loader(key, get, params, f"{handler.name}.get()", read)


def _read_once(function: Verb, params: tuple[str, ...], kind: Kind) -> Callable[[], Contract]:
    """Let a function's annotations wait for a request, so that 1,000 do not slow a start."""
    return cache(partial(read_contract, function, params, kind))


def _find_user(layouts: Iterable[tuple[Node, Handler]]) -> UserPick | None:
    root = next((handler for node, handler in layouts if node.id == "/"), None)
    return make_user_pick(root.user, root.name) if root and root.user else None


def _join_decorators(handlers: Iterable[Handler]) -> tuple[Decorator, ...]:
    return tuple(decorator for handler in handlers for decorator in handler.decorators)


def _guard(view: View, admit: Admit) -> View:
    """Put what comes before and after user code around a decorated view."""

    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        kwargs.pop(REST, None)
        with refusing_vast_numbers(kwargs):
            return _conclude(request, admit(request, kwargs) or view(request, **kwargs))

    async def guarded_async(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        kwargs.pop(REST, None)
        with refusing_vast_numbers(kwargs):
            return _conclude(request, admit(request, kwargs) or await view(request, **kwargs))

    outer = guarded_async if iscoroutinefunction(view) else guarded
    copy_attributes(getattr(view, "__dict__", {}), outer)
    return outer


def _admit(page: Page, request: HttpRequest, kwargs: Mapping[str, Any]) -> HttpResponse | None:
    set_visit(request, Visit(page, select_params(kwargs, page.params), is_data_request(request)))
    return redirect_to_document(request) or redirect_to_canonical(request)


def _conclude(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    return response if get_visit(request) is None else vary_on_data(response)
