"""The envelope of docs/reference/protocol.md, as JSON text."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from djk.current_locale import format_locale
from djk.encoding import encode
from djk.lineage import ErrorKind
from djk.params import build_wire_params
from djk.reply import Head
from djk.visits import Visit


def build_error(node: str | None, kind: ErrorKind, status: int, request_id: str) -> dict[str, Any]:
    """Build an envelope's ``error``; it says nothing of the exception."""
    return {"node": node, "kind": kind, "status": status, "requestId": request_id}


def format_envelope(
    build: str,
    visit: Visit,
    data: Mapping[str, str],
    head: Head | None = None,
    error: Mapping[str, Any] | None = None,
    user: str | None = None,
) -> str:
    """Format a visit's envelope around results that are JSON already.

    :param data: the results to send; the query parameters of the others are left out, too
    :param user: JSON, where the site sends its user
    """
    query = {key: text for key, text in visit.query.items() if key in data}
    parts = [
        f'"build":{_quote(build)}',
        f'"route":{_quote(visit.page.route)}',
        f'"params":{_format_params(visit)}',
        *([f'"query":{_format_object(query)}'] if query else []),
        f'"data":{_format_object(data)}',
        *([f'"user":{user}'] if user is not None else []),
        f'"locale":{format_locale()}',
    ]
    if error is not None:
        parts.append(f'"error":{encode(error, "error")}')
    if head is not None:
        given = {key: value for key, value in vars(head).items() if value is not None}
        parts.append(f'"head":{encode(given, "head")}')
    return f"{{{','.join(parts)}}}"


def _format_object(texts: Mapping[str, str]) -> str:
    return f"{{{','.join(f'{_quote(key)}:{text}' for key, text in texts.items())}}}"


def _format_params(visit: Visit) -> str:
    if not visit.params:
        return "{}"
    return encode(build_wire_params(visit.page.route, visit.params), "params")


@cache
def _quote(name: str) -> str:
    """Quote a build id, route id or folder id, of which a process knows only so many."""
    return encode(name, "name")


def format_redirect(build: str, to: str, status: int) -> str:
    """Format the answer to a data request that was redirected."""
    redirect = {"to": to, "status": status}
    return encode(
        {"build": build, "route": "", "params": {}, "data": {}, "redirect": redirect}, "redirect"
    )
