"""Views are made when the generated views.py is imported; so are failures noticed."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from asgiref.sync import async_to_sync, iscoroutinefunction
from django.core.handlers.wsgi import WSGIHandler
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory
from tests.conftest import BUILD

from djk.assets import get_build
from djk.finder import FolderFinder, install
from djk.handlers import decorate, keeping_failures
from djk.lineage import Node, find_boundary, list_usable
from djk.views import endpoint, page


@pytest.fixture
def routes(tmp_path: Path) -> Iterator[Path]:
    """A site of its own, its folder ``routes/[x]`` importable as ``other.p_x``."""
    (tmp_path / "routes" / "[x]").mkdir(parents=True)
    before = [finder for finder in sys.meta_path if isinstance(finder, FolderFinder)]
    install(tmp_path, {"other": "routes", "other.p_x": "routes/[x]"})
    yield tmp_path / "routes"
    sys.meta_path[:] = [f for f in sys.meta_path if not isinstance(f, FolderFinder)]
    sys.meta_path[:0] = before
    for name in [name for name in sys.modules if name.partition(".")[0] == "other"]:
        del sys.modules[name]


def write(routes: Path, text: str) -> None:
    (routes / "[x]" / "page.py").write_text(text)


def make_page() -> Any:
    return page(
        "/[x]",
        params=("x",),
        handler="other.p_x.page",
        template="djk_site/home.html",
        branch=".djk/client/branches/home.tsx",
    )


def test_a_folder_is_imported_under_its_safe_name(routes: Path) -> None:
    (routes / "shared.py").write_text("VALUE = 1\n")
    write(routes, "from ..shared import VALUE\n")
    import other.p_x.page as handler  # type: ignore[import-not-found]

    assert handler.VALUE == 1
    assert handler.__file__ == str(routes / "[x]" / "page.py")


def test_installing_twice_replaces(routes: Path, tmp_path: Path) -> None:
    install(tmp_path, {"other": "elsewhere"})
    assert sum(isinstance(finder, FolderFinder) for finder in sys.meta_path) == 1
    with pytest.raises(ModuleNotFoundError):
        import other.p_x.page  # type: ignore[import-not-found]  # noqa: F401


def test_a_view_is_async_when_a_handler_is(routes: Path) -> None:
    write(routes, "async def get(request, x): return {}\n")
    assert iscoroutinefunction(make_page())
    write(routes, "def get(request, x): return {}\n")
    sys.modules.pop("other.p_x.page")
    assert not iscoroutinefunction(make_page())


def test_a_view_is_async_when_a_decorator_makes_it_so(routes: Path) -> None:
    write(
        routes,
        "from asgiref.sync import sync_to_async\n"
        "decorators = [sync_to_async]\n"
        "def get(request, x): return {}\n",
    )
    response = async_to_sync(make_page())(RequestFactory().get("/a/"), x="a")
    assert response["Vary"] == "X-Djk-Data"


@pytest.mark.parametrize("keyword", ["", "async "])
@pytest.mark.parametrize("error", ["OverflowError", "ValueError", "django.db.DataError"])
def test_what_fails_on_a_number_that_no_database_has_is_a_404(
    routes: Path, keyword: str, error: str
) -> None:
    write(routes, f"import django.db\n{keyword}def get(request, x): raise {error}\n")
    view = make_page()
    call = async_to_sync(view) if iscoroutinefunction(view) else view
    with pytest.raises(Http404) as caught:
        call(RequestFactory().get("/a/"), x=2**63)
    assert type(caught.value.__cause__).__name__ == error.rpartition(".")[2]
    for value in (2**63 - 1, str(2**63)):
        with pytest.raises((OverflowError, ValueError, DataError)):
            call(RequestFactory().get("/a/"), x=value)


def test_a_process_starts_with_its_urlconf(settings: Any) -> None:
    settings.ROOT_URLCONF = "nothing_of_that_name"
    with pytest.raises(ModuleNotFoundError, match="nothing_of_that_name"):
        WSGIHandler()
    settings.DEBUG = True
    WSGIHandler()


def test_a_process_starts_without_a_manifest(settings: Any) -> None:
    settings.DJK = {**settings.DJK, "MANIFEST": None}
    WSGIHandler()


def test_a_process_keeps_the_manifest_that_it_started_with(settings: Any, tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_bytes(settings.DJK["MANIFEST"].read_bytes())
    settings.DJK = {**settings.DJK, "MANIFEST": path}
    WSGIHandler()
    path.unlink()
    assert get_build() == BUILD


def test_a_broken_handler_is_raised_at_once(routes: Path) -> None:
    write(routes, "raise RuntimeError('broken')\n")
    with pytest.raises(RuntimeError, match="broken"):
        make_page()


def test_in_debug_a_broken_handler_waits_for_its_request(routes: Path, settings: Any) -> None:
    settings.DEBUG = True
    write(routes, "def get(request) return\n")
    view = make_page()
    for _ in range(3):
        with pytest.raises(SyntaxError) as caught:
            view(RequestFactory().get("/a/"), x="a")
        frames = traceback.extract_tb(caught.value.__traceback__)
        assert len([frame for frame in frames if frame.name == "_make_now"]) == 1


def test_the_inspection_keeps_failures_too(routes: Path) -> None:
    write(routes, "import nothing_of_that_name\n")
    with keeping_failures():
        view = make_page()
    with pytest.raises(ModuleNotFoundError, match="nothing_of_that_name"):
        view(RequestFactory().get("/a/"), x="a")


def test_decorators_that_are_no_list_are_a_failure(routes: Path) -> None:
    write(routes, "decorators = len\n")
    with pytest.raises(TypeError):
        make_page()


def test_a_handler_that_lacks_a_parameter_raises_type_error(routes: Path) -> None:
    write(routes, "def get(request): return {}\n")
    with pytest.raises(TypeError, match="'x'"):
        make_page()(RequestFactory().get("/a/"), x="a")


def test_an_endpoint_of_a_view_class(routes: Path) -> None:
    write(
        routes,
        "from django.views.generic import TemplateView\nview = TemplateView.as_view()\n",
    )
    view = endpoint("/[x]", handler="other.p_x.page")
    assert view.view_class.__name__ == "TemplateView"  # type: ignore[attr-defined]


def test_a_view_is_named_after_its_route(routes: Path) -> None:
    write(routes, "def get(request, x): return {}\n")
    assert make_page().__name__ == "/[x]"


def test_the_first_decorator_is_the_outermost() -> None:
    calls: list[str] = []

    def note(name: str) -> Any:
        def decorator(view: Any) -> Any:
            def inner(request: HttpRequest) -> HttpResponse:
                calls.append(name)
                response: HttpResponse = view(request)
                return response

            return inner

        return decorator

    decorate(lambda request: HttpResponse(), (note("layout"), note("page")))(HttpRequest())
    assert calls == ["layout", "page"]


ROOT = Node("/", layout="a", error=True, not_found=True)
SHOP = Node("/shop", layout="b", error=True)
ITEM = Node("/shop/item", layout=True, error=True)


@pytest.mark.parametrize(
    ("data", "usable"),
    [
        ({"/", "/shop"}, (ROOT, SHOP, ITEM)),
        ({"/"}, (ROOT,)),
        ({"/shop"}, ()),
        (set(), ()),
    ],
)
def test_layouts_are_usable_down_to_the_first_without_its_result(
    data: set[str], usable: tuple[Node, ...]
) -> None:
    assert list_usable((ROOT, SHOP, ITEM), ["/", "/shop"], data) == usable


@pytest.mark.parametrize(
    ("usable", "status", "boundary"),
    [
        ((ROOT, SHOP, ITEM), 500, ("/shop/item", "error")),
        ((ROOT, SHOP), 403, ("/shop", "error")),
        ((ROOT, SHOP, ITEM), 404, ("/", "not-found")),
        ((SHOP, ITEM), 404, ("/shop/item", "error")),
        ((), 404, (None, "not-found")),
        ((), 500, (None, "error")),
    ],
)
def test_the_nearest_boundary(
    usable: tuple[Node, ...], status: int, boundary: tuple[str | None, str]
) -> None:
    assert find_boundary(usable, status) == boundary
