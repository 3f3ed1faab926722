"""What daphne serves in development answers to known hosts only, and knows of HTTPS in front."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from djk.asgi_serve import guard


def ask(kind: str, host: str | None, *, secure: bool = False) -> list[Any]:
    """Return the scheme that the application is told, or else what was sent without it."""
    told: list[Any] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        told.append(scope["scheme"])

    async def send(message: Any) -> None:
        told.append(message)

    headers = [] if host is None else [(b"host", host.encode())]
    scope = {"type": kind, "scheme": "ws" if kind == "websocket" else "http", "headers": headers}
    asyncio.run(guard(application, secure=secure)(scope, None, send))  # type: ignore[arg-type]
    return told


@pytest.fixture(autouse=True)
def _site(settings: Any) -> None:
    settings.DEBUG = True
    settings.ALLOWED_HOSTS = ["box.lan", "localhost"]


@pytest.mark.parametrize(
    ("kind", "plain", "secured"), [("http", "http", "https"), ("websocket", "ws", "wss")]
)
def test_the_application_is_told_of_https(kind: str, plain: str, secured: str) -> None:
    assert ask(kind, "box.lan:8000") == [plain]
    assert ask(kind, "box.lan:8000", secure=True) == [secured]
    assert ask(kind, None, secure=True) == [secured]


def test_another_host_is_refused() -> None:
    start, body = ask("http", "evil.example:8000")
    assert start["status"] == 403
    assert b'does not answer to the host "evil.example"' in body["body"]
    assert ask("websocket", "evil.example") == [{"type": "websocket.close"}]


def test_what_is_no_request_passes() -> None:
    scope = {"type": "lifespan"}
    seen: list[Any] = []

    async def application(scope: Any, receive: Any, send: Any) -> None:
        seen.append(scope)

    asyncio.run(guard(application, secure=True)(scope, None, None))  # type: ignore[arg-type]
    assert seen == [scope]
