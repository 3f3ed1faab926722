"""JSON bodies: everything wrong at once, in the words of Django's forms."""

from __future__ import annotations

import datetime
import enum
import json
import random
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, NamedTuple

import attrs
import pytest
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, RegexValidator
from django.utils import timezone, translation
from django.utils.functional import lazy

from djk.shapes import invalid_input, json_decoder
from djk.shapes.invalid_input import InvalidInput
from djk.shapes.json_decoder import build_json_decoder
from djk.shapes.parse_json import MOST_LEVELS, parse_json
from djk.shapes.shape import (
    Array,
    Choices,
    Definition,
    Definitions,
    Field,
    Object,
    OneOf,
    Option,
    Parameter,
    Picked,
    Record,
    Ref,
    Scalar,
    Shape,
    Tuple,
)

from library.models import Book

STRING = Scalar("string")
INTEGER = Scalar("integer")
NULL = Scalar("null")


class Size(enum.Enum):
    SMALL = "s"
    LARGE = 3


SIZES = Choices((Option("s", Size.SMALL), Option(3, Size.LARGE)))


def literal(*values: str | int | bool | None) -> Choices:
    return Choices(tuple(Option(value, value) for value in values))


def typed_dict(*fields: Field) -> Object:
    return Object(fields, "key", dict)


def named(id_: str, shape: Shape, *parameters: str) -> Definitions:
    return {id_: Definition(id_, id_, "tests", shape, parameters=parameters)}


def decode(shape: Shape, value: Any, definitions: Definitions | None = None) -> Any:
    return build_json_decoder(shape, definitions or {})(value)


def find_errors(shape: Shape, value: Any, definitions: Definitions | None = None) -> Any:
    with pytest.raises(InvalidInput) as caught:
        decode(shape, value, definitions)
    return caught.value.by_field()


BOOK = typed_dict(
    Field("title", Scalar("string", (MaxLengthValidator(5),))),
    Field("rank", INTEGER),
    Field("published", OneOf((Scalar("date"), NULL)), required=False),
    Field("tags", Array(STRING)),
    Field("author", typed_dict(Field("name", STRING), Field("born", Scalar("date")))),
)


def test_an_object_keeps_the_keys_that_it_knows() -> None:
    author = {"name": "Frank", "born": "1920-10-08", "password": "x"}
    value = {"title": "Dune", "rank": 1, "tags": ["a"], "author": author, "is_staff": True}
    assert decode(BOOK, value) == {
        "title": "Dune",
        "rank": 1,
        "tags": ["a"],
        "author": {"name": "Frank", "born": datetime.date(1920, 10, 8)},
    }


WRONG = {
    "title": "Children",
    "rank": "1",
    "published": 3,
    "tags": ["a", 1, None],
    "author": {"born": "8.10.1920"},
}


def test_every_error_is_told_at_once() -> None:
    assert find_errors(BOOK, WRONG) == {
        "title": ["Ensure this value has at most 5 characters (it has 8)."],
        "rank": ["Enter a whole number."],
        "published": ["Enter a valid date."],
        "tags.1": ["Enter a valid value."],
        "tags.2": ["This field cannot be null."],
        "author.name": ["This field is required."],
        "author.born": ["Enter a valid date."],
    }


def test_in_the_language_of_the_request() -> None:
    decode_book = build_json_decoder(BOOK, {})
    with translation.override("de"), pytest.raises(InvalidInput) as caught:
        decode_book(WRONG)
    with translation.override("de"):
        found = caught.value.by_field()
    assert found == {
        "title": [
            "Bitte sicherstellen, dass der Wert aus höchstens 5 Zeichen besteht."
            " (Er besteht aus 8 Zeichen.)"
        ],
        "rank": ["Bitte eine ganze Zahl eingeben."],
        "published": ["Bitte ein gültiges Datum eingeben."],
        "tags.1": ["Bitte einen gültigen Wert eingeben."],
        "tags.2": ["Dieses Feld darf nicht null sein."],
        "author.name": ["Dieses Feld ist zwingend erforderlich."],
        "author.born": ["Bitte ein gültiges Datum eingeben."],
    }


@pytest.mark.parametrize(
    ("shape", "value", "decoded"),
    [
        (STRING, " x ", " x "),
        (STRING, "", ""),
        (STRING, "Tür 😀", "Tür 😀"),
        (Scalar("boolean"), True, True),
        (INTEGER, -(2**53) + 1, -(2**53) + 1),
        (Scalar("number"), 3, 3.0),
        (Scalar("number"), 2.5, 2.5),
        (NULL, None, None),
        (Scalar("any"), {"a": [1, None]}, {"a": [1, None]}),
        (Scalar("date"), "2026-02-28", datetime.date(2026, 2, 28)),
        (Scalar("time"), "12:30", datetime.time(12, 30)),
        (Scalar("time"), "12:30:15.250", datetime.time(12, 30, 15, 250000)),
        (Scalar("duration"), "P1DT2H", datetime.timedelta(days=1, hours=2)),
        (Scalar("duration"), "1 02:00:00", datetime.timedelta(days=1, hours=2)),
        (Scalar("decimal"), "12.50", Decimal("12.50")),
        (Scalar("decimal"), 0.1, Decimal("0.1")),
        (Scalar("decimal"), 7, Decimal(7)),
        (Scalar("uuid"), "00000000-0000-0000-0000-000000000001", uuid.UUID(int=1)),
        (Scalar("bytes"), "/w==", b"\xff"),
        (Scalar("bigint"), "9007199254740993", 2**53 + 1),
        (Scalar("bigint"), 5, 5),
        (SIZES, "s", Size.SMALL),
        (SIZES, 3, Size.LARGE),
        (literal(None, "a"), None, None),
        (Array(INTEGER), [1, 2], [1, 2]),
        (Array(INTEGER, "tuple"), [1, 2], (1, 2)),
        (Array(INTEGER, "set"), [1, 1], {1}),
        (Array(INTEGER, "frozenset"), [1], frozenset({1})),
        (Array(INTEGER, "iterable"), [1], [1]),
        (Tuple((INTEGER, STRING)), [1, "x"], (1, "x")),
        (Record(INTEGER, Scalar("boolean")), {"1": True}, {1: True}),
        (Record(SIZES, INTEGER), {"s": 1, "3": 2}, {Size.SMALL: 1, Size.LARGE: 2}),
        (OneOf((INTEGER, NULL)), None, None),
        (OneOf((Scalar("date"), STRING)), "2026-02-28", datetime.date(2026, 2, 28)),
        (OneOf((Scalar("date"), STRING)), "tomorrow", "tomorrow"),
        (OneOf((Array(INTEGER), Array(STRING))), ["a"], ["a"]),
    ],
    ids=str,
)
def test_what_fits(shape: Shape, value: Any, decoded: Any) -> None:
    found = decode(shape, value)
    assert (found, type(found)) == (decoded, type(decoded))


WHOLE = "Enter a whole number."
VALID = "Enter a valid value."


@pytest.mark.parametrize(
    ("shape", "value", "message"),
    [
        (STRING, 1, VALID),
        (STRING, None, "This field cannot be null."),
        (STRING, "a\0b", "Null characters are not allowed."),
        (STRING, "\ud800", VALID),
        (Scalar("boolean"), 1, "“1” value must be either True or False."),
        (Scalar("boolean"), "true", "“true” value must be either True or False."),
        (INTEGER, True, WHOLE),
        (INTEGER, "12", WHOLE),
        (INTEGER, 3.5, WHOLE),
        (INTEGER, 3.0, WHOLE),
        (INTEGER, None, "This field cannot be null."),
        (INTEGER, 2**53, "Ensure this value is less than or equal to 9007199254740991."),
        (INTEGER, -(2**53), "Ensure this value is greater than or equal to -9007199254740991."),
        (Scalar("number"), True, "Enter a number."),
        (Scalar("number"), "1.5", "Enter a number."),
        (Scalar("number"), 10**400, "Enter a number."),
        (NULL, 0, VALID),
        (Scalar("date"), "2026-02-30", "Enter a valid date."),
        (Scalar("date"), "28.02.2026", "Enter a valid date."),
        (Scalar("date"), 20260228, "Enter a valid date."),
        (Scalar("datetime"), "yesterday", "Enter a valid date/time."),
        (Scalar("datetime"), 0, "Enter a valid date/time."),
        (Scalar("time"), "25:00", "Enter a valid time."),
        (Scalar("time"), "12:30+02:00", "Enter a valid time."),
        (Scalar("duration"), "long", "Enter a valid duration."),
        (Scalar("decimal"), "1,5", "Enter a number."),
        (Scalar("decimal"), True, "Enter a number."),
        (Scalar("decimal"), "NaN", "Enter a number."),
        (
            Scalar("decimal"),
            "1e999999999",
            "Ensure that there are no more than 1000 digits in total.",
        ),
        (Scalar("uuid"), "1", "Enter a valid UUID."),
        (Scalar("bytes"), "*", VALID),
        (Scalar("bytes"), "ü", VALID),
        (Scalar("bigint"), 2**53, WHOLE),
        (Scalar("bigint"), "1.5", WHOLE),
        (SIZES, "m", "Select a valid choice. m is not one of the available choices."),
        (SIZES, True, "Select a valid choice. True is not one of the available choices."),
        (SIZES, ["s"], VALID),
        (SIZES, None, "This field cannot be null."),
        (literal(1), True, "Select a valid choice. True is not one of the available choices."),
        (literal(1), 1.0, "Select a valid choice. 1.0 is not one of the available choices."),
        (Array(INTEGER), {"0": 1}, "Enter a list of values."),
        (Array(INTEGER), "ab", "Enter a list of values."),
        (Tuple((INTEGER, INTEGER)), [1], "Enter a complete value."),
        (Tuple((INTEGER,)), [1, 2], VALID),
        (Record(STRING, INTEGER), [], VALID),
        (BOOK, [], VALID),
        (BOOK, None, "This field cannot be null."),
        (OneOf((INTEGER, NULL)), "x", WHOLE),
        (OneOf((INTEGER, STRING)), None, "This field cannot be null."),
        (OneOf((STRING, Array(STRING))), 4, "Enter a list of values."),
    ],
    ids=str,
)
def test_what_does_not_fit(shape: Shape, value: Any, message: str) -> None:
    assert find_errors(shape, value) == {"__all__": [message]}


def test_a_datetime_without_an_offset_is_of_the_current_time_zone() -> None:
    with timezone.override("Europe/Berlin"):
        found = decode(Scalar("datetime"), "2026-07-01T12:00")
    assert found.isoformat() == "2026-07-01T12:00:00+02:00"
    assert decode(Scalar("datetime"), "2026-07-01T12:00:00Z").utcoffset() == datetime.timedelta(0)


@pytest.mark.parametrize(
    "text",
    ["0001-01-01T00:00", "0001-01-01T00:00+14:00", "9999-12-31T23:59:59-00:01"],
)
def test_an_instant_that_utc_has_no_year_for_is_refused(text: str) -> None:
    # There the offset was one of seconds in the year 1.
    with timezone.override("Europe/Berlin"):
        errors = find_errors(Scalar("datetime"), text)
    assert errors == {"__all__": ["Enter a valid date/time."]}


def test_a_datetime_that_the_time_zone_does_not_have() -> None:
    with timezone.override("Europe/Berlin"):
        errors = find_errors(Scalar("datetime"), "2026-03-29T02:30")
    assert "2026-03-29 02:30:00 couldn" in errors["__all__"][0]


def test_without_time_zones_a_datetime_is_naive(settings: Any) -> None:
    settings.USE_TZ = False
    settings.TIME_ZONE = "UTC"
    assert decode(Scalar("datetime"), "2026-07-01T12:00+02:00") == datetime.datetime(2026, 7, 1, 10)
    first = "0001-01-01T00:00+14:00"
    assert find_errors(Scalar("datetime"), first) == {"__all__": ["Enter a valid date/time."]}


def test_all_validators_are_asked() -> None:
    code = Scalar("string", (MaxLengthValidator(2), RegexValidator("^[a-z]+$")))
    assert find_errors(Array(code), ["ABC"]) == {
        "0": ["Ensure this value has at most 2 characters (it has 3).", VALID]
    }
    few = Array(STRING, validators=(MaxLengthValidator(1),))
    assert list(find_errors(typed_dict(Field("tags", few)), {"tags": ["a", "b"]})) == ["tags"]


def test_wrong_keys_of_a_record() -> None:
    assert find_errors(Record(INTEGER, INTEGER), {"a": 1, "2": 2}) == {"a": [WHOLE]}


@dataclass
class Price:
    amount: Decimal
    currency: str = "EUR"
    tags: list[str] = field(default_factory=list)
    cents: int = field(init=False)

    def __post_init__(self) -> None:
        self.cents = int(self.amount * 100)
        if self.amount < 0:
            raise ValidationError({"amount": "Too cheap."})
        if self.currency == "XXX":
            raise ValueError("There is no such currency.")
        if self.currency == "BTC":
            raise ValidationError("We take no coins.")


PRICE = Object(
    (
        Field("amount", Scalar("decimal")),
        Field("currency", STRING, default="EUR"),
        Field("tags", Array(STRING)),
        Field("cents", INTEGER),
    ),
    "attribute",
    Price,
)


def test_a_dataclass_is_made_with_its_defaults() -> None:
    assert decode(PRICE, {"amount": "1.50", "cents": 7}) == Price(Decimal("1.50"))
    assert decode(PRICE, {"amount": "1", "tags": ["a"]}).tags == ["a"]
    assert find_errors(PRICE, {}) == {"amount": ["This field is required."]}


def test_a_dataclass_may_refuse() -> None:
    prices = typed_dict(Field("price", PRICE))
    assert find_errors(PRICE, {"amount": "1", "currency": "XXX"}) == {
        "__all__": ["There is no such currency."]
    }
    assert find_errors(PRICE, {"amount": "-1"}) == {"amount": ["Too cheap."]}
    assert find_errors(prices, {"price": {"amount": "-1"}}) == {"price.amount": ["Too cheap."]}
    assert find_errors(prices, {"price": {"amount": "1", "currency": "BTC"}}) == {
        "price": ["We take no coins."]
    }


class Point(NamedTuple):
    x: int
    y: int = 0


@attrs.define
class Secret:
    _key: str


def test_other_classes() -> None:
    point = Object((Field("x", INTEGER), Field("y", INTEGER, default=0)), "attribute", Point)
    assert decode(point, {"x": 1}) == Point(1, 0)
    secret = Object((Field("_key", STRING),), "attribute", Secret)
    assert decode(secret, {"_key": "a"}) == Secret("a")


CAT = typed_dict(Field("kind", literal("cat")), Field("lives", INTEGER))
DOG = typed_dict(Field("kind", literal("dog", "wolf")), Field("name", STRING))


def test_a_tag_tells_members_apart() -> None:
    pet = OneOf((Ref("Cat"), DOG, NULL), "kind")
    definitions = named("Cat", CAT)
    assert decode(pet, {"kind": "wolf", "name": "Rex"}, definitions)["name"] == "Rex"
    assert decode(pet, None, definitions) is None
    assert find_errors(pet, {"kind": "cat", "lives": "9"}, definitions) == {"lives": [WHOLE]}
    assert find_errors(pet, {}, definitions) == {"kind": ["This field is required."]}
    assert find_errors(pet, {"kind": "cow"}, definitions) == {
        "kind": ["Select a valid choice. cow is not one of the available choices."]
    }
    assert find_errors(pet, [], definitions) == {"__all__": [VALID]}


def test_an_untagged_union_tells_of_the_member_that_was_meant() -> None:
    shape = OneOf((CAT, Array(CAT), NULL))
    assert find_errors(shape, {"kind": "cat"}) == {"lives": ["This field is required."]}
    assert find_errors(shape, [{"kind": "cat"}]) == {"0.lives": ["This field is required."]}
    assert find_errors(OneOf((CAT, DOG)), {"kind": "cow"}) == {"__all__": [VALID]}


TREE = typed_dict(
    Field("value", Parameter("T")), Field("below", Array(Ref("Tree", (Parameter("T"),))))
)


def test_generic_and_recursive_types() -> None:
    definitions = named("Tree", TREE, "T")
    numbers, texts = Ref("Tree", (INTEGER,)), Ref("Tree", (STRING,))
    both = typed_dict(Field("numbers", numbers), Field("texts", texts))
    tree = {"numbers": {"value": 1, "below": []}, "texts": {"value": "a", "below": []}}
    assert decode(both, tree, definitions) == tree
    nested = {"value": 1, "below": [{"value": 2, "below": [{"value": "x", "below": []}]}]}
    assert find_errors(numbers, nested, definitions) == {"below.0.below.0.value": [WHOLE]}


def test_members_of_a_union_that_do_not_fit_translate_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> str:
        raise AssertionError("a message was translated")

    for name in ("INVALID", "REQUIRED", "NO_LIST"):
        monkeypatch.setattr(json_decoder, name, lazy(fail, str)())
    monkeypatch.setattr(invalid_input, "NO_BOOLEAN", lazy(fail, str)())
    shape = Array(OneOf((CAT, Array(CAT), Scalar("boolean"), STRING)))
    assert build_json_decoder(shape, {})(["x"] * 3) == ["x"] * 3


def test_unions_that_look_alike_take_no_time() -> None:
    node = typed_dict(Field("next", Ref("Any")), Field("value", INTEGER))
    other = typed_dict(Field("next", Ref("Any")), Field("value", STRING))
    definitions = named("Any", OneOf((node, other, NULL)))
    value: Any = None
    for _ in range(90):
        value = {"next": value, "value": "x"}
    assert decode(Ref("Any"), value, definitions) == value
    value["next"]["next"]["value"] = 1.5
    assert find_errors(Ref("Any"), value, definitions) == {"__all__": [VALID]}


def test_errors_end_somewhere() -> None:
    assert len(find_errors(Array(Array(INTEGER)), [["x"] * 1000] * 1000)) == 100


@pytest.mark.parametrize("shape", [Scalar("file"), Picked(Book, ()), Parameter("T")], ids=str)
def test_shapes_that_only_output_has(shape: Shape) -> None:
    with pytest.raises(TypeError, match="no input"):
        build_json_decoder(shape, {})


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"\xff",
        b"\xef\xbb\xbf{}",
        "{}".encode("utf-16"),
        b"NaN",
        b"[-Infinity]",
        b"[1e999]",
        b'{"a": 1, "a": 1}',
        b'{"b": {"a": 1, "\\u0061": 2}}',
        b"9" * 5000,
        b"[" * (MOST_LEVELS + 1) + b"]" * (MOST_LEVELS + 1),
        b"[" * 100_000,
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        b"{'a': 1}",
        b"[1,]",
        b'"a\nb"',
        b'"\0"',
    ],
    ids=lambda text: repr(text[:20]),
)
def test_what_is_no_json(text: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        parse_json(text)


def test_json_of_many_levels() -> None:
    levels = MOST_LEVELS
    tree = b'{"value": 1, "below": [' * (levels // 2) + b"]}" * (levels // 2)
    assert decode(Ref("Tree", (INTEGER,)), parse_json(tree), named("Tree", TREE, "T"))
    assert len(parse_json(b"[" + b"[]," * 5000 + b"[]]")) == 5001


RICH = typed_dict(
    Field("a", STRING),
    Field("b", INTEGER, required=False),
    Field("c", Scalar("number")),
    Field("d", OneOf((Scalar("datetime"), NULL))),
    Field("e", Array(literal("x", 1, True), "tuple")),
    Field("f", Record(INTEGER, Array(Scalar("decimal")))),
    Field("g", Tuple((Scalar("uuid"), Scalar("bytes"))), required=False),
    Field("h", PRICE),
    Field("i", OneOf((CAT, DOG), "kind")),
    Field("j", OneOf((INTEGER, STRING, Array(STRING), NULL))),
    Field("k", Ref("Tree", (INTEGER,))),
)


def test_random_bodies_are_refused_or_right() -> None:
    generator = random.Random(4)
    decode_rich = build_json_decoder(RICH, named("Tree", TREE, "T"))
    refused: list[InvalidInput] = []
    malformed = fitting = 0
    for _ in range(4000):
        body = {name: make(generator) for name, make in FIELDS.items()}
        for _ in range(generator.choice([0, 0, 1, 2, 5])):
            damage(body, generator)
        try:
            found = decode_rich(parse_json(json.dumps(body).encode()))
        except InvalidInput as error:
            refused.append(error)
        except ValueError:
            malformed += 1
        else:
            check_rich(found)
            fitting += 1
    assert (len(refused) > 1000, malformed > 20, fitting > 1000) == (True, True, True)
    for error in refused:
        json.dumps(error.by_field())
        assert all(type(text) is str for texts in error.by_field().values() for text in texts)


FIELDS: dict[str, Callable[[random.Random], Any]] = {
    "a": lambda generator: generator.choice(["", "x", "😀", "<b>"]),
    "b": lambda generator: generator.randrange(-(2**53) + 1, 2**53),
    "c": lambda generator: generator.choice([0, -1.5, 2**60]),
    "d": lambda generator: generator.choice([None, "2026-01-01T00:00Z"]),
    "e": lambda generator: generator.choices(["x", 1, True], k=3),
    "f": lambda generator: {str(generator.randrange(9)): ["1.5"]},
    "g": lambda generator: ["00000000-0000-0000-0000-000000000001", "aGk="],
    "h": lambda generator: {"amount": "3"},
    "i": lambda generator: generator.choice(
        [{"kind": "cat", "lives": 9}, {"kind": "dog", "name": "Rex"}]
    ),
    "j": lambda generator: generator.choice([1, "x", ["x"], None]),
    "k": lambda generator: {"value": 1, "below": [{"value": 2, "below": []}]},
}
DEBRIS: list[Any] = [
    None, True, False, 0, 1, -1, 1.5, 1.0, 2**53, -(2**70), 1e308, float("nan"), float("inf"), "",
    "x", "1", "true", "a\0", "\ud800", "2026-01-01", "1e999999999", [], [[]], {}, {"": None},
    {"a": {}}, {"kind": []}, {"amount": None}, ["x"], [None], "9" * 5000,
]  # fmt: skip


def damage(value: Any, generator: random.Random) -> None:
    """Put something else at a random place."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not keys:
            return
        key = generator.choice(keys)
        if not isinstance(value[key], (dict, list)) or generator.random() < 0.3:
            break
        value = value[key]
    if isinstance(value, dict) and generator.random() < 0.3:
        del value[key]
    else:
        value[key] = json.loads(json.dumps(generator.choice(DEBRIS)))


def check_rich(found: dict[str, Any]) -> None:
    assert type(found["a"]) is str
    assert type(found.get("b", 0)) is int
    assert abs(found.get("b", 0)) < 2**53
    assert type(found["c"]) is float
    assert found["d"] is None or timezone.is_aware(found["d"])
    assert type(found["e"]) is tuple
    assert all(item == "x" or item is True or type(item) is int for item in found["e"])
    for key, items in found["f"].items():
        assert type(key) is int
        assert all(type(item) is Decimal and item.is_finite() for item in items)
    if "g" in found:
        assert tuple(map(type, found["g"])) == (uuid.UUID, bytes)
    assert type(found["h"]) is Price
    assert type(found["h"].amount) is Decimal
    assert set(found["i"]) in ({"kind", "lives"}, {"kind", "name"})
    assert found["j"] is None or type(found["j"]) in (int, str, list)
    tree = found["k"]
    while tree["below"]:
        assert type(tree["value"]) is int
        tree = tree["below"][0]


def test_a_set_of_what_has_no_hash_is_invalid_input() -> None:
    decode = build_json_decoder(Array(Scalar("any"), "set"), {})
    assert decode([1, "a"]) == {1, "a"}
    with pytest.raises(InvalidInput):
        decode([[1]])
