"""Encoders of dicts, instances and the picked fields of models."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model

from djk.encoding_error import EncodingError
from djk.shapes.encode_any import encode_key
from djk.shapes.encode_scalars import mismatch

Encode = Callable[[Any], Any]

DEEP = "is nested too deeply, or contains itself."


def make_dict(fields: tuple[tuple[str, Encode], ...], optional: frozenset[str]) -> Encode:
    """Make the encoder of a TypedDict from any mapping; keys that it does not declare are dropped.

    :param optional: fields that need not be there
    """
    declared = {name for name, _ in fields}

    def encode_dict(value: Any) -> dict[str, Any]:
        if type(value) is not dict:
            value = _copy_mapping(value)
        result = {}
        name = ""
        try:
            for name, encode in fields:
                if name in value:
                    result[name] = encode(value[name])
                elif name not in optional:
                    extra = value.keys() - declared
                    raise EncodingError("", describe_missing(name, extra))
        except EncodingError as error:
            error.lead(f".{name}")
            raise
        except RecursionError:
            raise EncodingError(f".{name}", DEEP) from None
        return result

    return encode_dict


def _copy_mapping(value: Any) -> dict[Any, Any]:
    if isinstance(value, Mapping):
        # dict(value) would copy what a QueryDict holds, which is lists.
        return dict(value.items())
    if isinstance(value, Model):
        name = type(value).__name__
        hint = f'Annotate it: Annotated[{name}, pick("id", …)].'
        raise EncodingError("", f"expected dict, got the model {name}. {hint}")
    raise mismatch("dict", value)


def describe_missing(name: str, extra: Iterable[Any]) -> str:
    """Describe a key that is missing.

    :param extra: keys that are there and not declared
    """
    near = get_close_matches(name, sorted(key for key in extra if isinstance(key, str)), 1)
    return f"is missing; got {near[0]!r}." if near else "is missing."


def _mismatch_object(expected: str, value: object) -> EncodingError:
    error = mismatch(expected, value)
    if value is None:
        error.problem += ". Where there may be none, annotate it | None."
    return error


def make_instance(cls: type, fields: tuple[tuple[str, Encode], ...]) -> Encode:
    """Make the encoder of instances of a class; what a subclass adds is dropped."""
    expected = cls.__name__

    def encode_instance(value: Any) -> dict[str, Any]:
        if not isinstance(value, cls):
            raise _mismatch_object(expected, value)
        result = {}
        name = ""
        try:
            for name, encode in fields:
                result[name] = encode(getattr(value, name))
        except EncodingError as error:
            error.lead(f".{name}")
            raise
        except RecursionError:
            raise EncodingError(f".{name}", DEEP) from None
        return result

    return encode_instance


def make_picked(model: type[Model], fields: tuple[tuple[str, str, Encode], ...]) -> Encode:
    """Make the encoder of a model's picked fields.

    :param fields: key, attribute, and the encoder of its value; without an attribute the encoder
        is given the object
    """
    expected = model.__name__

    def encode_picked(value: Any) -> dict[str, Any]:
        if not isinstance(value, model):
            raise _mismatch_object(expected, value)
        result = {}
        key = attribute = ""
        try:
            for key, attribute, encode in fields:
                result[key] = encode(getattr(value, attribute) if attribute else value)
        except EncodingError as error:
            error.lead(f".{key}")
            raise
        except AttributeError as error:
            if error.obj is not value or error.name != attribute:
                raise
            problem = f"is missing: the {expected} has no {attribute!r}."
            problem = f"{problem} Add .annotate({attribute}=…) to the query."
            raise EncodingError(f".{key}", problem) from error
        except RecursionError:
            raise EncodingError(f".{key}", DEEP) from None
        return result

    return encode_picked


def make_call(name: str, encode: Encode) -> Encode:
    """Encode what a method of an object returns."""
    return lambda owner: encode(getattr(owner, name)())


def make_one(name: str, encode: Encode) -> Encode:
    """Encode the related object of an object, None where there is none."""

    def encode_one(owner: Any) -> Any:
        try:
            related = getattr(owner, name)
        except ObjectDoesNotExist:
            related = None
        return encode(related)

    return encode_one


def make_record(encode_name: Encode, encode: Encode) -> Encode:
    """Make the encoder of a mapping with any keys."""

    def encode_record(value: Any) -> dict[str, Any]:
        if type(value) is not dict:
            value = _copy_mapping(value)
        result = {}
        for key, item in value.items():
            try:
                name = encode_key(encode_name(key))
            except EncodingError as error:
                error.lead(f" (key {key!r})")
                raise
            if name in result:
                raise EncodingError("", f"has two keys that are {name!r} as text.")
            try:
                result[name] = encode(item)
            except EncodingError as error:
                error.lead(f".{name}")
                raise
        return result

    return encode_record
