"""Path parameters as the browser gets them: numbers of ``int``, and text of all others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from importlib import import_module
from typing import Any

from django.db import DataError
from django.http import Http404
from django.urls.converters import IntConverter

from djk.big_int import MAX_SAFE_INTEGER
from djk.conf import get_conf
from djk.encoding import EncodingError

#: The largest number of a database's integer columns.
LARGEST = 2**63 - 1


@contextmanager
def refusing_vast_numbers(params: Mapping[str, Any]) -> Iterator[None]:
    """Answer 404 where the code of a route fails on a number that no database has.

    ``int`` takes up to 4300 digits. Django's own lookups find nothing then; ``__in``, SQL of one's
    own and the text of a product of two such numbers raise.
    """
    try:
        yield
    except (OverflowError, DataError, ValueError, EncodingError) as error:
        if not any(isinstance(value, int) and value > LARGEST for value in params.values()):
            raise
        raise Http404("a number of the URL is too large") from error


def build_wire_params(route: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """Write all but the numbers of ``int`` as their converters write them in a URL.

    So are whole numbers that the browser would round.

    :param route: id of the route that the parameters were captured for
    """
    converters = _list_converters(get_conf().urls).get(route, {})
    return {name: _to_wire(converters.get(name), value) for name, value in params.items()}


def _to_wire(converter: Any, value: Any) -> Any:
    # The type of a subclass is text in the table: the browser knows the name alone.
    if converter is None or (type(converter) is IntConverter and abs(value) <= MAX_SAFE_INTEGER):
        return value
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
