"""What a process reads when it starts and not when the first request comes."""

from __future__ import annotations

from contextlib import suppress

from django.urls import get_resolver

from djk.assets import get_manifest
from djk.conf import get_conf
from djk.manifest import ManifestError


def load_site() -> None:
    """Import the urlconf with all handlers, and read the manifest where there is one.

    A handler that cannot be imported ends the start, and a build that replaces this one later is
    not mixed into it.
    """
    get_resolver().url_patterns  # noqa: B018
    if not get_conf().dev_base:
        with suppress(ManifestError):
            get_manifest()
