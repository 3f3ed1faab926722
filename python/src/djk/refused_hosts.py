"""What someone sees in development who asks by a host that the site does not answer to."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

WSGIApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def refuse_hosts(application: WSGIApplication) -> WSGIApplication:
    """Answer requests by other hosts than ``ALLOWED_HOSTS`` before Django does.

    Its own page for them shows the settings. Whoever made a name lead to this machine (DNS
    rebinding) could read that, and ``ALLOWED_HOSTS`` is not what ``djk dev`` needs to be told.
    """

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not is_refused(environ):
            return application(environ, start_response)
        start_response("403 Forbidden", [("Content-Type", "text/plain; charset=utf-8")])
        return [describe_refused_host(str(environ.get("HTTP_HOST", ""))).encode()]

    return answer


def is_refused(meta: dict[str, Any]) -> bool:
    """Whether Django answers no request with these headers, as in ``request.META``."""
    request = HttpRequest()
    request.META = meta
    try:
        request.get_host()
    except DisallowedHost:
        return True
    return False


def describe_refused_host(header: str) -> str:
    """Describe what to do where the host is the developer's own."""
    start, _, end = header.rpartition(":")
    name = start if end.isdigit() else header
    return (
        f'djk dev does not answer to the host "{name}".\n'
        f"If that is yours, start it with: DJK_DEV_HOSTS={name} npx djk dev\n"
    )
