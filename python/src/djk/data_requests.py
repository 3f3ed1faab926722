"""Data requests: a page's own URL with ``_data`` and a header."""

from __future__ import annotations

from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import HttpHeaders
from django.utils.http import escape_leading_slashes

from djk.assets import get_build
from djk.responses import DATA_HEADER, respond_stale

PARAMETER = "_data"
_DATA_KEY = HttpHeaders.to_wsgi_name(DATA_HEADER)


def is_data_request(request: HttpRequest) -> bool:
    """Tell whether a browser of ours asks for data."""
    return request.META.get(_DATA_KEY) == "1" and PARAMETER in request.GET


def take_parameter(request: HttpRequest) -> str | None:
    """Remove ``_data`` from the request, as if it had not been sent, and return its value."""
    if not request.META.get("QUERY_STRING") or PARAMETER not in request.GET:
        return None
    value = request.GET[PARAMETER]
    query = request.META.get("QUERY_STRING", "").split("&")
    request.META["QUERY_STRING"] = "&".join(
        part for part in query if unquote_plus(part.partition("=")[0]) != PARAMETER
    )
    # A cached property: it is read from the query string again.
    request.__dict__.pop("GET", None)
    return value


def refuse(request: HttpRequest, build: str | None, is_data: bool) -> HttpResponse | None:
    """Answer a request that must not reach the view: a crafted link, a browser of another build.

    :param build: what :func:`take_parameter` returned
    """
    if build is None or request.method not in ("GET", "HEAD"):
        return None
    if not is_data:
        return HttpResponseRedirect(escape_leading_slashes(request.get_full_path()))
    current = get_build()
    return None if build == current else respond_stale(current)
