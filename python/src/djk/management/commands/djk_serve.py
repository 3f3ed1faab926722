"""The development server behind ``djk dev``: quiet, one process, says when it listens."""

from __future__ import annotations

import logging
from typing import Any

from django.conf import settings
from django.core.servers.basehttp import WSGIRequestHandler

if "django.contrib.staticfiles" in settings.INSTALLED_APPS:
    from django.contrib.staticfiles.management.commands.runserver import Command as Runserver
else:
    from django.core.management.commands.runserver import Command as Runserver  # type: ignore[assignment]

READY = "djk:ready"


class Command(Runserver):
    """``runserver`` without autoreload, banner and request log: ``djk dev`` does all that."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until the process ends; print ``djk:ready`` on a line once the port is bound."""
        options.update(use_reloader=False, skip_checks=True)
        # A response of two small writes otherwise waits 40 ms for the client's delayed ACK.
        WSGIRequestHandler.disable_nagle_algorithm = True
        super().handle(*args, **options)

    def on_bind(self, server_port: Any) -> None:
        """Say that the port is bound, in place of runserver's banner."""
        # Not before: loading the WSGI application configures logging once more.
        logging.getLogger("django.server").disabled = True
        # What an unfinished print() has left on the line stays on a line of its own.
        self.stdout.write(f"\n{READY}")
        self.stdout.flush()
