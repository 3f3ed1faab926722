"""Python values to JSON text, refusing what must not or cannot leave the server."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from djk.encoding_error import EncodingError
from djk.shapes.encode_any import encode_any, encode_key
from djk.shapes.encode_scalars import Exponent, encode_string

try:
    import orjson
except ImportError:
    orjson = None  # type: ignore[assignment]

__all__ = ["EncodingError", "encode", "format_json"]

_encoder = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, check_circular=False, separators=(",", ":")
)


def encode(value: object, path: str, encoder: Callable[[Any], Any] = encode_any) -> str:
    """Return compact JSON of a value.

    :param path: names the value in error messages
    :param encoder: makes plain JSON of the value; unless one is given, the value may hold what
        ``DjangoJSONEncoder`` accepts
    :raises EncodingError: for what does not fit, and everything else without a JSON form
    """
    try:
        plain = encoder(value)
        return format_json(plain)
    except EncodingError as error:
        error.lead(path)
        raise
    except RecursionError as error:
        cycle = _find_cycle_safely(value)
        problem = "is nested too deeply." if cycle is None else "contains itself."
        raise EncodingError(f"{path}{cycle or ''}", problem) from error


def format_json(plain: Any) -> str:
    """Format plain JSON as text, the same with and without orjson.

    :raises EncodingError: for text that is no Unicode
    """
    if orjson is not None:
        # It refuses lone surrogates, as is right, and deep nesting: Python's own has the say.
        with suppress(orjson.JSONEncodeError):
            return orjson.dumps(plain, _format_exponent).decode()
    try:
        text = _encoder.encode(plain)
        text.encode()
    except (TypeError, ValueError):
        raise _find_problem(plain) from None
    return text


def _format_exponent(value: object) -> Any:
    if isinstance(value, Exponent):
        return orjson.Fragment(float.__repr__(value))
    raise TypeError


def _find_problem(plain: object) -> EncodingError:
    """Find the key or the text that made formatting fail."""
    for path, text, is_key in _list_texts(plain):
        try:
            (encode_key if is_key else encode_string)(text).encode()
        except UnicodeEncodeError:
            key = f" (key {text!r})" if is_key else ""
            return EncodingError(f"{path}{key}", f"is text that is no Unicode: {text!r}.")
        except EncodingError as error:
            error.lead(path)
            return error
    raise AssertionError("plain JSON that has no text")


def _list_texts(plain: object, path: str = "") -> Iterator[tuple[str, Any, bool]]:
    """List keys and texts, each with its path and whether it is a key."""
    if isinstance(plain, dict):
        for key, item in plain.items():
            yield path, key, True
            yield from _list_texts(item, f"{path}.{key}")
    elif isinstance(plain, list):
        for index, item in enumerate(plain):
            yield from _list_texts(item, f"{path}[{index}]")
    elif isinstance(plain, str):
        yield path, plain, False


def _find_cycle_safely(value: object) -> str | None:
    # Looking for it takes more of the stack than encoding.
    with suppress(RecursionError):
        return _find_cycle(value, ())
    return None


def _find_cycle(value: object, above: tuple[int, ...]) -> str | None:
    """Find the path of a container that is within itself."""
    if id(value) in above:
        return ""
    if isinstance(value, dict):
        items = [(f".{key}", item) for key, item in value.items()]
    elif isinstance(value, (list, tuple)):
        items = [(f"[{index}]", item) for index, item in enumerate(value)]
    else:
        return None
    for part, item in items:
        if (rest := _find_cycle(item, (*above, id(value)))) is not None:
            return f"{part}{rest}"
    return None
