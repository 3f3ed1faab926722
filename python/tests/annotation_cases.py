"""Annotations, what they say of JSON, and what a value of theirs becomes on the wire.

Each case is a module: ``Subject`` is the annotation, ``VALUE`` what a handler returns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Ir = dict[str, Any]


@dataclass(frozen=True)
class Case:
    """A module and what it means."""

    name: str
    #: Text of the module, which is called ``case``.
    source: str
    #: What ``Subject`` is in the intermediate representation; None where it is refused.
    type: Ir | None
    #: JSON of ``VALUE``, or what the message of its error holds.
    json: str = ""
    error: str = ""
    #: The named types by name.
    types: dict[str, Ir] = field(default_factory=dict)
    #: Code and part of the message of the one problem.
    problem: tuple[str, str] | None = None
    python: tuple[int, int] = (3, 10)


def scalar(kind: str) -> Ir:
    return {"kind": kind}


def array(item: Ir) -> Ir:
    return {"kind": "array", "item": item}


def literal(*values: object) -> Ir:
    return {"kind": "literal", "values": list(values)}


def union(*members: Ir) -> Ir:
    return {"kind": "union", "members": list(members)}


def ref(name: str, *arguments: Ir) -> Ir:
    given = {"arguments": list(arguments)} if arguments else {}
    return {"kind": "ref", "id": f"case:{name}", **given}


def record(key: Ir, value: Ir) -> Ir:
    return {"kind": "record", "key": key, "value": value}


def obj(optional: tuple[str, ...] = (), defaults: tuple[str, ...] = (), **fields: Ir) -> Ir:
    return {
        "kind": "object",
        "fields": [
            {
                **{"name": name, "type": type_, "required": name not in optional},
                **({"default": True} if name in defaults else {}),
            }
            for name, type_ in fields.items()
        ],
    }


ANY, NULL = scalar("any"), scalar("null")
INTEGER, NUMBER, STRING, BOOLEAN = map(scalar, ("integer", "number", "string", "boolean"))
PARAMETER = {"kind": "parameter", "name": "T"}

_TYPING = """\
import datetime, decimal, enum, sys, uuid
from dataclasses import dataclass, field
from typing import *
if sys.version_info < (3, 11):
    from typing_extensions import NamedTuple, NotRequired, Required, TypedDict
from django.db.models import Manager, QuerySet
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy
from djk import BigInt, Reply, pick
from library.models import Book
"""

_BOOK = """
class Row(TypedDict):
    id: int
    title: str
"""

_PETS = """
class Cat(TypedDict):
    kind: Literal["cat"]
    lives: int
class Dog(TypedDict):
    kind: Literal["dog"]
    name: str
"""

ROW = obj(id=INTEGER, title=STRING)
CARD = obj(id=INTEGER, title=STRING)

CASES = (
    Case("str", "Subject = str\nVALUE = 'a<b'", STRING, '"a<b"'),
    Case("int", "Subject = int\nVALUE = 3", INTEGER, "3"),
    Case("float", "Subject = float\nVALUE = 1", NUMBER, "1"),
    Case("bool", "Subject = bool\nVALUE = True", BOOLEAN, "true"),
    Case("None", "Subject = None\nVALUE = None", NULL, "null"),
    Case("Any", "Subject = Any\nVALUE = {'a': [1]}", ANY, '{"a":[1]}'),
    Case("object", "Subject = object\nVALUE = [1]", ANY, "[1]"),
    Case(
        "dict",
        "Subject = dict[str, list[int]]\nVALUE = {'a': [1, 2]}",
        record(STRING, array(INTEGER)),
        '{"a":[1,2]}',
    ),
    Case("bare dict", "Subject = dict\nVALUE = {'a': 1}", record(STRING, ANY), '{"a":1}'),
    Case(
        "dict with int keys",
        "Subject = Mapping[int, str]\nVALUE = {1: 'a'}",
        record(INTEGER, STRING),
        '{"1":"a"}',
    ),
    Case(
        "dict with two keys of one text",
        "Subject = dict[Union[int, str], int]\nVALUE = {1: 1, '1': 2}",
        record(union(INTEGER, STRING), INTEGER),
        error="has two keys that are '1' as text",
    ),
    Case("list", "Subject = List[int]\nVALUE = [1]", array(INTEGER), "[1]"),
    Case("Sequence", "Subject = Sequence[int]\nVALUE = (1, 2)", array(INTEGER), "[1,2]"),
    Case("tuple of any length", "Subject = tuple[int, ...]\nVALUE = (1,)", array(INTEGER), "[1]"),
    Case(
        "tuple of a fixed length",
        "Subject = tuple[int, str]\nVALUE = (1, 'a')",
        {"kind": "tuple", "items": [INTEGER, STRING]},
        '[1,"a"]',
    ),
    Case(
        "generator",
        "Subject = Iterable[int]\nVALUE = (n for n in (1, 2))",
        array(INTEGER),
        "[1,2]",
    ),
    Case(
        "TypedDict",
        f"{_BOOK}Subject = Row\nVALUE = {{'id': 1, 'title': 'x'}}",
        ref("Row"),
        '{"id":1,"title":"x"}',
        types={"Row": ROW},
    ),
    Case(
        "missing key",
        f"{_BOOK}Subject = Row\nVALUE = {{'id': 1}}",
        ref("Row"),
        error="title",
        types={"Row": ROW},
    ),
    Case(
        "extra key",
        f"{_BOOK}Subject = Row\nVALUE = {{'id': 1, 'title': 'x', 'password': 'y'}}",
        ref("Row"),
        '{"id":1,"title":"x"}',
        types={"Row": ROW},
    ),
    Case(
        "wrong type",
        f"{_BOOK}Subject = list[Row]\nVALUE = [{{'id': 1, 'title': None}}]",
        array(ref("Row")),
        error="[0].title",
        types={"Row": ROW},
    ),
    Case(
        "NotRequired",
        "class P(TypedDict):\n a: int\n b: NotRequired[str]\nSubject = P\nVALUE = {'a': 1}",
        ref("P"),
        '{"a":1}',
        types={"P": obj(("b",), a=INTEGER, b=STRING)},
    ),
    Case(
        "total=False and Required",
        "class P(TypedDict, total=False):\n a: Required[int]\n b: str\nSubject = P\n"
        "VALUE = {'a': 1, 'b': 'x'}",
        ref("P"),
        '{"a":1,"b":"x"}',
        types={"P": obj(("b",), a=INTEGER, b=STRING)},
    ),
    Case(
        "TypedDict of typing_extensions",
        "import typing_extensions\nclass P(typing_extensions.TypedDict):\n a: int\n"
        " b: typing_extensions.NotRequired[typing_extensions.ReadOnly[str]]\nSubject = P\n"
        "VALUE = {'a': 1, 'b': 'x'}",
        ref("P"),
        '{"a":1,"b":"x"}',
        types={"P": obj(("b",), a=INTEGER, b=STRING)},
    ),
    Case(
        "inherited TypedDict",
        "class A(TypedDict):\n a: int\nclass B(A, total=False):\n b: str\nSubject = B\n"
        "VALUE = {'a': 1}",
        ref("B"),
        '{"a":1}',
        types={"B": obj(("b",), a=INTEGER, b=STRING)},
    ),
    Case(
        "NotRequired with annotations as text",
        "from __future__ import annotations\n{typing}\nclass P(TypedDict):\n a: int\n"
        " b: NotRequired[str]\nSubject = P\nVALUE = {'a': 1}",
        ref("P"),
        '{"a":1}',
        types={"P": obj(("b",), a=INTEGER, b=STRING)},
    ),
    Case(
        "generic TypedDict",
        "T = TypeVar('T')\nclass Page(TypedDict, Generic[T]):\n items: list[T]\n"
        "Subject = Page[int]\nVALUE = {'items': [1]}",
        ref("Page", INTEGER),
        '{"items":[1]}',
        types={"Page": obj(items=array(PARAMETER))},
    ),
    Case(
        "base that is generic",
        "T = TypeVar('T')\nclass Page(TypedDict, Generic[T]):\n items: list[T]\n"
        "class Books(Page[str]):\n total: int\nSubject = Books\n"
        "VALUE = {'items': ['a'], 'total': 1}",
        ref("Books"),
        '{"items":["a"],"total":1}',
        types={"Books": obj(items=array(STRING), total=INTEGER)},
    ),
    Case(
        "recursive TypedDict",
        "class Node(TypedDict):\n children: 'list[Node]'\nSubject = Node\n"
        "VALUE = {'children': [{'children': []}]}",
        ref("Node"),
        '{"children":[{"children":[]}]}',
        types={"Node": obj(children=array(ref("Node")))},
    ),
    Case(
        "dataclass",
        "@dataclass\nclass P:\n x: int\n y: list[int] = field(default_factory=list)\n"
        " z: int = field(init=False, default=2)\nSubject = P\nVALUE = P(1)",
        ref("P"),
        '{"x":1,"y":[],"z":2}',
        types={"P": obj(defaults=("y", "z"), x=INTEGER, y=array(INTEGER), z=INTEGER)},
    ),
    Case(
        "subclass with an extra field",
        "@dataclass\nclass P:\n x: int\n@dataclass\nclass Q(P):\n secret: str\nSubject = P\n"
        "VALUE = Q(1, 'no')",
        ref("P"),
        '{"x":1}',
        types={"P": obj(x=INTEGER)},
    ),
    Case(
        "generic dataclass",
        "T = TypeVar('T')\n@dataclass\nclass Box(Generic[T]):\n item: Optional[T]\n"
        "Subject = Box[str]\nVALUE = Box(None)",
        ref("Box", STRING),
        '{"item":null}',
        types={"Box": obj(item=union(PARAMETER, NULL))},
    ),
    Case(
        "NamedTuple",
        "class P(NamedTuple):\n x: int\n y: str = 'b'\nSubject = P\nVALUE = P(1)",
        ref("P"),
        '{"x":1,"y":"b"}',
        types={"P": obj(defaults=("y",), x=INTEGER, y=STRING)},
    ),
    Case(
        "attrs",
        "import attrs\n@attrs.define\nclass P:\n x: int\n y: str = 'b'\nSubject = P\nVALUE = P(1)",
        ref("P"),
        '{"x":1,"y":"b"}',
        types={"P": obj(defaults=("y",), x=INTEGER, y=STRING)},
    ),
    Case(
        "Enum",
        "class Color(enum.Enum):\n RED = 'r'\n BLUE = 'b'\nSubject = Color\nVALUE = Color.BLUE",
        ref("Color"),
        '"b"',
        types={"Color": literal("r", "b")},
    ),
    Case(
        "TextChoices",
        "from django.db.models import TextChoices\nclass Status(TextChoices):\n"
        " DRAFT = 'draft', gettext_lazy('Draft')\n LIVE = 'live', gettext_lazy('Live')\n"
        "Subject = list[Status]\nVALUE = [Status.DRAFT, 'live']",
        array(ref("Status")),
        '["draft","live"]',
        types={"Status": literal("draft", "live")},
    ),
    Case(
        "IntegerChoices",
        "from django.db.models import IntegerChoices\nclass Size(IntegerChoices):\n"
        " S = 1\n L = 2\nSubject = Size\nVALUE = Size.L",
        ref("Size"),
        "2",
        types={"Size": literal(1, 2)},
    ),
    Case(
        "Enum of what JSON does not have",
        "class Odd(enum.Enum):\n A = (1, 2)\nSubject = Odd",
        None,
        problem=("type-unsupported", "the enum Odd"),
    ),
    Case(
        "Enum of a number that browsers round",
        "class Odd(enum.Enum):\n A = 2**53 + 1\nSubject = Odd",
        None,
        problem=("type-unsupported", "beyond 2**53"),
    ),
    Case(
        "Literal of a number that browsers round",
        "Subject = Literal[-9007199254740993]",
        None,
        problem=("type-unsupported", "beyond 2**53"),
    ),
    Case(
        "Literal",
        "Subject = Literal['a', 1, True, None]\nVALUE = 1",
        literal("a", 1, True, None),
        "1",
    ),
    Case(
        "Literal of an enum's member",
        "class Color(enum.Enum):\n RED = 'r'\n BLUE = 'b'\nSubject = Literal[Color.RED]\n"
        "VALUE = Color.RED",
        literal("r"),
        '"r"',
    ),
    Case("Optional", "Subject = Optional[int]\nVALUE = None", union(INTEGER, NULL), "null"),
    Case(
        "union in any order",
        "Subject = None | int | str\nVALUE = 'a'",
        union(INTEGER, STRING, NULL),
        '"a"',
    ),
    Case(
        "datetime",
        "Subject = datetime.datetime\n"
        "VALUE = datetime.datetime(2024, 5, 1, 12, 30, tzinfo=datetime.timezone.utc)",
        scalar("datetime"),
        '"2024-05-01T12:30:00Z"',
    ),
    Case(
        "naive datetime",
        "Subject = dict[str, datetime.datetime]\nVALUE = {'at': datetime.datetime(2024, 5, 1)}",
        record(STRING, scalar("datetime")),
        error="at",
    ),
    Case(
        "date",
        "Subject = datetime.date\nVALUE = datetime.date(2024, 5, 1)",
        scalar("date"),
        '"2024-05-01"',
    ),
    Case(
        "time", "Subject = datetime.time\nVALUE = datetime.time(9, 5)", scalar("time"), '"09:05:00"'
    ),
    Case(
        "timedelta",
        "Subject = datetime.timedelta\nVALUE = datetime.timedelta(hours=1)",
        scalar("duration"),
        '"P0DT01H00M00S"',
    ),
    Case(
        "Decimal",
        "Subject = decimal.Decimal\nVALUE = decimal.Decimal('1.50')",
        scalar("decimal"),
        '"1.50"',
    ),
    Case(
        "UUID",
        "Subject = uuid.UUID\nVALUE = uuid.UUID(int=1)",
        scalar("uuid"),
        '"00000000-0000-0000-0000-000000000001"',
    ),
    Case("bytes", "Subject = bytes\nVALUE = b'\\xff\\x00'", scalar("bytes"), '"/wA="'),
    Case("lazy text", "Subject = str\nVALUE = gettext_lazy('Yes')", STRING, '"Yes"'),
    Case(
        "lazy text by its own class",
        "from django.utils.functional import Promise\nSubject = Promise\n"
        "VALUE = gettext_lazy('Yes')",
        STRING,
        '"Yes"',
    ),
    Case("SafeString", "Subject = SafeString\nVALUE = mark_safe('<b>')", STRING, '"<b>"'),
    Case(
        "picked model",
        "BookCard = Annotated[Book, pick('id', 'title')]\nSubject = BookCard\n"
        "VALUE = Book(id=1, title='x')",
        ref("BookCard"),
        '{"id":1,"title":"x"}',
        types={"BookCard": CARD},
    ),
    Case(
        "pick without a name",
        "Subject = list[Annotated[Book, pick('title')]]\nVALUE = [Book(title='x')]",
        array(obj(title=STRING)),
        '[{"title":"x"}]',
    ),
    Case(
        "QuerySet of picked",
        "BookCard = Annotated[Book, pick('id', 'title')]\n"
        "class P(TypedDict):\n books: QuerySet[BookCard]\n more: 'Manager[BookCard]'\n"
        "Subject = P\nVALUE = {'books': Book.objects.none(), 'more': Book.objects.none()}",
        ref("P"),
        '{"books":[],"more":[]}',
        types={
            "P": obj(books=array(ref("BookCard")), more=array(ref("BookCard"))),
            "BookCard": CARD,
        },
    ),
    Case(
        "bare model",
        "Subject = list[Book]",
        None,
        problem=("model-without-pick", "the model Book without pick()"),
    ),
    Case(
        "bare QuerySet",
        "Subject = QuerySet",
        None,
        problem=("model-without-pick", "a QuerySet of what?"),
    ),
    Case(
        "pick of what is no model",
        "Subject = Annotated[int, pick('id')]",
        None,
        problem=("pick-field", "no model"),
    ),
    Case(
        "FieldFile",
        "from django.db.models.fields.files import FieldFile, FileField\nSubject = FieldFile\n"
        "VALUE = FieldFile(None, FileField(), 'a b.txt')",
        scalar("file"),
        '"/a%20b.txt"',
    ),
    Case(
        "FieldFile without a file",
        "from django.db.models.fields.files import ImageFieldFile, ImageField\n"
        "Subject = ImageFieldFile\nVALUE = ImageFieldFile(None, ImageField(), '')",
        scalar("file"),
        "null",
    ),
    Case(
        "tagged union",
        f"{_PETS}Subject = list[Union[Cat, Dog]]\n"
        "VALUE = [{'kind': 'dog', 'name': 'Rex'}, {'kind': 'cat', 'lives': 9}]",
        array(union(ref("Cat"), ref("Dog"))),
        '[{"kind":"dog","name":"Rex"},{"kind":"cat","lives":9}]',
        types={
            "Cat": obj(kind=literal("cat"), lives=INTEGER),
            "Dog": obj(kind=literal("dog"), name=STRING),
        },
    ),
    Case(
        "ambiguous union",
        "class A(TypedDict):\n id: int\nclass B(TypedDict):\n id: int\n extra: str\n"
        "Subject = Union[A, B]\nVALUE = {'id': 1}",
        union(ref("A"), ref("B")),
        '{"id":1}',
        types={"A": obj(id=INTEGER), "B": obj(id=INTEGER, extra=STRING)},
        problem=("type-ambiguous", "A and B"),
    ),
    Case(
        "union of what a whole number fits",
        "class A(TypedDict):\n x: float\nclass B(TypedDict):\n x: int\n y: str\n"
        "Subject = Union[A, B]\nVALUE = {'x': 1}",
        union(ref("A"), ref("B")),
        '{"x":1}',
        types={"A": obj(x=NUMBER), "B": obj(x=INTEGER, y=STRING)},
        problem=("type-ambiguous", "A and B"),
    ),
    Case(
        "union of what may be None",
        "class A(TypedDict):\n x: Optional[int]\nclass B(TypedDict):\n x: int\n y: str\n"
        "Subject = Union[A, B]\nVALUE = {'x': 1}",
        union(ref("A"), ref("B")),
        '{"x":1}',
        types={"A": obj(x=union(INTEGER, NULL)), "B": obj(x=INTEGER, y=STRING)},
        problem=("type-ambiguous", "A and B"),
    ),
    Case(
        "union that fields tell apart",
        "class A(TypedDict):\n id: int\nclass B(TypedDict):\n id: str\nSubject = Union[A, B]\n"
        "VALUE = {'id': 'x'}",
        union(ref("A"), ref("B")),
        '{"id":"x"}',
        types={"A": obj(id=INTEGER), "B": obj(id=STRING)},
    ),
    Case(
        "NewType", "Slug = NewType('Slug', str)\nSubject = Slug\nVALUE = Slug('a')", STRING, '"a"'
    ),
    Case(
        "type X = …",
        "type Rows = list[Row]\nclass Row(TypedDict):\n id: int\nSubject = Rows\n"
        "VALUE = [{'id': 1}]",
        ref("Rows"),
        '[{"id":1}]',
        types={"Rows": array(ref("Row")), "Row": obj(id=INTEGER)},
        python=(3, 12),
    ),
    Case(
        "type X[T] = …, recursive",
        "type Tree[T] = dict[str, Tree[T]] | T\nSubject = Tree[int]\nVALUE = {'a': {'b': 1}}",
        ref("Tree", INTEGER),
        '{"a":{"b":1}}',
        types={"Tree": union(record(STRING, ref("Tree", PARAMETER)), PARAMETER)},
        python=(3, 12),
    ),
    Case(
        "type X = X",
        "type A = B | None\ntype B = A\nSubject = A",
        None,
        problem=("type-unsupported", "stands for itself"),
        python=(3, 12),
    ),
    Case(
        "class Page[T]",
        "@dataclass\nclass Page[T]:\n items: list[T]\nSubject = Page[int]\nVALUE = Page([1])",
        ref("Page", INTEGER),
        '{"items":[1]}',
        types={"Page": obj(items=array(PARAMETER))},
        python=(3, 12),
    ),
    Case(
        "annotations as text",
        "from __future__ import annotations\n{typing}\n@dataclass\nclass P:\n"
        " at: datetime.date | None\n next: P | None = None\nSubject = P\n"
        "VALUE = P(datetime.date(2024, 5, 1), P(None))",
        ref("P"),
        '{"at":"2024-05-01","next":{"at":null,"next":null}}',
        types={
            "P": obj(defaults=("next",), at=union(scalar("date"), NULL), next=union(ref("P"), NULL))
        },
    ),
    Case(
        "int beyond 2**53 - 1",
        "Subject = dict[str, int]\nVALUE = {'id': 2**60}",
        record(STRING, INTEGER),
        error="id",
    ),
    Case("BigInt", "Subject = BigInt\nVALUE = 2**60", scalar("bigint"), '"1152921504606846976"'),
    Case("NaN", "Subject = list[float]\nVALUE = [float('nan')]", array(NUMBER), error="[0]"),
    Case(
        "validators",
        "from django.core.validators import MinValueValidator\n"
        "Subject = Annotated[Optional[int], MinValueValidator(1)]\nVALUE = 3",
        union(INTEGER, NULL),
        "3",
    ),
    Case(
        "set",
        "Subject = set[int]",
        None,
        problem=("type-unsupported", "which has no order"),
    ),
    Case(
        "pydantic model",
        "import pydantic\nclass P(pydantic.BaseModel):\n x: int\nSubject = P",
        None,
        problem=("type-unsupported", "the pydantic model P"),
    ),
    Case(
        "msgspec Struct",
        "import msgspec\nclass P(msgspec.Struct):\n x: int\nSubject = P",
        None,
        problem=("type-unsupported", "the msgspec Struct P"),
    ),
    Case(
        "what cannot cross, by its path",
        "import asyncio\nclass P(TypedDict):\n lock: asyncio.Lock\nSubject = P",
        None,
        problem=("type-unsupported", "P.lock is a Lock"),
    ),
    Case(
        "response within data",
        "from django.http import HttpResponse\nSubject = list[HttpResponse]",
        None,
        problem=("type-unsupported", "a HttpResponse"),
    ),
    Case(
        "unknown name",
        "class P(TypedDict):\n price: 'Decimal'\nSubject = P",
        None,
        problem=("type-unresolved", "P.price is annotated with Decimal"),
    ),
)


def build_source(case: Case) -> str:
    """Return the text of a case's module."""
    if "{typing}" in case.source:
        return case.source.replace("{typing}", _TYPING)
    return f"{_TYPING}\n{case.source}\n"
