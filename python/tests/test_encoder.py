"""Values are checked against what a handler declares, and only what is declared leaves."""

from __future__ import annotations

import datetime
import enum
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta, timezone
from decimal import Decimal
from types import MappingProxyType
from typing import Annotated, Any, Generic, Literal, NamedTuple, Optional, TypedDict, TypeVar

import attrs
import pytest
from django.db import models
from django.db.models.fields.files import FieldFile
from django.http import QueryDict
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy
from typing_extensions import NotRequired

from djk import pick
from djk.big_int import BigInt
from djk.encoding import EncodingError, encode
from djk.shapes.encoder import build_encoder
from djk.shapes.functions import read_signature

from catalog.models import Audiobook, Author, Country, Novel, Status

UTC = timezone.utc
T = TypeVar("T")


class Colour(enum.Enum):
    RED = "red"
    BLUE = "blue"


class Size(enum.IntEnum):
    BIG = 3


class Row(TypedDict):
    id: int
    title: str
    note: NotRequired[str]


class Titled(TypedDict):
    title: str


class Page(TypedDict):
    rows: list[Row]


@dataclass
class Point:
    x: int
    y: float = 0


@dataclass
class Point3(Point):
    z: float = 0


class Pair(NamedTuple):
    left: int
    right: str


@attrs.define
class Spot:
    name: str


class Cat(TypedDict):
    kind: Literal["cat"]
    lives: int


class Dog(TypedDict):
    kind: Literal["dog"]
    tricks: list[str]


class Tree(TypedDict):
    name: str
    children: list[Tree]


@dataclass
class Chain:
    next: Optional[Chain] = None  # noqa: UP045


@dataclass
class Boxed(Generic[T]):
    item: T
    more: list[T]


NovelCard = Annotated[Novel, pick("id", "title", "author.name")]
AuthorCard = Annotated[Author, pick("name", "country.code")]
Badge = Annotated[Author, pick("name", badge=str)]
Filed = Annotated[Novel, pick("cover")]


def make_encoder(annotation: Any) -> Callable[[Any], Any]:
    def get(request: Any) -> Any: ...

    get.__annotations__["return"] = annotation
    signature = read_signature(get, params=(), kind="page")
    assert signature.data is not None
    return build_encoder(signature.data, signature.definitions)


def encode_as(annotation: Any, value: object) -> Any:
    return make_encoder(annotation)(value)


def make_novel(**values: Any) -> Novel:
    return Novel(id=1, title="Dune", author=Author(id=2, name="Frank"), **values)


AT = datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
EAST = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("annotation", "value", "plain"),
    [
        (str, "ü", "ü"),
        (str, mark_safe("<b>"), "<b>"),
        (str, gettext_lazy("Yes"), "Yes"),
        (str, Status.LIVE, "live"),
        (bool, True, True),
        (int, 2**53 - 1, 2**53 - 1),
        (int, Size.BIG, 3),
        (float, 1, 1),
        (float, 1.5, 1.5),
        (BigInt, 2**60, "1152921504606846976"),
        (None, None, None),
        (datetime.datetime, AT, "2026-01-02T03:04:05Z"),
        (datetime.datetime, AT.replace(microsecond=120_000), "2026-01-02T03:04:05.120Z"),
        (datetime.datetime, AT.replace(microsecond=1), "2026-01-02T03:04:05.000001Z"),
        (datetime.datetime, AT.replace(tzinfo=EAST), "2026-01-02T03:04:05+02:00"),
        (
            datetime.datetime,
            AT.replace(tzinfo=timezone(timedelta(seconds=3208))),
            "2026-01-02T02:10:37Z",
        ),
        (datetime.date, datetime.date(2026, 1, 2), "2026-01-02"),
        (datetime.time, datetime.time(1, 2, 3), "01:02:03"),
        (datetime.time, datetime.time(1, 2, 3, 4000), "01:02:03.004"),
        (datetime.timedelta, timedelta(days=1, seconds=1), "P1DT00H00M01S"),
        (Decimal, Decimal("1E+2"), "100"),
        (Decimal, Decimal("0.10"), "0.10"),
        (uuid.UUID, uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001"),
        (bytes, b"\xff\x00", "/wA="),
        (Colour, Colour.RED, "red"),
        (Colour, "blue", "blue"),
        (Status, "draft", "draft"),
        (Status, Status.LIVE, "live"),
        (Size, 3, 3),
        (Literal["a", 1], "a", "a"),
        (Literal[Colour.RED], Colour.RED, "red"),
        (int | None, None, None),
        (int | None, 1, 1),
        (int | str, "x", "x"),
        (list[int], (1, 2), [1, 2]),
        (list[int], {1: "a"}.keys(), [1]),
        (Iterable[int], (n for n in (1, 2)), [1, 2]),
        (Sequence[int], range(2), [0, 1]),
        (tuple[int, str], (1, "a"), [1, "a"]),
        (tuple[int, ...], [1, 2, 3], [1, 2, 3]),
        (dict[str, int], {"a": 1}, {"a": 1}),
        (dict[int, int], {1: 1}, {"1": 1}),
        (dict[datetime.date, int], {datetime.date(2026, 1, 2): 1}, {"2026-01-02": 1}),
        (Mapping[str, int], MappingProxyType({"a": 1}), {"a": 1}),
        (Row, {"id": 1, "title": "a", "secret": "x"}, {"id": 1, "title": "a"}),
        (Row, MappingProxyType({"id": 1, "title": "a"}), {"id": 1, "title": "a"}),
        (Row, {"note": "n", "id": 1, "title": "a"}, {"id": 1, "title": "a", "note": "n"}),
        (Point, Point3(1, 2, 3), {"x": 1, "y": 2}),
        (Pair, Pair(1, "a"), {"left": 1, "right": "a"}),
        (Spot, Spot("here"), {"name": "here"}),
        (Cat | Dog, {"kind": "dog", "tricks": []}, {"kind": "dog", "tricks": []}),
        (
            list[Cat | None],
            [None, {"kind": "cat", "lives": 9}],
            [None, {"kind": "cat", "lives": 9}],
        ),
        (
            Tree,
            {"name": "a", "children": [{"name": "b", "children": []}]},
            {"name": "a", "children": [{"name": "b", "children": []}]},
        ),
        (Chain, Chain(Chain()), {"next": {"next": None}}),
        (Boxed[int], Boxed(1, [2]), {"item": 1, "more": [2]}),
        (
            Boxed[Row],
            Boxed({"id": 1, "title": "a", "x": 2}, []),
            {"item": {"id": 1, "title": "a"}, "more": []},
        ),
        (NovelCard, make_novel(), {"id": 1, "title": "Dune", "author": {"name": "Frank"}}),
        (AuthorCard, Author(name="A"), {"name": "A", "country": None}),
        (
            AuthorCard,
            Author(name="A", country=Country(code="de")),
            {"name": "A", "country": {"code": "de"}},
        ),
        (
            list[NovelCard],
            [make_novel()],
            [{"id": 1, "title": "Dune", "author": {"name": "Frank"}}],
        ),
        (Any, {"a": [AT, Decimal("1.0")]}, {"a": ["2026-01-02T03:04:05Z", "1.0"]}),
    ],
)
def test_what_is_encoded(annotation: Any, value: object, plain: object) -> None:
    found = encode_as(annotation, value)
    assert found == plain
    assert type(found) is type(plain)


def test_a_file_is_its_url_and_no_file_is_null(settings: Any) -> None:
    settings.MEDIA_URL = "/media/"
    assert encode_as(Filed, Novel(cover="a b.png")) == {"cover": "/media/a%20b.png"}
    assert encode_as(Filed, Novel(cover="")) == {"cover": None}
    assert encode_as(FieldFile, Novel(cover="x.png").cover) == "/media/x.png"


def test_naive_datetimes_are_sent_where_no_time_zone_is_used(settings: Any) -> None:
    settings.USE_TZ = False
    assert encode_as(datetime.datetime, AT.replace(tzinfo=None)) == "2026-01-02T03:04:05"


def test_a_missing_key_is_not_made_up() -> None:
    row: defaultdict[str, Any] = defaultdict(int, title="a")
    with pytest.raises(EncodingError, match=r"^\.id is missing"):
        encode_as(Row, row)
    assert list(row) == ["title"]


def make_cycle() -> Any:
    tree: dict[str, Any] = {"name": "a", "children": []}
    tree["children"].append(tree)
    return tree


def make_chain() -> Chain:
    chain = Chain()
    chain.next = chain
    return chain


ROW = {"id": 1, "title": "a"}


class Twins(TypedDict):
    title: str
    titles: str


@pytest.mark.parametrize(
    ("annotation", "value", "message"),
    [
        (
            Page,
            {"rows": [ROW, {**ROW, "title": None}]},
            "data.rows[1].title expected str, got None",
        ),
        (
            Page,
            {"rows": [{"id": 1, "titel": "a"}]},
            "data.rows[0].title is missing; got 'titel'.",
        ),
        (Page, {"rows": [{"title": "a", "idd": 1}]}, "data.rows[0].id is missing; got 'idd'."),
        (Twins, {"title": "a"}, "data.titles is missing."),
        (Page, {"rows": "abc"}, "data.rows expected list, got str"),
        (Page, {"rows": ROW}, "data.rows expected list, got dict"),
        (Page, {"rows": 1}, "data.rows expected list, got int"),
        (Page, [], "data expected dict, got list"),
        (
            Row,
            make_novel(),
            "data expected dict, got the model Novel. Annotate it: Annotated[Novel",
        ),
        (int, True, "data expected int, got bool"),
        (int, 2**53, "data is 9007199254740992: browsers round whole numbers beyond 2**53 - 1."),
        (
            Any,
            -(2**53),
            "data is -9007199254740992: browsers round whole numbers beyond 2**53 - 1.",
        ),
        (float, 2**60, "data is 1152921504606846976: browsers round"),
        (float, float("nan"), "data is nan, which JSON does not have."),
        (float, float("-inf"), "data is -inf, which JSON does not have."),
        (float, Decimal(1), "data expected float, got Decimal. Annotate Decimal, or return float("),
        (bool, 1, "data expected bool, got int"),
        (str, b"x", "data expected str, got bytes"),
        (None, 1, "data expected None, got int"),
        (
            datetime.datetime,
            AT.replace(tzinfo=None),
            "data is a naive datetime (2026-01-02 03:04:05)",
        ),
        (datetime.datetime, AT.date(), "data expected datetime, got date"),
        (datetime.date, AT, "data expected date, got datetime"),
        (datetime.time, datetime.time(1, tzinfo=UTC), "data is a time with a time zone"),
        (Decimal, Decimal("NaN"), "data is NaN, which is no number."),
        (Decimal, 1, "data expected Decimal, got int"),
        (uuid.UUID, "x", "data expected UUID, got str"),
        (bytes, "x", "data expected bytes, got str"),
        (BigInt, True, "data expected int, got bool"),
        (datetime.timedelta, 1, "data expected timedelta, got int"),
        (FieldFile, "x", "data expected FieldFile, got str"),
        (Colour, "green", "data expected one of 'red', 'blue', got 'green'"),
        (Literal[1], True, "data expected one of 1, got True"),
        (Literal["a"], [], "data expected one of 'a', got list"),
        (tuple[int, str], (1,), "data expected 2 items, got 1"),
        (tuple[int, str], (1, 2), "data[1] expected str, got int"),
        (dict[str, int], {"a": "b"}, "data.a expected int, got str"),
        (dict[str, int], {1: 1}, "data (key 1) expected str, got int"),
        (dict[str, int], [], "data expected dict, got list"),
        (Point, Pair(1, "a"), "data expected Point, got Pair"),
        (Point, {"x": 1, "y": 2}, "data expected Point, got dict"),
        (Cat | Dog, {"kind": "cow"}, "data.kind expected one of 'cat', 'dog', got 'cow'"),
        (Cat | Dog, {}, "data is a dict without 'kind'"),
        (Cat | Dog, {"kind": "cat"}, "data.lives is missing."),
        (int | str, 1.5, "data is a float, which fits no member of the union: (1) it expected int"),
        (Tree, make_cycle(), "data.children[0].children[0]"),
        (Chain, make_chain(), "data.next.next"),
        (NovelCard, Author(), "data expected Novel, got Author"),
        (
            NovelCard,
            Novel(id=1, title="a"),
            "data.author expected Author, got None. Where there may be none, annotate it | None.",
        ),
        (Point, None, "data expected Point, got None. Where there may be none, annotate it | None"),
        (
            Badge,
            Author(name="a"),
            "data.badge is missing: the Author has no 'badge'. Add .annotate(badge=…) to the query",
        ),
        (list[NovelCard], [ROW], "data[0] expected Novel, got dict"),
        (Any, {"a": make_novel()}, "data.a is a model (Novel): refusing to send it"),
        (Any, {"a": Novel.objects.all()}, "data.a is a QuerySet of Novel: refusing"),
        (Any, {"a": 2**60}, "data.a is 1152921504606846976: browsers round"),
        (Any, [AT.replace(tzinfo=None)], "data[0] is a naive datetime"),
        (Row, {**ROW, "title": "\ud800"}, "data.title is text that is no Unicode: '\\ud800'."),
        (dict[str, int], {"\ud800": 1}, "data (key '\\ud800') is text that is no Unicode"),
    ],
)
def test_what_is_refused(annotation: Any, value: object, message: str) -> None:
    with pytest.raises(EncodingError) as caught:
        encode(value, "data", make_encoder(annotation))
    assert str(caught.value).startswith(message)


def test_what_contains_itself_has_a_short_message() -> None:
    with pytest.raises(EncodingError, match=r"… is nested too deeply, or contains itself\.$") as it:
        encode(make_chain(), "data", make_encoder(Chain))
    assert len(str(it.value)) < 250


def test_an_error_of_a_property_is_the_error_of_the_property() -> None:
    class Broken(models.Model):
        class Meta:
            app_label = "catalog"

        def __str__(self) -> str:
            return ""

        @property
        def total(self) -> int:
            return self.nothing  # type: ignore[attr-defined,no-any-return]

    with pytest.raises(AttributeError, match="nothing"):
        encode_as(Annotated[Broken, pick("total")], Broken())


def test_a_generator_is_read_once() -> None:
    def count() -> Iterator[int]:
        seen.append(1)
        yield 1

    seen: list[int] = []
    assert encode_as(Iterable[int], count()) == [1]
    assert seen == [1]


def test_the_same_object_twice_is_no_cycle() -> None:
    leaf: Any = {"name": "b", "children": []}
    encoded = encode_as(Tree, {"name": "a", "children": [leaf, leaf]})
    assert [child["name"] for child in encoded["children"]] == ["b", "b"]


@dataclass
class Lazy:
    items: list[int] = field(default_factory=list)


def test_an_encoder_serves_many_values() -> None:
    encoder = make_encoder(list[Lazy])
    assert encoder([Lazy([1])]) == [{"items": [1]}]
    assert encoder([]) == []


def test_a_query_dict_is_read_as_its_items() -> None:
    given = QueryDict("id=1&title=a&title=b")
    assert encode_as(Titled, given) == {"title": "b"}
    assert encode_as(dict[str, str], given) == {"id": "1", "title": "b"}


LMT = timezone(timedelta(minutes=53, seconds=28))


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime.datetime(1800, 1, 1, tzinfo=LMT), "1799-12-31T23:06:32Z"),
        (
            datetime.datetime(2020, 1, 1, tzinfo=timezone(timedelta(microseconds=5))),
            "2019-12-31T23:59:59.999995Z",
        ),
        (
            datetime.datetime(2020, 1, 1, tzinfo=timezone(timedelta(seconds=-1, microseconds=-5))),
            "2020-01-01T00:00:01.000005Z",
        ),
        (datetime.datetime(1, 1, 1, tzinfo=EAST), "0001-01-01T00:00:00+02:00"),
    ],
)
def test_an_offset_with_seconds_is_sent_in_utc(at: datetime.datetime, text: str) -> None:
    assert encode_as(datetime.datetime, at) == text
    assert encode_as(Any, at) == text


def test_a_datetime_before_the_first_year_in_utc_is_named() -> None:
    at = datetime.datetime(1, 1, 1, tzinfo=LMT)
    with pytest.raises(
        EncodingError, match=r"^\.at is 0001-01-01 .* not within the years 1 to 9999"
    ):
        encode_as(TypedDict("Event", {"at": datetime.datetime}), {"at": at})


def test_a_time_zone_without_an_offset_is_naive() -> None:
    class Nowhere(datetime.tzinfo):
        def utcoffset(self, at: Any) -> None:
            return None

    with pytest.raises(EncodingError, match="is a naive datetime"):
        encode_as(datetime.datetime, AT.replace(tzinfo=Nowhere()))


class Numbers(TypedDict):
    rows: Iterable[int]


class Words(TypedDict):
    rows: Iterable[str]


def test_an_iterator_in_a_union_loses_nothing_to_a_member_that_does_not_fit() -> None:
    assert encode_as(Iterable[int] | Iterable[str], iter(["a", "b"])) == ["a", "b"]
    assert encode_as(Numbers | Words, {"rows": iter(["a", "b"])}) == {"rows": ["a", "b"]}


@pytest.mark.parametrize("annotation", [Point | Point3, Point3 | Point, Point | Point3 | None])
def test_an_instance_in_a_union_keeps_the_fields_of_its_own_class(annotation: Any) -> None:
    assert encode_as(annotation, Point3(1, 2, 3)) == {"x": 1, "y": 2, "z": 3}
    assert encode_as(annotation, Point(1, 2)) == {"x": 1, "y": 2}


def test_a_multi_table_child_in_a_union_keeps_its_own_fields() -> None:
    annotation = list[
        Annotated[Novel, pick("title")] | Annotated[Audiobook, pick("title", "minutes")]
    ]
    assert encode_as(annotation, [Audiobook(title="a", minutes=5), Novel(title="b")]) == [
        {"title": "a", "minutes": 5},
        {"title": "b"},
    ]
