"""route.py: one function per method, or any Django view."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from djk.encoding import EncodingError


def test_data_is_json(client: Client) -> None:
    response = client.get("/api/ping/")
    assert response["Content-Type"] == "application/json"
    assert response.content == b'{"pong":true}'
    assert "Vary" not in response


def test_none_is_no_content(client: Client) -> None:
    response = client.delete("/api/ping/")
    assert (response.status_code, response.content) == (204, b"")
    assert "Content-Type" not in response


def test_head_falls_back_to_get(client: Client) -> None:
    response = client.head("/api/ping/")
    assert (response.status_code, response.content) == (200, b"")
    assert client.head("/api/shelf/").status_code == 405


def test_other_methods_are_refused(client: Client) -> None:
    response = client.post("/api/ping/")
    assert (response.status_code, response["Allow"]) == (405, "GET, DELETE, HEAD, OPTIONS")


def test_options_lists_the_methods(client: Client) -> None:
    response = client.options("/api/shelf/")
    assert (response.status_code, response["Allow"]) == (200, "POST, PUT, PATCH, OPTIONS")


def test_a_reply_sets_status_and_headers(client: Client) -> None:
    response = client.post("/api/shelf/", b"abc", content_type="text/plain")
    assert (response.status_code, response["Location"]) == (201, "/x/")
    assert response.json() == {"size": 3}


def test_a_response_passes_through(client: Client) -> None:
    assert client.put("/api/shelf/").content == b"raw"


def test_what_has_no_json_form_is_named(client: Client) -> None:
    with pytest.raises(EncodingError, match=r"^routes.api.shelf.route.patch\(\).bad is a object"):
        client.patch("/api/shelf/")


def test_decorators_speak_to_middleware() -> None:
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    assert strict.post("/api/shelf/").status_code == 201
    assert strict.delete("/api/ping/").status_code == 403
    assert strict.post("/api/legacy/").json() == {"posted": True}


def test_a_view_answers_itself(client: Client) -> None:
    assert client.get("/api/legacy/").json() == {"class": True, "kwargs": {}}
    assert client.get("/api/legacy")["Location"] == "/api/legacy/"
    assert client.put("/api/legacy/").status_code == 405


@pytest.mark.django_db(transaction=True)
def test_async_and_sync_functions_of_one_file(client: Client, get_asgi: Callable[..., Any]) -> None:
    assert get_asgi("/api/async/").json() == {"count": 0}
    assert client.get("/api/async/").json() == {"count": 0}
    assert client.post("/api/async/").json() == {"count": 0}


@pytest.mark.django_db
def test_decorators_of_layouts_guard_endpoints(client: Client) -> None:
    response = client.get("/members/ping/")
    assert response["Location"] == "/admin/login/?next=/members/ping/"


def test_errors_of_endpoints_are_djangos(visitor: Client) -> None:
    response = visitor.get("/api/ping/?missing")
    assert response.status_code == 404
    assert b"__djk" not in response.content
