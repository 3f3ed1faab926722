"""Responses of pages: the document, or the envelope alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar
from urllib.parse import urljoin, urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils.cache import patch_vary_headers
from django.utils.encoding import iri_to_uri

from djk.assets import get_build
from djk.encoding import encode
from djk.envelope import format_redirect
from djk.reply import Head
from djk.visits import Visit

ResponseT = TypeVar("ResponseT", bound=HttpResponseBase)

#: Headers of a redirect that say nothing of the answer that takes its place.
_OF_THE_BODY = (
    "location",
    "content-type",
    "content-length",
    "content-encoding",
    "etag",
    "last-modified",
)

DATA_HEADER = "X-Djk-Data"
DATA_TYPE = "application/vnd.djk+json"


@dataclass(frozen=True)
class Document:
    """``djk`` in the context of a page's template."""

    #: The page's client module, named by its path below the site.
    branch: str
    #: JSON text.
    envelope: str
    head: Head


class PageResponse(TemplateResponse):
    """The document of a page; its data is final, its template is rendered after the view."""

    def __init__(
        self, request: HttpRequest, template: str, document: Document, status: int
    ) -> None:
        super().__init__(request, template, {"djk": document}, status=status)


class DataResponse(HttpResponse):
    """The answer to a data request."""

    def __init__(self, content: str, status: int = 200, **kwargs: Any) -> None:
        super().__init__(content, content_type=DATA_TYPE, status=status, **kwargs)


def respond(
    request: HttpRequest, visit: Visit, envelope: str, status: int, head: Head | None = None
) -> HttpResponse:
    """Answer with the document or with data, as was asked."""
    response: HttpResponse
    if visit.is_data:
        response = DataResponse(envelope, status)
    else:
        document = Document(visit.page.branch, envelope, head or Head())
        response = PageResponse(request, visit.page.template, document, status)
    return vary_on_data(response)


def respond_stale(build: str) -> HttpResponse:
    """Tell a browser of another build which one is served."""
    content = encode({"build": build}, "build")
    return vary_on_data(DataResponse(content, 409, headers={"Cache-Control": "no-store"}))


def vary_on_data(response: ResponseT) -> ResponseT:
    """Keep documents and data apart in caches."""
    if not response.has_header("Vary"):
        response["Vary"] = DATA_HEADER
    elif response["Vary"] != DATA_HEADER:
        patch_vary_headers(response, [DATA_HEADER])
    return response


def type_redirect(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Turn a redirect into one that a script can read, with its cookies and headers.

    Other responses, and redirects to what is neither http nor https, are returned as they are.
    """
    if response.status_code not in (301, 302, 303, 307, 308) or "Location" not in response:
        return response
    target = find_target(request, response["Location"])
    if target is None:
        return response
    typed = DataResponse(format_redirect(get_build(), target, response.status_code))
    for name, value in response.items():
        if name.lower() not in _OF_THE_BODY:
            typed[name] = value
    # Caches would keep a 200 where they do not keep a redirect.
    typed.setdefault("Cache-Control", "no-store")
    typed.cookies = response.cookies
    return vary_on_data(typed)


def find_target(request: HttpRequest, location: str) -> str | None:
    """Return a path where a redirect stays on the request's origin, else an absolute URL.

    None for what is neither http nor https.
    """
    try:
        url = iri_to_uri(urljoin(request.build_absolute_uri(), location))
        parts = urlsplit(url)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    origin = f"{request.scheme}://{request.get_host()}"
    if f"{parts.scheme}://{parts.netloc}".lower() != origin.lower():
        return url
    path = url[url.index(parts.netloc) + len(parts.netloc) :]
    if not path.startswith("/"):
        path = f"/{path}"
    # A path of two slashes would be read as another host.
    return url if path.startswith("//") else path
