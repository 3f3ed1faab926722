"""The JSON body of a request, and what keeps it from being one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.exceptions import NON_FIELD_ERRORS, RequestDataTooBig
from django.http import HttpRequest

from djk.shapes.invalid_input import NO_JSON
from djk.shapes.parse_json import parse_json


class RefusedInput(Exception):
    """Input that ends a request before its function is called."""

    def __init__(self, status: HTTPStatus, errors: Mapping[str, Iterable[str]]) -> None:
        self.status = status
        #: Messages by field; what concerns none is ``__all__``.
        self.errors = errors
        super().__init__(status, errors)


def read_json_body(request: HttpRequest) -> Any:
    """Read and parse the body of a request.

    :raises RefusedInput: 413 for one above ``DATA_UPLOAD_MAX_MEMORY_SIZE``, 415 for one that does
        not say that it is JSON in UTF-8, 400 for one that is none
    """
    _require_json(request)
    try:
        return parse_json(_read(request))
    except ValueError as error:
        raise _refuse(HTTPStatus.BAD_REQUEST, str(NO_JSON)) from error


def has_body(request: HttpRequest) -> bool:
    """Whether anything was sent.

    A form with files is not looked into: ``CsrfViewMiddleware`` may have read it, and then Django
    refuses to tell its bytes.

    :raises RefusedInput: 413 for more than ``DATA_UPLOAD_MAX_MEMORY_SIZE``
    """
    return request.content_type == "multipart/form-data" or bool(_read(request))


def _require_json(request: HttpRequest) -> None:
    kind = (request.content_type or "").lower()
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    if kind != "application/json" and not kind.endswith("+json"):
        message = "Send JSON, with the Content-Type application/json."
        raise _refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, message)
    if charset not in ("utf-8", "utf8"):
        raise _refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "Send JSON in UTF-8.")


def _read(request: HttpRequest) -> bytes:
    limit = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
    try:
        body = request.body
    except RequestDataTooBig as error:
        raise _refuse_size(limit) from error
    # Django asks Content-Length, which a body in chunks does not have.
    if limit is not None and len(body) > limit:
        raise _refuse_size(limit)
    return body


def _refuse_size(limit: int | None) -> RefusedInput:
    message = f"The body is larger than {limit} bytes."
    return _refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, message)


def _refuse(status: HTTPStatus, message: str) -> RefusedInput:
    return RefusedInput(status, {NON_FIELD_ERRORS: [message]})
