"""Decoders of query strings, built once from the keyword-only parameters of a function."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from djk.shapes.invalid_input import (
    INCOMPLETE,
    INVALID,
    REQUIRED,
    InvalidInput,
    decode_all,
    refuse,
    run_validators,
)
from djk.shapes.json_decoder import CONTAINERS
from djk.shapes.resolve import resolve_alias
from djk.shapes.shape import MISSING, Array, Definitions, Field, OneOf, Scalar, Shape, Tuple
from djk.shapes.text_decoder import build_text_decoder

#: Decodes the texts of one parameter, of which there is at least one and none is empty.
_TextsDecoder = Callable[[Sequence[str]], Any]


@dataclass(frozen=True)
class DecodedQuery:
    #: By name; the default stands for what is absent or wrong, and what has none is left out.
    values: Mapping[str, Any]
    #: Messages by name, or by name and index where a parameter takes many: ``tag.0``.
    errors: Mapping[str, list[str]]


def build_query_decoder(
    fields: Sequence[Field], definitions: Definitions
) -> Callable[[QueryDict], DecodedQuery]:
    """Build the decoder of a query string.

    As in Django's forms an empty value is an absent one; of several the last one counts, where the
    parameter does not take many. Unknown parameters are ignored.
    """
    decoders = [(field, _build_field(field.shape, definitions)) for field in fields]

    def decode(query: QueryDict) -> DecodedQuery:
        values: dict[str, Any] = {}
        errors: dict[str, list[str]] = {}
        for field, decode_field in decoders:
            texts = [text for text in query.getlist(field.name) if text]
            if field.default is not MISSING:
                values[field.name] = field.default
            elif not texts:
                errors[field.name] = [str(REQUIRED)]
            if not texts:
                continue
            try:
                (values[field.name],) = decode_all([(field.name, decode_field, texts)])
            except InvalidInput as error:
                errors.update(error.by_field())
        return DecodedQuery(values, errors)

    return decode


def _build_field(shape: Shape, definitions: Definitions) -> _TextsDecoder:
    shape = _unwrap_optional(resolve_alias(shape, definitions), definitions)
    match shape:
        case Array():
            return _build_array(shape, definitions)
        case Tuple(items):
            return _build_tuple(items, definitions)
    decode = build_text_decoder(shape, definitions)
    return lambda texts: decode(texts[-1])


def _unwrap_optional(shape: Shape, definitions: Definitions) -> Shape:
    if isinstance(shape, OneOf):
        members = [member for member in shape.members if member != Scalar("null")]
        if len(members) == 1:
            return resolve_alias(members[0], definitions)
    return shape


def _build_array(array: Array, definitions: Definitions) -> _TextsDecoder:
    decode = build_text_decoder(array.item, definitions)
    make = CONTAINERS[array.container]

    def decode_texts(texts: Sequence[str]) -> Any:
        items = decode_all((index, decode, text) for index, text in enumerate(texts))
        return run_validators(make(items), array.validators)

    return decode_texts


def _build_tuple(items: Sequence[Shape], definitions: Definitions) -> _TextsDecoder:
    decoders = [build_text_decoder(item, definitions) for item in items]

    def decode_texts(texts: Sequence[str]) -> Any:
        if len(texts) != len(decoders):
            raise refuse(INCOMPLETE if len(texts) < len(decoders) else INVALID)
        return tuple(decode_all(zip(range(len(texts)), decoders, texts, strict=True)))

    return decode_texts
