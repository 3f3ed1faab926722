"""What handlers return is encoded in their view; under ``djk dev`` its queries are watched."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated, Any, TypedDict

import pytest
from django.test import Client
from tests.conftest import read_envelope
from tests.test_query_count import answer

from djk import pick, steps
from djk.outputs import build_output, encode_output
from djk.shapes.functions import read_signature

from catalog.models import Author, Novel, Tag

pytestmark = pytest.mark.django_db(transaction=True)

Card = Annotated[Novel, pick("title", "author.name", "tags.name")]
Counted = Annotated[Novel, pick("title", "count_reviews")]
Slow = Annotated[Novel, pick("author.name", optimize=False)]


class Page(TypedDict):
    novels: Iterable[Counted]


@pytest.fixture
def fill() -> Callable[[int], None]:
    def make(count: int) -> None:
        for number in range(count):
            author = Author.objects.create(name=f"Author {number}")
            novel = Novel.objects.create(title=f"Novel {number}", author=author)
            novel.tags.add(Tag.objects.create(name="x"))

    return make


def watch(annotation: Any, make: Callable[[], Any]) -> str:
    """Encode as a request does under ``djk dev``; return ``Server-Timing``."""

    def get(request: Any) -> Any: ...

    get.__annotations__["return"] = annotation

    def work() -> None:
        signature = read_signature(get, params=(), kind="page")
        encode_output(build_output(signature), make(), "page.get()")

    return answer(work)


def test_a_request_tells_how_many_queries_pick_has_saved(fill: Callable[[int], None]) -> None:
    fill(100)
    timing = watch(list[Card], lambda: Novel.objects.all())
    assert timing.endswith('desc="2 queries (without pick: 201)"')


def test_what_the_handler_fetches_itself_is_not_saved(fill: Callable[[int], None]) -> None:
    fill(10)
    own = watch(list[Card], lambda: Novel.objects.select_related("author").prefetch_related("tags"))
    assert own.endswith('desc="2 queries"')
    half = watch(list[Card], lambda: Novel.objects.select_related("author"))
    assert half.endswith('desc="2 queries (without pick: 11)"')


def test_rows_of_a_list_are_counted_the_same(fill: Callable[[int], None]) -> None:
    fill(10)
    timing = watch(list[Card], lambda: list(Novel.objects.all()))
    assert timing.endswith('desc="3 queries (without pick: 21)"')


def test_a_field_that_runs_a_query_for_each_row_is_a_warning(
    fill: Callable[[int], None], caplog: Any
) -> None:
    fill(5)
    timing = watch(Page, lambda: {"novels": Novel.objects.all()})
    assert timing.endswith('desc="6 queries (5 alike)"')
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("djk.queries", "WARNING")
    message = record.getMessage()
    assert message.startswith(
        "encoding novels.count_reviews of page.get() ran 5 queries, 5 alike: SELECT COUNT(*)"
    )
    assert "let the query compute the value: .annotate(count_reviews=…)" in message


def test_a_pick_that_does_not_optimize_is_warned_of(
    fill: Callable[[int], None], caplog: Any
) -> None:
    fill(5)
    watch(list[Slow], lambda: Novel.objects.all())
    assert "encoding author of page.get() ran 5 queries, 5 alike" in caplog.text


def test_few_queries_are_no_warning(fill: Callable[[int], None], caplog: Any) -> None:
    fill(2)
    watch(Page, lambda: {"novels": Novel.objects.all()})
    assert caplog.records == []


HANDLER = """\
from typing import Annotated, Iterable, TypedDict

from djk import pick

from catalog.models import Novel

Card = Annotated[Novel, pick("title", "author.name", "tags.name")]
class Page(TypedDict):
    novels: Iterable[Card]
    count: int

"""


@pytest.mark.parametrize("path", ["/mounted/", "/api/mounted/"])
@pytest.mark.parametrize("count", [1, 10, 100])
def test_a_page_makes_as_many_queries_for_a_hundred_rows(
    fill: Callable[[int], None],
    mount: Callable[[str], None],
    visitor: Client,
    django_assert_num_queries: Any,
    count: int,
    path: str,
) -> None:
    fill(count)
    mount(
        HANDLER + "def get(request) -> Page:\n"
        '    return {"novels": Novel.objects.all(), "count": 1}\n'
    )
    with django_assert_num_queries(2):
        assert visitor.get(path).status_code == 200


def test_an_async_handler_returns_a_queryset(
    fill: Callable[[int], None], mount: Callable[[str], None], get_asgi: Callable[..., Any]
) -> None:
    fill(1)
    mount(
        HANDLER + "async def get(request) -> Page:\n"
        '    return {"novels": Novel.objects.all(), "count": 1}\n'
    )
    novel = {"title": "Novel 0", "author": {"name": "Author 0"}, "tags": [{"name": "x"}]}
    found = read_envelope(get_asgi("/mounted/"))["data"]["page"]
    assert found == {"novels": [novel], "count": 1}
    assert get_asgi("/api/mounted/").json() == {"novels": [novel], "count": 1}


@pytest.mark.parametrize("path", ["/mounted/", "/api/mounted/"])
def test_plain_data_of_an_async_handler_is_encoded_where_it_is(
    mount: Callable[[str], None], get_asgi: Callable[..., Any], monkeypatch: Any, path: str
) -> None:
    mount(
        "async def get(request) -> list[str]:\n"
        '    return ["a"] if "plain" in request.GET else (text for text in "a")\n'
    )
    monkeypatch.setattr(steps, "sync_to_async", refuse)
    assert get_asgi(f"{path}?plain").status_code == 200
    assert get_asgi(path).status_code == 500


@pytest.mark.parametrize("path", ["/mounted/", "/api/mounted/"])
def test_lazy_text_of_an_async_handler_may_ask_the_database(
    mount: Callable[[str], None], get_asgi: Callable[..., Any], path: str
) -> None:
    mount(
        "from django.utils.functional import lazy\n"
        "from catalog.models import Novel\n"
        "async def get(request):\n"
        '    return {"titles": [lazy(lambda: str(Novel.objects.count()), str)()]}\n'
    )
    response = get_asgi(path)
    assert response.status_code == 200
    found = response.json() if path == "/api/mounted/" else read_envelope(response)["data"]["page"]
    assert found == {"titles": ["0"]}


def test_data_of_an_async_handler_that_contains_itself_is_named(
    mount: Callable[[str], None], get_asgi: Callable[..., Any], caplog: Any
) -> None:
    mount("async def get(request):\n    rows = []\n    rows.append(rows)\n    return rows\n")
    assert get_asgi("/api/mounted/").status_code == 500
    assert "contains itself." in caplog.text


def refuse(function: Any) -> Any:
    raise AssertionError("a thread was asked for")


def test_none_of_an_endpoint_is_no_content_where_its_annotation_allows(
    mount: Callable[[str], None], visitor: Client
) -> None:
    mount("def get(request) -> None:\n    return None\n")
    assert visitor.get("/api/mounted/").status_code == 204
    mount("def get(request) -> str:\n    return None\n")
    assert visitor.get("/api/mounted/").status_code == 500


def test_a_response_passes_by_what_is_declared(
    mount: Callable[[str], None], visitor: Client
) -> None:
    mount(
        "from django.http import HttpResponse\n"
        "def get(request) -> int | HttpResponse:\n"
        '    return HttpResponse("as it is") if "raw" in request.GET else 1\n'
    )
    assert visitor.get("/api/mounted/?raw").content == b"as it is"
    assert visitor.get("/mounted/?raw").content == b"as it is"
    assert visitor.get("/api/mounted/").json() == 1
