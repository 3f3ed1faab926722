"""A Python that has imported Django already and waits to become a command of the site.

``djk dev`` keeps one: when a file has changed, only the site's own modules are left to import.
``python -m djk.standby manage.py djk_serve …`` says ``djk:waiting``, runs that command when a
character arrives on standard input, and ends when the input does.
"""

from __future__ import annotations

import os
import runpy
import sys
from contextlib import suppress
from importlib import import_module, invalidate_caches
from pathlib import Path

#: Large, used by every site, and importable before there are settings.
MODULES = (
    "django.core.management.commands.runserver",
    "django.core.handlers.wsgi",
    "django.core.cache.backends.locmem",
    "django.db.models",
    "django.db.migrations.executor",
    "django.db.backends.sqlite3.base",
    "django.forms",
    "django.http",
    "django.template.loader",
    "django.views.debug",
    "django.views.generic",
    "django.views.static",
)

WAITING = "djk:waiting"


def main() -> None:
    """Wait, then run the command that the arguments name, its script first."""
    command = sys.argv[1:]
    installed = _describe_installed()
    for name in MODULES:
        with suppress(ImportError):  # the command itself meets it again, and says so
            import_module(name)
    print(WAITING, flush=True)
    if not os.read(0, 1):
        return
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    if _describe_installed() != installed:
        os.execv(sys.executable, [sys.executable, *command])
    invalidate_caches()  # folders of sys.path may have come meanwhile
    sys.argv = command
    runpy.run_path(command[0], run_name="__main__")


def _describe_installed() -> list[int]:
    """Return what changes when packages do: what was imported of them is out of date then."""
    # Debian's own Python has its packages in the second.
    names = ("site-packages", "dist-packages")
    folders = [Path(folder) for folder in sys.path if folder.endswith(names)]
    places = [Path(sys.executable), *folders, *(folder / "django" for folder in folders)]
    return [place.stat().st_mtime_ns if place.exists() else 0 for place in places]


if __name__ == "__main__":
    main()
