"""The id that a request has in the log, in its response and in error pages."""

from __future__ import annotations

import logging
import re
import secrets
from contextvars import ContextVar

from django.http import HttpRequest

#: Id of the request that this context serves; "" outside of requests.
current_request_id: ContextVar[str] = ContextVar("djk_request_id", default="")

_SANE = re.compile(r"[A-Za-z0-9._-]{1,128}")


def choose_request_id(given: str) -> str:
    """Return the id that a proxy gave, where it is one, else a new one."""
    return given if _SANE.fullmatch(given) else secrets.token_hex(16)


def get_request_id(request: HttpRequest) -> str:
    """Return the request's id, "" without ``RequestIdMiddleware``."""
    return str(getattr(request, "djk_request_id", ""))


class RequestIdFilter(logging.Filter):
    """Gives log records ``request_id``, ``-`` outside of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        given = getattr(request, "djk_request_id", "") or current_request_id.get()
        record.request_id = given or "-"
        return True
