"""What fails in a page is shown by the nearest boundary, inside the layouts that have run."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.signals import got_request_exception
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import set_script_prefix
from tests.conftest import read_envelope

from library.models import Book

Ask = Callable[..., Any]

ROOT = {"/": {"site": "Library"}}
BOOKS = {**ROOT, "/books": {"shelf": 1}}


@pytest.mark.parametrize(
    ("path", "status", "node", "kind", "data"),
    [
        ("/books/nope/", 404, "/books", "not-found", BOOKS),
        ("/books/dune/?do=forbid", 403, "/books/[slug]", "error", BOOKS),
        ("/books/dune/?do=boom", 500, "/books/[slug]", "error", BOOKS),
        ("/books/dune/?do=model", 500, "/books/[slug]", "error", BOOKS),
        ("/books/dune/?fail=layout", 500, "/", "error", ROOT),
        ("/books/dune/?fail=layout-data", 500, "/", "error", ROOT),
        ("/?fail=root", 500, None, "error", {}),
        ("/lab/deep/", 500, None, "error", {}),
        ("/slow/?missing", 404, "/", "not-found", ROOT),
        ("/slow/?forbid", 403, "/", "error", {**ROOT, "/slow": {"loop": False}}),
        ("/docs/", 404, "/", "not-found", ROOT),
        ("/books/dune/x/", 404, "/books", "not-found", BOOKS),
    ],
)
def test_the_nearest_boundary_answers(
    visitor: Client,
    ask: Ask,
    path: str,
    status: int,
    node: str | None,
    kind: str,
    data: dict[str, Any],
) -> None:
    for response in (visitor.get(path), ask(path)):
        envelope = read_envelope(response)
        assert response.status_code == status
        assert envelope["error"] == {
            "node": node,
            "kind": kind,
            "status": status,
            "requestId": response["X-Request-ID"],
        }
        shown = {key: value for key, value in data.items() if node and key <= node}
        assert envelope["data"] == shown
        assert "X-Djk-Data" in response["Vary"]


def test_the_answer_says_nothing_of_the_exception(visitor: Client) -> None:
    for do in ("boom", "forbid"):
        assert b"secret" not in visitor.get(f"/books/dune/?do={do}").content


def test_the_error_document_is_that_of_the_page(visitor: Client) -> None:
    html = visitor.get("/books/nope/").content.decode()
    assert 'data-branch="/static/client/page_books-f6.js"' in html


@pytest.mark.parametrize(
    ("path", "route", "params"),
    [
        ("/nowhere/", "/#not-found", {}),
        ("/nowhere", "/#not-found", {}),
        ("/a/b/c.txt", "/#not-found", {}),
        ("/books/a/b/c", "/books#not-found", {}),
    ],
)
def test_unmatched_urls_are_answered(
    visitor: Client, ask: Ask, path: str, route: str, params: object
) -> None:
    for response in (visitor.get(path), ask(path)):
        envelope = read_envelope(response)
        assert response.status_code == 404
        assert (envelope["route"], envelope["params"]) == (route, params)
        assert envelope["error"]["kind"] == "not-found"


@pytest.mark.parametrize("part", ["image", "font", "script", "style"])
def test_a_part_of_a_page_that_is_missing_gets_a_plain_answer(visitor: Client, part: str) -> None:
    response = visitor.get("/nowhere.png", headers={"Sec-Fetch-Dest": part, "Accept": "*/*"})
    assert response.status_code == 404
    assert b"djk" not in response.content


@pytest.mark.parametrize("place", ["document", "iframe", "empty"])
def test_what_can_be_seen_gets_the_not_found_page(visitor: Client, place: str) -> None:
    response = visitor.get("/nowhere/", headers={"Sec-Fetch-Dest": place})
    assert read_envelope(response)["route"] == "/#not-found"


def test_unmatched_urls_are_answered_under_asgi(get_asgi: Ask) -> None:
    for path in ("/nowhere/", "/slow/nowhere/", "/books/nope/", "/slow/?forbid"):
        response = get_asgi(path)
        assert response.status_code in (403, 404)
        assert read_envelope(response)["error"]["node"] is not None


def test_the_unmatched_rest_is_no_parameter(visitor: Client) -> None:
    assert visitor.get("/slow/nowhere/")["X-Stamp"] == "404"


@pytest.mark.django_db
def test_a_guarded_folder_guards_its_not_found_page(visitor: Client, ask: Ask) -> None:
    response = visitor.get("/members/nowhere/")
    assert (response.status_code, response["Location"]) == (
        302,
        "/admin/login/?next=/members/nowhere/",
    )
    assert ask("/members/nowhere/").json()["redirect"]["status"] == 302


@pytest.mark.django_db
def test_a_refusing_decorator_shows_no_layout_that_did_not_run(visitor: Client) -> None:
    visitor.force_login(User.objects.create_user("bob"))
    response = visitor.get("/members/")
    envelope = read_envelope(response)
    assert response.status_code == 403
    assert envelope["error"]["node"] is None
    assert envelope["data"] == {}


def test_an_unmatched_url_asked_for_by_a_script_is_djangos(visitor: Client) -> None:
    response = visitor.get("/nowhere/", headers={"Accept": "application/json"})
    assert response.status_code == 404
    assert b"__djk" not in response.content


def test_an_unmatched_post_gets_the_page_too(visitor: Client) -> None:
    response = visitor.post("/nowhere/")
    assert response.status_code == 404
    assert read_envelope(response)["route"] == "/#not-found"


@pytest.mark.parametrize("path", ["/static/old-chunk.js", "/media/gone.png"])
def test_a_missing_file_is_no_page(settings: Any, visitor: Client, path: str) -> None:
    settings.MEDIA_URL = "/media/"
    response = visitor.get(path, headers={"Accept": "*/*"})
    assert response.status_code == 404
    assert b"__djk" not in response.content


@pytest.fixture
def login_required_everywhere(settings: Any) -> None:
    guard = "django.contrib.auth.middleware.LoginRequiredMiddleware"
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:-1], guard, settings.MIDDLEWARE[-1]]


@pytest.mark.django_db
@pytest.mark.usefixtures("login_required_everywhere")
def test_view_middleware_guards_the_layouts_of_an_unmatched_url(visitor: Client) -> None:
    response = visitor.get("/nowhere/")
    assert response.status_code == 404
    assert b"Library" not in response.content
    visitor.force_login(User.objects.create_user("bob"))
    assert read_envelope(visitor.get("/nowhere/"))["data"] == ROOT


@pytest.mark.usefixtures("login_required_everywhere")
def test_view_middleware_guards_them_under_asgi(get_asgi: Ask) -> None:
    for path in ("/nowhere/", "/slow/nowhere/"):
        response = get_asgi(path)
        assert response.status_code == 404
        assert b"__djk" not in response.content


def test_an_unmatched_post_needs_no_token() -> None:
    response = Client(enforce_csrf_checks=True).post("/nowhere/")
    assert response.status_code == 404
    assert read_envelope(response)["route"] == "/#not-found"


@pytest.mark.django_db(transaction=True)
def test_layouts_of_an_unmatched_url_run_in_a_transaction(
    visitor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)
    with CaptureQueriesContext(connection) as queries:
        visitor.get("/nowhere/")
    assert [query["sql"] for query in queries.captured_queries] == ["BEGIN", "COMMIT"]


def test_djangos_own_slash_redirect_still_works(visitor: Client) -> None:
    assert visitor.get("/admin")["Location"] == "/admin/"
    assert visitor.get("/own").status_code == 301


def test_other_views_keep_djangos_errors(visitor: Client) -> None:
    for path, status in (("/own/missing/", 404), ("/own/crash/", 500)):
        response = visitor.get(path)
        assert response.status_code == status
        assert b"__djk" not in response.content


def test_debug_shows_boundaries_for_404_and_403(settings: Any, visitor: Client, ask: Ask) -> None:
    settings.DEBUG = True
    for path, status in (
        ("/nowhere/", 404),
        ("/books/nope/", 404),
        ("/books/dune/?do=forbid", 403),
    ):
        assert read_envelope(visitor.get(path))["error"]["status"] == status
        assert read_envelope(ask(path))["error"]["status"] == status


def test_debug_keeps_the_technical_500_and_other_views_404(settings: Any, visitor: Client) -> None:
    settings.DEBUG = True
    assert b"secret detail" in visitor.get("/books/dune/?do=boom").content
    assert b"Using the URLconf" in visitor.get("/own/missing/").content


def test_a_failing_error_page_falls_back_to_djangos(
    settings: Any, visitor: Client, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DJK = {**settings.DJK, "MANIFEST": "/nowhere/manifest.json"}
    for path, status in (("/", 500), ("/books/nope/", 404), ("/books/dune/?do=forbid", 403)):
        response = visitor.get(path)
        assert response.status_code == status
        assert b"__djk" not in response.content
    assert "The error page of /books/[slug] failed too" in caplog.text


def test_a_missing_template_is_a_plain_500(visitor: Client) -> None:
    response = visitor.get("/unstyled/")
    assert response.status_code == 500
    assert b"__djk" not in response.content


def test_exceptions_reach_djangos_signal(visitor: Client) -> None:
    seen = []

    def note(sender: object, **kwargs: object) -> None:
        seen.append(sender)

    got_request_exception.connect(note)
    try:
        visitor.get("/books/dune/?do=boom")
    finally:
        got_request_exception.disconnect(note)
    assert len(seen) == 1


@pytest.mark.django_db(transaction=True)
def test_atomic_requests_roll_back(visitor: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connection.settings_dict, "ATOMIC_REQUESTS", True)
    assert visitor.get("/books/dune/?do=save-and-boom").status_code == 500
    assert not Book.objects.exists()


def test_a_template_response_of_a_layout_is_rendered_where_no_url_matches(visitor: Client) -> None:
    response = visitor.get("/books/a/b/?fail=layout-template")
    assert response.status_code == 410
    assert b"not found" in response.content.lower()


def test_below_a_script_name_an_empty_media_url_hides_nothing(
    settings: Any, visitor: Client
) -> None:
    settings.MEDIA_URL = ""
    # As in a process whose first request comes with a script name.
    django_settings.__dict__.pop("MEDIA_URL", None)
    set_script_prefix("/app/")
    try:
        response = visitor.get("/nowhere/", SCRIPT_NAME="/app")
    finally:
        set_script_prefix("/")
        django_settings.__dict__.pop("MEDIA_URL", None)
    assert read_envelope(response)["route"] == "/#not-found"
