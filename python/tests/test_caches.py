"""What Django's cache keeps: documents and data apart, and each build to itself."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from tests.conftest import BUILD, read_envelope

Ask = Callable[..., Any]

DATA = "application/vnd.djk+json"


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


@pytest.fixture
def cached_site(settings: Any) -> None:
    """The whole site behind the cache, placed as Django's documentation says."""
    settings.MIDDLEWARE = [
        "django.middleware.cache.UpdateCacheMiddleware",
        *settings.MIDDLEWARE[:-1],
        "django.middleware.cache.FetchFromCacheMiddleware",
        settings.MIDDLEWARE[-1],
    ]


@pytest.fixture
def deploy(settings: Any, tmp_path: Path) -> Callable[[], None]:
    """Put another build in the place of the one that is served."""

    def put() -> None:
        manifest = json.loads(Path(settings.DJK["MANIFEST"]).read_text())
        file = tmp_path / "manifest.json"
        file.write_text(json.dumps({**manifest, "build": "newer"}))
        settings.DJK = {**settings.DJK, "MANIFEST": file}

    return put


def count(response: Any) -> int:
    found: int = read_envelope(response)["data"]["page"]["count"]
    return found


def type_of(response: Any) -> str:
    found: str = response["Content-Type"].partition(";")[0]
    return found


def test_of_a_cached_page_documents_and_data_stay_apart(ask: Ask, visitor: Client) -> None:
    answers = [visitor.get("/cached/"), ask("/cached/"), visitor.get("/cached/"), ask("/cached/")]
    assert list(map(type_of, answers)) == ["text/html", DATA, "text/html", DATA]
    first, second, *rest = map(count, answers)
    assert first != second
    assert rest == [first, second]


@pytest.mark.usefixtures("cached_site")
def test_of_a_cached_site_documents_and_data_stay_apart(ask: Ask, visitor: Client) -> None:
    answers = [
        ask("/counted/"),
        visitor.get("/counted/"),
        ask("/counted/"),
        visitor.get("/counted/"),
    ]
    assert list(map(type_of, answers)) == [DATA, "text/html", DATA, "text/html"]
    first, second, *rest = map(count, answers)
    assert first != second
    assert rest == [first, second]


def test_a_cached_page_of_an_older_build_is_not_served(
    ask: Ask, visitor: Client, deploy: Callable[[], None]
) -> None:
    before = [visitor.get("/cached/"), ask("/cached/")]
    deploy()
    after = [visitor.get("/cached/"), ask("/cached/", build="newer")]
    assert [read_envelope(answer)["build"] for answer in after] == ["newer", "newer"]
    assert not {*map(count, before)} & {*map(count, after)}


@pytest.mark.usefixtures("cached_site")
def test_a_cached_site_of_an_older_build_is_not_served(
    ask: Ask, visitor: Client, deploy: Callable[[], None]
) -> None:
    visitor.get("/counted/")
    ask("/counted/")
    deploy()
    after = [visitor.get("/counted/"), ask("/counted/", build="newer")]
    assert [read_envelope(answer)["build"] for answer in after] == ["newer", "newer"]


@pytest.mark.usefixtures("cached_site")
def test_a_browser_of_an_older_build_is_told_so_and_that_is_not_cached(
    ask: Ask, deploy: Callable[[], None]
) -> None:
    ask("/counted/")
    deploy()
    for _ in range(2):
        assert ask("/counted/", build=BUILD).status_code == 409
    assert ask("/counted/", build="newer").status_code == 200


@pytest.mark.usefixtures("cached_site")
def test_a_redirect_is_not_kept_because_a_script_reads_it_as_200(ask: Ask) -> None:
    assert ask("/books/moved/?to=path").json()["redirect"]["to"] == "/books/?page=2#top"
    assert ask("/books/moved/?to=path")["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("cached_site")
def test_an_unknown_header_makes_no_entry_of_its_own(visitor: Client) -> None:
    answers = [visitor.get("/counted/", headers={"X-Djk-Data": value}) for value in ("a", "b")]
    assert count(answers[0]) == count(answers[1])


def test_what_a_browser_keeps_is_confirmed_until_the_next_build(
    settings: Any, ask: Ask, visitor: Client, deploy: Callable[[], None]
) -> None:
    own = [
        "django.middleware.gzip.GZipMiddleware",
        "django.middleware.http.ConditionalGetMiddleware",
    ]
    settings.MIDDLEWARE = [*settings.MIDDLEWARE[:4], *own, *settings.MIDDLEWARE[4:]]
    document, data = visitor.get("/about/")["ETag"], ask("/about/")["ETag"]
    assert document != data
    assert visitor.get("/about/", headers={"If-None-Match": document}).status_code == 304
    assert ask("/about/", **{"If-None-Match": data}).status_code == 304
    assert ask("/about/", **{"If-None-Match": document}).status_code == 200
    deploy()
    assert visitor.get("/about/", headers={"If-None-Match": document}).status_code == 200
    assert ask("/about/", build="newer", **{"If-None-Match": data}).status_code == 200
