"""Decoders of JSON values that are neither objects nor lists."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from djk.big_int import MAX_SAFE_INTEGER
from djk.shapes.invalid_input import INVALID, NULL, refuse, refuse_boolean, refuse_value
from djk.shapes.shape import ScalarName
from djk.shapes.text_decoder import check_range, decode_scalar_text, decode_string

#: Takes what ``json.loads`` makes, and returns what the annotation says.
#: Raises InvalidInput, with the errors of everything below.
JsonDecoder = Callable[[Any], Any]


def find_scalar_decoder(name: ScalarName) -> JsonDecoder:
    """Return the decoder of a scalar.

    :raises TypeError: for one that only output has
    """
    if name in _SCALARS:
        return _SCALARS[name]
    if name not in _TEXTS:
        raise TypeError(f"no input is a {name}")
    message = _TEXTS[name]

    def decode(value: Any) -> Any:
        if not isinstance(value, str):
            raise refuse_value(value, message)
        return decode_scalar_text(name, value)

    return decode


def _decode_any(value: Any) -> Any:
    return value


def _decode_null(value: Any) -> None:
    if value is not None:
        raise refuse(INVALID)


def _decode_string(value: Any) -> str:
    if not isinstance(value, str):
        raise refuse_value(value, INVALID)
    return decode_string(value)


def _decode_boolean(value: Any) -> bool:
    if not isinstance(value, bool):
        raise refuse_boolean(value) if value is not None else refuse(NULL)
    return value


def _decode_integer(value: Any) -> int:
    if type(value) is not int:
        raise refuse_value(value, forms.IntegerField.default_error_messages["invalid"])
    return check_range(value)


def _decode_number(value: Any) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        try:
            number = float(value)
        except OverflowError:
            number = math.inf
        if math.isfinite(number):
            return number
    raise refuse_value(value, forms.FloatField.default_error_messages["invalid"])


def _decode_decimal(value: Any) -> Any:
    """Decode a Decimal; a number is taken as well, as everything but a browser may send one."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise refuse_value(value, forms.DecimalField.default_error_messages["invalid"])
    return decode_scalar_text("decimal", str(value))


def _decode_bigint(value: Any) -> Any:
    """Decode an int from text; a number may have been rounded already where it is a large one."""
    if type(value) is int and abs(value) <= MAX_SAFE_INTEGER:
        return value
    if not isinstance(value, str):
        raise refuse_value(value, forms.IntegerField.default_error_messages["invalid"])
    return decode_scalar_text("bigint", value)


_SCALARS: Mapping[ScalarName, JsonDecoder] = {
    "any": _decode_any,
    "null": _decode_null,
    "string": _decode_string,
    "boolean": _decode_boolean,
    "integer": _decode_integer,
    "number": _decode_number,
    "decimal": _decode_decimal,
    "bigint": _decode_bigint,
}

#: Scalars that are text, with the message for what is none.
_TEXTS: Mapping[ScalarName, Any] = {
    "datetime": forms.DateTimeField.default_error_messages["invalid"],
    "date": forms.DateField.default_error_messages["invalid"],
    "time": forms.TimeField.default_error_messages["invalid"],
    "duration": forms.DurationField.default_error_messages["invalid"],
    "uuid": forms.UUIDField.default_error_messages["invalid"],
    "bytes": INVALID,
}
