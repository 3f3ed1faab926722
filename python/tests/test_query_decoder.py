"""Query strings: text alone, empty values absent, as in Django's forms."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.validators import MaxLengthValidator
from django.http import QueryDict
from django.utils import timezone, translation

from djk.shapes.query_decoder import build_query_decoder
from djk.shapes.shape import (
    MISSING,
    Array,
    Choices,
    Definition,
    Field,
    Object,
    OneOf,
    Option,
    Parameter,
    Ref,
    Scalar,
    Shape,
    Tuple,
)

STRING = Scalar("string")
INTEGER = Scalar("integer")
NULL = Scalar("null")
SORT = Choices((Option("new", "new"), Option("top", "top"), Option(3, 3), Option(True, True)))
DEFINITIONS = {
    "Sort": Definition("Sort", "Sort", "tests", SORT),
    "Maybe": Definition("Maybe", "Maybe", "t", OneOf((Parameter("T"), NULL)), parameters=("T",)),
}


def decode(shape: Shape, query: str, default: Any = MISSING) -> tuple[Any, Any]:
    field = Field("x", shape, default is MISSING, default)
    found = build_query_decoder([field], DEFINITIONS)(QueryDict(query))
    return found.values.get("x", MISSING), found.errors


@pytest.mark.parametrize(
    ("shape", "query", "value"),
    [
        (STRING, "x=a+b", "a b"),
        (STRING, "x=+a", " a"),
        (STRING, "x=%FF", "\N{REPLACEMENT CHARACTER}"),
        (Scalar("any"), "x=a", "a"),
        (INTEGER, "x=3", 3),
        (INTEGER, "x=1&x=2", 2),
        (INTEGER, "x=1&x=", 1),
        (INTEGER, "x=-3&y=4", -3),
        (Scalar("number"), "x=1.5", 1.5),
        (Scalar("boolean"), "x=true", True),
        (Scalar("boolean"), "x=On", True),
        (Scalar("boolean"), "x=1", True),
        (Scalar("boolean"), "x=0", False),
        (Scalar("boolean"), "x=off", False),
        (Scalar("date"), "x=2026-02-28", datetime.date(2026, 2, 28)),
        (Scalar("decimal"), "x=1.50", Decimal("1.50")),
        (Scalar("bigint"), "x=9007199254740993", 2**53 + 1),
        (Ref("Sort"), "x=top", "top"),
        (SORT, "x=3", 3),
        (SORT, "x=true", True),
        (OneOf((INTEGER, NULL)), "x=3", 3),
        (OneOf((INTEGER, STRING)), "x=a", "a"),
        (Ref("Maybe", (INTEGER,)), "x=3", 3),
        (Array(STRING), "x=a&x=&x=b", ["a", "b"]),
        (Array(INTEGER, "tuple"), "x=1&x=2", (1, 2)),
        (OneOf((Array(INTEGER, "set"), NULL)), "x=1&x=1", {1}),
        (Tuple((INTEGER, STRING)), "x=1&x=a", (1, "a")),
    ],
    ids=str,
)
def test_what_fits(shape: Shape, query: str, value: Any) -> None:
    found, errors = decode(shape, query)
    assert (found, type(found), errors) == (value, type(value), {})


@pytest.mark.parametrize(
    ("shape", "query", "errors"),
    [
        (INTEGER, "x=a", {"x": ["Enter a whole number."]}),
        (INTEGER, "x=1.5", {"x": ["Enter a whole number."]}),
        (INTEGER, f"x={'9' * 5000}", {"x": ["Enter a whole number."]}),
        (
            INTEGER,
            "x=9007199254740992",
            {"x": ["Ensure this value is less than or equal to 9007199254740991."]},
        ),
        (Scalar("number"), "x=nan", {"x": ["Enter a number."]}),
        (Scalar("boolean"), "x=yes", {"x": ["“yes” value must be either True or False."]}),
        (STRING, "x=%00", {"x": ["Null characters are not allowed."]}),
        (Scalar("string", (MaxLengthValidator(1),)), "x=ab",
         {"x": ["Ensure this value has at most 1 character (it has 2)."]}),
        (SORT, "x=old", {"x": ["Select a valid choice. old is not one of the available choices."]}),
        (OneOf((INTEGER, NULL)), "x=a", {"x": ["Enter a whole number."]}),
        (OneOf((INTEGER, Scalar("date"))), "x=a", {"x": ["Enter a valid value."]}),
        (Array(INTEGER), "x=a&x=1&x=b",
         {"x.0": ["Enter a whole number."], "x.2": ["Enter a whole number."]}),
        (Tuple((INTEGER, INTEGER)), "x=1", {"x": ["Enter a complete value."]}),
        (Tuple((INTEGER,)), "x=1&x=2", {"x": ["Enter a valid value."]}),
    ],
    ids=str,
)  # fmt: skip
def test_what_does_not_fit(shape: Shape, query: str, errors: Any) -> None:
    assert decode(shape, query) == (MISSING, errors)
    assert decode(shape, query, "default") == ("default", errors)


@pytest.mark.parametrize("query", ["", "x=", "x=&x=", "y=1"])
def test_an_empty_value_is_absent(query: str) -> None:
    assert decode(INTEGER, query, 1) == (1, {})
    assert decode(OneOf((STRING, NULL)), query, None) == (None, {})
    assert decode(Array(STRING), query, ()) == ((), {})
    assert decode(INTEGER, query) == (MISSING, {"x": ["This field is required."]})


def test_all_at_once_in_the_language_of_the_request() -> None:
    fields = [Field("page", INTEGER, False, 1), Field("q", STRING), Field("sort", SORT)]
    decode_query = build_query_decoder(fields, {})
    with translation.override("de"):
        found = decode_query(QueryDict("page=x&sort=old"))
    assert found.values == {"page": 1}
    assert found.errors == {
        "page": ["Bitte eine ganze Zahl eingeben."],
        "q": ["Dieses Feld ist zwingend erforderlich."],
        "sort": ["Bitte eine gültige Auswahl treffen. old ist keine gültige Auswahl."],
    }


def test_objects_are_no_query_parameters() -> None:
    with pytest.raises(TypeError, match="no text stands for"):
        build_query_decoder([Field("x", Object((), "key", dict))], {})


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York"])
@pytest.mark.parametrize(
    "text",
    [
        "0001-01-01",
        "0001-01-01T00:00:00",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59",
        "9999-12-31T23:59:59Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
    ],
)
@pytest.mark.parametrize("use_tz", [True, False])
def test_a_moment_at_the_edge_of_the_calendar_is_one_in_all_zones_or_refused(
    settings: Any, text: str, zone: str, use_tz: bool
) -> None:
    settings.TIME_ZONE, settings.USE_TZ = zone, use_tz
    decode = build_query_decoder((Field("since", Scalar("datetime")),), {})
    found = decode(QueryDict(urlencode({"since": text})))
    if found.errors:
        assert found.errors == {"since": ["Enter a valid date/time."]}
    elif use_tz:
        timezone.localtime(found.values["since"])
        found.values["since"].astimezone(datetime.timezone.utc)
    else:
        assert timezone.is_naive(found.values["since"])
    if use_tz and "T" not in text and zone == "Europe/Berlin":
        assert found.errors
