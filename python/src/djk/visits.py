"""What a request to a page has gathered so far; the error handlers find it on the request."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from djk.contract import Contract
from djk.lineage import Node
from djk.user_pick import UserPick

#: Key of the page's own result in an envelope's ``data``.
PAGE = "page"


@dataclass(frozen=True)
class Loader:
    """A ``get`` of a layout or a page."""

    #: Id of the layout's folder, or ``page``.
    key: str
    get: Callable[..., Any]
    #: Names of the path parameters that it takes.
    params: tuple[str, ...]
    #: Names the function in error messages.
    source: str
    #: Reads what else it takes, and what it returns, once.
    read_contract: Callable[[], Contract]


@dataclass(frozen=True)
class Page:
    """A page, or what stands in for one where no URL matches."""

    #: Route id; that of a folder followed by ``#not-found`` for an unmatched URL.
    route: str
    nodes: tuple[Node, ...]
    params: tuple[str, ...]
    template: str
    #: The client module of the page, named by its path below the site.
    branch: str
    #: Layouts root first, then the page.
    loaders: tuple[Loader, ...]
    #: What the root layout.py lets everyone know of a request's user.
    user: UserPick | None = None


@dataclass(frozen=True)
class Visit:
    """One request to a page."""

    page: Page
    #: Path parameters; an absent optional one is left out.
    params: Mapping[str, Any]
    #: Whether data is asked for and not the document.
    is_data: bool
    #: JSON of each result there is, by the loader's key.
    data: dict[str, str] = field(default_factory=dict)
    #: JSON of the query parameters of each ``get`` that takes some, by the loader's key.
    query: dict[str, str] = field(default_factory=dict)


def set_visit(request: HttpRequest, visit: Visit) -> None:
    request._djk_visit = visit  # type: ignore[attr-defined]


def get_visit(request: HttpRequest) -> Visit | None:
    """Return the visit of a request that reached a page, whatever became of it."""
    return getattr(request, "_djk_visit", None)
