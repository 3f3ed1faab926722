"""Decoders of text: query parameters, keys of JSON objects, and JSON text that stands for more."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time
from datetime import timezone as datetime_timezone
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from djk.big_int import MAX_SAFE_INTEGER
from djk.shapes.invalid_input import (
    INVALID,
    NUL,
    InvalidInput,
    from_validation_error,
    refuse,
    refuse_boolean,
    refuse_choice,
    run_validators,
)
from djk.shapes.resolve import resolve_ref
from djk.shapes.shape import Choices, Definitions, OneOf, Option, Ref, Scalar, ScalarName, Shape

#: Takes text that is not empty, unless text is what it makes.
#: Raises InvalidInput.
TextDecoder = Callable[[str], Any]

#: More digits than any column has; a short text such as 1e999999999 can stand for a gigabyte.
MOST_DIGITS = 1000

_BOOLEANS = {"true": True, "1": True, "on": True, "false": False, "0": False, "off": False}

_range = (MinValueValidator(-MAX_SAFE_INTEGER), MaxValueValidator(MAX_SAFE_INTEGER))
_date = forms.DateField(input_formats=[])
_time = forms.TimeField(input_formats=[])
_datetime = forms.DateTimeField(input_formats=[])
_duration = forms.DurationField()
_decimal = forms.DecimalField(max_digits=MOST_DIGITS)
_uuid = forms.UUIDField()
_float = forms.FloatField()


def build_text_decoder(shape: Shape, definitions: Definitions) -> TextDecoder:
    """Build the decoder of a shape that text can stand for.

    :raises TypeError: for other shapes
    """
    match shape:
        case Scalar(name, validators) if name in _SCALARS:
            return _validate(_SCALARS[name], validators)
        case Choices(options):
            return _build_choices(options)
        case OneOf(members):
            texts = [member for member in members if member != Scalar("null")]
            return _build_first([build_text_decoder(text, definitions) for text in texts])
        case Ref():
            return build_text_decoder(resolve_ref(shape, definitions), definitions)
    raise TypeError(f"no text stands for {shape}")


def decode_scalar_text(name: ScalarName, text: str) -> Any:
    """Decode JSON text of a form that the name of its scalar tells, such as ``date``."""
    return _SCALARS[name](text)


def _validate(decode: TextDecoder, validators: Iterable[Callable[[Any], None]]) -> TextDecoder:
    if not validators:
        return decode
    return lambda text: run_validators(decode(text), validators)


def _build_choices(options: Iterable[Option]) -> TextDecoder:
    by_text = {_format_option(option.value): option.member for option in options}

    def decode(text: str) -> Any:
        if text not in by_text:
            raise refuse_choice(text)
        return by_text[text]

    return decode


def _format_option(value: str | int | bool | None) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _build_first(decoders: list[TextDecoder]) -> TextDecoder:
    if len(decoders) == 1:
        return decoders[0]

    def decode(text: str) -> Any:
        for member in decoders:
            try:
                return member(text)
            except InvalidInput:
                continue
        raise refuse(INVALID)

    return decode


def decode_string(text: str) -> str:
    """Check text that goes on to databases and encoders.

    :raises InvalidInput: for a NUL, and for halves of surrogate pairs, which are no Unicode
    """
    if "\0" in text:
        raise refuse(NUL)
    if not text.isascii() and _SURROGATE.search(text):
        raise refuse(INVALID)
    return text


_SURROGATE = re.compile("[\ud800-\udfff]")


def _decode_boolean(text: str) -> bool:
    if text.lower() not in _BOOLEANS:
        raise refuse_boolean(text)
    return _BOOLEANS[text.lower()]


def _clean(field: forms.Field) -> TextDecoder:
    def decode(text: str) -> Any:
        try:
            return field.clean(text)
        except ValidationError as error:
            raise from_validation_error(error) from error

    return decode


_clean_integer = _clean(forms.IntegerField())


def check_range(number: int) -> int:
    """Return a number that JavaScript has exactly.

    :raises InvalidInput: for larger and smaller ones
    """
    return run_validators(number, _range)


def _parse(field: forms.Field, parse: Callable[[str], Any]) -> TextDecoder:
    """Take ISO 8601 alone, where the form field takes what people write in their language."""

    def decode(text: str) -> Any:
        try:
            return parse(text)
        except ValueError as error:
            raise refuse(field.error_messages["invalid"]) from error

    return decode


def _parse_time(text: str) -> time:
    found = time.fromisoformat(text)
    if found.tzinfo is not None:
        raise ValueError("a time of day has no offset")
    return found


def _decode_datetime(text: str) -> datetime:
    """Decode an instant; without an offset it is one of the current time zone."""
    found: datetime = _clean(_datetime)(text)
    if timezone.is_naive(found):
        return found
    try:
        # Databases are asked in UTC and pages show the current zone: both must have the day.
        found.astimezone(datetime_timezone.utc)
        local = timezone.localtime(found)
        return found if settings.USE_TZ else local.replace(tzinfo=None)
    except OverflowError as error:
        raise refuse(_datetime.error_messages["invalid"]) from error


def _decode_bytes(text: str) -> bytes:
    try:
        return b64decode(text, validate=True)
    except ValueError as error:
        raise refuse(INVALID) from error


_SCALARS: Mapping[ScalarName, TextDecoder] = {
    "string": decode_string,
    "any": decode_string,
    "boolean": _decode_boolean,
    "integer": lambda text: check_range(_clean_integer(text)),
    "number": _clean(_float),
    "datetime": _decode_datetime,
    "date": _parse(_date, date.fromisoformat),
    "time": _parse(_time, _parse_time),
    "duration": _clean(_duration),
    "decimal": _clean(_decimal),
    "uuid": _clean(_uuid),
    "bytes": _decode_bytes,
    "bigint": _clean_integer,
}
