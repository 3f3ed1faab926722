"""Health, request ids, data requests and the not-found page; each works under WSGI and ASGI."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable
from inspect import unwrap
from typing import Any, cast

from asgiref.sync import async_to_sync, iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import HttpHeaders
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse

from djk.csrf import mark_changed_token
from djk.data_requests import is_data_request, open_request
from djk.errors import answer_json, render_boundary
from djk.loading import load_site
from djk.mounts import find_not_found
from djk.request_id import choose_request_id, current_request_id
from djk.responses import type_redirect
from djk.shadowing import HEALTH_PATH, READINESS_PATH, find_file_setting

logger = logging.getLogger("djk.middleware")

REQUEST_ID_HEADER = "X-Request-ID"
_REQUEST_ID_KEY = HttpHeaders.to_wsgi_name(REQUEST_ID_HEADER)


class _Middleware:
    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        return self.handle_async(request) if self.is_async else self.handle(request)

    def handle(self, request: HttpRequest) -> HttpResponseBase:
        raise NotImplementedError

    async def handle_async(self, request: HttpRequest) -> HttpResponseBase:
        raise NotImplementedError


class HealthMiddleware(_Middleware):
    """Answers ``/healthz`` (the process runs) and ``/readyz`` (it reaches its database).

    First of all middleware, so that probes pass without a known host and without TLS.
    """

    def handle(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == HEALTH_PATH:
            return _respond_health()
        if request.path_info == READINESS_PATH:
            return _respond_readiness()
        return cast("HttpResponseBase", self.get_response(request))

    async def handle_async(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info == HEALTH_PATH:
            return _respond_health()
        if request.path_info == READINESS_PATH:
            return await sync_to_async(_respond_readiness)()
        return cast("HttpResponseBase", await self.get_response(request))


def _respond_health(text: str = "ok", status: int = 200) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(text, content_type="text/plain", status=status, headers=headers)


def _respond_readiness() -> HttpResponse:
    if connection.settings_dict["ENGINE"] == "django.db.backends.dummy":
        return _respond_health()
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        logger.exception("The default database does not answer")
        return _respond_health("the database does not answer", 503)
    return _respond_health()


class RequestIdMiddleware(_Middleware):
    """Gives a request its id: that of the proxy in front, or a new one."""

    def handle(self, request: HttpRequest) -> HttpResponseBase:
        token = current_request_id.set(_name_request(request))
        try:
            return _stamp(request, self.get_response(request))
        finally:
            current_request_id.reset(token)

    async def handle_async(self, request: HttpRequest) -> HttpResponseBase:
        token = current_request_id.set(_name_request(request))
        try:
            return _stamp(request, await self.get_response(request))
        finally:
            current_request_id.reset(token)


def _name_request(request: HttpRequest) -> str:
    request_id = choose_request_id(request.META.get(_REQUEST_ID_KEY, ""))
    request.djk_request_id = request_id  # type: ignore[attr-defined]
    return request_id


def _stamp(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    response[REQUEST_ID_HEADER] = request.djk_request_id  # type: ignore[attr-defined]
    return response


class DataRequestMiddleware(_Middleware):
    """Turns data requests into requests of their pages, and redirects into what a script can read.

    Behind ``RequestIdMiddleware``: what comes after it sees the URL that the user sees.
    """

    def handle(self, request: HttpRequest) -> HttpResponseBase:
        refusal = open_request(request)
        return refusal or _close(request, self.get_response(request))

    async def handle_async(self, request: HttpRequest) -> HttpResponseBase:
        refusal = open_request(request)
        return refusal or _close(request, await self.get_response(request))


def _close(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    return type_redirect(request, response) if is_data_request(request) else response


class NotFoundMiddleware(_Middleware):
    """Answers an unmatched URL with the nearest not-found.tsx.

    Last of all middleware: a URL that another middleware answers is none of its business. Where the
    view middleware of the site, such as ``LoginRequiredMiddleware``, does not let a request pass to
    that page, Django's own 404 is the answer.

    It also marks answers that end a script's CSRF token, while ``CsrfViewMiddleware`` has not saved
    the new one yet.
    """

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        super().__init__(get_response)
        # Django runs view middleware, and opens ATOMIC_REQUESTS, for matched URLs only.
        self.handler: BaseHandler | None = getattr(unwrap(get_response), "__self__", None)
        if not settings.DEBUG:
            load_site()

    def handle(self, request: HttpRequest) -> HttpResponseBase:
        response = cast("HttpResponseBase", self.get_response(request))
        mark_changed_token(request, response)
        found = find_not_found(request) if _is_unmatched(request, response) else None
        if found is None or self.handler is None:
            return response
        view, kwargs = found
        for process_view in _list_guards(self.handler):
            if process_view(request, view, (), kwargs) is not None:
                return response
        view = self.handler.make_view_atomic(view)
        if iscoroutinefunction(view):
            view = async_to_sync(view)
        return _render(view(request, **kwargs))

    async def handle_async(self, request: HttpRequest) -> HttpResponseBase:
        response = cast("HttpResponseBase", await self.get_response(request))
        mark_changed_token(request, response)
        found = find_not_found(request) if _is_unmatched(request, response) else None
        if found is None or self.handler is None:
            return response
        view, kwargs = found
        for process_view in _list_guards(self.handler):
            if await process_view(request, view, (), kwargs) is not None:
                return response
        view = self.handler.make_view_atomic(view)
        if not iscoroutinefunction(view):
            view = sync_to_async(view)
        return await sync_to_async(_render)(await view(request, **kwargs))

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer as in production where Django would show the technical 404 of DEBUG."""
        if settings.DEBUG and isinstance(exception, Http404):
            return render_boundary(request, 404) or answer_json(request, 404)
        return None


def _list_guards(handler: BaseHandler) -> list[Callable[..., Any]]:
    """List the ``process_view`` of all middleware, coroutine functions under ASGI."""
    guards: list[Callable[..., Any]] = handler._view_middleware  # type: ignore[attr-defined]
    return guards


def _is_unmatched(request: HttpRequest, response: HttpResponseBase) -> bool:
    return (
        response.status_code == 404
        and request.resolver_match is None
        and find_file_setting(request.path) is None
        and _shows_pages(request)
        and (is_data_request(request) or request.accepts("text/html"))
    )


def _shows_pages(request: HttpRequest) -> bool:
    """Say whether the answer can be seen as a page: an image, a font or a script cannot."""
    return request.headers.get("Sec-Fetch-Dest", "document") in ("document", "iframe", "empty")


def _render(response: HttpResponseBase) -> HttpResponseBase:
    return response.render() if isinstance(response, SimpleTemplateResponse) else response
