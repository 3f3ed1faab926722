from __future__ import annotations

import itertools
import json
import sys
from collections.abc import Callable
from importlib import import_module, invalidate_caches
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.http import HttpResponse
from django.test import AsyncClient, Client
from django.urls import path

from djk.csrf import send_token
from djk.shapes.source import read_source
from djk.views import endpoint, page

BUILD = "3f2a91c0d4e5"

Load = Callable[[str], ModuleType]


@pytest.fixture
def visitor() -> Client:
    """A browser: it sees error pages where Django's test client would see exceptions."""
    return Client(raise_request_exception=False)


@pytest.fixture
def ask(visitor: Client) -> Callable[..., Any]:
    """Send a data request."""

    def send(path: str, build: str = BUILD, **headers: str) -> Any:
        url = f"{path}{'&' if '?' in path else '?'}_data={build}"
        return visitor.get(url, headers={"X-Djk-Data": "1", **headers})

    return send


@pytest.fixture
def get_asgi() -> Callable[..., Any]:
    """Send a GET request the way an ASGI server does."""
    return async_to_sync(AsyncClient(raise_request_exception=False).get)


_numbers = itertools.count()


@pytest.fixture
def mount(tmp_path: Path, monkeypatch: Any, settings: Any) -> Callable[[str], None]:
    """Answer at ``/mounted/`` and ``/api/mounted/``, a page and an endpoint, with a handler."""

    def mount_handler(handler: str) -> None:
        name = f"mounted_{next(_numbers)}"
        (tmp_path / f"{name}.py").write_text(handler)
        monkeypatch.syspath_prepend(tmp_path)
        branch = ".djk/client/branches/home.tsx"
        shown = page("/mounted", handler=name, template="djk_site/home.html", branch=branch)
        urls: Any = ModuleType(f"{name}_urls")
        urls.urlpatterns = [
            path("_djk/csrf", send_token),
            path("mounted/", shown),
            path("api/mounted/", endpoint("/api/mounted", handler=name)),
        ]
        urls.handler500 = "djk.errors.server_error"
        monkeypatch.setitem(sys.modules, urls.__name__, urls)
        settings.ROOT_URLCONF = urls.__name__

    return mount_handler


def read_envelope(response: HttpResponse) -> dict[str, Any]:
    """Read the data block of a document, as the client does, or the answer to a data request."""
    text = response.content.decode()
    if response["Content-Type"] == "application/vnd.djk+json":
        envelope: dict[str, Any] = json.loads(text)
        return envelope
    start = '<script type="application/json" id="__djk">'
    assert text.count(start) == 1, text
    block, _, _ = text.partition(start)[2].partition("</script>")
    assert "<" not in block
    found: dict[str, Any] = json.loads(block)
    return found


@pytest.fixture
def never_slash(settings: Any) -> None:
    settings.DJK = {**settings.DJK, "TRAILING_SLASH": "never"}


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Load:
    """Import text as the module ``case``."""

    def import_text(text: str) -> ModuleType:
        (tmp_path / "case.py").write_text(text)
        monkeypatch.syspath_prepend(tmp_path)
        monkeypatch.delitem(sys.modules, "case", raising=False)
        invalidate_caches()
        read_source.cache_clear()
        module = import_module("case")
        monkeypatch.setitem(sys.modules, "case", module)
        return module

    return import_text
