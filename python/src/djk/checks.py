"""System checks; their ids are ``djk.`` and the code that the CLI prints."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage
from django.core.exceptions import ImproperlyConfigured

from djk.conf import get_conf
from djk.inspection import inspect_site, list_problems
from djk.manifest import Manifest, ManifestError, MissingManifest, list_files, read_manifest
from djk.problems import Problem

TAG = "djk"
HEALTH, REQUEST_ID, DATA_REQUEST, NOT_FOUND = (
    f"djk.middleware.{name}Middleware"
    for name in ("Health", "RequestId", "DataRequest", "NotFound")
)

_PLACES = {
    HEALTH: "as the first",
    REQUEST_ID: "behind HealthMiddleware",
    DATA_REQUEST: "behind RequestIdMiddleware",
    NOT_FOUND: "as the last",
}


def register() -> None:
    """Make Django run the checks."""
    checks.register(check_configuration, TAG)
    checks.register(check_middleware, TAG)
    checks.register(check_handlers, TAG)
    checks.register(check_manifest, TAG, deploy=True)


def check_configuration(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    try:
        get_conf()
    except ImproperlyConfigured as error:
        return [checks.Error(str(error), id="djk.runtime-setting")]
    return []


def check_middleware(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    middleware = list(settings.MIDDLEWARE)
    if not any(name in middleware for name in _PLACES):
        message = f"None of {', '.join(_PLACES)} is in MIDDLEWARE."
        hint = 'Write MIDDLEWARE = ["...", "your.Middleware"]: "..." stands for the defaults.'
        return [checks.Warning(message, hint=hint, id="djk.middleware-missing")]
    found: list[CheckMessage] = [
        checks.Warning(
            f"{name} is not in MIDDLEWARE.", hint=f"Add it {place}.", id="djk.middleware-missing"
        )
        for name, place in _PLACES.items()
        if name not in middleware
    ]
    for name, index, place in ((HEALTH, 0, "first"), (NOT_FOUND, -1, "last")):
        if name in middleware and middleware[index] != name:
            message = f"{name} is not the {place} of MIDDLEWARE."
            hint = f"Move it: {middleware[index]} stands where it has to be."
            found.append(checks.Warning(message, hint=hint, id="djk.middleware-order"))
    return found


def check_handlers(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    try:
        conf = get_conf()
    except ImproperlyConfigured:
        return []
    site = conf.site.resolve()
    every = list_problems(*inspect_site(conf.urls, site))
    return [_make_message(problem, site) for problem in every]


def _make_message(problem: Problem, site: Path) -> CheckMessage:
    level = checks.ERROR if problem.severity == "error" else checks.WARNING
    at = problem.at.as_json(site) if problem.at else {}
    place = ":".join(str(at[key]) for key in ("file", "line", "column") if key in at)
    message = f"{problem.message} ({place})" if place else problem.message
    return CheckMessage(level, message, hint=problem.hint or None, id=f"djk.{problem.code}")


def check_manifest(app_configs: Sequence[Any] | None, **kwargs: Any) -> list[CheckMessage]:
    try:
        manifest = read_manifest(get_conf().manifest)
    except MissingManifest as error:
        return [checks.Error(str(error), id="djk.manifest-missing")]
    except ManifestError as error:
        return [checks.Error(str(error), id="djk.manifest-invalid")]
    except ImproperlyConfigured:
        return []
    return _find_missing_files(manifest)


def _find_missing_files(manifest: Manifest) -> list[CheckMessage]:
    """Find what the manifest names and STATIC_ROOT lacks, unless a CDN alone has the files."""
    folder = Path(settings.STATIC_ROOT or "") / manifest.base
    if not settings.STATIC_ROOT or not folder.is_dir():
        return []
    missing = [file for file in list_files(manifest.files) if not (folder / file).is_file()]
    if not missing:
        return []
    more = f" and {len(missing) - 1} more" if len(missing) > 1 else ""
    message = f"The manifest names {missing[0]}{more}, which {folder} does not have."
    return [checks.Error(message, hint="Deploy dist/ as a whole.", id="djk.manifest-invalid")]
