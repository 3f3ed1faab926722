"""What serves a site in development that has daphne: Channels and WebSockets work as deployed."""

from __future__ import annotations

import logging
import os
from collections.abc import Awaitable, Callable, MutableMapping
from importlib import import_module
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from django.utils.module_loading import import_string

from djk.refused_hosts import describe_refused_host, is_refused

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
ASGIApplication = Callable[[Scope, Receive, Send], Awaitable[None]]

_SECURE_SCHEMES = {"http": "https", "websocket": "wss"}


def serve_asgi(port: int, on_ready: Callable[[], None]) -> None:
    """Serve ``ASGI_APPLICATION`` on this machine until the process ends."""
    # It tells of each start and the like.
    logging.getLogger("daphne.server").setLevel(logging.WARNING)
    describe_endpoints = import_module("daphne.endpoints").build_endpoint_description_strings
    server = import_module("daphne.server").Server(
        application=guard(_load_application(), secure=os.environ.get("HTTPS") == "on"),
        endpoints=describe_endpoints(host="127.0.0.1", port=port),
        ready_callable=on_ready,
        root_path=settings.FORCE_SCRIPT_NAME or "",
    )
    server.run()


def _load_application() -> ASGIApplication:
    application: Any = import_string(settings.ASGI_APPLICATION)  # type: ignore[misc]
    if apps.is_installed("django.contrib.staticfiles"):
        application = ASGIStaticFilesHandler(application)
    loaded: ASGIApplication = application
    return loaded


def guard(application: ASGIApplication, *, secure: bool) -> ASGIApplication:
    """Refuse other hosts than ``ALLOWED_HOSTS``, and tell the application of HTTPS in front."""

    async def answer(scope: Scope, receive: Receive, send: Send) -> None:
        kind = scope["type"]
        if kind in _SECURE_SCHEMES:
            meta = _read_host(scope)
            if is_refused(meta):
                await _refuse(kind, meta["HTTP_HOST"], send)
                return
            if secure:
                scope = {**scope, "scheme": _SECURE_SCHEMES[kind]}
        await application(scope, receive, send)

    return answer


def _read_host(scope: Scope) -> dict[str, str]:
    """Return what Django finds a host by; without any header the host is this machine."""
    headers = dict(scope["headers"])
    meta = {"HTTP_HOST": headers.get(b"host", b"localhost").decode("latin-1")}
    if forwarded := headers.get(b"x-forwarded-host"):
        meta["HTTP_X_FORWARDED_HOST"] = forwarded.decode("latin-1")
    return meta


async def _refuse(kind: str, host: str, send: Send) -> None:
    if kind == "websocket":
        await send({"type": "websocket.close"})
        return
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": 403, "headers": headers})
    await send({"type": "http.response.body", "body": describe_refused_host(host).encode()})
