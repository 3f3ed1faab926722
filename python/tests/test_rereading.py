"""djk_inspect --watch reads changed handler files alone, and says when that cannot be done."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen
from typing import Any

import pytest
from tests.inspected_site import OWN_URLS, Site
from tests.test_inspected_types import check


class Watcher:
    """A process that is told of changes."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.process: Popen[str] = site.start("djk_inspect", "--watch")
        self.whole = self.read()

    def read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        document: dict[str, Any] = json.loads(self.process.stdout.readline())
        return document

    def tell(self, *files: str) -> dict[str, Any]:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{json.dumps({'changed': files})}\n")
        self.process.stdin.flush()
        return self.read()

    def change(self, text: str) -> dict[str, Any]:
        """Change the third handler of the site."""
        self.site.write("routes/x.py", text)
        return self.tell("routes/x.py")

    def end(self) -> tuple[int, str, str]:
        out, err = self.process.communicate(timeout=20)
        return self.process.returncode, out, err


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path.resolve())


@pytest.fixture
def watcher(site: Site) -> Iterator[Watcher]:
    started = Watcher(site)
    yield started
    started.end()


TYPED = "from typing import TypedDict\nclass P(TypedDict):\n {0}: int\n"
GET = "def get(request, slug) -> P: ...\n"


def get_fields(document: dict[str, Any], id_: str = "routes.x:P") -> list[str]:
    return [field["name"] for field in document["types"][id_]["type"]["fields"]]


def test_the_whole_site_comes_first(watcher: Watcher) -> None:
    check(watcher.whole)
    assert watcher.whole["kind"] == "whole"
    assert len(watcher.whole["handlers"]) == 3


def test_a_changed_file_is_read_alone(watcher: Watcher) -> None:
    for name in ("first", "other", "third"):
        document = watcher.change(TYPED.format(name) + GET)
        assert document["kind"] == "partial"
        assert [item["file"] for item in document["handlers"]] == ["routes/x.py"]
        assert document["diagnostics"] == []
        assert get_fields(document) == [name]


def test_problems_come_and_go(watcher: Watcher) -> None:
    broken = [
        ("def get(request, slug) return\n", "handler-syntax"),
        ("import nothing_here\n", "handler-import"),
        ("print(undefined)\n", "handler-import"),
        ("def get(request): ...\n", "handler-params"),
        (f"{GET}\nfrom __future__ import nothing\n", "handler-syntax"),
        ("def get(request, slug) -> 'P': ...\n", "type-unresolved"),
    ]
    for text, code in broken:
        document = watcher.change(text)
        check(document)
        assert [problem["code"] for problem in document["diagnostics"]] == [code]
        assert document["handlers"][0]["functions"] is None
        mended = watcher.change(TYPED.format("mended") + GET)
        assert mended["diagnostics"] == []
        assert get_fields(mended) == ["mended"]


def test_text_of_the_same_second_and_length_is_not_taken_from_a_cache(watcher: Watcher) -> None:
    for name in "abcdefgh":
        assert get_fields(watcher.change(TYPED.format(name) + GET)) == [name]


def test_several_files_are_read_together(watcher: Watcher) -> None:
    watcher.site.write("routes/page.py", "def get(request): ...\n")
    watcher.site.write("routes/x.py", "def get(request): ...\n")
    document = watcher.tell("routes/x.py", "routes/page.py", "routes/x.py")
    assert [item["file"] for item in document["handlers"]] == ["routes/x.py", "routes/page.py"]
    named = [problem["at"]["file"] for problem in document["diagnostics"]]
    assert named == ["routes/x.py", "routes/page.py"]


def test_a_module_that_is_new_is_imported(watcher: Watcher) -> None:
    watcher.site.write("helper.py", TYPED.format("new"))
    document = watcher.change(f"from helper import P\n{GET}")
    assert get_fields(document, "helper:P") == ["new"]


def test_printing_does_not_disturb(watcher: Watcher) -> None:
    text = "import os, sys\nprint('x')\nsys.stdout.write('y')\nos.system('echo z')\n"
    document = watcher.change(f"{text}{TYPED.format('a')}{GET}")
    assert get_fields(document) == ["a"]
    assert watcher.end()[1] == ""


def test_it_ends_with_its_input(watcher: Watcher) -> None:
    code, out, err = watcher.end()
    assert (code, out) == (0, "")
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        (["helper.py"], "helper.py is no handler file that is known"),
        (["routes/x.py", "own_urls.py"], "own_urls.py is no handler"),
        (["routes/new.py"], "no handler file"),
    ],
)
def test_other_files_need_a_restart(watcher: Watcher, files: list[str], reason: str) -> None:
    document = watcher.tell(*files)
    check(document)
    assert document["kind"] == "restart"
    assert reason in document["reason"]
    assert watcher.end()[:2] == (0, "")


def test_a_file_that_is_gone_needs_a_restart(watcher: Watcher) -> None:
    (watcher.site.folder / "routes/x.py").unlink()
    assert "is gone" in watcher.tell("routes/x.py")["reason"]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("from routes.x import LIMIT", "routes.page"),
        ("import routes.x", "routes.page"),
        ("from . import x", "routes.page"),
        ("from .x import get as other", "routes.page"),
    ],
)
def test_a_file_that_others_import_needs_a_restart(site: Site, line: str, name: str) -> None:
    site.write("routes/x.py", f"LIMIT = 1\n{GET.replace('P', 'int')}")
    site.write("routes/page.py", f"{line}\ndef get(request, lang=None): ...\n")
    watcher = Watcher(site)
    assert watcher.tell("routes/x.py")["reason"] == f"routes/x.py is imported by {name}"
    watcher.end()


def test_a_file_that_a_changed_file_imports_needs_a_restart(watcher: Watcher) -> None:
    assert watcher.change("from routes.page import get as other\ndef get(r, slug): ...\n")
    assert "imported by routes.x" in watcher.tell("routes/page.py")["reason"]


def test_a_file_that_django_imports_when_it_starts_needs_a_restart(site: Site) -> None:
    site.write("settings.py", (site.folder / "settings.py").read_text() + "\nimport routes.x\n")
    watcher = Watcher(site)
    assert "when Django starts" in watcher.tell("routes/x.py")["reason"]
    watcher.end()


def test_a_file_with_models_needs_a_restart(site: Site) -> None:
    model = "class M(models.Model):\n class Meta:\n  app_label = 'djk'\n"
    get = "def get(request, slug): ...\n"
    site.use("page", f"from django.db import models\n{model}{get}")
    watcher = Watcher(site)
    assert "defines models" in watcher.tell("routes/x.py")["reason"]
    watcher.end()


def test_a_file_that_cannot_be_executed_twice_needs_a_restart(site: Site) -> None:
    site.write("own_urls.py", f"import registry\n{OWN_URLS}")
    site.write(
        "registry.py",
        "names = []\ndef add(name):\n if name in names: raise ValueError\n names.append(name)\n",
    )
    site.use("page", "import registry\nregistry.add('x')\ndef get(request, slug): ...\n")
    watcher = Watcher(site)
    assert "ValueError" in watcher.tell("routes/x.py")["reason"]
    watcher.end()


MEASURE = """
import gc
def count():
    gc.collect()
    return sum(1 for each in gc.get_objects() if getattr(each, "__module__", "") == "routes.x")
"""


def test_a_thousand_changes_leave_nothing_behind(watcher: Watcher) -> None:
    watcher.site.write("measure.py", MEASURE)
    text = (
        "from typing import Annotated, Generic, List, Optional, TypedDict, TypeVar\n"
        "import measure\n"
        "T = TypeVar('T')\n"
        "class Page(TypedDict, Generic[T]):\n items: List[T]\n"
        "class P(TypedDict):\n page: Page[Optional['P']]\n"
        f"{GET}"
    )
    counts = []
    for number in range(1, 1_001):
        watcher.change(f"{text}# {number}\n")
        if number % 500 == 0:
            counts.append(count_objects(watcher, text))
    assert counts[1] <= counts[0] + 20


def count_objects(watcher: Watcher, text: str) -> int:
    [problem] = watcher.change(f"{text}raise NameError(f'{{measure.count()}}')\n")["diagnostics"]
    return int(problem["message"].rpartition(" ")[2])
