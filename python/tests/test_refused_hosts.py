"""In development the site answers only to hosts that it knows, and says what to do about others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest

from djk.management.commands.djk_serve import Command, Runserver


def greet(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [b"hello"]


@pytest.fixture(autouse=True)
def _site(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.DEBUG = True
    settings.ALLOWED_HOSTS = ["box.lan"]
    monkeypatch.setattr(Runserver, "get_handler", lambda self: greet)


def ask(host: str) -> tuple[str, str]:
    environ: dict[str, Any] = {"HTTP_HOST": host}
    setup_testing_defaults(environ)
    statuses: list[str] = []
    body = Command().get_handler()(environ, lambda status, headers: statuses.append(status))
    return statuses[0], b"".join(body).decode()


def test_a_known_host_reaches_the_site() -> None:
    assert ask("box.lan:8000") == ("200 OK", "hello")


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("evil.example:8000", "evil.example"),
        ("evil.example", "evil.example"),
        ("[fd00::1]:8000", "[fd00::1]"),
        ("a b", "a b"),
    ],
)
def test_another_host_is_refused_with_what_to_do_and_no_setting(header: str, name: str) -> None:
    status, text = ask(header)
    assert status == "403 Forbidden"
    assert text.startswith(f'djk dev does not answer to the host "{name}".')
    assert f"DJK_DEV_HOSTS={name} npx djk dev" in text
    assert "ALLOWED_HOSTS" not in text
