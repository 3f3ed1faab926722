"""Example URLs of patterns: what can be asked about a route without knowing its data."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django.urls import URLPattern
from django.urls.resolvers import LocalePrefixPattern, RegexPattern, RoutePattern

#: Texts that hardly a word of a project's own urls.py equals, some of them for every converter.
SAMPLES = (
    *("djk-example", "other-example", "djk/example/1", "an/other/example"),
    *("4711", "2026", "20260228", "20251231", "7", "42", "djk", "en", "de", "EN", "DE", "x", "y"),
    "00000000-0000-4000-8000-000000000000",
    "00000000-0000-4000-8000-000000000001",
)

_PARAMETER = re.compile(r"<(?:[^<>:]+:)?(\w+)>")


def list_examples(chain: tuple[Any, ...], row: URLPattern) -> list[str]:
    """List one or two paths that a row matches below its mount; none where no sample fits.

    :param chain: the patterns from the root urlconf to the routes, as ``djk.mounts`` lists them
    """
    found = (_format(chain, row, number) for number in range(2 if row.pattern.converters else 1))
    return list(dict.fromkeys(path for path in found if path is not None))


def _format(chain: tuple[Any, ...], row: URLPattern, number: int) -> str | None:
    parts = [_format_pattern(pattern, number) for pattern in (*chain[1:], row.pattern)]
    path = "/" + "".join(part or "" for part in parts)
    return None if None in parts or not _is_reached(chain, row, path) else path


def _format_pattern(pattern: Any, number: int) -> str | None:
    if isinstance(pattern, LocalePrefixPattern):
        return pattern.language_prefix
    if isinstance(pattern, RegexPattern):
        return "" if str(pattern) in ("", "^") else None
    if not isinstance(pattern, RoutePattern):
        return None
    samples = {name: _list_samples(converter) for name, converter in pattern.converters.items()}
    if not all(samples.values()):
        return None
    return _PARAMETER.sub(lambda found: (samples[found[1]] * 2)[number], str(pattern))


# Django makes one converter for all patterns that name it.
@cache
def _list_samples(converter: Any) -> tuple[str, ...]:
    return tuple(
        sample
        for sample in SAMPLES
        if re.fullmatch(converter.regex, sample) and _takes(converter, sample)
    )


def _takes(converter: Any, sample: str) -> bool:
    # A converter of the project may ask a database, and there need be none.
    try:
        converter.to_python(sample)
    except Exception:
        return False
    return True


def _is_reached(chain: tuple[Any, ...], row: URLPattern, path: str) -> bool:
    for pattern in chain:
        match = pattern.match(path)
        if not match:
            return False
        path = match[0]
    return row.resolve(path) is not None
