"""Django's system checks as problems, one for each message."""

from __future__ import annotations

import inspect
from pathlib import Path
from typing import Any

from django.core import checks
from django.core.checks import CheckMessage

from djk.problems import (
    Place,
    Problem,
    Setting,
    find_user_line,
    format_exception,
    is_own,
)

#: What the inspection of the handlers does not say already.
_OWN = ("middleware-missing", "middleware-order", "runtime-setting", "manifest-missing")
_OWN_CODES = {f"djk.{code}": code for code in (*_OWN, "manifest-invalid")}


def run_system_checks(site: Path, *, deploy: bool) -> list[Problem]:
    """Run the checks of Django, of the apps and of djk; those for deployment are all errors."""
    try:
        found = checks.run_checks(include_deployment_checks=deploy)
    except Exception as error:
        at = find_user_line(error, site)
        message = f"a system check failed: {format_exception(error)}"
        return [Problem("django-check", message, at)]
    # Django runs the checks in no order.
    told = sorted(filter(_is_told, found), key=lambda message: (message.id or "", message.msg))
    return [_describe(message, site, deploy=deploy) for message in told]


def _is_told(message: CheckMessage) -> bool:
    is_known = (message.id or "").startswith("djk.") and message.id not in _OWN_CODES
    return message.level >= checks.WARNING and not message.is_silenced() and not is_known


def _describe(message: CheckMessage, site: Path, *, deploy: bool) -> Problem:
    own = _OWN_CODES.get(message.id or "")
    if own:
        text = message.msg
    else:
        name = _name(message.obj)
        text = f"{f'{name}: ' if name else ''}{message.msg} ({message.id})"
    return Problem(
        own or "django-check",
        text,
        _find_place(message.obj, site),
        message.hint or "",
        "error" if deploy or message.is_serious() else "warning",
        Setting("MIDDLEWARE") if (own or "").startswith("middleware-") else None,
    )


def _name(obj: Any) -> str:
    meta = getattr(obj, "_meta", None)
    if meta is not None:
        return str(meta.label)
    return str(obj) if obj is not None else ""


def _find_place(obj: Any, site: Path) -> Place | None:
    """Find the line of a model or of a model's field."""
    model = getattr(obj, "model", obj)
    model = model if isinstance(model, type) else type(model)
    try:
        file = Path(inspect.getsourcefile(model) or "")
        lines, first = inspect.getsourcelines(model)
    except (OSError, TypeError):
        return None
    if not is_own(file, site):
        return None
    name = getattr(obj, "name", None)
    offset = next((n for n, line in enumerate(lines) if name and f"{name} =" in line), 0)
    return Place(file.resolve(), first + offset)
