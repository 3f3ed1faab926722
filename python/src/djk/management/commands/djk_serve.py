"""The development server behind ``djk dev``: quiet, one process, says when it listens."""

from __future__ import annotations

import logging
import re
from contextlib import nullcontext
from importlib import import_module
from traceback import walk_tb
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.servers.basehttp import WSGIRequestHandler
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.migration import Migration
from django.urls import get_resolver

from djk.conf import get_conf
from djk.handlers import load_handler
from djk.lazy_views import keep_waiting, making_lazily
from djk.migration_problems import find_migration_problems
from djk.query_count import count_queries
from djk.refused_hosts import refuse_hosts

if "django.contrib.staticfiles" in settings.INSTALLED_APPS:
    from django.contrib.staticfiles.management.commands.runserver import Command as Runserver
else:
    from django.core.management.commands.runserver import Command as Runserver  # type: ignore[assignment]

READY = "djk:ready"

MIGRATE = (
    "The models are ahead of the database. Run: npx djk manage makemigrations, then: "
    "npx djk manage migrate"
)
APPLY = "Migrations are not applied yet. Run: npx djk manage migrate"

#: What SQLite, PostgreSQL, MySQL and Oracle say.
_LACKS_TABLE = re.compile(
    r"no such (table|column)|has no column|(relation|column) .* does not exist|doesn't exist"
    r"|Unknown column|ORA-00942|ORA-00904"
)


class Command(Runserver):
    """``runserver`` without autoreload, banner and request log: ``djk dev`` does all that."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until the process ends; print ``djk:ready`` on a line once the port is bound."""
        options.update(use_reloader=False, skip_checks=True)
        # A response of two small writes otherwise waits 40 ms for the client's delayed ACK.
        WSGIRequestHandler.disable_nagle_algorithm = True
        # A urlconf that cannot be imported fails here, once, and not in each layer of each request.
        # daphne resolves URLs in its event loop, where Django lets no imported module query.
        with nullcontext() if apps.is_installed("daphne") else making_lazily():
            import_module(settings.ROOT_URLCONF)
            get_resolver().check()
            keep_waiting(import_module(get_conf().urls).urlpatterns)
        super().handle(*args, **options)

    def inner_run(self, *args: Any, **options: Any) -> None:
        """Serve, by daphne where that is installed."""
        if not apps.is_installed("daphne"):
            super().inner_run(*args, **options)
            return
        from djk.asgi_serve import serve_asgi

        self.check_migrations()
        port = int(self.port)  # type: ignore[attr-defined]
        serve_asgi(port, lambda: self.on_bind(port))

    def get_handler(self, *args: Any, **options: Any) -> Any:
        """Return the site's application, which counts its queries, behind the check of the host."""
        return refuse_hosts(count_queries(super().get_handler(*args, **options)))

    def check_migrations(self) -> None:
        """Say which migrations are not applied, and the command that does it here."""
        plan = _list_unapplied()
        if plan:
            names = ", ".join(map(str, plan[:3]))
            rest = f" and {len(plan) - 3} more" if len(plan) > 3 else ""
            self.stdout.write(f"Not applied yet: {names}{rest}. Run: npx djk manage migrate")

    def on_bind(self, server_port: Any) -> None:
        """Say that the port is bound, in place of runserver's banner."""
        # Not before: loading the WSGI application configures logging once more.
        logging.getLogger("django.server").disabled = True
        logging.getLogger("django.request").addFilter(leave_out_repetitions)
        # What an unfinished print() has left on the line stays on a line of its own.
        self.stdout.write(f"\n{READY}")
        self.stdout.flush()


def _list_unapplied() -> list[Migration]:
    """List what ``migrate`` would apply; nothing where no database is configured."""
    try:
        executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    except ImproperlyConfigured:
        return []
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [migration for migration, _ in plan]


def _advise() -> str:
    """Say what brings a database that lacks a table or column up to the models."""
    try:
        is_behind = bool(_list_unapplied())
    except DatabaseError:
        return MIGRATE
    return (
        APPLY if is_behind and not find_migration_problems(get_conf().site.resolve()) else MIGRATE
    )


def leave_out_repetitions(record: logging.LogRecord) -> bool:
    """Keep from the log what ``djk dev`` says itself.

    Its request line tells what is not found. Of a handler that cannot be imported it shows the
    place, so one line is left here; every other traceback stays whole. That of a table or column
    which the database lacks gets a line that says what to run.
    """
    if record.exc_info is None:
        return getattr(record, "status_code", None) != 404
    _, error, traceback = record.exc_info
    if isinstance(error, DatabaseError) and _LACKS_TABLE.search(str(error)):
        record.msg = f"{record.getMessage()}: {error}\n{_advise()}"
        record.args = None
    if any(frame.f_code is load_handler.__code__ for frame, _ in walk_tb(traceback)):
        record.msg = f"{record.getMessage()}: {type(error).__name__}: {error}"
        record.args = record.exc_info = None
    return True
