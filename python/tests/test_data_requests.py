"""``?_data=<build>`` with the header asks for data; nothing of it reaches user code."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from tests.conftest import BUILD, read_envelope

from djk.responses import find_target

Ask = Callable[..., Any]


def test_the_answer_is_the_envelope_of_the_document(ask: Ask, client: Client) -> None:
    response = ask("/books/dune/")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/vnd.djk+json"
    assert "X-Djk-Data" in response["Vary"]
    assert read_envelope(response) == read_envelope(client.get("/books/dune/"))


def test_the_answer_has_the_status_and_headers_of_the_page(ask: Ask) -> None:
    response = ask("/books/dune/?do=created")
    assert response.status_code == 201
    assert response["X-Shelf"] == "books"


@pytest.mark.parametrize(
    ("sent", "seen"),
    [
        ("/?_data={}", ""),
        ("/?a=1&_data={}", "a=1"),
        ("/?_data={}&a=%20b", "a=+b"),
        ("/?%5Fdata={}&my_data=2", "my_data=2"),
        ("/?_data=old&_data={}", ""),
    ],
)
def test_user_code_never_sees_the_parameter(visitor: Client, sent: str, seen: str) -> None:
    response = visitor.get(sent.format(BUILD), headers={"X-Djk-Data": "1"})
    page = read_envelope(response)["data"]["page"]
    assert page["query"] == seen
    assert "?_data" not in page["url"]
    assert "&_data" not in page["url"]
    assert "%5Fdata" not in page["url"]


def test_user_code_never_sees_the_parameter_under_asgi(get_asgi: Ask) -> None:
    response = get_asgi(f"/?a=1&_data={BUILD}", headers={"X-Djk-Data": "1"})
    page = read_envelope(response)["data"]["page"]
    assert page["query"] == "a=1"
    assert page["url"] == "http://testserver/?a=1"


def test_a_crafted_link_redirects_to_the_clean_url(client: Client) -> None:
    response = client.get(f"/about/?a=1&_data={BUILD}&b=2")
    assert (response.status_code, response["Location"]) == (302, "/about/?a=1&b=2")
    assert response["Vary"] == "X-Djk-Data"


def test_a_wrong_header_is_no_header(client: Client) -> None:
    response = client.get(f"/about/?_data={BUILD}", headers={"X-Djk-Data": "yes"})
    assert response.status_code == 302


def test_the_header_alone_gets_the_document(client: Client) -> None:
    response = client.get("/about/", headers={"X-Djk-Data": "1"})
    assert response["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("build", ["old", "", "<script>"])
def test_a_stale_build_gets_409_before_the_view_runs(ask: Ask, build: str) -> None:
    response = ask("/books/dune/?do=boom", build=build)
    assert response.status_code == 409
    assert response["Content-Type"] == "application/vnd.djk+json"
    assert response["Cache-Control"] == "no-store"
    assert "X-Djk-Data" in response["Vary"]
    assert response.json() == {"build": BUILD}


def test_a_stale_build_gets_409_before_a_guard_answers(ask: Ask) -> None:
    assert ask("/members/", build="old").status_code == 409


def test_of_the_other_slash_form_the_redirect_is_typed(ask: Ask) -> None:
    response = ask("/about?a=1")
    assert response.status_code == 200
    assert response.json()["redirect"] == {"to": "/about/?a=1", "status": 308}


@pytest.mark.parametrize(
    ("to", "target"),
    [
        ("name", "/books/"),
        ("path", "/books/?page=2#top"),
        ("relative", "/books/ulysses/"),
        ("foreign", "https://example.com/x"),
        ("other-port", "http://testserver:81/x"),
        ("protocol-relative", "http://example.com/x"),
        ("slashes", "http://testserver//example.com/x"),
    ],
)
def test_a_redirect_is_typed(ask: Ask, to: str, target: str) -> None:
    response = ask(f"/books/moved/?to={to}")
    assert response.status_code == 200
    assert response.json() == {
        "build": BUILD,
        "route": "",
        "params": {},
        "data": {},
        "redirect": {"to": target, "status": 302},
    }


def test_a_typed_redirect_keeps_cookies_and_headers(ask: Ask) -> None:
    response = ask("/books/moved/?to=name&permanent")
    assert response.json()["redirect"]["status"] == 301
    assert response.cookies["seen"].value == "1"
    assert response["X-Kept"] == "yes"
    assert "Location" not in response


def test_documents_are_redirected_as_ever(client: Client) -> None:
    response = client.get("/books/moved/?to=path")
    assert (response.status_code, response["Location"]) == (302, "/books/?page=2#top")
    assert response["Vary"] == "X-Djk-Data"


def test_other_responses_pass_through(ask: Ask) -> None:
    response = ask("/books/dune/?do=gone")
    assert (response.status_code, response.content) == (410, b"gone")
    assert response["Content-Type"].startswith("text/html")


@pytest.mark.django_db
def test_a_guard_redirects_with_the_page_as_next(ask: Ask) -> None:
    response = ask("/members/?tab=1")
    assert response.json()["redirect"] == {
        "to": "/admin/login/?next=/members/%3Ftab%3D1",
        "status": 302,
    }


@pytest.fixture
def login_required_site(settings: Any) -> None:
    """Every view asks for a login, before djk's view is reached."""
    name = "django.contrib.auth.middleware.AuthenticationMiddleware"
    at = settings.MIDDLEWARE.index(name) + 1
    own = "django.contrib.auth.middleware.LoginRequiredMiddleware"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:at], own, *settings.MIDDLEWARE[at:]]


@pytest.mark.django_db
@pytest.mark.usefixtures("login_required_site")
def test_next_of_a_view_middleware_is_the_page(ask: Ask) -> None:
    assert ask("/about/?tab=1").json()["redirect"] == {
        "to": "/admin/login/?next=/about/%3Ftab%3D1",
        "status": 302,
    }


@pytest.mark.django_db
@pytest.mark.usefixtures("login_required_site")
def test_next_of_a_view_middleware_is_the_page_under_asgi(get_asgi: Ask) -> None:
    response = get_asgi(f"/about/?_data={BUILD}", headers={"X-Djk-Data": "1"})
    assert response.json()["redirect"]["to"] == "/admin/login/?next=/about/"


def test_middleware_sees_the_url_of_the_page(settings: Any, ask: Ask) -> None:
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE[:-1],
        f"{__name__}.print_url",
        "djk.middleware.NotFoundMiddleware",
    ]
    assert ask("/about/?a=1")["X-Url"] == "/about/?a=1"


def print_url(get_response: Callable[[HttpRequest], HttpResponse]) -> object:
    def middleware(request: HttpRequest) -> HttpResponse:
        url = request.get_full_path()
        response = get_response(request)
        response["X-Url"] = url
        return response

    return middleware


def test_without_the_middleware_the_browser_is_sent_to_the_document(
    settings: Any, ask: Ask
) -> None:
    own = "djk.middleware.DataRequestMiddleware"
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if name != own]
    response = ask("/about/?a=1")
    assert (response.status_code, response["Location"]) == (302, "/about/?a=1")


def test_a_post_is_no_data_request(visitor: Client) -> None:
    response = visitor.post(f"/about/?_data={BUILD}", headers={"X-Djk-Data": "1"})
    assert response.status_code == 405


@pytest.mark.django_db
def test_a_guard_lets_members_in(visitor: Client) -> None:
    visitor.force_login(User.objects.create_superuser("ada"))
    envelope = read_envelope(visitor.get("/members/"))
    assert envelope["data"]["/members"] == {"user": "ada"}
    assert envelope["data"]["page"] == {"staff": True}


def test_a_location_that_is_no_url_stays_a_redirect() -> None:
    assert find_target(RequestFactory().get("/"), "http://[") is None


def test_an_endpoint_keeps_a_parameter_of_that_name(client: Client) -> None:
    assert client.get("/api/ping/?_data=1").json() == {"pong": True}


def test_a_compressed_redirect_is_no_compressed_answer(settings: Any, ask: Ask) -> None:
    settings.MIDDLEWARE = [
        *settings.MIDDLEWARE[:3],
        "django.middleware.gzip.GZipMiddleware",
        f"{__name__}.redirect_with_a_body",
        *settings.MIDDLEWARE[3:],
    ]
    response = ask("/about/", **{"Accept-Encoding": "gzip"})
    assert response.json()["redirect"] == {"to": "/books/", "status": 303}
    assert "Content-Encoding" not in response


def redirect_with_a_body(get_response: object) -> object:
    return lambda request: HttpResponse("moved " * 100, status=303, headers={"Location": "/books/"})


def test_head_asks_for_data_too(visitor: Client) -> None:
    url, header = f"/books/dune/?do=created&_data={BUILD}", {"X-Djk-Data": "1"}
    response = visitor.head(url, headers=header)
    assert (response.status_code, response.content) == (201, b"")
    assert response["Content-Type"] == "application/vnd.djk+json"


def test_a_file_passes_through_as_a_stream(ask: Ask) -> None:
    response = ask("/books/dune/?do=download")
    assert response.streaming
    assert b"".join(response) == b"a,b"
    assert "X-Djk-Data" in response["Vary"]
