"""Types that have one name and are not one type."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.conftest import Load

from djk.encoding import encode
from djk.handler_problems import Source
from djk.handler_types import describe_types, read_types
from djk.handlers import load_handler
from djk.shapes import read_signature
from djk.shapes.encoder import build_encoder
from djk.shapes.scope import KnownTypes

from catalog.models import Author

_HEAD = """\
import sys
from dataclasses import dataclass
from typing import *
if sys.version_info < (3, 11):
    from typing_extensions import TypedDict
from djk import pick
from catalog.models import Author
def row(*names):
    return TypedDict("Row", {"o": Annotated[Author, pick(*names)]})
T = TypeVar("T")
def page(of):
    @dataclass
    class Page:
        item: of
    return Page
"""


def send(load: Load, text: str, value: Any) -> Any:
    module = load(f"{_HEAD}{text}")
    value = eval(value, vars(module)) if isinstance(value, str) else value
    signature = read_signature(module.get, params=(), kind="page")
    assert signature.data is not None
    encoder = build_encoder(signature.data, signature.definitions)
    return json.loads(encode(value, "data", encoder))


def test_a_pick_of_one_class_is_not_that_of_another_of_its_name(load: Load) -> None:
    author = {"o": Author(name="Ann", email="ann@example.org")}
    text = (
        "class P(TypedDict):\n me: row('name', 'email')\n public: row('name')\n"
        "def get(request) -> P: ..."
    )
    sent = send(load, text, {"me": author, "public": author})
    assert sent["me"] == {"o": {"name": "Ann", "email": "ann@example.org"}}
    assert sent["public"] == {"o": {"name": "Ann"}}


def test_classes_that_a_function_makes_have_their_own_fields(load: Load) -> None:
    text = (
        "Numbers, Words = page(int), page(str)\nclass P(TypedDict):\n a: Numbers\n b: Words\n"
        "def get(request) -> P: ..."
    )
    assert send(load, text, "{'a': Numbers(1), 'b': Words('x')}") == {
        "a": {"item": 1},
        "b": {"item": "x"},
    }


def test_one_pick_of_two_models_is_two_types(load: Load) -> None:
    text = (
        "from catalog.models import Tag\nnamed = pick('name')\nA = Annotated[Author, named]\n"
        "B = Annotated[Tag, named]\ndef get(request) -> tuple[A, B]: ..."
    )
    sent = send(load, text, "(Author(name='Ann'), Tag(name='new'))")
    assert sent == [{"name": "Ann"}, {"name": "new"}]


def test_handlers_of_one_inspection_keep_types_of_one_name_apart(load: Load) -> None:
    known, source = KnownTypes(), Source("/", "page", "case", (), frozenset())
    found = []
    for names in ("'name', 'email'", "'name'"):
        module = load(f"{_HEAD}def get(request) -> row({names}): ...")
        types, problems = read_types(
            source, load_handler("case"), module, "case.py", known, strict=False
        )
        assert problems == []
        found.append(types)
    described = describe_types(found, Path())
    fields = {
        id_: [field["name"] for field in item["type"]["fields"][0]["type"]["fields"]]
        for id_, item in described.items()
    }
    assert fields == {"case:Row": ["name", "email"], "case:Row#2": ["name"]}
