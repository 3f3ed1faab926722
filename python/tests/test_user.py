"""``user = pick(…)`` of the root layout: who sees it, and what caches make of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.test import AsyncClient, Client
from django.test.utils import CaptureQueriesContext
from tests.conftest import read_envelope

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def user_urls(settings: Any) -> Iterator[None]:
    settings.ROOT_URLCONF = "tests.urls_input"
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def ada() -> User:
    return User.objects.create_user("ada", "ada@example.com", "secret")


def log_in(user: User) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user)
    return client


def test_only_what_is_picked_leaves(ada: User) -> None:
    response = log_in(ada).get("/user/listing/")
    assert read_envelope(response)["user"] == {"id": ada.pk, "username": "ada"}
    assert "ada@example.com" not in response.content.decode()
    assert "Cookie" in response["Vary"]


def test_nobody_is_null(visitor: Client, ask: Callable[..., Any]) -> None:
    for response in (visitor.get("/user/listing/"), ask("/user/listing/")):
        assert read_envelope(response)["user"] is None
        assert "Cookie" in response["Vary"]
        assert not response.cookies


def test_async_pages_know_the_user(ada: User, get_asgi: Callable[..., Any]) -> None:
    client = AsyncClient()
    client.force_login(ada)
    for path in ("/user/async/", "/user/listing/"):
        response = async_to_sync(client.get)(path)
        assert read_envelope(response)["user"]["username"] == "ada"
        assert "Cookie" in response["Vary"]
        assert read_envelope(get_asgi(path))["user"] is None
    assert read_envelope(log_in(ada).get("/user/async/"))["user"]["username"] == "ada"


@pytest.mark.parametrize(
    ("path", "status"),
    [("/user/nowhere/", 404), ("/user/forbidden/", 403), ("/user/async/?page=9", 500)],
)
def test_boundaries_inside_the_root_layout_know_the_user(ada: User, path: str, status: int) -> None:
    for client, name in ((log_in(ada), "ada"), (Client(raise_request_exception=False), None)):
        response = client.get(path)
        user = read_envelope(response)["user"]
        assert (response.status_code, user and user["username"]) == (status, name)
        assert "Cookie" in response["Vary"]


def test_an_error_page_is_shown_where_the_user_cannot_be_read(
    ada: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(request: object) -> None:
        raise RuntimeError("the database is gone")

    monkeypatch.setattr("django.contrib.auth.middleware.auth.get_user", fail)
    response = log_in(ada).get("/user/async/?page=9")
    envelope = read_envelope(response)
    assert (response.status_code, envelope["error"]["node"]) == (500, "/")
    assert "user" not in envelope
    assert "Cookie" in response["Vary"]
    assert "The user of an error page could not be read" in caplog.text


def test_without_the_declaration_nobody_is_asked(ada: User) -> None:
    client = log_in(ada)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get("/listing/")
    assert "user" not in read_envelope(response)
    assert len(queries) == 0
    assert "Cookie" not in response["Vary"]
    assert not response.cookies


@pytest.mark.parametrize("data", [False, True])
def test_no_cache_shows_the_page_of_another_user(ada: User, data: bool) -> None:
    bob = User.objects.create_user("bob")

    def see(client: Client) -> Any:
        headers = {"X-Djk-Data": "1"} if data else {}
        query = {"_data": "3f2a91c0d4e5"} if data else {}
        response = client.get("/user/cached/", query, headers=headers)
        return (read_envelope(response)["user"] or {}).get("username"), response["Expires"]

    strangers = Client()
    clients = [log_in(ada), log_in(bob), strangers, log_in(ada)]
    first = [see(client) for client in clients]
    assert [name for name, _ in first] == ["ada", "bob", None, "ada"]
    assert [see(client) for client in clients] == first


def test_a_page_that_knows_nobody_is_cached_for_all(ada: User) -> None:
    assert "Cookie" not in log_in(ada).get("/cached/")["Vary"]
    bob = log_in(User.objects.create_user("bob"))
    with CaptureQueriesContext(connection) as queries:
        assert bob.get("/cached/").status_code == 200
    assert len(queries) == 0


def test_a_site_without_users_has_nobody(visitor: Client, settings: Any) -> None:
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "auth" not in name]
    assert read_envelope(visitor.get("/user/listing/"))["user"] is None
