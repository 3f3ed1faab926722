"""JSON text to values, as strict as its RFC lets a reader be."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any, NoReturn

#: How deep arrays and objects may lie in one another.
MOST_LEVELS = 100


def parse_json(data: bytes) -> Any:
    """Parse JSON in UTF-8.

    :raises ValueError: also for NaN, Infinity, numbers beyond a float, a key that an object has
        twice, and more than ``MOST_LEVELS`` levels
    """
    try:
        value = _decoder.decode(data.decode())
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    _refuse_depth(value)
    return value


def _refuse_depth(value: Any) -> None:
    level: Iterable[Any] = [value]
    for _ in range(MOST_LEVELS):
        level = [item for outer in level for item in _list_containers(outer)]
        if not level:
            return
    raise ValueError("nested too deeply")


def _list_containers(value: Any) -> Iterable[Any]:
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [item for item in items if isinstance(item, (dict, list))]


def _build_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object has a key twice")
    return found


def _parse_float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is no number of JavaScript")
    return number


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


_decoder = json.JSONDecoder(
    object_pairs_hook=_build_object, parse_float=_parse_float, parse_constant=_refuse_constant
)
