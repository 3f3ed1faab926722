"""The URL where scripts get their CSRF token, below the place of the routes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import User
from django.test import AsyncClient, Client
from tests.conftest import BUILD
from tests.settings import SITE

from djk.resolution import resolve_url

pytestmark = pytest.mark.django_db

TOKEN = "/_djk/csrf"


@pytest.fixture
def strict() -> Client:
    return Client(enforce_csrf_checks=True, raise_request_exception=False)


def write(client: Client, token: str) -> int:
    return client.delete("/api/ping/", headers={"X-CSRFToken": token}).status_code


@pytest.mark.parametrize("setting", ["", "CSRF_COOKIE_HTTPONLY", "CSRF_USE_SESSIONS"])
def test_the_token_lets_a_script_write(strict: Client, settings: Any, setting: str) -> None:
    if setting:
        setattr(settings, setting, True)
    assert write(strict, "") == 403
    token = strict.get(TOKEN).json()["token"]
    assert write(strict, token) == 204
    assert write(strict, "x" * len(token)) == 403


def test_no_cache_keeps_it(client: Client) -> None:
    response = client.get(TOKEN)
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert response["Vary"] == "Cookie"
    assert response["Content-Type"] == "application/json"


def test_it_is_read_only(client: Client) -> None:
    assert [client.post(TOKEN).status_code, client.head(TOKEN).status_code] == [405, 405]


def test_no_login_is_asked(client: Client, settings: Any) -> None:
    login = "django.contrib.auth.middleware.LoginRequiredMiddleware"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:-1], login, settings.MIDDLEWARE[-1]]
    assert client.get("/about/").status_code == 302
    assert client.get(TOKEN).status_code == 200


def test_under_asgi(get_asgi: Callable[..., Any]) -> None:
    assert get_asgi(TOKEN).json()["token"]


def test_below_a_prefix(client: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = "tests.urls_mounted"
    assert client.get("/en-us/acme/app/_djk/csrf").json()["token"]
    assert client.get(TOKEN).status_code == 404


def test_djk_routes_says_what_answers() -> None:
    found = resolve_url(TOKEN, SITE)
    assert found["shadow"] == {"name": "djk's view of the CSRF token"}
    assert resolve_url("/about/", SITE)["shadow"] is None


@pytest.mark.usefixtures("never_slash")
def test_the_document_says_that_urls_have_no_slash_at_their_end(client: Client) -> None:
    assert ' data-slash="never"' in client.get("/about").content.decode()


def test_with_slashes_it_says_nothing(client: Client) -> None:
    assert "data-slash" not in client.get("/about/").content.decode()


SIGNING = """
from django.contrib import auth
from django.contrib.auth.models import User


def get(request):
    if name := request.GET.get("as"):
        auth.login(request, User.objects.get(username=name))
    return {}


def post(request):
    return get(request)


def delete(request):
    auth.logout(request)
"""


@pytest.mark.parametrize("setting", ["", "CSRF_COOKIE_HTTPONLY", "CSRF_USE_SESSIONS"])
def test_an_answer_says_that_signing_in_and_out_have_ended_the_token(
    strict: Client, settings: Any, mount: Callable[[str], None], setting: str
) -> None:
    if setting:
        setattr(settings, setting, True)
    for name in ("ada", "eve"):
        User.objects.create_user(name)
    mount(SIGNING)

    def send(verb: str, query: str = "") -> tuple[int, str | None]:
        response = getattr(strict, verb)(f"/api/mounted/{query}", headers={"X-CSRFToken": token})
        return response.status_code, response.get("X-Djk-Csrf")

    token = strict.get(TOKEN).json()["token"]
    assert send("get") == (200, None)
    for name in ("ada", "eve"):
        assert send("post", f"?as={name}") == (200, "changed")
        assert send("post")[0] == 403
        token = strict.get(TOKEN).json()["token"]
        assert send("post") == (200, None)
    is_over = setting == "CSRF_USE_SESSIONS"
    assert send("delete") == (204, "changed" if is_over else None)
    assert send("delete")[0] == (403 if is_over else 204)


@pytest.mark.parametrize("setting", ["", "CSRF_USE_SESSIONS"])
@pytest.mark.django_db(transaction=True)
def test_a_data_request_says_so_as_well(
    ask: Callable[..., Any], settings: Any, mount: Callable[[str], None], setting: str
) -> None:
    if setting:
        setattr(settings, setting, True)
    User.objects.create_user("ada")
    mount(SIGNING)
    assert "X-Djk-Csrf" not in ask("/mounted/")
    assert ask("/mounted/?as=ada")["X-Djk-Csrf"] == "changed"
    url = f"/mounted/?as=ada&_data={BUILD}"
    response = async_to_sync(AsyncClient().get)(url, headers={"X-Djk-Data": "1"})
    assert response["X-Djk-Csrf"] == "changed"
