"""Encoders of single values: each checks what it is given and returns plain JSON of it."""

from __future__ import annotations

import datetime
import decimal
import uuid
from base64 import b64encode
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db.models.fields.files import FieldFile
from django.utils.duration import duration_iso_string
from django.utils.functional import Promise

from djk.big_int import MAX_SAFE_INTEGER
from djk.encoding_error import EncodingError
from djk.shapes.shape import ScalarName

NAIVE = "is a naive datetime ({}), and USE_TZ is on: no browser could tell what time it is. {}"
AWARE = "Make it aware: django.utils.timezone.make_aware(…)."


class Exponent(float):
    """A float that Python writes with an exponent; other encoders of JSON write it otherwise."""


def encode_string(value: object) -> str:
    if type(value) is str:
        return value
    if isinstance(value, str):
        # Of a subclass, such as SafeString or a member of TextChoices, its text alone.
        return str.__str__(value)
    if isinstance(value, Promise):
        return encode_string(str(value))
    raise mismatch("str", value)


def encode_boolean(value: object) -> bool:
    if value is True or value is False:
        return value
    raise mismatch("bool", value)


def encode_integer(value: object) -> int:
    if type(value) is int and -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER:
        return value
    if isinstance(value, bool) or not isinstance(value, int):
        raise mismatch("int", value)
    if -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER:
        return int(value)
    rounded = f"is {int(value)}: browsers round whole numbers beyond 2**53 - 1."
    raise EncodingError("", f"{rounded} Annotate it as BigInt.")


def encode_number(value: object) -> float:
    if not isinstance(value, float):
        if isinstance(value, int) and not isinstance(value, bool):
            return encode_integer(value)
        if isinstance(value, decimal.Decimal):
            hint = "Annotate Decimal, or return float(…) of it."
            raise EncodingError("", f"expected float, got Decimal. {hint}")
        raise mismatch("float", value)
    # NaN compares false.
    if 1e-4 <= value < 1e16 or value == 0 or -1e16 < value <= -1e-4:
        return value if type(value) is float else float(value)
    if value - value != 0:
        problem = f"is {float(value)}, which JSON does not have. Return None or text instead."
        raise EncodingError("", problem)
    return Exponent(value)


def encode_null(value: object) -> None:
    if value is not None:
        raise mismatch("None", value)


def encode_datetime(value: object) -> str:
    """Encode as RFC 3339, to the millisecond or the microsecond where it is not a whole second."""
    if not isinstance(value, datetime.datetime):
        raise mismatch("datetime", value)
    if value.tzinfo is None and settings.USE_TZ:
        raise EncodingError("", NAIVE.format(value, AWARE))
    text = value.isoformat(timespec=_find_precision(value.microsecond))
    if text[-6:] == "+00:00":
        return f"{text[:-6]}Z"
    if value.tzinfo is None or (text[-6] in "+-" and text[-3] == ":"):
        return text
    # An offset of seconds, as there were before time zones, has no form in RFC 3339.
    return encode_datetime(_to_utc(value))


def _to_utc(value: datetime.datetime) -> datetime.datetime:
    if value.utcoffset() is None:
        return value.replace(tzinfo=None)
    try:
        return value.astimezone(datetime.timezone.utc)
    except OverflowError:
        problem = f"is {value}, which in UTC is not within the years 1 to 9999."
        raise EncodingError("", problem) from None


def encode_date(value: object) -> str:
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value.isoformat()
    raise mismatch("date", value)


def encode_time(value: object) -> str:
    if not isinstance(value, datetime.time):
        raise mismatch("time", value)
    if value.tzinfo is not None:
        raise EncodingError("", "is a time with a time zone, which has no offset without its day.")
    return value.isoformat(timespec=_find_precision(value.microsecond))


def _find_precision(microsecond: int) -> str:
    if microsecond == 0:
        return "seconds"
    return "microseconds" if microsecond % 1000 else "milliseconds"


def encode_duration(value: object) -> str:
    """Encode as ISO 8601."""
    if isinstance(value, datetime.timedelta):
        return duration_iso_string(value)
    raise mismatch("timedelta", value)


def encode_decimal(value: object) -> str:
    if not isinstance(value, decimal.Decimal):
        raise mismatch("Decimal", value)
    if not value.is_finite():
        raise EncodingError("", f"is {value}, which is no number. Return None instead.")
    return format(value, "f")


def encode_uuid(value: object) -> str:
    if isinstance(value, uuid.UUID):
        return str(value)
    raise mismatch("UUID", value)


def encode_bytes(value: object) -> str:
    """Encode as Base64."""
    if isinstance(value, (bytes, bytearray, memoryview)):
        return b64encode(value).decode()
    raise mismatch("bytes", value)


def encode_bigint(value: object) -> str:
    if isinstance(value, int) and not isinstance(value, bool):
        return str(int(value))
    raise mismatch("int", value)


def encode_file(value: object) -> str | None:
    """Encode a file as its URL, no file as null."""
    if value is None:
        return None
    if isinstance(value, FieldFile):
        return encode_string(value.url) if value else None
    raise mismatch("FieldFile", value)


SCALARS: dict[ScalarName, Callable[[object], Any]] = {
    "string": encode_string,
    "boolean": encode_boolean,
    "integer": encode_integer,
    "number": encode_number,
    "null": encode_null,
    "datetime": encode_datetime,
    "date": encode_date,
    "time": encode_time,
    "duration": encode_duration,
    "decimal": encode_decimal,
    "uuid": encode_uuid,
    "bytes": encode_bytes,
    "bigint": encode_bigint,
    "file": encode_file,
}


def mismatch(expected: str, value: object) -> EncodingError:
    """Make the error for a value of another type; what it holds is not told."""
    return EncodingError("", f"expected {expected}, got {name_type(value)}")


def name_type(value: object) -> str:
    return "None" if value is None else type(value).__name__
