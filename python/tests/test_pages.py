"""A page is the data of its layouts and its own, as a document or as JSON."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.urls.converters import IntConverter
from tests.conftest import BUILD, read_envelope

from djk.encoding import EncodingError
from djk.params import _list_converters, build_wire_params

from library.apps import DayConverter

GetAsgi = Callable[..., Any]


def test_the_document_holds_assets_mount_and_data(client: Client) -> None:
    html = client.get("/").content.decode()
    assert html.startswith('<!doctype html>\n<html lang="en-us">')
    assert '<script type="module" crossorigin src="/static/client/entry-a1.js"></script>' in html
    assert '<div id="djk-root" data-branch="/static/client/page_home-d4.js"' in html
    assert 'data-table="/static/client/table-0a1b2c3d4e5f.json" data-mount=""></div>' in html
    assert '"text":"\\u003c/script>ü"' in html
    assert "<noscript>This page needs JavaScript.</noscript>" in html


def test_layouts_come_first_and_each_has_its_key(client: Client) -> None:
    envelope = read_envelope(client.get("/books/dune/"))
    assert envelope == {
        "build": BUILD,
        "route": "/books/[slug]",
        "params": {"slug": "dune"},
        "data": {"/": {"site": "Library"}, "/books": {"shelf": 1}, "page": {"slug": "dune"}},
        "locale": {"language": "en-us", "timeZone": "America/Chicago"},
    }
    assert list(envelope["data"]) == ["/", "/books", "page"]


def test_a_page_without_handler_has_no_data_of_its_own(client: Client) -> None:
    assert read_envelope(client.get("/about/"))["data"] == {"/": {"site": "Library"}}


def test_none_is_data(client: Client) -> None:
    assert read_envelope(client.get("/books/dune/?do=none"))["data"]["page"] is None


@pytest.mark.parametrize(
    ("path", "params", "data"),
    [
        ("/items/21/", {"id": 21}, {"double": 42}),
        ("/docs/a/b.c/", {"path": "a/b.c"}, {"parts": ["a", "b.c"]}),
        ("/hello/", {}, {"lang": "en"}),
        ("/de/hello/", {"lang": "de"}, {"lang": "de"}),
        ("/cart/", {}, {"module": "routes.g_shop.cart.page"}),
        ("/days/20240229/", {"day": "20240229"}, {"weekday": 4}),
    ],
)
def test_parameters_reach_handler_and_envelope(
    client: Client, path: str, params: object, data: object
) -> None:
    envelope = read_envelope(client.get(path))
    assert envelope["params"] == params
    assert envelope["data"]["page"] == data


@pytest.mark.parametrize("number", ["9007199254740993", "9" * 400])
def test_a_number_that_browsers_round_is_its_url_text(visitor: Client, number: str) -> None:
    envelope = read_envelope(visitor.get(f"/items/{number}/"))
    assert envelope["params"] == {"id": number}
    assert "error" in envelope


def test_a_parameter_without_json_form_is_its_url_text_on_error_pages_too(visitor: Client) -> None:
    response = visitor.get("/days/20240229/nowhere/")
    assert response.status_code == 404
    envelope = read_envelope(response)
    assert envelope["route"] == "/days/[day=day]#not-found"
    assert envelope["params"] == {"day": "20240229"}


@pytest.mark.parametrize(
    "value", ["dune", 7, 0.5, float("inf"), True, None, {"a": 1}, date(2024, 2, 29), UUID(int=1)]
)
def test_what_a_converter_of_ones_own_makes_is_the_text_of_its_url(
    monkeypatch: pytest.MonkeyPatch, value: object
) -> None:
    monkeypatch.setattr(DayConverter, "to_url", lambda self, value: f"url:{value}")
    assert build_wire_params("/days/[day=day]", {"day": value}) == {"day": f"url:{value}"}


def test_a_converter_that_extends_int_sends_text_as_the_types_say(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Year(IntConverter):
        regex = "[0-9]{4}"

    monkeypatch.setitem(_list_converters("djk_site.urls")["/days/[day=day]"], "day", Year())
    assert build_wire_params("/days/[day=day]", {"day": 1965}) == {"day": "1965"}
    assert build_wire_params("/items/[id=int]", {"id": 1965}) == {"id": 1965}


@pytest.mark.parametrize("path", ["/docs/", "/docs/a//b/", "/docs/../x/", "/docs/a/./"])
def test_a_rest_has_no_empty_and_no_dot_segments(visitor: Client, path: str) -> None:
    response = visitor.generic("GET", path)
    assert response.status_code == 404


def test_reverse_prints_the_canonical_form() -> None:
    assert reverse("books.slug", kwargs={"slug": "a b"}) == "/books/a%20b/"
    assert reverse("docs.path", kwargs={"path": "a/b"}) == "/docs/a/b/"


def test_head_is_escaped_in_the_document_and_in_the_envelope(client: Client) -> None:
    response = client.get("/")
    html = response.content.decode()
    assert "<title>Books &amp; &lt;more&gt;</title>" in html
    assert '<meta name="description" content="A &quot;library&quot;">' in html
    head = {"title": "Books & <more>", "description": 'A "library"'}
    assert read_envelope(response)["head"] == head


def test_a_reply_sets_status_and_headers(client: Client) -> None:
    response = client.get("/books/dune/?do=created")
    assert response.status_code == 201
    assert response["X-Shelf"] == "books"
    assert set(response["Vary"].split(", ")) == {"X-Djk-Data", "Accept-Language"}


def test_of_several_replies_no_vary_is_lost(client: Client) -> None:
    response = client.get("/books/dune/?do=vary")
    assert set(response["Vary"].split(", ")) == {"X-Djk-Data", "Accept-Language", "Cookie"}


def test_lazy_text_is_text(client: Client) -> None:
    assert read_envelope(client.get("/books/dune/?do=lazy"))["data"]["page"] == {"text": "Yes"}


def test_a_response_passes_through(client: Client) -> None:
    response = client.get("/books/dune/?do=gone")
    assert (response.status_code, response.content) == (410, b"gone")
    assert response["Vary"] == "X-Djk-Data"
    download = client.get("/books/dune/?do=download")
    assert download["Content-Disposition"] == 'attachment; filename="a.csv"'
    assert b"".join(download) == b"a,b"


def test_a_response_of_a_layout_ends_the_request(client: Client) -> None:
    response = client.get("/books/?fail=layout-response")
    assert (response.status_code, response.content) == (200, b"from the layout")


@pytest.mark.parametrize(
    ("do", "message"),
    [
        ("model", "routes.books.p_slug.page.get().books[0] is a model (Book): refusing to send it"),
        ("queryset", "routes.books.p_slug.page.get().books is a QuerySet of Book: refusing"),
    ],
)
@pytest.mark.django_db
def test_what_must_not_leave_is_named(client: Client, do: str, message: str) -> None:
    with pytest.raises(EncodingError) as caught:
        client.get(f"/books/dune/?do={do}")
    assert str(caught.value).startswith(message)


def test_head_requests_have_status_and_headers_only(client: Client) -> None:
    response = client.head("/books/dune/?do=created")
    assert (response.status_code, response.content) == (201, b"")
    assert response["Vary"].startswith("X-Djk-Data")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_pages_answer_no_other_methods(client: Client, method: str) -> None:
    response = getattr(client, method)("/about/")
    assert response.status_code == 405
    assert response["Allow"] == "GET, HEAD, OPTIONS"


def test_options_lists_the_methods(client: Client) -> None:
    response = client.options("/about/")
    assert (response.status_code, response["Allow"]) == (200, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/about", "/about/"),
        ("/books/dune?a=1&b=%C3%BC", "/books/dune/?a=1&b=%C3%BC"),
        ("/books/d%C3%BCne", "/books/d%C3%BCne/"),
        ("/docs/a/b", "/docs/a/b/"),
        ("/api/ping", "/api/ping/"),
    ],
)
def test_the_other_slash_form_redirects(client: Client, path: str, target: str) -> None:
    for response in (client.get(path), client.head(path)):
        assert (response.status_code, response["Location"]) == (308, target)


def test_the_other_slash_form_simply_answers_other_methods(client: Client) -> None:
    assert client.delete("/api/ping").status_code == 204
    assert client.post("/about").status_code == 405


def test_a_route_with_one_form_does_not_redirect(client: Client) -> None:
    assert client.get("/sitemap.xml").content == b"<urlset/>"
    assert client.get("/").status_code == 200


@pytest.mark.usefixtures("never_slash")
def test_without_slashes_the_bare_form_is_canonical(client: Client) -> None:
    assert client.get("/about/?a=1")["Location"] == "/about?a=1"
    assert client.get("/about").status_code == 200
    assert client.get("/").status_code == 200


def test_async_pages_run_under_asgi(get_asgi: GetAsgi) -> None:
    data = read_envelope(get_asgi("/slow/"))["data"]
    assert data["page"] == {"loop": True}
    assert data["/slow"] == {"loop": False}


@pytest.mark.django_db(transaction=True)
def test_sync_pages_may_use_the_database_under_asgi(get_asgi: GetAsgi) -> None:
    assert read_envelope(get_asgi("/slow/plain/"))["data"]["page"] == {"count": 0}


def test_async_pages_run_under_wsgi(client: Client) -> None:
    assert read_envelope(client.get("/slow/"))["data"]["page"] == {"loop": True}


def test_a_decorator_that_knows_only_sync_views_sees_the_response(client: Client) -> None:
    assert client.get("/slow/")["X-Stamp"] == "200"


def test_a_sync_decorator_sees_the_response_under_asgi(get_asgi: GetAsgi) -> None:
    assert get_asgi("/slow/")["X-Stamp"] == "200"
