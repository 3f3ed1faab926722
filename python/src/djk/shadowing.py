"""What of a project answers a URL before the routes do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver, get_script_prefix

HEALTH = "djk.middleware.HealthMiddleware"
HEALTH_PATH, READINESS_PATH = "/healthz", "/readyz"

Pattern = URLPattern | URLResolver


@dataclass(frozen=True)
class Reached:
    """Where the urlconf leads a path."""

    #: From the root urlconf to the pattern with the view, or to the include of the routes.
    chain: tuple[Pattern, ...]
    #: What of the path the routes match; None where something else answers.
    tail: str | None


def find_own_prefix(path: str) -> str | None:
    """Name what answers a whole URL path before any urlconf: a middleware or the server of files.

    :param path: with the script prefix before it
    """
    if HEALTH in settings.MIDDLEWARE and path in _list_health_paths():
        return "djk's HealthMiddleware"
    setting = find_file_setting(path)
    return f"{setting} ({getattr(settings, setting)})" if setting else None


def _list_health_paths() -> Iterator[str]:
    return (get_script_prefix().rstrip("/") + path for path in (HEALTH_PATH, READINESS_PATH))


def find_file_setting(path: str) -> str | None:
    """Name the setting whose URL a path lies below: ``STATIC_URL`` or ``MEDIA_URL``."""
    # An empty MEDIA_URL becomes the prefix of the whole site.
    roots = ("", "/", get_script_prefix())
    for setting in ("STATIC_URL", "MEDIA_URL"):
        url = getattr(settings, setting) or ""
        if url not in roots and path.startswith(url):
            return setting
    return None


def reach(path: str, routes: list[URLPattern], takes: Callable[[str], bool]) -> Reached | None:
    """Find the first pattern of the project's urlconf that fits a path, as Django's resolver does.

    :param path: ``path_info``
    :param routes: the ``urlpatterns`` of the routes
    :param takes: whether the routes match the remaining path; where they do not, the search goes on
    """
    return _reach(get_resolver(), path, routes, takes, ())


def _reach(
    resolver: URLResolver,
    path: str,
    routes: list[URLPattern],
    takes: Callable[[str], bool],
    above: tuple[Pattern, ...],
) -> Reached | None:
    match: Any = resolver.pattern.match(path)
    if not match:
        return None
    tail: str = match[0]
    chain = (*above, resolver)
    if resolver.url_patterns is routes:
        return Reached(chain, tail) if takes(tail) else None
    for child in resolver.url_patterns:
        if isinstance(child, URLResolver):
            found = _reach(child, tail, routes, takes, chain)
        else:
            found = Reached((*chain, child), None) if child.resolve(tail) else None
        if found:
            return found
    return None
