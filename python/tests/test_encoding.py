"""JSON of what Django's encoder takes; everything else is refused with its path."""

from __future__ import annotations

import datetime
import decimal
import enum
import uuid
from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest
from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from djk import encoding
from djk.encoding import EncodingError, encode

from library.models import Book


@pytest.fixture(autouse=True, params=["orjson", "json"])
def library(request: Any, monkeypatch: Any) -> None:
    """Run each test with orjson and without."""
    if request.param == "json":
        monkeypatch.setattr(encoding, "orjson", None)
    else:
        pytest.importorskip("orjson")


class Colour(models.TextChoices):
    RED = "r", "Red"


class Size(enum.IntEnum):
    BIG = 3


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "null"),
        ([1, 2.5, True, "ü</script>"], '[1,2.5,true,"ü</script>"]'),
        ({"a": {"b": ()}}, '{"a":{"b":[]}}'),
        ({1: "x"}, '{"1":"x"}'),
        (decimal.Decimal("1.10"), '"1.10"'),
        (uuid.UUID(int=1), '"00000000-0000-0000-0000-000000000001"'),
        (datetime.date(2026, 1, 2), '"2026-01-02"'),
        (datetime.datetime(2026, 1, 2, 3, tzinfo=datetime.timezone.utc), '"2026-01-02T03:00:00Z"'),
        (datetime.timedelta(seconds=1), '"P0DT00H00M01S"'),
        (gettext_lazy("Yes"), '"Yes"'),
        (mark_safe("<b>"), '"<b>"'),
        (Colour.RED, '"r"'),
        (Size.BIG, "3"),
    ],
)
def test_what_is_encoded(value: object, text: str) -> None:
    assert encode(value, "data") == text


@dataclass
class Account:
    password: str = "secret"


class Pair(NamedTuple):
    left: int
    right: object


class Shouting(list):  # type: ignore[type-arg]
    def __iter__(self) -> Any:
        return (item.upper() for item in super().__iter__())


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"q": QueryDict("a=1&a=2&b=")}, '{"q":{"a":"2","b":""}}'),
        ({"q": MultiValueDict({"a": [Account(), 1]})}, '{"q":{"a":1}}'),
        ([Pair(1, Colour.RED)], '[[1,"r"]]'),
        ([Shouting("ab")], '[["A","B"]]'),
        ({Colour.RED: Size.BIG}, '{"r":3}'),
    ],
)
def test_containers_are_what_they_hand_out_with_and_without_orjson(value: Any, text: str) -> None:
    assert encode(value, "data") == text


@pytest.mark.parametrize(
    "value",
    [
        Account(),
        Pair(1, Account()),
        enum.Enum("Plain", "ONE").ONE,
        {"q": MultiValueDict({"a": [1, Account()]})},
    ],
)
def test_nothing_but_plain_values_reaches_orjson(value: object) -> None:
    with pytest.raises(EncodingError, match="has no JSON form"):
        encode([value], "data")


def make_cycle() -> Any:
    books: dict[str, Any] = {"a": []}
    books["a"].append(books)
    return books


def make_deep() -> Any:
    value: Any = None
    for _ in range(100_000):
        value = [value]
    return value


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({"a": [1, float("nan")]}, "data.a[1] is nan, which JSON does not have."),
        ([float("inf")], "data[0] is inf, which JSON does not have."),
        ({float("nan"): 1}, "data (key nan) is nan"),
        (Book(), "data is a model (Book): refusing to send it"),
        ({"x": (Book(),)}, "data.x[0] is a model (Book): refusing to send it"),
        ({"x": Book.objects.all()}, "data.x is a QuerySet of Book: refusing to send models"),
        ({"x": Book.objects.values("id")}, "data.x is a QuerySet of Book: refusing"),
        ({"x": Book.objects}, "data.x is a manager of Book: refusing"),
        ({"x": forms.Form()}, "data.x is a form (Form)."),
        ({"x": {1, 2}}, "data.x is a set, which has no JSON form. Return a list in an order"),
        ({"x": b"raw"}, "data.x is a bytes, which has no JSON form"),
        ({"x": range(3)}, "data.x is a range, which has no JSON form"),
        ({("a",): 1}, "data has the key ('a',); keys of JSON objects are text."),
        ({"x": ["\ud800"]}, "data.x[0] is text that is no Unicode"),
        (make_cycle(), "data.a[0] contains itself."),
        (datetime.time(1, tzinfo=datetime.timezone.utc), "data is a time with a time zone"),
    ],
)
def test_what_is_refused(value: object, message: str) -> None:
    with pytest.raises(EncodingError) as caught:
        encode(value, "data")
    assert str(caught.value).startswith(message)


def test_the_refusal_of_a_model_holds_the_annotation_to_write() -> None:
    with pytest.raises(EncodingError, match=r'Annotated\[Book, pick\("id", "title"\)\] for it'):
        encode({"book": Book()}, "data")
    with pytest.raises(EncodingError, match=r'list\[Annotated\[Book, pick\("id", "title"\)\]\]'):
        encode(Book.objects.all(), "data")


def test_what_is_nested_too_deeply_is_refused() -> None:
    with pytest.raises(EncodingError, match=r"^data is nested too deeply"):
        encode(make_deep(), "data")


def test_the_same_value_twice_is_no_cycle() -> None:
    shared = [1]
    assert encode({"a": shared, "b": [shared]}, "data") == '{"a":[1],"b":[[1]]}'
