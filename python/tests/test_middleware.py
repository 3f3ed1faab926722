"""Health checks, request ids and what the log knows of them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client
from django.test.client import RequestFactory

from djk.middleware import RequestIdMiddleware
from djk.request_id import RequestIdFilter, current_request_id


@pytest.fixture
def broken_database(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object) -> None:
        raise OperationalError("refused")

    monkeypatch.setattr(connection, "cursor", refuse)


def test_health_needs_no_host_and_no_tls(settings: Any, client: Client) -> None:
    settings.SECURE_SSL_REDIRECT = True
    response = client.get("/healthz", headers={"Host": "unknown.example"})
    assert (response.status_code, response.content) == (200, b"ok")
    assert response["Cache-Control"] == "no-store"
    assert client.get("/healthz/").status_code == 301


@pytest.mark.django_db
def test_ready_with_its_database(client: Client) -> None:
    assert client.get("/readyz").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_ready_under_asgi(get_asgi: Callable[..., Any]) -> None:
    assert get_asgi("/readyz").status_code == 200
    assert get_asgi("/healthz").content == b"ok"


@pytest.mark.usefixtures("broken_database")
def test_not_ready_without_its_database(client: Client) -> None:
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


@pytest.mark.usefixtures("broken_database")
def test_ready_where_no_database_is_used(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "ENGINE", "django.db.backends.dummy")
    assert client.get("/readyz").status_code == 200


def test_a_sane_request_id_is_kept(client: Client) -> None:
    response = client.get("/about/", headers={"X-Request-ID": "abc-1.2_3"})
    assert response["X-Request-ID"] == "abc-1.2_3"


@pytest.mark.parametrize("given", ["", "a b", "a\nb", "<script>", "x" * 129, "ü"])
def test_any_other_request_id_is_replaced(given: str) -> None:
    request = RequestFactory().get("/", headers={"X-Request-ID": given})
    RequestIdMiddleware(lambda request: {})(request)
    assert len(request.djk_request_id) == 32
    assert request.djk_request_id.isalnum()


def test_the_log_knows_the_request_id(client: Client) -> None:
    records: list[logging.LogRecord] = []
    handler = logging.Handler()
    handler.addFilter(RequestIdFilter())
    handler.emit = records.append  # type: ignore[method-assign]
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    try:
        client.get("/api/ping/?missing", headers={"X-Request-ID": "abc"})
    finally:
        logger.removeHandler(handler)
    assert [record.request_id for record in records] == ["abc"]  # type: ignore[attr-defined]
    assert current_request_id.get() == ""


def test_outside_of_requests_the_log_has_a_dash() -> None:
    record = logging.makeLogRecord({})
    assert RequestIdFilter().filter(record)
    assert record.request_id == "-"  # type: ignore[attr-defined]
