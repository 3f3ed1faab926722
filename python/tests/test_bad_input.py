"""Query strings and JSON bodies of real requests, right and wrong, under WSGI and ASGI."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.core.handlers.asgi import ASGIHandler
from django.db import connections
from django.test import AsyncClient, Client
from django.utils import translation
from tests.conftest import read_envelope

from library.models import Book

JSON = "application/json"
Send = Callable[..., Any]

BOOK: dict[str, Any] = {
    "title": "Dune",
    "rank": 1,
    "tags": ["a"],
    "author": {"name": "Frank", "born": "1920-10-08"},
    "parts": [{"title": "One", "parts": []}],
}


@pytest.fixture(autouse=True)
def input_urls(settings: Any) -> Iterator[None]:
    settings.ROOT_URLCONF = "tests.urls_input"
    yield
    # LocaleMiddleware leaves a thread with the language of its last request.
    translation.deactivate()


@pytest.fixture(params=["wsgi", "asgi", "async"])
def post(request: pytest.FixtureRequest) -> Send:
    """Post JSON to the sync endpoint by both kinds of servers, and to the async one."""
    path = "/api/async/" if request.param == "async" else "/api/books/"
    if request.param == "wsgi":
        client = Client(raise_request_exception=False)
        send: Send = client.post
    else:
        send = async_to_sync(AsyncClient(raise_request_exception=False).post)

    def send_body(body: Any, query: str = "", content_type: str = JSON, **more: Any) -> Any:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        return send(path + query, data, content_type=content_type, **more)

    return send_body


def read_errors(response: Any) -> tuple[int, Any]:
    assert response["Content-Type"] == "application/json"
    assert response["Cache-Control"] == "no-store"
    assert list(response.json()) == ["errors"]
    return response.status_code, response.json()["errors"]


def test_a_body_is_decoded(post: Send) -> None:
    response = post({**BOOK, "is_staff": True}, "?notify=on")
    assert response.status_code == 200
    assert response.json() == {"book": BOOK, "notify": True}


@pytest.mark.parametrize(
    "content_type", ["application/json; charset=UTF-8", "Application/Vnd.Api+JSON"]
)
def test_other_names_of_json(post: Send, content_type: str) -> None:
    assert post(BOOK, content_type=content_type).status_code == 200


def test_wrong_fields_are_told_at_once(post: Send) -> None:
    wrong = {
        "title": None,
        "rank": 2**60,
        "tags": "a",
        "author": {"name": "Frank Herbert"},
        "parts": [{"title": "One", "parts": [{"title": 2}]}],
    }
    assert read_errors(post(wrong, "?notify=maybe")) == (
        422,
        {
            "notify": ["“maybe” value must be either True or False."],
            "title": ["This field cannot be null."],
            "rank": ["Ensure this value is less than or equal to 9007199254740991."],
            "tags": ["Enter a list of values."],
            "author.name": ["Ensure this value has at most 10 characters (it has 13)."],
            "author.born": ["This field is required."],
            "parts.0.parts.0.title": ["Enter a valid value."],
            "parts.0.parts.0.parts": ["This field is required."],
        },
    )


def test_in_the_language_of_the_request(post: Send, settings: Any) -> None:
    settings.MIDDLEWARE = ["django.middleware.locale.LocaleMiddleware", *settings.MIDDLEWARE]
    response = post({}, headers={"Accept-Language": "de"})
    status, errors = read_errors(response)
    assert (status, errors["title"]) == (422, ["Dieses Feld ist zwingend erforderlich."])
    assert response["Content-Language"] == "de"
    assert "Accept-Language" in response["Vary"]


@pytest.mark.parametrize(
    "body",
    [
        b" ",
        b"{",
        b"{'title': 1}",
        b'{"title": "\xff"}',
        b'{"title": NaN}',
        b'{"rank": Infinity}',
        b'{"rank": 1e999}',
        b'{"rank": 1, "rank": 2}',
        b'{"rank": %s}' % (b"9" * 5000),
        b"[" * 200_000,
        b'{"parts":[' * 5000 + b"]}" * 5000,
        '{"title": "x"}'.encode("utf-16"),
    ],
    ids=lambda body: repr(body[:20]),
)
def test_what_is_no_json(post: Send, body: bytes) -> None:
    assert read_errors(post(body)) == (400, {"__all__": ["Enter a valid JSON."]})


def test_an_empty_body(post: Send) -> None:
    no_json = {"__all__": ["Enter a valid JSON."]}
    assert read_errors(post(b"", headers={"Content-Type": JSON})) == (400, no_json)
    assert read_errors(post(b""))[0] == 415


@pytest.mark.parametrize(
    ("content_type", "message"),
    [
        ("text/plain", "Send JSON, with the Content-Type application/json."),
        ("", "Send JSON, with the Content-Type application/json."),
        ("application/x-www-form-urlencoded", "Send JSON, with the Content-Type application/json."),
        ("application/jsonp", "Send JSON, with the Content-Type application/json."),
        ("application/json; charset=latin-1", "Send JSON in UTF-8."),
        ("application/json; charset=utf-16", "Send JSON in UTF-8."),
    ],
)
def test_what_says_that_it_is_no_json(post: Send, content_type: str, message: str) -> None:
    response = post(json.dumps(BOOK).encode(), content_type=content_type)
    assert read_errors(response) == (415, {"__all__": [message]})


@pytest.mark.parametrize("body", [[], "x", 1, True, None])
def test_json_of_another_kind(post: Send, body: Any) -> None:
    status, errors = read_errors(post(body))
    assert (status, list(errors)) == (422, ["__all__"])


@pytest.mark.parametrize("title", ["a\0b", "\ud800"])
def test_text_that_no_database_takes(post: Send, title: str) -> None:
    status, errors = read_errors(post({**BOOK, "title": title}))
    assert (status, list(errors)) == (422, ["title"])


def test_too_large_a_body(post: Send, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 200
    assert post(BOOK).status_code == 200
    assert read_errors(post({**BOOK, "title": "x" * 200})) == (
        413,
        {"__all__": ["The body is larger than 200 bytes."]},
    )
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = None
    assert post({**BOOK, "title": "x" * 3_000_000}).status_code == 200


def test_a_body_that_is_shorter_than_it_says() -> None:
    client = Client(raise_request_exception=False)
    body = json.dumps(BOOK).encode()
    for length in (str(len(body) - 5), "0", "", "x", "-1"):
        more = {"CONTENT_LENGTH": length}
        assert client.post("/api/books/", body, content_type=JSON, **more).status_code == 400


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", [b"/api/books/", b"/api/async/"])
def test_a_body_in_chunks_has_a_limit_as_well(settings: Any, path: bytes) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if "csrf" not in name]
    assert send_chunks(path, [b'{"title": "', b"x" * 900, b"x" * 900, b'"}']) == 413
    assert send_chunks(path, [json.dumps(BOOK).encode()[:9], json.dumps(BOOK).encode()[9:]]) == 200


def send_chunks(path: bytes, chunks: list[bytes]) -> int:
    """Post to the ASGI application without a Content-Length, and return the status."""
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "path": path.decode(),
        "raw_path": path,
        "query_string": b"",
        "headers": [(b"content-type", b"application/json"), (b"host", b"testserver")],
    }
    waiting = [
        {"type": "http.request", "body": chunk, "more_body": index + 1 < len(chunks)}
        for index, chunk in enumerate(chunks)
    ]
    sent: list[dict[str, Any]] = []

    async def run() -> None:
        handler = ASGIHandler()
        handler.load_middleware(is_async=True)

        async def receive() -> dict[str, Any]:
            if not waiting:
                await asyncio.Event().wait()
            return waiting.pop(0)

        async def send(message: dict[str, Any]) -> None:
            sent.append(message)

        await handler(scope, receive, send)

    async_to_sync(run)()
    return int(sent[0]["status"])


def test_random_bodies_get_an_answer(client: Client) -> None:
    generator = random.Random(7)
    counts = {200: 0, 400: 0, 422: 0}
    for _ in range(3000):
        body = json.dumps(BOOK).encode()
        for _ in range(generator.randrange(4)):
            at = generator.randrange(len(body))
            piece = generator.choice([b"", b"{", b"]", b'"', b",", b"1", b"\x00", b"\xff", b"null"])
            body = body[:at] + piece + body[at + generator.randrange(3) :]
        response = client.post("/api/books/", body, content_type=JSON)
        counts[response.status_code] += 1
        if response.status_code == 200:
            check_book(response.json()["book"])
    assert min(counts.values()) > 100


def check_book(book: dict[str, Any]) -> None:
    assert set(book) == set(BOOK)
    assert type(book["title"]) is str
    assert type(book["rank"]) is int
    assert all(type(tag) is str for tag in book["tags"])
    assert set(book["author"]) == {"name", "born"}
    assert all(set(part) == {"title", "parts"} for part in book["parts"])


def test_a_class_may_refuse(client: Client) -> None:
    assert client.put("/api/books/", '{"price": "1.5"}', content_type=JSON).json() == {
        "price": "1.5",
        "count": 1,
    }
    response = client.put("/api/books/", '{"price": "1", "count": 10}', content_type=JSON)
    assert read_errors(response) == (422, {"__all__": ["Nine are enough."]})


def test_a_body_may_be_optional(client: Client) -> None:
    assert client.patch("/api/books/").json() == {"given": False, "body": ""}
    text = '{"price": "1"}'
    given = client.patch("/api/books/", text, content_type=JSON)
    assert given.json() == {"given": True, "body": text}
    assert read_errors(client.patch("/api/books/", text, content_type="text/plain"))[0] == 415
    assert client.patch("/api/books/", "null", content_type=JSON).json()["given"] is False


@pytest.mark.parametrize("path", ["/api/books/?q=x", "/api/async/?a=b"])
def test_a_body_that_nobody_takes_is_left_alone(client: Client, path: str) -> None:
    assert client.generic("GET", path, b"{", content_type=JSON).status_code == 200


def test_a_query_is_decoded(client: Client) -> None:
    response = client.get("/api/books/?q=x+y&page=1&page=2&sort=top&tag=a&tag=&tag=b&other=1")
    assert response.json() == {"q": "x y", "page": 2, "sort": "top", "tag": ["a", "b"]}
    assert client.head("/api/books/?q=x").status_code == 200
    assert client.get("/api/books/?q=%FF").json()["q"] == "\N{REPLACEMENT CHARACTER}"


def test_a_wrong_query_of_an_endpoint(client: Client, get_asgi: Send) -> None:
    assert read_errors(client.get("/api/books/?page=x&sort=old&q=")) == (
        422,
        {
            "page": ["Enter a whole number."],
            "sort": ["Select a valid choice. old is not one of the available choices."],
            "q": ["This field is required."],
        },
    )
    assert client.head("/api/books/").status_code == 422
    wrong = (422, {"page": ["Enter a whole number."]})
    assert read_errors(get_asgi("/api/async/?page=x")) == wrong
    assert read_errors(client.get("/api/async/?page=x")) == wrong


@pytest.mark.django_db
def test_decorators_come_before_the_body(client: Client) -> None:
    response = client.post("/api/guarded/", "{", content_type=JSON)
    assert (response.status_code, response["Location"]) == (
        302,
        "/admin/login/?next=/api/guarded/",
    )


def test_without_a_token_nothing_is_decoded() -> None:
    strict = Client(enforce_csrf_checks=True)
    response = strict.post("/api/books/", "{", content_type=JSON, headers=SCRIPT)
    message = "CSRF verification failed. Request aborted."
    assert read_errors(response) == (403, {"__all__": [message]})
    response = strict.post("/api/books/", "{", content_type=JSON)
    assert (response.status_code, b"Reason given for failure" in response.content) == (403, False)
    assert response["Content-Type"] == "text/html; charset=utf-8"


@pytest.mark.django_db(transaction=True)
def test_transactions_are_as_ever(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(connections["default"].settings_dict, "ATOMIC_REQUESTS", True)
    assert client.delete("/api/books/?raising=no").status_code == 422
    assert client.delete("/api/books/?raising=db").json() == {"saved": True}
    assert Book.objects.count() == 1


def test_a_page_gets_its_query(ask: Send) -> None:
    envelope = read_envelope(ask("/listing/?page=3&tag=a&since=2026-02-28&size=l&price=1.50"))
    assert envelope["query"] == {
        "/": {"theme": "light"},
        "page": {
            "page": 3,
            "sort": "new",
            "tag": ["a"],
            "since": "2026-02-28",
            "size": "l",
            "price": "1.50",
        },
    }
    assert envelope["data"]["page"] == {"page": 3, "sort": "new", "tag": ["a"], "size": "LARGE"}


def test_a_wrong_query_of_a_page_gets_the_defaults(
    visitor: Client, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DEBUG = True
    response = visitor.get("/listing/?page=x&sort=old&theme=%00&tag=b")
    assert response.status_code == 200
    envelope = read_envelope(response)
    assert envelope["query"]["/"] == {"theme": "light"}
    assert envelope["query"]["page"]["page"] == 1
    assert envelope["query"]["page"]["tag"] == ["b"]
    found = [record.getMessage() for record in caplog.records if record.name == "djk.query"]
    url = "GET /listing/?page=x&sort=old&theme=%00&tag=b"
    assert found == [
        f"{url}: theme: Null characters are not allowed.; used 'light'",
        f"{url}: page: Enter a whole number.; used 1",
        f"{url}: sort: Select a valid choice. old is not one of the available choices.; used 'new'",
    ]


def test_a_developer_is_told_what_was_wrong_with_a_body(
    post: Send, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DEBUG = True
    response = post({**BOOK, "rank": "x", "parts": [{"parts": []}]})
    assert response.status_code == 422
    [found] = [record.getMessage() for record in caplog.records if record.name == "djk.body"]
    told = ["parts.0.title This field is required.", "rank Enter a whole number."]
    assert found.startswith("POST /api/")
    assert sorted(found.partition("/ 422: ")[2].split("; ")) == told


def test_nobody_is_told_of_a_body_in_production(
    post: Send, caplog: pytest.LogCaptureFixture
) -> None:
    assert post({}).status_code == 422
    assert not [record for record in caplog.records if record.name == "djk.body"]


def test_in_production_nobody_is_warned(visitor: Client, caplog: pytest.LogCaptureFixture) -> None:
    assert visitor.get("/listing/?page=x").status_code == 200
    assert not caplog.records


def test_an_async_page_gets_its_query(client: Client, get_asgi: Send) -> None:
    for response in (client.get("/async/?page=2"), get_asgi("/async/?page=2")):
        assert read_envelope(response)["query"]["page"] == {"page": 2}


def test_the_query_of_what_has_failed_is_left_out(visitor: Client) -> None:
    envelope = read_envelope(visitor.get("/async/?page=9&theme=dark"))
    assert (envelope["error"]["status"], envelope["query"]) == (500, {"/": {"theme": "dark"}})


SCRIPT = {"Accept": "application/json"}
BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


@pytest.mark.parametrize(
    ("raising", "status", "message"),
    [("404", 404, "Not Found"), ("403", 403, "Forbidden"), ("500", 500, "Internal Server Error")],
)
def test_scripts_are_told_of_errors_in_json(
    visitor: Client, raising: str, status: int, message: str
) -> None:
    url = f"/api/books/?raising={raising}"
    response = visitor.delete(url, headers=SCRIPT)
    assert read_errors(response) == (status, {"__all__": [message]})
    assert response["Vary"] == "Accept"
    for headers in (BROWSER, {}):
        response = visitor.delete(url, headers=headers)
        assert (response.status_code, response["Content-Type"]) == (
            status,
            "text/html; charset=utf-8",
        )


def test_in_development_scripts_are_told_the_same(visitor: Client, settings: Any) -> None:
    settings.DEBUG = True
    for raising, status in (("404", 404), ("403", 403)):
        response = visitor.delete(f"/api/books/?raising={raising}", headers=SCRIPT)
        assert read_errors(response)[0] == status
    response = visitor.delete("/api/books/?raising=500", headers=SCRIPT)
    assert response["Content-Type"] == "text/plain; charset=utf-8"


def test_other_views_answer_as_ever(visitor: Client, settings: Any) -> None:
    settings.ROOT_URLCONF = "djk_site.root"
    response = visitor.get("/own/nowhere/", headers=SCRIPT)
    assert (response.status_code, "json" in response["Content-Type"]) == (404, False)


OPTIONAL = """
def post(request, names: list[str] | None = None):
    return {"names": names}
"""


@pytest.mark.parametrize("data", [{"names": "a"}, {}])
def test_a_form_in_the_place_of_a_body_that_may_be_absent(
    mount: Callable[[str], None], data: dict[str, str]
) -> None:
    mount(OPTIONAL)
    strict = Client(enforce_csrf_checks=True, raise_request_exception=False)
    token = {"X-CSRFToken": strict.get("/_djk/csrf").json()["token"]}
    # CsrfViewMiddleware looks for the token in the form first.
    response = strict.post("/api/mounted/", data, headers=token)
    message = "Send JSON, with the Content-Type application/json."
    assert read_errors(response) == (415, {"__all__": [message]})
    response = strict.post("/api/mounted/", "names=a", content_type=FORM, headers=token)
    assert read_errors(response)[0] == 415
    assert strict.post("/api/mounted/", "", content_type=FORM, headers=token).json() == {
        "names": None
    }


FORM = "application/x-www-form-urlencoded"

ASKING = """
from typing import Annotated

from django.core.exceptions import ValidationError

from library.models import Book


def check_title(title):
    if Book.objects.filter(title=title).exists():
        raise ValidationError("It is there already.")


async def get(request, *, q: "{} | None" = None):
    return {{"q": list(q or [])}}
"""


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("annotation", "text"),
    [
        ("Annotated[str, check_title]", "q"),
        ("list[Annotated[str, check_title]]", "q.0"),
    ],
)
def test_validators_of_an_async_query_may_ask_the_database(
    mount: Callable[[str], None], get_asgi: Send, annotation: str, text: str
) -> None:
    Book.objects.create(title="Dune")
    mount(ASKING.format(annotation))
    assert list(get_asgi("/api/mounted/?q=x").json()["q"]) == ["x"]
    status, errors = read_errors(get_asgi("/api/mounted/?q=Dune"))
    assert (status, list(errors)) == (422, [text])
    assert read_envelope(get_asgi("/mounted/?q=Dune"))["data"]["page"] == {"q": []}
    assert read_envelope(get_asgi("/mounted/?q=x"))["data"]["page"] == {"q": ["x"]}
