"""Encoders of values that are one of several things."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from djk.encoding_error import EncodingError
from djk.shapes.encode_scalars import name_type
from djk.shapes.shape import Option

Encode = Callable[[Any], Any]


def make_choices(options: tuple[Option, ...]) -> Encode:
    """Make the encoder of literals and enums; a member's value may come in its place."""
    # True == 1, so that each is looked for among its own kind.
    known: dict[tuple[bool, object], Any] = {
        (type(option.value) is bool, option.value): option.value for option in options
    }
    known |= {(type(item.member) is bool, item.member): item.value for item in options}

    def encode_choice(value: Any) -> Any:
        try:
            return known[type(value) is bool, value]
        except (KeyError, TypeError):
            allowed = ", ".join(repr(option.value) for option in options)
            problem = f"expected one of {allowed}, got {_shorten(value)}"
            raise EncodingError("", problem) from None

    return encode_choice


def make_nullable(encode: Encode) -> Encode:
    """Let an encoder's value be None."""

    def encode_nullable(value: Any) -> Any:
        return None if value is None else encode(value)

    return encode_nullable


def make_union(members: tuple[Encode, ...]) -> Encode:
    """Make the encoder of a union whose members are tried in their order."""

    def encode_union(value: Any) -> Any:
        problems: list[str] = []
        value = _hold(value)
        for encode in members:
            try:
                return encode(value)
            except EncodingError as error:
                problems.append(f"({len(problems) + 1}) {error.path or 'it'} {error.problem}")
        found = name_type(value)
        problem = f"is a {found}, which fits no member of the union: {'; '.join(problems)}"
        raise EncodingError("", problem)

    return encode_union


def _hold(value: Any) -> Any:
    """Make lists of iterators, which one member would use up before the next is tried."""
    if isinstance(value, Iterator):
        return [_hold(item) for item in value]
    if type(value) is dict:
        return {key: _hold(item) for key, item in value.items()}
    return value


def make_tagged(tag: str, members: Mapping[object, Encode]) -> Encode:
    """Make the encoder of a union of objects that the value of one field tells apart."""

    def encode_tagged(value: Any) -> Any:
        found = _read_tag(value, tag)
        try:
            encode = members[found]
        except (KeyError, TypeError):
            allowed = ", ".join(repr(known) for known in members)
            problem = f"expected one of {allowed}, got {_shorten(found)}"
            raise EncodingError(f".{tag}", problem) from None
        return encode(value)

    return encode_tagged


def _read_tag(value: Any, tag: str) -> Any:
    try:
        return value[tag] if isinstance(value, Mapping) else getattr(value, tag)
    except (KeyError, AttributeError):
        raise EncodingError("", f"is a {name_type(value)} without {tag!r}") from None


def _shorten(value: object) -> str:
    text = repr(value) if isinstance(value, (str, int, float)) else name_type(value)
    return text if len(text) <= 50 else f"{text[:49]}…"
