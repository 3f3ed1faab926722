"""What keeps the urlconfs of a site from being imported or read."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import URLResolver
from django.urls.resolvers import RegexPattern

from djk.handlers import keeping_failures
from djk.problems import Problem, describe_failure, find_line, find_user_line


def import_root(site: Path) -> Problem | None:
    """Import the project's urlconf; return what keeps it from being imported or read."""
    try:
        with keeping_failures():
            import_module(settings.ROOT_URLCONF)
            return _find_unreadable(URLResolver(RegexPattern(r"^/"), settings.ROOT_URLCONF), site)
    except Exception as error:
        return _describe_root(error, site)


def _describe_root(error: Exception, site: Path) -> Problem:
    at = find_user_line(error, site)
    if at is None and isinstance(error, ModuleNotFoundError) and error.name:
        # Only generated code names the module: it is the site's own urls.py, which is gone.
        path = f"{error.name.replace('.', '/')}.py"
        hint = f"write {path}, at least with: urlpatterns = []"
        return Problem("urls-missing", f"there is no {path}", None, hint)
    name = at.as_json(site)["file"] if at else settings.ROOT_URLCONF
    return describe_failure(name, error, site, find_file(settings.ROOT_URLCONF))


def _find_unreadable(resolver: URLResolver, site: Path) -> Problem | None:
    """Find the urlconf below a resolver whose ``urlpatterns`` is no list of patterns."""
    try:
        patterns = resolver.url_patterns
    except ImproperlyConfigured as error:
        return _describe_unreadable(resolver, error, site)
    below = (pattern for pattern in patterns if isinstance(pattern, URLResolver))
    return next(filter(None, (_find_unreadable(pattern, site) for pattern in below)), None)


def _describe_unreadable(resolver: URLResolver, error: ImproperlyConfigured, site: Path) -> Problem:
    module: Any = resolver.urlconf_module
    file = getattr(module, "__file__", None)
    at = find_line(Path(file).resolve(), "urlpatterns") if file else None
    name = at.as_json(site)["file"] if at else getattr(module, "__name__", "urlpatterns")
    if not hasattr(module, "urlpatterns"):
        message = f"{name} has no urlpatterns"
    else:
        message = f"urlpatterns in {name} is {module.urlpatterns!r}, which is no list of patterns"
    return Problem("urls-invalid", message, at, 'write: urlpatterns = [path("…", view), …]')


def find_missing_urls(urls: str, error: Exception) -> Problem | None:
    """Find out whether an import failed because there is no urlconf of the routes."""
    if not isinstance(error, ModuleNotFoundError):
        return None
    if error.name not in (urls, urls.partition(".")[0]):
        return None
    hint = 'run: npx djk generate, and put .djk/django on the path, or set DJK["URLS"]'
    return Problem("urls-missing", f"there is no module {urls}", None, hint)


def find_file(module: str) -> Path | None:
    """Find the file of a module, without importing it."""
    try:
        spec = find_spec(module)
    except ImportError:
        return None
    return Path(spec.origin).resolve() if spec and spec.origin else None
