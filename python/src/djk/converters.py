"""The path converter of rest segments, ``[...path]``."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import get_converters

NAME = "djk_rest"


class RestConverter:
    """One or more segments, none of them empty, ``.`` or ``..``; the value is the text ``a/b``."""

    _segment = r"(?!\.{1,2}(?:/|\Z))[^/]+"
    regex = f"{_segment}(?:/{_segment})*"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


def register() -> None:
    """Make ``<djk_rest:name>`` known to ``path()``; safe to repeat."""
    if NAME not in get_converters():
        register_converter(RestConverter, NAME)
