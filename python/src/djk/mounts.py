"""Where the routes are: the prefix before them, and what of a path lies below it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.urls.exceptions import Resolver404
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes

from djk.conf import get_conf


@dataclass(frozen=True)
class Mount:
    """A path split where the routes begin."""

    #: What of ``path_info`` the routes match.
    tail: str
    #: What patterns before the routes captured.
    kwargs: dict[str, Any]


def find_mount(request: HttpRequest) -> Mount | None:
    """Find where the urlconf of a request includes the routes; None where it does not."""
    return follow_path(request.path_info, get_resolver(getattr(request, "urlconf", None)))


def follow_path(path: str, resolver: URLResolver) -> Mount | None:
    """Find where a urlconf includes the routes for a path; None where it does not."""
    for chain in list_chains(resolver):
        if mount := _follow(chain, path):
            return mount
    return None


def _follow(chain: tuple[Any, ...], path: str) -> Mount | None:
    kwargs: dict[str, Any] = {}
    for pattern in chain:
        match = pattern.match(path)
        if match is None:
            return None
        path, _, captured = match
        kwargs.update(captured)
    return Mount(path, kwargs)


def list_chains(resolver: URLResolver) -> tuple[tuple[Any, ...], ...]:
    """List the patterns before each place of the routes, in the order of the urlconf."""
    return _list_chains(resolver, get_conf().urls)


# Of a bounded size, because every urlconf that a request may name has a resolver of its own.
@lru_cache(maxsize=64)
def _list_chains(resolver: URLResolver, urls: str) -> tuple[tuple[Any, ...], ...]:
    return tuple(_search(resolver, import_module(urls).urlpatterns))


def _search(
    resolver: URLResolver, routes: list[URLPattern], above: tuple[object, ...] = ()
) -> Iterator[tuple[Any, ...]]:
    patterns = resolver.url_patterns
    if patterns is routes:
        yield (resolver.pattern,)
    elif id(patterns) not in above:  # a urlconf may include itself
        for child in patterns:
            if isinstance(child, URLResolver):
                chains = _search(child, routes, (*above, id(patterns)))
                yield from ((resolver.pattern, *chain) for chain in chains)


def get_mount_url(request: HttpRequest) -> str:
    """Return the URL path that the routes lie below, without a slash at its end."""
    mount = find_mount(request)
    tail = request.path_info if mount is None else mount.tail
    return escape_uri_path(request.path[: len(request.path) - len(tail)].rstrip("/"))


def find_not_found(request: HttpRequest) -> tuple[Callable[..., Any], dict[str, Any]] | None:
    """Find the view for a path that no route matches, and its arguments."""
    mount = find_mount(request)
    if mount is None:
        return None
    # Django's ``path`` stops at a line break, and the remainder is nobody's parameter.
    tail = mount.tail.replace("\n", "%0A")
    for pattern in import_module(get_conf().urls).not_found_patterns:
        if match := pattern.resolve(tail):
            return match.func, {**mount.kwargs, **match.kwargs}
    return None


def redirect_to_canonical(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """Redirect GET and HEAD to the path with, or without, a slash at its end.

    None where the path has the right form already, or only one form.
    """
    has_slash = request.path_info.endswith("/")
    wants_slash = get_conf().trailing_slash == "always"
    if request.method not in ("GET", "HEAD") or has_slash == wants_slash:
        return None
    if not _opens_same_view(request, _change_slash(request.path_info)):
        return None
    path = escape_leading_slashes(escape_uri_path(_change_slash(request.path)))
    query = request.META.get("QUERY_STRING", "")
    url = f"{path}?{query}" if query else path
    return HttpResponsePermanentRedirect(url, preserve_request=True)


def _change_slash(path: str) -> str:
    return path[:-1] if path.endswith("/") else f"{path}/"


def _opens_same_view(request: HttpRequest, path: str) -> bool:
    try:
        match = resolve(path, getattr(request, "urlconf", None))
    except Resolver404:
        return False
    return request.resolver_match is not None and match.func is request.resolver_match.func
