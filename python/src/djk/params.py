"""Path parameters as the browser gets them: text and numbers, whatever a converter makes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import Any

from djk.conf import get_conf


def build_wire_params(route: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """Write a value that is neither text nor a number as its converter writes it in a URL.

    :param route: id of the route that the parameters were captured for
    """
    return {
        name: value if _has_wire_form(value) else _format_value(route, name, value)
        for name, value in params.items()
    }


def _has_wire_form(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return isinstance(value, (str, int)) and not isinstance(value, bool)


def _format_value(route: str, name: str, value: object) -> str:
    converter = _list_converters(get_conf().urls)[route][name]
    return str(converter.to_url(value))


@cache
def _list_converters(urls: str) -> dict[str, dict[str, Any]]:
    """List the converters of each route's parameters, by route id, then by name."""
    module = import_module(urls)
    found: dict[str, dict[str, Any]] = {}
    for row in [*module.urlpatterns, *module.not_found_patterns]:
        if route := getattr(row.callback, "djk_route", None):
            found.setdefault(route.id, {}).update(row.pattern.converters)
    return found
