"""The ``DJK`` setting, read once."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed


@dataclass(frozen=True)
class Conf:
    """Each field is the key of ``settings.DJK`` in lower case."""

    #: The folder of djk.toml.
    site: Path = field(default_factory=Path.cwd)
    #: manifest.json of a build; None in development.
    manifest: Path | None = None
    #: "always" or "never".
    trailing_slash: str = "always"
    #: Module of the client's entry in development.
    client_entry: str = ".djk/client/entry.tsx"
    #: Module with ``urlpatterns`` and ``not_found_patterns`` of the routes.
    urls: str = "djk_site.urls"
    #: URL that ``djk dev`` serves the client's modules below, with a slash at its end, or "".
    dev_base: str = field(default_factory=lambda: os.environ.get("DJK_DEV_BASE", ""))


@cache
def get_conf() -> Conf:
    """Return the configuration of this process.

    :raises ImproperlyConfigured: for an unknown key or a wrong value
    """
    values = {key.lower(): value for key, value in getattr(settings, "DJK", {}).items()}
    _check_keys(values)
    for key in ("site", "manifest"):
        if values.get(key) is not None:
            values[key] = Path(values[key])
    conf = Conf(**values)
    if conf.trailing_slash not in ("always", "never"):
        raise ImproperlyConfigured(
            f'DJK["TRAILING_SLASH"] is {conf.trailing_slash!r}; it can be "always" or "never".'
        )
    return conf


def _check_keys(values: dict[str, Any]) -> None:
    known = list(Conf.__dataclass_fields__)
    for key in values:
        if key not in known:
            near = get_close_matches(key, known, 1)
            hint = f" Did you mean {near[0].upper()!r}?" if near else ""
            raise ImproperlyConfigured(f"DJK has no key {key.upper()!r}.{hint}")


def _forget(*, setting: str, **kwargs: Any) -> None:
    if setting == "DJK":
        get_conf.cache_clear()


setting_changed.connect(_forget, dispatch_uid="djk.conf")
