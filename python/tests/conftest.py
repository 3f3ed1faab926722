from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.http import HttpResponse
from django.test import AsyncClient, Client

BUILD = "3f2a91c0d4e5"


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
