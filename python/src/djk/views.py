"""What the generated ``djk_site/views.py`` is made of."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal, NoReturn, cast

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from djk.assets import get_build
from djk.data_requests import is_data_request, redirect_to_document
from djk.encoding import encode
from djk.envelope import format_envelope
from djk.errors import respond_error
from djk.handlers import (
    VERBS,
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
from djk.reply import Reply
from djk.responses import respond, vary_on_data
from djk.visits import PAGE, Loader, Page, Visit, get_visit, set_visit

__all__ = ["Node", "Route", "endpoint", "not_found", "page"]

#: A call of one of the user's functions.
Call = partial[Any]
#: Calls, each answered with its result, then the response.
Steps = Generator[Call, Any, HttpResponseBase]
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
    page = Page(route.id, route.nodes, route.params, route.template, route.branch, found)
    is_async = any(iscoroutinefunction(loader.get) for loader in found)
    run = _run_not_found if route.kind == "not-found" else _run_page
    handlers = [*(handler for _, handler in layouts), *([own] if own else [])]
    view = _guard(
        decorate(_drive(run, is_async), _join_decorators(handlers)), partial(_admit, page)
    )
    if route.kind == "not-found":
        # It changes nothing, and a POST to a URL that does not exist is a 404.
        view.csrf_exempt = True  # type: ignore[attr-defined]
    return view


def _make_endpoint(route: Route) -> View:
    assert route.handler is not None
    own = load_handler(route.handler)
    handlers = [*(handler for _, handler in _load_layouts(route)), own]
    view = own.view or _drive(partial(_run_verb, route, own.verbs), own.is_async)
    decorated = decorate(view, _join_decorators(handlers))
    return _guard(decorated, lambda request, kwargs: redirect_to_canonical(request))


def _load_layouts(route: Route) -> list[tuple[Node, Handler]]:
    return [(n, load_handler(n.layout)) for n in route.nodes if isinstance(n.layout, str)]


def _make_loader(key: str, handler: Handler, params: tuple[str, ...]) -> Loader | None:
    get = handler.verbs.get("get")
    return Loader(key, get, params, f"{handler.name}.get()") if get else None


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
    set_visit(request, Visit(page, _select(kwargs, page.params), is_data_request(request)))
    return redirect_to_document(request) or redirect_to_canonical(request)


def _conclude(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    return response if get_visit(request) is None else vary_on_data(response)


def _select(params: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    return {name: params[name] for name in names if name in params}


def _drive(run: Callable[..., Steps], is_async: bool) -> View:
    """Make a view that makes the calls that ``run`` yields."""

    def view(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        steps = run(request, **kwargs)
        result = None
        while True:
            try:
                call = steps.send(result)
            except StopIteration as end:
                return cast("HttpResponseBase", end.value)
            result = call()

    async def async_view(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        steps = run(request, **kwargs)
        result = None
        while True:
            try:
                call = steps.send(result)
            except StopIteration as end:
                return cast("HttpResponseBase", end.value)
            result = await (call() if iscoroutinefunction(call.func) else sync_to_async(call)())

    return async_view if is_async else view


def _run_page(request: HttpRequest, **kwargs: Any) -> Steps:
    if request.method not in ("GET", "HEAD"):
        return _refuse_method(request, ["GET", "HEAD", "OPTIONS"])
    visit = cast("Visit", get_visit(request))
    reply = yield from _load(request, visit)
    if isinstance(reply, HttpResponseBase):
        return vary_on_data(reply)
    envelope = format_envelope(get_build(), visit, visit.data, reply.head)
    return _set_headers(respond(request, visit, envelope, reply.status or 200, reply.head), reply)


def _run_not_found(request: HttpRequest, **kwargs: Any) -> Steps:
    visit = cast("Visit", get_visit(request))
    reply = yield from _load(request, visit)
    if isinstance(reply, HttpResponseBase):
        return vary_on_data(reply)
    return _set_headers(respond_error(request, visit, 404), reply)


def _load(
    request: HttpRequest, visit: Visit
) -> Generator[Call, Any, Reply[None] | HttpResponseBase]:
    """Collect the results of a visit, and what its replies say in all."""
    total: Reply[None] = Reply(None)
    for loader in visit.page.loaders:
        result = yield partial(loader.get, request, **_select(visit.params, loader.params))
        if isinstance(result, HttpResponseBase):
            return result
        reply = result if isinstance(result, Reply) else Reply(result)
        visit.data[loader.key] = encode(reply.data, loader.source)
        total = _add_reply(total, reply)
    return total


def _add_reply(total: Reply[None], reply: Reply[Any]) -> Reply[None]:
    headers = {**total.headers, **reply.headers}
    if "Vary" in total.headers and "Vary" in reply.headers:
        headers["Vary"] = f"{total.headers['Vary']}, {reply.headers['Vary']}"
    return Reply(None, reply.status or total.status, headers, reply.head or total.head)


def _run_verb(
    route: Route, verbs: Mapping[str, Verb], request: HttpRequest, **kwargs: Any
) -> Steps:
    method = (request.method or "").lower()
    verb = verbs.get(method) or (verbs.get("get") if method == "head" else None)
    if verb is None:
        names = {*verbs, "options", *(["head"] if "get" in verbs else [])}
        return _refuse_method(request, [name.upper() for name in VERBS if name in names])
    result = yield partial(verb, request, **_select(kwargs, route.params))
    if isinstance(result, HttpResponseBase):
        return result
    reply = result if isinstance(result, Reply) else Reply(result)
    return _set_headers(_respond_json(reply, f"{verb.__module__}.{verb.__name__}()"), reply)


def _respond_json(reply: Reply[Any], source: str) -> HttpResponse:
    if reply.data is None:
        response = HttpResponse(status=reply.status or 204)
        del response["Content-Type"]
        return response
    return HttpResponse(
        encode(reply.data, source), content_type="application/json", status=reply.status or 200
    )


def _refuse_method(request: HttpRequest, allowed: list[str]) -> HttpResponse:
    if request.method == "OPTIONS":
        return HttpResponse(headers={"Allow": ", ".join(allowed), "Content-Length": "0"})
    return HttpResponseNotAllowed(allowed)


def _set_headers(response: HttpResponse, reply: Reply[Any]) -> HttpResponse:
    for name, value in reply.headers.items():
        if name.lower() == "vary":
            patch_vary_headers(response, [part.strip() for part in value.split(",")])
        else:
            response[name] = value
    return response
