"""Encoders of lists and tuples from whatever can be iterated."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db.models.manager import BaseManager

from djk.encoding_error import EncodingError
from djk.shapes.encode_scalars import mismatch

Encode = Callable[[Any], Any]
#: Returns the rows of a queryset or of another iterable, with what is related to them.
Fetch = Callable[[Iterable[Any]], Iterable[Any]]


def make_array(encode: Encode, fetch: Fetch | None = None) -> Encode:
    """Make the encoder of an iterable."""

    def encode_array(value: Any) -> list[Any]:
        rows = value if type(value) is list else _iterate(value)
        result: list[Any] = []
        try:
            for row in fetch(rows) if fetch else rows:
                result.append(encode(row))
        except EncodingError as error:
            error.lead(f"[{len(result)}]")
            raise
        return result

    return encode_array


def make_tuple(items: tuple[Encode, ...]) -> Encode:
    """Make the encoder of a tuple of a fixed length."""

    def encode_tuple(value: Any) -> list[Any]:
        given = list(_iterate(value))
        if len(given) != len(items):
            raise EncodingError("", f"expected {len(items)} items, got {len(given)}")
        result: list[Any] = []
        try:
            for encode, item in zip(items, given, strict=True):
                result.append(encode(item))
        except EncodingError as error:
            error.lead(f"[{len(result)}]")
            raise
        return result

    return encode_tuple


def _iterate(value: Any) -> Iterable[Any]:
    if isinstance(value, BaseManager):
        return value.all()
    if isinstance(value, (str, bytes, bytearray, Mapping)) or not hasattr(value, "__iter__"):
        raise mismatch("list", value)
    return value  # type: ignore[no-any-return]
