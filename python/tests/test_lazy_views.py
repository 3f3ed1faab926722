"""Views that wait for a request."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import iscoroutinefunction
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path
from django.urls.resolvers import RoutePattern, URLResolver

from djk import finder
from djk.lazy_views import LazyView, keep_waiting, making_lazily
from djk.views import page

FOLDERS = {"lazily": "lazily"}


@pytest.fixture
def handler(tmp_path: Path) -> Any:
    folder = tmp_path / "lazily"
    folder.mkdir()
    kept = list(sys.meta_path)
    finder.install(tmp_path, FOLDERS)
    yield folder / "page.py"
    sys.meta_path[:] = kept
    for name in [name for name in sys.modules if name.split(".")[0] == "lazily"]:
        del sys.modules[name]


def make_page() -> Any:
    with making_lazily():
        return page("/lazily", template="t.html", branch="b.tsx", handler="lazily.page")


def test_a_handler_is_imported_when_its_url_is_resolved(handler: Path) -> None:
    handler.write_text("def get(request): return {}\n")
    view = make_page()
    resolver = URLResolver(RoutePattern(""), [path("a/", view)])
    resolver.check()
    assert view.djk_route.id == "/lazily"
    assert "lazily.page" not in sys.modules
    resolver.resolve("a/")
    assert "lazily.page" in sys.modules


def test_a_url_is_reversed_without_a_handler(handler: Path) -> None:
    handler.write_text("def get(request): return {}\n")
    patterns = [path("a/", make_page(), name="a")]
    keep_waiting(patterns)
    assert URLResolver(RoutePattern(""), patterns).reverse("a") == "a/"
    assert "lazily.page" not in sys.modules


def test_what_middleware_reads_of_a_view_is_there(handler: Path) -> None:
    handler.write_text(
        "from django.views.decorators.csrf import csrf_exempt\n"
        "decorators = [csrf_exempt]\n"
        "def get(request): return {}\n"
    )
    view = make_page()
    assert view.csrf_exempt is True
    assert view.__name__ == "/lazily"
    assert getattr(view, "nothing_of_that_name", None) is None


def test_an_async_view_is_known_as_one_before_it_is_called(handler: Path) -> None:
    handler.write_text("async def get(request): return {}\n")
    assert iscoroutinefunction(make_page())


def test_a_broken_handler_is_raised_by_each_call(handler: Path) -> None:
    handler.write_text("raise AttributeError('broken')\n")
    view = make_page()
    URLResolver(RoutePattern(""), [path("a/", view)]).resolve("a/")
    for _ in range(2):
        with pytest.raises(AttributeError, match="broken"):
            view(RequestFactory().get("/a/"))


def test_a_view_is_made_once() -> None:
    made: list[str] = []

    def make() -> Any:
        made.append("view")
        return lambda request: HttpResponse("ok")

    view = LazyView(make)
    assert view(RequestFactory().get("/")).content == view(RequestFactory().get("/")).content
    assert made == ["view"]
