"""Python values to JSON text, refusing what must not or cannot leave the server."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Manager, Model, QuerySet
from django.forms import BaseForm

_encoder = DjangoJSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


class EncodingError(TypeError):
    """A value that has no JSON form; the message begins with its path: ``data.books[3].author``."""

    def __init__(self, path: str, problem: str) -> None:
        self.path = path
        super().__init__(f"{path} {problem}")


def encode(value: object, path: str) -> str:
    """Return compact JSON of what ``DjangoJSONEncoder`` accepts.

    :param path: names the value in error messages
    :raises EncodingError: for models, QuerySets, NaN and everything else without a JSON form
    """
    try:
        text = _encoder.encode(value)
        text.encode()
    except RecursionError as error:
        raise EncodingError(path, "is nested too deeply.") from error
    except (TypeError, ValueError) as error:
        raise _locate_problem(value, path) or EncodingError(path, f"fails: {error}") from error
    return text


def _locate_problem(value: object, path: str) -> EncodingError | None:
    # Looking for it takes more of the stack than encoding.
    with suppress(RecursionError):
        return _find_problem(value, path, ())
    return None


def _find_problem(value: object, path: str, above: tuple[int, ...]) -> EncodingError | None:
    if isinstance(value, (dict, list, tuple)):
        if id(value) in above:
            return EncodingError(path, "contains itself.")
        return _find_problem_within(value, path, (*above, id(value)))
    problem = _describe_problem(value)
    return EncodingError(path, problem) if problem else None


def _find_problem_within(
    value: dict[Any, Any] | list[Any] | tuple[Any, ...], path: str, above: tuple[int, ...]
) -> EncodingError | None:
    items: Iterable[tuple[str, object]]
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, (str, int, float, bool, type(None))):
                return EncodingError(path, f"has the key {key!r}; keys of JSON objects are text.")
            if problem := _describe_problem(key):
                return EncodingError(f"{path} (key {key!r})", problem)
        items = ((f"{path}.{key}", item) for key, item in value.items())
    else:
        items = ((f"{path}[{index}]", item) for index, item in enumerate(value))
    return next(filter(None, (_find_problem(item, at, above) for at, item in items)), None)


def _describe_problem(value: object) -> str:
    name = type(value).__name__
    if isinstance(value, Model):
        return f"is a model ({name}). Return a dict of the fields that the page needs."
    if isinstance(value, (QuerySet, Manager)):
        model = value.model.__name__
        return (
            f"is a {'QuerySet' if isinstance(value, QuerySet) else 'manager'} of {model}. "
            'Return a list of the fields that the page needs: list(….values("id", …)).'
        )
    if isinstance(value, (set, frozenset)):
        return f"is a {name}, which has no JSON form. Return a list in an order: sorted(…)."
    if isinstance(value, BaseForm):
        return f"is a form ({name}). Return its data or its errors."
    if isinstance(value, float) and not math.isfinite(value):
        return f"is {value}, which JSON does not have. Return None or text instead."
    try:
        json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        return f"is text that is no Unicode: {value!r}."
    except Exception as error:
        return f"is a {name}, which has no JSON form ({error})."
    return ""
