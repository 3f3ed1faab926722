"""Why a site does not start, told in terms of its own files and settings.

``python -m djk.startup manage.py`` prints a JSON list of problems as its last line. It runs when a
command of the site has failed, so that its traceback need not be read by anybody.
"""

from __future__ import annotations

import io
import json
import os
import re
import runpy
import sys
import traceback
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from difflib import get_close_matches
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import django
from django.conf import global_settings, settings

from djk.conf import get_conf
from djk.dotted_settings import describe_import, find_dotted_problems
from djk.env import EnvironmentProblems
from djk.migration_problems import find_graph_problems
from djk.problems import Problem, Setting, describe_failure, find_user_line, format_exception
from djk.urlconf_problems import import_root


def find_start_problems(manage: Path) -> list[Problem]:
    """Start the site as ``manage.py`` does and return the first thing that keeps it from it."""
    site = manage.parent
    error = _start(manage)
    if error is not None:
        return list(explain(error, site))
    if "djk" not in settings.INSTALLED_APPS and not any(
        app.startswith("djk.") for app in settings.INSTALLED_APPS
    ):
        message = "INSTALLED_APPS lacks djk"
        hint = 'write: INSTALLED_APPS = ["...", "your.app"], where "..." stands for the defaults'
        return [Problem("apps-missing", message, None, hint, setting=Setting("INSTALLED_APPS"))]
    # Before the first generation the routes have no urlconf yet.
    failure = import_root(site) if find_spec(get_conf().urls) else None
    if failure:
        return [failure]
    return find_dotted_problems(site) or find_graph_problems(site)


def _start(manage: Path) -> BaseException | None:
    """Run ``manage.py`` up to where Django is set up; return what was raised."""
    sys.argv = [str(manage), "version"]
    sys.path.insert(0, str(manage.parent))
    try:
        runpy.run_path(str(manage), run_name="__main__")
        settings.INSTALLED_APPS  # noqa: B018
        django.setup()
    except SystemExit as error:
        return error.__context__ or error.__cause__
    except BaseException as error:
        return error
    return None


def explain(error: BaseException, site: Path) -> Iterator[Problem]:
    """Describe an exception that ended the start."""
    if isinstance(error, EnvironmentProblems):
        yield from (_explain_variable(text, error.environment) for text in error.problems)
        return
    if isinstance(error, SyntaxError):
        yield describe_failure("", error, site, None)
        return
    at = find_user_line(error, site)
    if at is None and (problem := _explain_setting(error, site)):
        yield problem
        return
    message = f"Django does not start: {format_exception(error)}"
    if at is not None:
        yield Problem("django-failed", message, at, "mend this line, then try again")
        return
    if setting := _find_named_setting(str(error)):
        yield Problem("setting-value", message, None, f"correct {setting.name}", setting=setting)
        return
    # The last line repeats the message.
    frames = "".join(traceback.format_exception(error)).rstrip().splitlines()[-9:-1]
    yield Problem("django-failed", message, detail="\n".join(frames))


def _explain_variable(text: str, environment: str) -> Problem:
    name = re.match(r"[A-Z_][A-Z0-9_]*\b", text)
    where = ".env, which git leaves alone," if environment == "dev" else "the environment"
    variable = name[0] if name else ""
    hint = f"write {variable}=… into {where} and start again" if name else "mend this line of .env"
    if environment == "dev" and name:
        hint += "; on the server it comes from the environment"
    return Problem(
        "environment-variable",
        text.rstrip("."),
        None,
        hint,
        setting=Setting(variable=variable) if name else None,
    )


def _explain_setting(error: BaseException, site: Path) -> Problem | None:
    message = str(error)
    if message.startswith("Incorrect timezone setting: "):
        zone = message.partition(": ")[2]
        near = get_close_matches(zone, available_timezones(), 1)
        hint = f"did you mean {near[0]}?" if near else "use a name such as Europe/Berlin"
        told = f"TIME_ZONE is {zone}, which is no time zone"
        return Problem("setting-value", told, None, hint, setting=Setting("TIME_ZONE", zone))
    if isinstance(error, ImportError):
        setting, dotted = _find_dotted(error)
        return describe_import(setting, dotted, error, site) if dotted else None
    return None


def _find_dotted(error: ImportError) -> tuple[str, str]:
    """Find the setting whose value made Django import what cannot be imported."""
    missing = error.name or ""
    for app in _list_apps():
        if missing and (app == missing or app.startswith(f"{missing}.")):
            return "INSTALLED_APPS", app
        # "Module 'shop.apps' does not contain a 'ShopConfg' class."
        module, _, name = app.rpartition(".")
        if f"'{module}'" in str(error) and f"'{name}'" in str(error):
            return "INSTALLED_APPS", app
    return ("", missing) if _is_named_by_settings(error) else ("", "")


def _list_apps() -> list[str]:
    try:
        return list(settings.INSTALLED_APPS)
    except Exception:
        return []


def _is_named_by_settings(error: ImportError) -> bool:
    """Whether the settings were being read: their module names the package of the site."""
    frames = traceback.extract_tb(error.__traceback__)
    return any(frame.name == "own_settings" for frame in frames)


def _find_named_setting(message: str) -> Setting | None:
    for name in re.findall(r"\b[A-Z][A-Z0-9_]{3,}\b", message):
        if hasattr(global_settings, name):
            return Setting(name)
    return None


def main(argv: list[str]) -> None:
    manage = Path(argv[1]).resolve()
    os.chdir(manage.parent)
    with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
        problems = find_start_problems(manage)
    site = manage.parent
    report: list[dict[str, Any]] = [problem.as_json(site) for problem in problems]
    print(f"\n{json.dumps(report, ensure_ascii=False)}")


if __name__ == "__main__":
    main(sys.argv)
