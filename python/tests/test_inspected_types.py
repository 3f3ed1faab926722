"""djk_inspect prints the types of every handler, as the published schema says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from tests.inspected_site import Site

SCHEMA = Path(__file__).parents[2] / "docs" / "reference" / "inspection.schema.json"

RICH = '''\
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Annotated, Dict, Generic, List, Literal, Optional, Tuple, TypedDict, TypeVar

from django.contrib.auth.models import User
from django.db.models import QuerySet
from djk import BigInt, Reply, pick

T = TypeVar("T")
Card = Annotated[User, pick("id", "username", "groups.name")]
"""A person."""


class Color(Enum):
    RED = "red"


@dataclass
class Slice(Generic[T]):
    items: List[T]
    """What is on it."""
    range: Tuple[int, int]


class Found(TypedDict, total=False):
    people: QuerySet[Card]
    colors: Dict[Color, Optional[Slice[Card]]]
    day: date
    big: BigInt


def get(request, slug: str, *, page: int = 1, sort: Literal["new", None] = None) -> Reply[Found]:
    """Find people."""


def post(request, slug: str, found: Slice[str]): ...
'''


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path.resolve())
    apps = '["django.contrib.auth", "django.contrib.contenttypes", "djk"]'
    settings = (site.folder / "settings.py").read_text()
    site.write("settings.py", settings.replace('["djk"]', apps))
    return site


def check(document: Any) -> None:
    validator = Draft202012Validator(json.loads(SCHEMA.read_text()))
    validator.check_schema(validator.schema)
    assert [error.message for error in validator.iter_errors(document)] == []


def test_types_are_as_the_schema_says(site: Site) -> None:
    site.write("routes/layout.py", "from djk import pick\nuser = pick('id', 'username')\n")
    site.use("endpoint", RICH)
    report = site.inspect()
    check(report)
    layout, _, endpoint = report["handlers"]
    assert report["diagnostics"] == []
    assert [field["name"] for field in layout["user"]["fields"]] == ["id", "username"]
    assert set(endpoint["functions"]) == {"get", "post"}
    assert endpoint["functions"]["get"]["doc"] == "Find people."
    assert sorted(report["types"]) == [f"routes.x:{n}" for n in ("Card", "Color", "Found", "Slice")]
    place = {"file": "routes/x.py", "line": 20, "column": 1}
    assert report["types"]["routes.x:Slice"]["at"] == place


def test_problems_are_as_the_schema_says(site: Site) -> None:
    text = "from django.contrib.auth.models import User\ndef get(r, slug) -> list[User]: ...\n"
    site.use("page", text)
    report = site.inspect()
    check(report)
    [problem] = report["diagnostics"]
    assert problem["code"] == "model-without-pick"
    assert "password" not in problem["hint"]
    assert len(problem["fix"]) == 3
    assert report["handlers"][2]["functions"] is None


def test_strictness_is_an_option(site: Site) -> None:
    site.use("page", "def get(request, slug) -> dict: ...\n")
    codes = [item["code"] for item in site.inspect("--strict")["diagnostics"]]
    assert codes == ["type-missing", "type-missing"]
    assert site.inspect()["diagnostics"] == []


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("user = 'id'", "it declares what useUser() gives"),
        ("from djk import pick\nuser = pick('nme')", "no field 'nme'"),
    ],
)
def test_the_user_is_declared_by_a_pick(site: Site, line: str, message: str) -> None:
    site.write("routes/layout.py", f"{line}\ndef get(request, lang=None): ...\n")
    [problem] = site.inspect()["diagnostics"]
    assert problem["at"]["line"] == len(line.splitlines())
    assert message in problem["message"]


@pytest.mark.parametrize("given", ['["id", "username"]', "1", "None", "User.username"])
def test_a_pick_of_no_names_is_an_error_of_its_line(site: Site, given: str) -> None:
    head = (
        "from typing import *\nfrom django.contrib.auth.models import User\nfrom djk import pick\n"
    )
    text = f"{head}def get(request, slug) -> Annotated[User, pick({given})]: ...\n"
    site.use("page", text)
    [problem] = site.inspect()["diagnostics"]
    assert (problem["code"], problem["at"]["line"]) == ("pick-field", 4)
    assert "pick() takes names as text" in problem["message"]


EVIL = """\
class Evil(type):
    def __hash__(cls): raise RuntimeError("no hash")

class Thing(metaclass=Evil): ...
"""


@pytest.mark.parametrize("kind", ["page", "endpoint"])
def test_what_djk_fails_on_is_a_problem_of_one_handler(site: Site, kind: str) -> None:
    site.use(kind, f"{EVIL}\ndef get(request, slug) -> list[Thing]: ...\n")
    report = site.inspect()
    check(report)
    [problem] = report["diagnostics"]
    assert problem["code"] == "handler-unreadable"
    assert problem["at"] == {"file": "routes/x.py", "line": 2}
    assert "a bug in djk" in problem["message"]
    assert "RuntimeError: no hash" in problem["message"]
    assert "Traceback" in problem["detail"]
    assert [each["functions"] is None for each in report["handlers"]] == [False, False, True]


def test_a_site_without_users_has_none_to_pick_of(tmp_path: Path) -> None:
    site = Site(tmp_path.resolve())
    text = "from djk import pick\nuser = pick('id')\ndef get(request, lang=None): ...\n"
    site.write("routes/layout.py", text)
    [problem] = site.inspect()["diagnostics"]
    assert problem["code"] == "user-declaration"
    assert "no user model" in problem["message"]


PATHS = """\
from uuid import UUID
from typing import Annotated, Any, Literal, NewType, Optional
Slug = NewType("Slug", str)
"""


@pytest.mark.parametrize(
    ("converter", "annotation", "made"),
    [
        ("slug", "int", "str"),
        ("slug", "UUID", "str"),
        ("slug", "list[str]", "str"),
        ("int", "str", "int"),
        ("int", "Literal['a']", "int"),
        ("uuid", "str", "UUID"),
        ("year", "int", "str"),
        ("slug", "str", None),
        ("slug", "Slug", None),
        ("slug", "Optional[str]", None),
        ("slug", "Any", None),
        ("slug", "Literal['a', 'b']", None),
        ("slug", "Annotated[str, len]", None),
        ("int", "float", None),
        ("int", "object", None),
        ("uuid", "'UUID'", None),
        ("year", "str", None),
    ],
)
def test_parameters_of_the_path_have_the_type_of_its_converter(
    site: Site, converter: str, annotation: str, made: str | None
) -> None:
    site.use("page", f"{PATHS}def get(request, slug: {annotation}): ...\n")
    text = (site.folder / "site_urls.py").read_text()
    site.write("site_urls.py", text.replace("<slug:slug>", f"<{converter}:slug>"))
    problems = site.inspect()["diagnostics"]
    assert [problem["code"] for problem in problems] == (["handler-params"] if made else [])
    for problem in problems:
        assert problem["at"] == {"file": "routes/x.py", "line": 4, "column": 24}
        assert f"but its path makes it {made}" in problem["message"]


def test_a_wrong_annotated_name_is_told_once(site: Site) -> None:
    site.use("page", "def get(request, slgu: str, *, page: int): ...\n")
    [problem] = site.inspect()["diagnostics"]
    assert "lacks slug and wants slgu, page" in problem["message"]


MANY_URLS = """\
from django.urls import path
from djk.views import page
pages = [
    page(f"/p{{n}}", handler=f"routes.p{{n}}", template="x.html", branch="x.tsx")
    for n in range({count})
]
urlpatterns = [path(f"p{{n}}/", view) for n, view in enumerate(pages)]
not_found_patterns = []
"""

TYPED = "from typing import TypedDict\nclass P(TypedDict):\n a: int\ndef get(request) -> P: ...\n"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("def get(request) return\n", "handler-syntax"),
        ("import nothing_here\n", "handler-import"),
        ("from routes.p8 import nothing\n", "handler-import"),
        ("def get(request) -> 'Nothing': ...\n", "type-unresolved"),
        ("import threading\ndef get(request) -> threading.Thread: ...\n", "type-unsupported"),
    ],
)
def test_one_broken_file_of_a_hundred_leaves_ninety_nine(site: Site, text: str, code: str) -> None:
    site.write("site_urls.py", MANY_URLS.format(count=100))
    for n in range(100):
        site.write(f"routes/p{n}.py", TYPED)
    site.write("routes/p7.py", text)
    report = site.inspect()
    check(report)
    assert [item["code"] for item in report["diagnostics"]] == [code]
    unread = [item["module"] for item in report["handlers"] if item["functions"] is None]
    assert unread == ["routes.p7"]
    assert len(report["types"]) == 99


def test_a_circular_import_is_placed_and_explained(site: Site) -> None:
    site.use("page", "from .helper import x\ny = 1\ndef get(request, slug): ...\n")
    site.write("routes/helper.py", "\nfrom routes.x import y\nx = 1\n")
    [problem] = site.inspect()["diagnostics"]
    assert problem["code"] == "handler-import"
    assert problem["at"] == {"file": "routes/helper.py", "line": 2}
    assert "circular" in problem["message"]
    assert "a module of its own" in problem["hint"]
