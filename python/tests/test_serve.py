"""The development server says when it listens, on a line that nothing else is on."""

from __future__ import annotations

import logging
from io import StringIO

import pytest

from djk.management.commands.djk_serve import Command


def test_ready_stands_alone_after_an_unfinished_print(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.getLogger("django.server"), "disabled", False)
    output = StringIO()
    command = Command(stdout=output)
    output.write("loading models")
    command.on_bind(8000)
    assert output.getvalue() == "loading models\ndjk:ready\n"
