"""What verb functions take and return, and every way of saying it wrong."""

from __future__ import annotations

import sys
from typing import Any, Literal

import pytest
from tests.conftest import Load

from djk.handler_problems import Source
from djk.handler_types import read_types
from djk.handlers import load_handler
from djk.problems import Place, Problem
from djk.shapes import read_signature
from djk.shapes.ir import describe_shape, describe_signature
from djk.shapes.problems import ShapeError
from djk.shapes.scope import KnownTypes, Reading

_HEAD = """\
import datetime, enum
from dataclasses import dataclass, field, InitVar
from typing import *
from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from djk import BigInt, Reply, pick
from library.models import Book
"""

Kind = Literal["page", "layout", "endpoint"]


def read(load: Load, text: str, kind: Kind = "page", *, strict: bool = False) -> list[Problem]:
    """Read a handler whose path has the parameter ``slug``; what is wrong with it is returned."""
    module = load(f"{_HEAD}{text}")
    source = Source("/x/[slug]", kind, "case", ("slug",), frozenset())
    _, problems = read_types(
        source, load_handler("case"), module, "case.py", KnownTypes(), strict=strict
    )
    return problems


def describe(load: Load, text: str, verb: str = "get", kind: Kind = "endpoint") -> dict[str, Any]:
    function = getattr(load(f"{_HEAD}{text}"), verb)
    return describe_signature(read_signature(function, params=("slug",), kind=kind))


STRING, INTEGER = {"kind": "string"}, {"kind": "integer"}
NULL = {"kind": "null"}


@pytest.mark.parametrize(
    ("parameter", "expected", "required"),
    [
        ("page: int = 1", INTEGER, False),
        ("q: str", STRING, True),
        ("q: str | None = None", {"kind": "union", "members": [STRING, NULL]}, False),
        (
            "sort: Literal['new', 'top'] = 'new'",
            {"kind": "literal", "values": ["new", "top"]},
            False,
        ),
        ("tag: list[str] = ()", {"kind": "array", "item": STRING}, False),
        ("tag: Sequence[str] = ()", {"kind": "array", "item": STRING}, False),
        ("since: datetime.date = None or datetime.date.min", {"kind": "date"}, False),
        ("id: BigInt = 0", {"kind": "bigint"}, False),
        ("page=1", INTEGER, False),
        ("exact=False", {"kind": "boolean"}, False),
        ("q=''", STRING, False),
        ("q=None", {"kind": "union", "members": [STRING, NULL]}, False),
        ("tag=()", {"kind": "array", "item": STRING}, False),
        ("q", STRING, True),
    ],
)
def test_keyword_only_parameters_are_the_query(
    load: Load, parameter: str, expected: dict[str, Any], required: bool
) -> None:
    [field] = describe(load, f"def get(request, slug, *, {parameter}): ...")["query"]
    assert field == {
        "name": parameter.split(":")[0].split("=")[0],
        "type": expected,
        "required": required,
    }


def test_parameters_of_the_path_are_no_query(load: Load) -> None:
    found = describe(load, "def get(request, *, slug: str, **rest: int): ...")
    assert found["query"] == []


def test_what_partial_gives_is_no_query(load: Load) -> None:
    text = "from functools import partial\ndef f(r, slug, *, x: int): ...\nget = partial(f, x=1)"
    assert describe(load, text)["query"] == []


def test_one_annotated_parameter_takes_the_body(load: Load) -> None:
    text = "class New(TypedDict):\n text: str\ndef post(request, slug: str, new: New): ..."
    assert describe(load, text, "post")["body"] == {"kind": "ref", "id": "case:New"}


def test_a_set_may_be_read_from_a_body(load: Load) -> None:
    found = describe(load, "def put(request, slug, tags: set[str]): ...", "put")
    assert found["body"] == {"kind": "array", "item": STRING}


@pytest.mark.parametrize(
    ("annotation", "expected"),
    [
        ("dict[str, int]", {"kind": "record", "key": STRING, "value": INTEGER}),
        ("int | HttpResponse", INTEGER),
        ("HttpResponseRedirect | int | None", {"kind": "union", "members": [INTEGER, NULL]}),
        ("HttpResponseRedirect", NULL),
        ("Reply[int]", INTEGER),
        ("Reply[int] | int | HttpResponse", INTEGER),
        ("Optional[Reply[int]]", {"kind": "union", "members": [INTEGER, NULL]}),
        ("Awaitable[int]", INTEGER),
        ("'list[int]'", {"kind": "array", "item": INTEGER}),
        ("NoReturn", NULL),
    ],
)
def test_responses_and_replies_are_not_data(
    load: Load, annotation: str, expected: dict[str, Any]
) -> None:
    found = describe(load, f"def get(request, slug) -> {annotation}: ...")
    assert (found["data"], found["inferred"]) == (expected, False)


@pytest.mark.parametrize(
    ("body", "keys"),
    [
        ("return {'a': 1, 'b': 2}", [("a", True), ("b", True)]),
        ("if slug:\n  return {'a': 1}\n return {'a': 1, 'b': 2}", [("a", True), ("b", False)]),
        ("if slug:\n  return redirect('/')\n return {'a': 1}", [("a", True)]),
        ("if slug:\n  return HttpResponse()\n return Reply({'a': 1}, status=201)", [("a", True)]),
        ("return Reply(data={'a': 1})", [("a", True)]),
        ("def inner():\n  return {'x': 1}\n return {'a': inner}", [("a", True)]),
        ("return {'a': 1, **slug}", []),
        ("return dict(a=1)", []),
        ("data = {'a': 1}\n return data", []),
        ("if slug:\n  return\n return {'a': 1}", []),
        ("pass", []),
    ],
)
def test_keys_are_read_from_unannotated_functions(
    load: Load, body: str, keys: list[tuple[str, bool]]
) -> None:
    module = load(f"{_HEAD}def get(request, slug):\n {body}\n")
    signature = read_signature(module.get, params=("slug",), kind="page")
    assert signature.data is None
    assert list(signature.keys) == keys


@pytest.mark.parametrize(
    ("kind", "text", "code", "place", "message", "hint"),
    [
        (
            "page",
            "def get(request, slug, *, q: str): ...",
            "query-parameter",
            (9, 30),
            "no default",
            "q: str",
        ),
        (
            "page",
            "def get(request, slug, *, q: dict = 1): ...",
            "query-parameter",
            (9, 30),
            "cannot say",
            "list",
        ),
        (
            "page",
            "def get(request, slug, *, q: Any = 1): ...",
            "query-parameter",
            (9, 30),
            "cannot say",
            "list",
        ),
        (
            "page",
            "def get(request, slug, *, q: bytes = b''): ...",
            "query-parameter",
            (9, 30),
            "cannot say",
            "list",
        ),
        (
            "page",
            "def get(request, slug, *, q: list[list[str]] = ()): ...",
            *("query-parameter", (9, 30), "cannot say", "list"),
        ),
        (
            "page",
            "def get(request, slug, *, q: str = None): ...",
            "query-parameter",
            (9, 30),
            "None by default",
            "| None",
        ),
        (
            "page",
            "def get(request, slug, *, _data: str = ''): ...",
            "query-parameter",
            (9, 34),
            "djk uses",
            "another",
        ),
        (
            "page",
            "def get(request, slug, page: int = 1): ...",
            "body-parameter",
            (9, 30),
            "a page reads no",
            "write *,",
        ),
        (
            "endpoint",
            "def get(request, slug, new: dict): ...",
            "body-parameter",
            (9, 29),
            "get has no JSON",
            "write *,",
        ),
        (
            "endpoint",
            "class F(forms.Form): ...\ndef post(request, slug, form: F): ...",
            *("body-parameter", (10, 31), "a Form is no JSON body", "F(request.POST)"),
        ),
        (
            "page",
            "class F(forms.Form): ...\ndef get(request, slug, form: 'F'): ...",
            *("body-parameter", (10, 30), "a Form is no JSON body", "F(request.POST)"),
        ),
        (
            "endpoint",
            "def post(request, slug, a: dict, b: dict): ...",
            *("body-parameter", (9, 37), "a second parameter", "into one"),
        ),
        (
            "endpoint",
            "def post(request, slug, book: Book): ...",
            *("model-without-pick", (9, 31), "not read from a request", "TypedDict"),
        ),
        (
            "endpoint",
            "@dataclass\nclass P:\n x: InitVar[int]\ndef post(request, slug, p: P): ...",
            *("type-unsupported", (10, 1), "treats x apart", "TypedDict"),
        ),
        (
            "page",
            "def get(request, slug) -> 'Pge': ...\nclass Page(TypedDict): ...",
            *("type-unresolved", (9, 27), "annotated with Pge", "did you mean Page?"),
        ),
        (
            "page",
            "def get(request, slug) -> 'Decimal': ...",
            *("type-unresolved", (9, 27), "annotated with Decimal", "from decimal import Decimal"),
        ),
        (
            "page",
            "def get(request, slug) -> 'Seqence[int]': ...\n",
            *("type-unresolved", (9, 27), "annotated with Seqence", "did you mean Sequence?"),
        ),
        (
            "page",
            "def get(request, slug) -> 'datetime.dat': ...",
            *("type-unresolved", (9, 27), "fails", "did you mean date"),
        ),
        (
            "page",
            "def get(request, slug) -> 'a b': ...",
            "type-unresolved",
            (9, 27),
            "fails",
            "expression",
        ),
        (
            "page",
            "if TYPE_CHECKING:\n    from decimal import Decimal\n"
            "def get(request, slug) -> 'list[Decimal]': ...",
            *("type-unresolved", (11, 27), "for type checkers only", "out of if TYPE_CHECKING"),
        ),
        (
            "page",
            "def get(request, slug) -> [int]: ...",
            "type-unsupported",
            (9, 27),
            "cannot cross",
            "list[str]",
        ),
        (
            "page",
            "def get(request, slug) -> pick('id'): ...",
            "type-unsupported",
            (9, 27),
            "pick() alone",
            "Annotated",
        ),
        (
            "page",
            "def get(request, slug) -> list[Reply[int]]: ...",
            "type-unsupported",
            (9, 27),
            "a Reply",
            "not within",
        ),
        (
            "page",
            "def get(request, slug) -> dict[tuple, int]: ...",
            "type-unsupported",
            (9, 27),
            "keys",
            "dict[str",
        ),
        (
            "page",
            "def get(request, slug) -> Annotated[Book, pick('titel')]: ...",
            "pick-field",
            (9, 48),
            "titel",
            "title",
        ),
        (
            "page",
            "user = pick('id')\ndef get(request, slug): ...",
            "user-declaration",
            (9, None),
            "root layout",
            "routes/layout.py",
        ),
        (
            "page",
            "def get(request, slug) -> Annotated[dict[str, int], len]: ...",
            *("type-unsupported", (9, 27), "a validator", "field"),
        ),
    ],
)
def test_a_wrong_annotation_has_one_problem(
    load: Load,
    kind: Kind,
    text: str,
    code: str,
    place: tuple[int, int | None],
    message: str,
    hint: str,
) -> None:
    [problem] = read(load, text, kind)
    assert (problem.code, problem.severity) == (code, "error")
    assert problem.at is not None
    assert (problem.at.line, problem.at.column) == place
    assert problem.at.file.name == "case.py"
    assert message in problem.message
    assert hint in problem.hint


def test_the_import_for_type_checkers_is_shown(load: Load) -> None:
    guarded = "if TYPE_CHECKING:\n    from decimal import Decimal\n"
    text = f"{guarded}def get(request, slug) -> 'Decimal': ..."
    [problem] = read(load, text)
    [(_, place)] = problem.related
    assert (place.line, place.column) == (10, 5)


def test_every_problem_is_told(load: Load) -> None:
    text = "class P(TypedDict):\n a: 'A'\n b: set[int]\n c: list[Book]\n" + (
        "def get(request, slug, new: int, *, q: dict, r: str) -> P: ...\n"
    )
    codes = [problem.code for problem in read(load, text)]
    assert codes == [
        *("query-parameter", "query-parameter", "query-parameter", "body-parameter"),
        *("type-unresolved", "type-unsupported", "model-without-pick"),
    ]


def test_a_type_of_two_functions_is_read_once_and_blamed_for_both(load: Load) -> None:
    module = load(f"{_HEAD}class P(TypedDict):\n a: 'A'\ndef get(request) -> P: ...\n")
    source = Source("/", "page", "case", (), frozenset())
    known = KnownTypes()
    handler = load_handler("case")
    found = [read_types(source, handler, module, "case.py", known, strict=False) for _ in (1, 2)]
    assert [types.functions for types, _ in found] == [None, None]
    assert found[0][1] == found[1][1] != []


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("def get(request, slug): ...", 1),
        ("def get(request, slug) -> None: ...", 0),
        ("def get(request, slug) -> Reply: ...", 1),
    ],
)
def test_strict_types_want_to_know_what_is_returned(load: Load, text: str, count: int) -> None:
    assert [problem.code for problem in read(load, text, strict=True)] == ["type-missing"] * count
    assert read(load, text) == []


def test_without_anybody_who_collects_errors_are_raised(load: Load) -> None:
    module = load(f"{_HEAD}def get(request, slug) -> set[int]: ...")
    with pytest.raises(ShapeError, match="which has no order"):
        read_signature(module.get, params=("slug",), kind="page")


def test_default_values_of_bodies_are_known(load: Load) -> None:
    text = (
        "@dataclass\nclass P:\n x: int\n y: int = 2\n z: list[int] = field(default_factory=list)\n"
    )
    module = load(f"{_HEAD}{text}def post(request, p: P): ...")
    signature = read_signature(module.post, params=(), kind="endpoint")
    shape: Any = signature.definitions["case:P"].shape
    assert [field.default for field in shape.fields[1:]] == [2, list]


def test_doc_comments_are_those_that_somebody_wrote(load: Load) -> None:
    text = '''@dataclass
class P:
    x: int
    """Where it is."""
class N(NamedTuple):
    x: int
class T(TypedDict):
    """A type.

    With two paragraphs.
    """
    p: P
    n: N
Card = Annotated[Book, pick("id")]
"""A card."""
def get(request) -> tuple[T, Card]: ...
'''
    signature = read_signature(load(f"{_HEAD}{text}").get, params=(), kind="page")
    docs = {item.name: item.doc for item in signature.definitions.values()}
    assert docs == {"P": "", "N": "", "T": "A type.\n\nWith two paragraphs.", "Card": "A card."}
    point = describe_shape(signature.definitions["case:P"].shape)
    assert point["fields"][0]["doc"] == "Where it is."


@pytest.mark.parametrize(
    ("text", "fixed"),
    [
        (
            '"""Doc."""\nfrom catalog.models import Member\n\ndef get(r) -> "list[Member]": ...\n',
            '"""Doc."""\nfrom typing import Annotated\nfrom catalog.models import Member\n'
            "from djk import pick\n\n"
            "def get(r) -> 'list[{pick}]': ...\n",
        ),
        (
            "import datetime\nfrom wsgiref import util\nfrom library import models as _\n"
            "import catalog.models\ndef get(r) -> catalog.models.Member: ...\n",
            "import datetime\nfrom typing import Annotated\nfrom wsgiref import util\n"
            "from djk import pick\nfrom library import models as _\n"
            "import catalog.models\ndef get(r) -> {catalog}: ...\n",
        ),
        (
            "from typing import Iterable\nfrom catalog import models\nfrom djk import Reply\n"
            "def get(r) -> Iterable[models.Member]: ...\n",
            "from typing import Annotated, Iterable\nfrom catalog import models\n"
            "from djk import Reply, pick\n"
            "def get(r) -> Iterable[{models}]: ...\n",
        ),
        (
            "from typing import *\nfrom djk import pick\nfrom catalog.models import Member\n"
            "class P(TypedDict):\n ä: str; é: Optional[Member]\ndef get(r) -> P: ...\n",
            "from typing import *\nfrom djk import pick\nfrom catalog.models import Member\n"
            "class P(TypedDict):\n ä: str; é: Optional[{pick}]\ndef get(r) -> P: ...\n",
        ),
    ],
)
def test_a_fix_is_the_annotation_and_its_imports(load: Load, text: str, fixed: str) -> None:
    module = load(text)
    source = Source("/", "page", "case", (), frozenset())
    _, [problem] = read_types(source, load_handler("case"), module, "", KnownTypes(), strict=False)
    annotation = 'Annotated[Member, pick("id", "last_login", "email")]'
    assert problem.hint == f"write: {annotation}"
    of_module = annotation.replace("Member", "models.Member")
    of_package = annotation.replace("Member", "catalog.models.Member")
    assert apply(problem, text) == fixed.format(
        pick=annotation, models=of_module, catalog=of_package
    )


def apply(problem: Problem, text: str) -> str:
    lines = text.split("\n")
    for edit in sorted(
        problem.fix, key=lambda edit: (edit.start.line, edit.start.column), reverse=True
    ):
        start = find_offset(lines, edit.start)
        text = text[:start] + edit.text + text[find_offset(lines, edit.end) :]
    return text


def find_offset(lines: list[str], place: Place) -> int:
    assert place.line is not None
    assert place.column is not None
    return sum(len(line) + 1 for line in lines[: place.line - 1]) + place.column - 1


def test_message_and_hint_of_an_error_are_two_sentences(load: Load) -> None:
    module = load(f"{_HEAD}def get(request, *, q: str = None): ...")
    with pytest.raises(ShapeError) as caught:
        read_signature(module.get, params=(), kind="page")
    assert "which its annotation does not say. Add | None to the annotation" in str(caught.value)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("@dataclass\nclass Pt:\n x: int\n", "new: set[Pt]"),
        ("@dataclass(frozen=True)\nclass Pt:\n x: list[int]\n", "new: set[Pt]"),
        ("", "new: set[list[int]]"),
        ("", "new: frozenset[dict[str, int]]"),
        ("", "new: set[Any]"),
        ("T = TypeVar('T')\n@dataclass\nclass B(Generic[T]):\n x: set[T]\n", "new: B[list[int]]"),
    ],
)
def test_a_set_of_what_has_no_hash_is_refused(load: Load, text: str, message: str) -> None:
    [problem] = read(load, f"{text}def post(request, slug, {message}): ...", "endpoint")
    assert problem.code == "type-unsupported"
    assert "no hash" in problem.message


@pytest.mark.parametrize(
    "annotation", ["set[Pt]", "set[tuple[int, ...]]", "set[frozenset[str]]", "set[Key | None]"]
)
def test_a_set_of_what_has_a_hash_is_read(load: Load, annotation: str) -> None:
    text = (
        "@dataclass(frozen=True)\nclass Pt:\n x: int\nclass Key(NamedTuple):\n a: str\n"
        f"def post(request, slug, new: {annotation}): ..."
    )
    assert read(load, text, "endpoint") == []


@pytest.mark.skipif(sys.version_info < (3, 11), reason="the syntax is of Python 3.11")
def test_a_tuple_with_a_part_of_any_length_is_refused(load: Load) -> None:
    [problem] = read(load, "def get(request, slug) -> tuple[int, *tuple[str, ...]]: ...")
    assert problem.code == "type-unsupported"
    assert "a part of any length" in problem.message


@pytest.mark.skipif(sys.version_info < (3, 12), reason="the syntax is of Python 3.12")
@pytest.mark.parametrize(
    "text",
    [
        "type Opt[T] = T | None\ndef get(request, slug, *, q: Opt[int] = None): ...",
        "type Many[T] = list[T]\ndef get(request, slug, *, q: Many[int] = ()): ...",
        "type Q = str\ndef get(request, slug, *, q: Annotated[Q, len] = ''): ...",
        "type Q = str\ntype R = Q | None\ndef get(request, slug, *, q: R = None): ...",
    ],
)
def test_an_alias_is_what_it_stands_for_in_a_query(load: Load, text: str) -> None:
    assert read(load, text) == []


def test_arguments_of_a_generic_type_are_held_to_what_it_does_with_them(load: Load) -> None:
    text = (
        "T = TypeVar('T')\nclass Box(TypedDict, Generic[T]):\n m: dict[T, int]\n"
        "class Outer(TypedDict, Generic[T]):\n box: Box[T]\n"
        "def get(request, slug) -> {}: ...\n"
    )
    if sys.version_info < (3, 11):
        text = f"from typing_extensions import TypedDict\n{text}"
    assert read(load, text.format("Outer[int]")) == []
    [problem] = read(load, text.format("Outer[list[int]]"))
    assert "a dict whose keys are no text" in problem.message


@pytest.mark.parametrize("kind", ["page", "layout", "endpoint"])
@pytest.mark.parametrize(
    "parameter",
    [
        "sort: Literal['new', 'top'] = 'hot'",
        "page: int = '1'",
        "tag: list[int] = ('a',)",
        "since: datetime.datetime = datetime.datetime(2024, 5, 1)",
        "id: int = 2**60",
        "ratio=float('nan')",
    ],
)
def test_a_default_that_its_annotation_does_not_allow_is_an_error(
    load: Load, parameter: str, kind: Kind
) -> None:
    [problem] = read(load, f"def get(request, slug, *, {parameter}): ...", kind)
    assert problem.code == "query-parameter"
    assert "has a default that its annotation does not allow: " in problem.message
    assert "  " not in problem.message
    assert problem.at is not None
    assert problem.at.line == _HEAD.count("\n") + 1


def test_defaults_that_fit_are_none(load: Load) -> None:
    text = (
        "class Sort(enum.Enum):\n NEW = 'new'\n"
        "def get(request, slug, *, a: Sort = Sort.NEW, b: float = 1, c: Optional[int] = None,\n"
        "        d: list[Sort] = (), e: BigInt = 2**60, f: datetime.date = datetime.date.min): ..."
    )
    assert read(load, text) == []


def test_a_body_tells_what_a_request_may_leave_out(load: Load) -> None:
    text = "@dataclass\nclass O:\n a: int\n b: str = ''\n"
    needed = describe(load, f"{text}def post(request, slug, o: O): ...", "post")
    assert "body_optional" not in needed
    found = describe(load, f"{text}def post(request, slug, o: O = O(1)): ...", "post")
    assert found["body_optional"] is True


def locate(problem: Problem, text: str) -> str:
    """Return what stands at the place of a problem, up to the end of its line."""
    assert problem.at is not None
    assert problem.at.line is not None
    assert problem.at.column is not None
    return text.split("\n")[problem.at.line - 1][problem.at.column - 1 :]


def test_a_wrong_field_is_told_at_its_text_in_the_pick(load: Load) -> None:
    text = (
        "from catalog.models import Novel\nCard = Annotated[\n    Novel,\n    pick(\n"
        "        'title',\n        'titel',\n        'author.nam', 'author.id',\n"
        "        tags=pick('id', 'nme'),\n        rank=pick('a'),\n    ),\n]\n"
        "def get(request, slug) -> list[Card]: ...\n"
    )
    problems = read(load, text)
    assert [locate(problem, f"{_HEAD}{text}") for problem in problems] == [
        "'titel',",
        "'author.nam', 'author.id',",
        "'nme'),",
        "rank=pick('a'),",
    ]


@pytest.mark.parametrize(
    ("head", "annotation"),
    [
        ("from __future__ import annotations\n", "Annotated[Book, pick('titel')]"),
        ("", "\"Annotated[Book, pick('titel')]\""),
        ("from django.db.models import QuerySet\n", "QuerySet[Annotated[Book, pick('titel')]]"),
    ],
)
def test_a_pick_within_text_is_told_at_the_annotation(
    load: Load, head: str, annotation: str
) -> None:
    text = f"{head}{_HEAD}class P(TypedDict):\n  b: {annotation}\ndef get(r, slug) -> P: ...\n"
    module = load(text)
    source = Source("/x/[slug]", "page", "case", ("slug",), frozenset())
    handler = load_handler("case")
    _, [problem] = read_types(source, handler, module, "case.py", KnownTypes(), strict=False)
    assert problem.code == "pick-field"
    assert locate(problem, text) == annotation


@pytest.mark.parametrize(
    ("annotation", "code", "hint"),
    [
        ("Annotated['Bookk', pick('title')]", "type-unresolved", "did you mean Book?"),
        ("'Nope'", "type-unresolved", "import Nope, or define it in this module"),
        ("'Opne'", "type-unresolved", "import Opne, or define it in this module"),
        ("Annotated[Book, pick('_state')]", "pick-field", "Leave it out."),
        ("Annotated[Book, pick('svae')]", "pick-field", "needs its type: svae=int"),
        ("Annotated[Optional[Book], pick('id')]", "pick-field", "Annotated[Book, pick(…)] | None"),
    ],
)
def test_one_mistake_is_one_problem_with_a_hint_that_helps(
    load: Load, annotation: str, code: str, hint: str
) -> None:
    [problem] = read(load, f"def get(request, slug) -> {annotation}: ...")
    assert problem.code == code
    assert hint in problem.hint


def test_an_instance_is_told_at_what_it_calls(load: Load) -> None:
    text = "class G:\n def __call__(self, request) -> set[int]: ...\nget = G()\n"
    module, reading = load(f"{_HEAD}{text}"), Reading()
    read_signature(module.get, params=(), kind="page", reading=reading)
    [problem] = reading.problems
    assert "case.G.__call__()" in problem.message
    assert locate(problem, f"{_HEAD}{text}") == "set[int]: ..."


def find_fixed(load: Load, text: str) -> tuple[Problem, str]:
    module = load(text)
    source, known = Source("/", "page", "case", (), frozenset()), KnownTypes()
    _, [problem] = read_types(source, load_handler("case"), module, "", known, strict=False)
    assert problem.code == "model-without-pick"
    return problem, apply(problem, text)


@pytest.mark.parametrize(
    "annotation",
    ["\"dict[Literal['a'], Member]\"", "'dict[Literal[\"a\"], Member]'", '"dict[str, Member]"'],
)
def test_a_fix_within_quotes_leaves_an_annotation(load: Load, annotation: str) -> None:
    head = "from typing import *\nfrom djk import pick\nfrom catalog.models import Member\n"
    _, fixed = find_fixed(load, f"{head}def get(r) -> {annotation}: ...\n")
    module = load(fixed)
    reading = Reading()
    read_signature(module.get, params=(), kind="page", reading=reading)
    assert reading.problems == []


@pytest.mark.parametrize(
    "text",
    [
        "def pick(a): ...\ndef get(r) -> Member: ...\n",
        "pick = None\ndef get(r) -> Member: ...\n",
        "from typing import *\nclass P(TypedDict):\n pick: int\n a: Member\ndef get(r) -> P: ...\n",
        "from dataclasses import dataclass\n@dataclass\nclass P:\n a: Member\n pick: int = 1\n"
        "def get(r) -> P: ...\n",
    ],
)
def test_a_name_that_is_taken_is_not_imported_over(load: Load, text: str) -> None:
    problem, fixed = find_fixed(load, f"from catalog.models import Member\n{text}")
    assert "def get(r) -> Annotated" not in fixed
    if problem.fix:
        load(fixed)


def test_an_import_is_added_above_its_use(load: Load) -> None:
    text = (
        "import datetime\nimport catalog.models\n\ndef get(r) -> catalog.models.Member: ...\n\n"
        "import library.models\n"
    )
    _, fixed = find_fixed(load, text)
    assert fixed.index("from djk import pick") < fixed.index("def get")
    load(fixed)


@pytest.mark.parametrize(
    "text",
    [
        # Both kinds of quotes are taken.
        "from typing import *\ndef get(r) -> 'dict[Literal[\"it\\'s\"], Member]': ...\n",
        # The line below the import is a part of its statement.
        "import datetime; x = (\n  1)\ndef get(r) -> Member: ...\n",
    ],
)
def test_no_fix_is_offered_that_would_break_the_file(load: Load, text: str) -> None:
    problem, _ = find_fixed(load, f"from catalog.models import Member\n{text}")
    assert problem.fix == ()
