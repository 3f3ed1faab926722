"""What answers a request, step by step: each step is a call of one of the user's functions."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Mapping
from functools import partial
from typing import Any, cast

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from djk.assets import get_build
from djk.contract import Contract
from djk.encoding import encode
from djk.envelope import format_envelope
from djk.errors import respond_error
from djk.handlers import VERBS, Verb, View
from djk.inputs import bind_leniently, bind_strictly
from djk.outputs import encode_output, is_at_hand
from djk.reply import Reply
from djk.responses import respond, vary_on_data
from djk.user_pick import encode_user, vary_on_user
from djk.visits import Visit, get_visit

#: A call of one of the user's functions.
Call = partial[Any]
#: Calls, each answered with its result, then the response.
Steps = Generator[Call, Any, HttpResponseBase]


def select_params(params: Mapping[str, Any], names: Iterable[str]) -> dict[str, Any]:
    """Return those of the path parameters that a function's folder has."""
    return {name: params[name] for name in names if name in params}


def drive(run: Callable[..., Steps], is_async: bool) -> View:
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
            result = await _make_call(call)

    return async_view if is_async else view


async def _make_call(call: Call) -> Any:
    if iscoroutinefunction(call.func):
        return await call()
    if call.func is encode_output and is_at_hand(call.args[1]):
        return call()
    return await sync_to_async(call)()


def run_page(request: HttpRequest, **kwargs: Any) -> Steps:
    """Answer with a page's document, or with its data."""
    if request.method not in ("GET", "HEAD"):
        return _refuse_method(request, ["GET", "HEAD", "OPTIONS"])
    visit = cast("Visit", get_visit(request))
    reply = yield from _load(request, visit)
    if isinstance(reply, HttpResponseBase):
        return vary_on_data(reply)
    user = (yield partial(encode_user, visit.page.user, request)) if visit.page.user else None
    envelope = format_envelope(get_build(), visit, visit.data, reply.head, user=user)
    response = respond(request, visit, envelope, reply.status or 200, reply.head)
    return _set_headers(vary_on_user(response, visit.page.user), reply)


def run_not_found(request: HttpRequest, **kwargs: Any) -> Steps:
    """Answer 404 with the boundary of a folder, inside its layouts."""
    visit = cast("Visit", get_visit(request))
    reply = yield from _load(request, visit)
    if isinstance(reply, HttpResponseBase):
        return vary_on_data(reply)
    response = yield partial(respond_error, request, visit, 404)
    return _set_headers(response, reply)


def _load(
    request: HttpRequest, visit: Visit
) -> Generator[Call, Any, Reply[None] | HttpResponseBase]:
    """Collect the results of a visit, and what its replies say in all."""
    total: Reply[None] = Reply(None)
    for loader in visit.page.loaders:
        contract = loader.read_contract()
        bind = partial(bind_leniently, contract.inputs, request)
        query = (yield bind) if contract.inputs.waits else bind()
        path = select_params(visit.params, loader.params)
        result = yield partial(loader.get, request, **path, **query)
        if isinstance(result, HttpResponseBase):
            return result
        reply = result if isinstance(result, Reply) else Reply(result)
        output = contract.output
        visit.data[loader.key] = yield partial(encode_output, output, reply.data, loader.source)
        if query:
            named = f"query of {loader.source}"
            visit.query[loader.key] = encode(query, named, contract.inputs.encode_query)
        total = _add_reply(total, reply)
    return total


def _add_reply(total: Reply[None], reply: Reply[Any]) -> Reply[None]:
    headers = {**total.headers, **reply.headers}
    if "Vary" in total.headers and "Vary" in reply.headers:
        headers["Vary"] = f"{total.headers['Vary']}, {reply.headers['Vary']}"
    return Reply(None, reply.status or total.status, headers, reply.head or total.head)


def run_verb(
    params: tuple[str, ...],
    verbs: Mapping[str, Verb],
    contracts: Mapping[str, Callable[[], Contract]],
    request: HttpRequest,
    **kwargs: Any,
) -> Steps:
    """Answer with what the endpoint's function of the request's method returns."""
    method = (request.method or "").lower()
    name = "get" if method == "head" and "head" not in verbs else method
    verb = verbs.get(name)
    if verb is None:
        names = {*verbs, "options", *(["head"] if "get" in verbs else [])}
        return _refuse_method(request, [name.upper() for name in VERBS if name in names])
    contract = contracts[name]()
    bind = partial(bind_strictly, contract.inputs, request)
    given = (yield bind) if contract.inputs.waits else bind()
    if isinstance(given, HttpResponseBase):
        return given
    result = yield partial(verb, request, **select_params(kwargs, params), **given)
    if isinstance(result, HttpResponseBase):
        return result
    reply = result if isinstance(result, Reply) else Reply(result)
    source = f"{verb.__module__}.{verb.__name__}()"
    text = yield partial(encode_output, contract.output, reply.data, source)
    return _set_headers(_respond_json(reply, text), reply)


def _respond_json(reply: Reply[Any], text: str) -> HttpResponse:
    if reply.data is None:
        response = HttpResponse(status=reply.status or 204)
        del response["Content-Type"]
        return response
    return HttpResponse(text, content_type="application/json", status=reply.status or 200)


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
