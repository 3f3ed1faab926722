"""Whether a function's annotation of a path parameter is what the path's converter makes."""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

from django.urls import converters as django_converters

from djk.problems import Problem
from djk.shapes.functions import enter_parameter, list_parameters, open_function
from djk.shapes.scope import Reading
from djk.shapes.unresolved import UNRESOLVED, resolve


def find_path_type_problems(
    function: Callable[..., Any], converters: Mapping[str, Iterable[Any]], name: str
) -> Iterator[Problem]:
    """Compare annotations with the converters of the path, by the names of parameters.

    :param name: names the function in messages
    """
    scope = open_function(function, name)
    for parameter in list_parameters(function):
        made = [find_value_type(item) for item in converters.get(parameter.name, ())]
        if not made or parameter.annotation is parameter.empty:
            continue
        reading, own = Reading(), enter_parameter(function, parameter.name, scope)
        annotation = resolve(parameter.annotation, own, reading)
        yield from reading.problems
        wrong = next((type_ for type_ in made if type_ and not _accepts(annotation, type_)), None)
        if wrong:
            shown = _format(annotation)
            message = f"{own.path} is annotated {shown}, but its path makes it {wrong.__name__}"
            hint = _advise(parameter.name, annotation, wrong)
            yield Problem("handler-params", message, own.at, hint)


def find_value_type(converter: Any) -> type | None:
    """Find the type of what a converter makes of text; None where it does not say."""
    if isinstance(converter, django_converters.IntConverter):
        return int
    if isinstance(converter, django_converters.UUIDConverter):
        return UUID
    if isinstance(converter, django_converters.StringConverter):
        return str
    make: Any = converter.to_python
    if isinstance(make, type):
        return make
    with suppress(Exception):
        made = get_type_hints(make).get("return")
        return made if isinstance(made, type) else None
    return None


def _accepts(annotation: Any, made: type) -> bool:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if annotation is UNRESOLVED or annotation is Any or isinstance(annotation, TypeVar):
        return True
    if origin is Union or origin is types.UnionType:
        return any(_accepts(item, made) for item in arguments)
    if origin is Annotated:
        return _accepts(arguments[0], made)
    if origin is Literal:
        return any(isinstance(item, made) for item in arguments)
    inner = getattr(annotation, "__supertype__", None) or getattr(annotation, "__value__", None)
    if inner is not None:
        return _accepts(inner, made)
    target = origin or annotation
    if not isinstance(target, type):
        return target is not None
    return issubclass(made, target) or (made is int and target is float)


def _format(annotation: Any) -> str:
    name = annotation.__name__ if isinstance(annotation, type) else repr(annotation)
    return repr(annotation) if get_args(annotation) else name.replace("typing.", "")


def _advise(name: str, annotation: Any, made: type) -> str:
    of_type = {int: "int", UUID: "uuid"}.get(annotation) if isinstance(annotation, type) else None
    if made is str and of_type:
        return f"name the folder [{name}={of_type}], or annotate {name}: str"
    return f"write {name}: {made.__name__}"
