"""djk_inspect names every problem of every handler, and system checks say the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.management import call_command
from tests.inspected_site import MIDDLEWARE, OWN_URLS, SETTINGS, Site


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path.resolve())


def test_handlers_are_listed(site: Site) -> None:
    site.use("endpoint", "decorators = [len]\nasync def get(request, slug): ...\n")
    report = site.inspect()
    assert report["diagnostics"] == []
    got = {"doc": "", "query": [], "body": None, "data": {"kind": "any"}, "inferred": True}
    plain = {"verbs": ["get"], "is_async": False, "decorators": False, "functions": {"get": got}}
    assert report["handlers"] == [
        {
            "route": "/",
            "kind": "layout",
            "file": "routes/layout.py",
            "module": "routes.layout",
            **plain,
        },
        {
            "route": "/[[lang]]",
            "kind": "page",
            "file": "routes/page.py",
            "module": "routes.page",
            **plain,
        },
        {
            "route": "/x/[slug]",
            "kind": "endpoint",
            "file": "routes/x.py",
            "module": "routes.x",
            **plain,
            "is_async": True,
            "decorators": True,
        },
    ]


def test_converters_are_listed_without_the_routes(site: Site) -> None:
    (site.folder / "site_urls.py").unlink()
    site.write("routes/page.py", "raise RuntimeError\n")
    report = site.inspect("--converters")
    assert {"name": "year", "regex": "[0-9]{4}"} in report["converters"]
    assert {"name": "int", "regex": "[0-9]+"} in report["converters"]
    assert "djk_rest" not in {converter["name"] for converter in report["converters"]}
    assert report["diagnostics"] == []


@pytest.mark.parametrize(
    ("kind", "text", "code", "line", "message"),
    [
        ("page", "def get(request) return\n", "handler-syntax", 1, "routes/x.py has a syntax"),
        ("page", "\nimport nothing_here\n", "handler-import", 2, "No module named 'nothing_here'"),
        ("page", "x = 1\n", "handler-no-verb", None, "routes/x.py does nothing"),
        ("endpoint", "x = 1\n", "handler-no-verb", None, "routes/x.py does nothing"),
        ("page", "def get(request): ...\n", "handler-params", 1, "lacks slug"),
        (
            "endpoint",
            "def get(request, slug): ...\n\ndef put(slug): ...\n",
            "handler-params",
            3,
            "put() in routes/x.py lacks slug",
        ),
        ("page", "def get(): ...\n", "handler-params", 1, "takes no request"),
        (
            "endpoint",
            "class view: ...\ndef get(request, slug): ...\n",
            "handler-view-and-verbs",
            None,
            "has view beside get",
        ),
        (
            "endpoint",
            "from django.views import View as view\n",
            "handler-view",
            None,
            "is the class View",
        ),
        ("endpoint", "view = 'x'\n", "handler-view", None, "cannot be called"),
        (
            "page",
            "def get(request, slug): ...\n\ndef post(request, slug): ...\n",
            "page-action",
            3,
            "post() in routes/x.py is never called",
        ),
        ("page", "decorators = len\n", "handler-decorators", None, "has to be a list"),
        (
            "page",
            "def get(request, slug): ...\ndef GET(request): ...\n",
            "handler-verb-name",
            2,
            "did you mean get()?",
        ),
    ],
)
def test_one_problem_has_one_diagnostic(
    site: Site, kind: str, text: str, code: str, line: int | None, message: str
) -> None:
    site.use(kind, text)
    [diagnostic] = site.inspect()["diagnostics"]
    assert diagnostic["code"] == code
    assert diagnostic["at"]["file"] == "routes/x.py"
    assert diagnostic["at"].get("line") == line
    assert message in diagnostic["message"]


def test_a_wrong_name_is_named_with_the_right_one(site: Site) -> None:
    site.use("page", "def get(request, slgu): ...\n")
    [problem] = site.inspect()["diagnostics"]
    assert "lacks slug and wants slgu" in problem["message"]
    assert problem["hint"] == "write: (request, slug)"


@pytest.mark.parametrize(
    ("kind", "text", "hint"),
    [
        (
            "endpoint",
            "def put(request, slug, data): ...\n",
            "annotate data to take the JSON body, such as data: DataIn",
        ),
        (
            "endpoint",
            "def get(request, slug, page): ...\n",
            "write *, before page to take it from the query string: (request, slug, *, page)",
        ),
        (
            "page",
            "def get(request, slug, page): ...\n",
            "write *, before page to take it from the query string: (request, slug, *, page)",
        ),
        (
            "page",
            "def get(request, pk: int, page: int = 1): ...\n",
            "write: (request, slug, *, page=1); what is behind the * comes from the query string",
        ),
        ("page", "def get(request, pk: int): ...\n", "write: (request, slug)"),
    ],
)
def test_a_parameter_is_told_where_it_may_come_from(
    site: Site, kind: str, text: str, hint: str
) -> None:
    site.use(kind, text)
    problems = site.inspect()["diagnostics"]
    [problem] = [each for each in problems if each["code"] == "handler-params"]
    assert problem["hint"] == hint


def test_a_verb_nearly_right_is_recognised(site: Site) -> None:
    site.use("endpoint", "def pots(request, slug): ...\n")
    [problem] = site.inspect()["diagnostics"]
    assert problem["code"] == "handler-no-verb"
    assert problem["severity"] == "error"
    assert problem["at"] == {"file": "routes/x.py", "line": 1}
    assert problem["message"] == (
        "routes/x.py does nothing: pots() is no verb; did you mean post()?"
    )


def test_an_optional_parameter_needs_a_default(site: Site) -> None:
    site.write("routes/page.py", "def get(request, lang): return {}\n")
    site.write("routes/layout.py", "def get(request, *, lang): return {}\n")
    layout, page = site.inspect()["diagnostics"]
    assert layout["code"] == page["code"] == "handler-params"
    assert page["message"] == (
        "lang of get() in routes/page.py has no default, but its path may leave it out"
    )


@pytest.mark.parametrize(
    "text",
    [
        "def get(request, **params): ...\n",
        "def get(request, slug, extra=1): ...\n",
        "from functools import partial\ndef f(r, slug, x): ...\nget = partial(f, x=1)\n",
        "decorators = []\ndef get(request, slug): ...\ndef helper(): ...\nclass Get: ...\n",
        "view = 'grid'\ndef get(request, slug): ...\n",
    ],
)
def test_what_is_right_is_not_reported(site: Site, text: str) -> None:
    site.use("page", text)
    assert site.inspect()["diagnostics"] == []


def test_a_failure_in_an_imported_file_is_placed_there(site: Site) -> None:
    site.use("page", "from .helper import x\n")
    site.write("routes/helper.py", "\n\nx = 1 / 0\n")
    [diagnostic] = site.inspect()["diagnostics"]
    assert diagnostic["at"] == {"file": "routes/helper.py", "line": 3}
    assert "routes/x.py cannot be imported: ZeroDivisionError" in diagnostic["message"]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("@dataclass\nclass X: ...", "add: from dataclasses import dataclass"),
        ("class X(TypedDict): ...", "add: from typing import TypedDict"),
        ("x = Annotated[str, pick('id')]", "add: from typing import Annotated"),
        ("x: Decimal", "add: from decimal import Decimal"),
        ("decorators = [login_required]", "from django.contrib.auth.decorators import login_req"),
        ("x = get_object_or_404(1)", "add: from django.shortcuts import get_object_or_404"),
        ("x = date.today()", "add: from datetime import date"),
        ("books = 1\nx = boks", "did you mean books?"),
        ("x = Decimel(1)", "did you mean Decimal? Add: from decimal import Decimal"),
        ("x = qwertz", "import qwertz, or define it in this module"),
    ],
)
def test_a_name_that_is_not_imported_is_told_with_its_import(
    site: Site, line: str, hint: str
) -> None:
    site.use("page", f"{line}\ndef get(request, slug): ...\n")
    [problem] = site.inspect()["diagnostics"]
    assert problem["code"] == "handler-import"
    assert hint in problem["hint"]


@pytest.mark.parametrize(
    ("kind", "text", "code", "message", "hint"),
    [
        (
            "page",
            "class BookList(View): ...\n",
            "handler-no-verb",
            "BookList is a view, and a page takes functions",
            "view = BookList.as_view()",
        ),
        (
            "page",
            "class BookList(View): ...\nview = BookList.as_view()\n",
            "handler-view",
            "routes/x.py has a view, and a page takes functions",
            "urls.py",
        ),
        (
            "page",
            "def get(request, slug): ...\nview = View.as_view()\n",
            "handler-view",
            "routes/x.py has a view, and a page takes functions",
            "route.py",
        ),
        (
            "endpoint",
            "class BookList(View): ...\n",
            "handler-no-verb",
            "BookList is a view that no URL leads to",
            "add: view = BookList.as_view()",
        ),
    ],
)
def test_a_view_class_is_told_where_it_goes(
    site: Site, kind: str, text: str, code: str, message: str, hint: str
) -> None:
    site.use(kind, f"from django.views import View\n{text}")
    [problem] = site.inspect()["diagnostics"]
    assert problem["code"] == code
    assert message in problem["message"]
    assert hint in problem["hint"]


def test_every_problem_is_reported(site: Site) -> None:
    site.use("page", "def get(request) return\n")
    site.write("routes/page.py", "import nothing_here\n")
    site.write("routes/layout.py", "def get(): ...\n")
    codes = [diagnostic["code"] for diagnostic in site.inspect()["diagnostics"]]
    assert codes == ["handler-params", "handler-import", "handler-syntax"]


def test_async_handlers_cannot_have_atomic_requests(site: Site) -> None:
    site.use("page", "async def get(request, slug): ...\n")
    site.write("settings.py", SETTINGS.format(atomic=True, middleware=MIDDLEWARE))
    [diagnostic] = site.inspect()["diagnostics"]
    assert diagnostic["code"] == "async-atomic-requests"


def test_missing_urls_are_named(site: Site) -> None:
    (site.folder / "site_urls.py").unlink()
    [diagnostic] = site.inspect()["diagnostics"]
    assert diagnostic["code"] == "urls-missing"


def test_a_broken_urlconf_of_the_project_is_reported(site: Site) -> None:
    site.write("own_urls.py", "import nothing_here\n")
    [diagnostic] = site.inspect()["diagnostics"]
    assert diagnostic["at"] == {"file": "own_urls.py", "line": 1}


@pytest.mark.parametrize("option", [[], ["--converters"]])
def test_a_syntax_error_of_the_project_is_placed_and_named(site: Site, option: list[str]) -> None:
    site.write("own_urls.py", "import own_views\n")
    site.write("own_views.py", "\n\ndef index(request) return\n")
    [diagnostic] = site.inspect(*option)["diagnostics"]
    assert diagnostic["code"] == "handler-syntax"
    assert diagnostic["message"].startswith("own_views.py has a syntax error")
    assert (diagnostic["at"]["file"], diagnostic["at"]["line"]) == ("own_views.py", 3)


def test_a_broken_urlconf_does_not_hide_a_broken_handler_nor_the_reverse(site: Site) -> None:
    site.write("own_urls.py", f"{OWN_URLS}\nimport nothing_here\n")
    site.write("routes/page.py", "def get(): ...\n")
    urlconf, handler = site.inspect()["diagnostics"]
    assert urlconf["at"]["file"] == "own_urls.py"
    # A second import would fail with another message: the converter is registered already.
    assert "nothing_here" in urlconf["message"]
    assert handler["code"] == "handler-params"


def test_a_file_that_breaks_urlconf_and_handlers_is_named_once(site: Site) -> None:
    site.write("prices.py", "\nprices = 1 / 0\n")
    site.write("own_urls.py", f"import prices\n{OWN_URLS}")
    site.write("routes/page.py", "import prices\n")
    site.write("routes/layout.py", "import prices\n")
    [diagnostic] = site.inspect()["diagnostics"]
    assert diagnostic["at"] == {"file": "prices.py", "line": 2}


def test_routes_that_need_what_a_broken_urlconf_registers_are_not_blamed(site: Site) -> None:
    site.write("own_urls.py", f"import nothing_here\n{OWN_URLS}")
    text = (site.folder / "site_urls.py").read_text()
    site.write("site_urls.py", text.replace('"<lang>/"', '"<year:lang>/"'))
    [diagnostic] = site.inspect()["diagnostics"]
    assert diagnostic["at"] == {"file": "own_urls.py", "line": 1}


def test_system_checks_report_the_same(site: Site) -> None:
    site.use("page", "def get(request, slgu): ...\n")
    process = site.manage("check", "--tag", "djk")
    assert process.returncode == 1
    assert "(djk.handler-params)" in process.stderr
    assert "(routes/x.py:1)" in process.stderr


def test_a_good_site_passes(site: Site) -> None:
    process = site.manage("check")
    assert process.returncode == 0, process.stderr


@pytest.mark.parametrize(
    ("middleware", "code"),
    [
        ([], "djk.middleware-missing"),
        (MIDDLEWARE[:2] + MIDDLEWARE[3:], "djk.middleware-missing"),
        (MIDDLEWARE[:3], "djk.middleware-missing"),
        ([*MIDDLEWARE, "django.middleware.common.CommonMiddleware"], "djk.middleware-order"),
        (["django.middleware.common.CommonMiddleware", *MIDDLEWARE], "djk.middleware-order"),
    ],
)
def test_middleware_is_checked(site: Site, middleware: list[str], code: str) -> None:
    site.write("settings.py", SETTINGS.format(atomic=False, middleware=middleware))
    process = site.manage("check", "--tag", "djk")
    assert f"({code})" in process.stderr


def test_the_manifest_is_checked_for_deployment_only(site: Site) -> None:
    assert site.manage("check", "--tag", "djk").returncode == 0
    process = site.manage("check", "--tag", "djk", "--deploy")
    assert "(djk.manifest-missing)" in process.stderr


def test_the_test_site_is_clean(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("djk_inspect")
    assert json.loads(capsys.readouterr().out)["diagnostics"] == []
