"""Data requests: a page's own URL with ``_data`` and a header."""

from __future__ import annotations

from urllib.parse import unquote_plus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import HttpHeaders
from django.utils.http import escape_leading_slashes

from djk.assets import find_build
from djk.responses import DATA_HEADER, respond_stale

PARAMETER = "_data"
_DATA_KEY = HttpHeaders.to_wsgi_name(DATA_HEADER)
_SAFE_METHODS = ("GET", "HEAD")


def open_request(request: HttpRequest) -> HttpResponse | None:
    """Give a data request the URL of its page, and answer that of a browser of another build.

    The header then says for which build data or a document is wanted, so that ``Vary`` keeps the
    answers of two builds apart in Django's cache.
    """
    build = find_build()
    asked = None
    if request.META.get(_DATA_KEY) == "1" and request.method in _SAFE_METHODS:
        asked = _take_parameter(request)
    is_data = asked is not None
    request._djk_is_data = is_data  # type: ignore[attr-defined]
    request.META[_DATA_KEY] = f"{'data' if is_data else 'document'} {build}"
    return respond_stale(build) if is_data and build and asked != build else None


def is_data_request(request: HttpRequest) -> bool:
    """Tell whether a browser of ours asks for data; never without ``DataRequestMiddleware``."""
    return getattr(request, "_djk_is_data", False)


def redirect_to_document(request: HttpRequest) -> HttpResponse | None:
    """Redirect what has the parameter and is no data request, such as a crafted link."""
    if _take_parameter(request) is None or request.method not in _SAFE_METHODS:
        return None
    return HttpResponseRedirect(escape_leading_slashes(request.get_full_path()))


def _take_parameter(request: HttpRequest) -> str | None:
    """Remove ``_data`` from the request, as if it had not been sent, and return its value."""
    query = request.META.get("QUERY_STRING", "")
    if not query or PARAMETER not in request.GET:
        return None
    value = request.GET[PARAMETER]
    request.META["QUERY_STRING"] = "&".join(
        part for part in query.split("&") if unquote_plus(part.partition("=")[0]) != PARAMETER
    )
    # A cached property: it is read from the query string again.
    request.__dict__.pop("GET", None)
    return value
