"""What the whole site does with one URL, for ``djk routes --match``."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.urls import URLPattern, get_resolver, get_script_prefix
from django.utils.encoding import escape_uri_path, repercent_broken_unicode

from djk.conf import get_conf
from djk.csrf import CSRF_PATH
from djk.handlers import keeping_failures
from djk.mounts import Mount, follow_path
from djk.params import build_wire_params
from djk.shadow_problems import Shadow, find_shadow
from djk.shadowing import reach
from djk.steps import select_params
from djk.views import Route

_SLASHES = "django.middleware.common.CommonMiddleware"


def resolve_url(url: str, site: Path) -> dict[str, Any]:
    """Find out what answers a URL path before the routes, and what of it they match.

    :param url: percent-encoded, with the script prefix before it
    :return: ``mount`` without a slash at its end, and ``path`` below it: both are None where the
        routes lie elsewhere; ``params`` as the browser gets them, None where no route answers;
        ``shadow`` has a ``name`` and, where it is known, a place ``at``
    """
    with keeping_failures():
        routes = import_module(get_conf().urls).urlpatterns
    path = _strip_prefix(repercent_broken_unicode(unquote_to_bytes(url)).decode())
    if path is None:
        return {"mount": None, "path": None, "params": None, "shadow": None}
    shadow = _find_shadow(path, routes, site)
    mount = follow_path(path, get_resolver())
    if mount is None:
        return {"mount": None, "path": None, "params": None, "shadow": _as_json(shadow, site)}
    before = get_script_prefix().rstrip("/") + path[: len(path) - len(mount.tail)]
    return {
        "mount": escape_uri_path(before.rstrip("/")),
        "path": f"/{escape_uri_path(mount.tail)}",
        "params": _read_params(mount.tail, routes),
        "shadow": _as_json(shadow or _find_own(mount), site),
    }


def _find_own(mount: Mount) -> Shadow | None:
    return Shadow("djk's view of the CSRF token") if mount.tail == CSRF_PATH else None


def _read_params(tail: str, routes: list[URLPattern]) -> dict[str, Any] | None:
    for row in routes:
        route = getattr(row.callback, "djk_route", None)
        if isinstance(route, Route) and (found := row.resolve(tail)):
            return build_wire_params(route.id, select_params(found.kwargs, route.params))
    return None


def _strip_prefix(path: str) -> str | None:
    prefix = get_script_prefix().rstrip("/")
    return path.removeprefix(prefix) if path.startswith(f"{prefix}/") else None


def _find_shadow(path: str, routes: list[URLPattern], site: Path) -> Shadow | None:
    def takes(tail: str) -> bool:
        return any(row.resolve(tail) for row in routes)

    reached = reach(path, routes, takes)
    if reached is not None or path.endswith("/"):
        return find_shadow(path, reached, site)
    return find_shadow(path, None, site) or _find_slash_redirect(path, routes, site)


def _find_slash_redirect(path: str, routes: list[URLPattern], site: Path) -> Shadow | None:
    """Find out whether Django itself redirects to the path with a slash at its end."""
    if not settings.APPEND_SLASH or _SLASHES not in settings.MIDDLEWARE:
        return None
    shadow = find_shadow(f"{path}/", reach(f"{path}/", routes, lambda tail: False), site)
    if shadow is None:
        return None
    return Shadow(f"APPEND_SLASH, which redirects to {path}/ for {shadow.name},", shadow.at)


def _as_json(shadow: Shadow | None, site: Path) -> dict[str, Any] | None:
    return None if shadow is None else shadow.as_json(site)
