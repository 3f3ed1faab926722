"""The development server says when it listens, and each thing once."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import AppConfig, apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder

from djk.handlers import load_handler
from djk.management.commands.djk_serve import (
    APPLY,
    MIGRATE,
    Command,
    Runserver,
    leave_out_repetitions,
)


def test_ready_stands_alone_after_an_unfinished_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger("django.server"), "disabled", False)
    output = StringIO()
    command = Command(stdout=output)
    output.write("loading models")
    command.on_bind(8000)
    logging.getLogger("django.request").removeFilter(leave_out_repetitions)
    assert output.getvalue() == "loading models\ndjk:ready\n"


def test_a_broken_urlconf_fails_at_start_and_not_in_each_request(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
) -> None:
    (tmp_path / "broken_urls.py").write_text("1 +")
    monkeypatch.syspath_prepend(tmp_path)
    settings.ROOT_URLCONF = "broken_urls"
    monkeypatch.setattr(Runserver, "handle", lambda *args, **options: None)
    with pytest.raises(SyntaxError, match=r"broken_urls\.py"):
        call_command(Command(), "127.0.0.1:0")


def test_a_urlconf_without_a_list_of_patterns_fails_at_start(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any
) -> None:
    (tmp_path / "outer_urls.py").write_text(
        "from django.urls import include, path\nurlpatterns = [path('', include('inner_urls'))]\n"
    )
    (tmp_path / "inner_urls.py").write_text("urlpatterns = 3\n")
    monkeypatch.syspath_prepend(tmp_path)
    settings.ROOT_URLCONF = "outer_urls"
    monkeypatch.setattr(Runserver, "handle", lambda *args, **options: None)
    with pytest.raises(ImproperlyConfigured, match="inner_urls"):
        call_command(Command(), "127.0.0.1:0")


@pytest.mark.parametrize("installed", [True, False])
def test_handlers_are_imported_before_daphne_serves_and_else_when_they_are_asked_for(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any, installed: bool
) -> None:
    (tmp_path / "daphne").mkdir()
    (tmp_path / "daphne/__init__.py").touch()
    (tmp_path / "own_handler.py").write_text("def get(request): ...\n")
    (tmp_path / "own_urls.py").write_text(
        "from django.urls import path\n"
        "from djk.views import endpoint\n"
        "urlpatterns = [path('', endpoint('/', handler='own_handler'))]\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    settings.ROOT_URLCONF = "own_urls"
    if installed:
        monkeypatch.setitem(apps.app_configs, "daphne", AppConfig.create("daphne"))
    monkeypatch.setattr(Runserver, "handle", lambda *args, **options: None)
    call_command(Command(), "127.0.0.1:0")
    assert ("own_handler" in sys.modules) is installed
    for name in ("daphne", "own_handler", "own_urls"):
        sys.modules.pop(name, None)


def make_record(status: int, fail: Callable[[], object] | None = None) -> logging.LogRecord:
    exc_info = None
    if fail is not None:
        try:
            fail()
        except Exception:
            exc_info = sys.exc_info()
    args = ("Answer", "/lab/")
    record = logging.LogRecord("django.request", logging.ERROR, "", 1, "%s: %s", args, exc_info)
    record.status_code = status
    return record


def test_what_is_not_found_is_left_to_the_request_line() -> None:
    assert not leave_out_repetitions(make_record(404))
    assert leave_out_repetitions(make_record(405))


def test_a_handler_that_cannot_be_imported_is_one_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "broken_handler.py").write_text("1 +")
    monkeypatch.syspath_prepend(tmp_path)
    record = make_record(500, lambda: load_handler("broken_handler"))
    assert leave_out_repetitions(record)
    text = logging.Formatter().format(record)
    assert text == "Answer: /lab/: SyntaxError: invalid syntax (broken_handler.py, line 1)"


def test_an_exception_of_a_handler_keeps_its_traceback() -> None:
    record = make_record(500, lambda: [][0])
    assert leave_out_repetitions(record)
    assert "in <lambda>" in logging.Formatter().format(record)


def raise_error(error: Exception) -> None:
    raise error


@pytest.mark.django_db
@pytest.mark.parametrize(
    "text",
    [
        "no such table: shop_note",
        'relation "shop_note" does not exist\nLINE 1: …',
        "(1146, \"Table 'shop.shop_note' doesn't exist\")",
    ],
)
def test_a_table_that_the_database_lacks_is_told_with_what_to_run(text: str) -> None:
    record = make_record(500, lambda: raise_error(DatabaseError(text)))
    assert leave_out_repetitions(record)
    first, _, rest = logging.Formatter().format(record).partition("\nTraceback")
    assert first == f"Answer: /lab/: {text}\n{MIGRATE}"
    assert "in raise_error" in rest


@pytest.mark.django_db
def test_where_migrations_wait_to_be_applied_and_none_is_missing_they_are_all_there_is_to_run() -> (
    None
):
    MigrationRecorder(connection).record_unapplied("sessions", "0001_initial")
    record = make_record(500, lambda: raise_error(DatabaseError("no such table: django_session")))
    assert leave_out_repetitions(record)
    assert logging.Formatter().format(record).splitlines()[1] == APPLY


def test_other_errors_of_the_database_say_nothing_of_migrations() -> None:
    record = make_record(500, lambda: raise_error(DatabaseError("database is locked")))
    assert leave_out_repetitions(record)
    assert MIGRATE not in logging.Formatter().format(record)


@pytest.mark.django_db
def test_migrations_that_are_not_applied_are_told_with_the_command_of_the_site() -> None:
    output = StringIO()
    command = Command(stdout=output)
    command.check_migrations()
    assert output.getvalue() == ""
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("sessions", "0001_initial")
    command.check_migrations()
    assert output.getvalue() == (
        "Not applied yet: sessions.0001_initial. Run: npx djk manage migrate\n"
    )
