"""What fills the parameters of a verb function that are none of the path's."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, JsonResponse, QueryDict
from django.http.response import HttpResponseBase

from djk.json_body import RefusedInput, has_body, read_json_body
from djk.shapes.encoder import build_encoder
from djk.shapes.invalid_input import InvalidInput
from djk.shapes.json_decoder import build_json_decoder
from djk.shapes.json_scalars import JsonDecoder
from djk.shapes.query_decoder import DecodedQuery, build_query_decoder
from djk.shapes.resolve import resolve_ref
from djk.shapes.shape import (
    MISSING,
    Array,
    Definitions,
    Field,
    Object,
    OneOf,
    Ref,
    Scalar,
    Shape,
    Signature,
    Tuple,
)

logger = logging.getLogger("djk.query")
_body_logger = logging.getLogger("djk.body")


@dataclass(frozen=True)
class Inputs:
    """Decoders of one verb function, built once."""

    query: tuple[Field, ...]
    decode_query: Callable[[QueryDict], DecodedQuery]
    encode_query: Callable[[object], Any]
    #: The parameter that takes the JSON body, and its decoder.
    body: tuple[Field, JsonDecoder] | None
    #: Whether binding reads a body or runs the project's validators, which may ask the database.
    waits: bool


def build_inputs(signature: Signature) -> Inputs:
    """Build the decoders of a function.

    :raises TypeError: for shapes that no input has
    """
    definitions = signature.definitions
    field = signature.body
    return Inputs(
        signature.query,
        build_query_decoder(signature.query, definitions),
        build_encoder(Object(signature.query, "key", dict), definitions),
        (field, build_json_decoder(field.shape, definitions)) if field else None,
        waits=bool(field) or any(_has_validators(it.shape, definitions) for it in signature.query),
    )


def _has_validators(shape: Shape, definitions: Definitions) -> bool:
    """Whether a shape that text stands for has validators."""
    match shape:
        case Scalar(_, validators):
            return bool(validators)
        case Array(item, _, validators):
            return bool(validators) or _has_validators(item, definitions)
        case Tuple(shapes) | OneOf(shapes):
            return any(_has_validators(item, definitions) for item in shapes)
        case Ref():
            return _has_validators(resolve_ref(shape, definitions), definitions)
    return False


def bind_leniently(inputs: Inputs, request: HttpRequest) -> Mapping[str, Any]:
    """Return the query parameters of a page's ``get``, by name.

    A link that someone has mistyped is no reason for an error page: the default stands for a wrong
    value, and a developer is told.
    """
    if not inputs.query:
        return {}
    found = inputs.decode_query(request.GET)
    if found.errors and settings.DEBUG:
        for path, messages in found.errors.items():
            name = path.partition(".")[0]
            used = f"; used {found.values[name]!r}" if name in found.values else ""
            url = request.get_full_path()
            logger.warning("%s %s: %s: %s%s", request.method, url, path, " ".join(messages), used)
    return found.values


def bind_strictly(inputs: Inputs, request: HttpRequest) -> Mapping[str, Any] | HttpResponseBase:
    """Return the query parameters and the body of an endpoint's function, by name.

    What is wrong with them makes a response: 400, 413, 415 or, with all wrong fields, 422.
    """
    try:
        return _bind(inputs, request)
    except RefusedInput as refused:
        if settings.DEBUG:
            told = "; ".join(f"{path} {' '.join(each)}" for path, each in refused.errors.items())
            url = request.get_full_path()
            _body_logger.warning("%s %s %d: %s", request.method, url, refused.status, told)
        return respond_errors(refused.status, refused.errors)


def respond_errors(status: int, errors: Mapping[str, Iterable[str]]) -> JsonResponse:
    """Answer with messages by field."""
    return JsonResponse({"errors": errors}, status=status, headers={"Cache-Control": "no-store"})


def _bind(inputs: Inputs, request: HttpRequest) -> Mapping[str, Any]:
    query = inputs.decode_query(request.GET)
    given = dict(query.values)
    errors = dict(query.errors)
    if inputs.body:
        field, decode = inputs.body
        try:
            given[field.name] = _decode_body(field, decode, request)
        except InvalidInput as error:
            for path, messages in error.by_field().items():
                errors[path] = [*errors.get(path, []), *messages]
    if errors:
        raise RefusedInput(HTTPStatus.UNPROCESSABLE_ENTITY, errors)
    return given


def _decode_body(field: Field, decode: JsonDecoder, request: HttpRequest) -> Any:
    if field.default is not MISSING and not has_body(request):
        return field.default
    return decode(read_json_body(request))
