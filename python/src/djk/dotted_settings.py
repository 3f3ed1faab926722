"""Settings that name modules, classes and functions by their dotted names."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator
from difflib import get_close_matches
from importlib import import_module
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.utils.module_loading import import_string

from djk.problems import Problem, Setting, describe_failure, find_user_line


def find_dotted_problems(site: Path) -> list[Problem]:
    """Find what settings name that Django imports only when it serves."""
    problems = []
    for setting, dotted in _list_dotted():
        try:
            import_string(dotted)
        except Exception as error:
            problems.append(describe_import(setting, dotted, error, site))
    return problems


def _list_dotted() -> Iterator[tuple[str, str]]:
    yield from (("MIDDLEWARE", name) for name in settings.MIDDLEWARE)
    # Django's own default needs the app of the users, which a site may leave out.
    if apps.is_installed("django.contrib.auth"):
        setting = "AUTHENTICATION_BACKENDS"
        yield from ((setting, name) for name in settings.AUTHENTICATION_BACKENDS)
    for engine in settings.TEMPLATES:
        options: Any = engine.get("OPTIONS", {})
        yield from (("TEMPLATES", name) for name in options.get("context_processors", ()))


def describe_import(setting: str, dotted: str, error: Exception, site: Path) -> Problem:
    """Describe why what a setting names cannot be imported.

    :param setting: its name, "" where it is not known
    """
    own_line = find_user_line(error, site)
    if own_line or isinstance(error, SyntaxError):
        return describe_failure(dotted, error, site, None)
    named_by = f"{setting} names" if setting else "the settings name"
    near = suggest(dotted)
    hint = f"did you mean {near}?" if near else _advise(dotted)
    what = str(error) if isinstance(error, ImportError) else f"{type(error).__name__}: {error}"
    message = f"{named_by} {dotted}, which cannot be imported: {what}"
    return Problem("setting-import", message, None, hint, setting=Setting(setting, dotted))


def suggest(dotted: str) -> str:
    """Return the dotted name that was probably meant, "" where none is near."""
    known: list[str] = []
    for word in dotted.split("."):
        names = _list_names(".".join(known))
        near = [word] if word in names else get_close_matches(word, names, 1)
        if not near:
            return ""
        known += near
    found = ".".join(known)
    return found if found != dotted else ""


def _list_names(parent: str) -> list[str]:
    if not parent:
        return [module.name for module in pkgutil.iter_modules()]
    try:
        module = import_module(parent)
    except Exception:
        return _list_attributes(parent)
    names = [name for name in vars(module) if not name.startswith("_")]
    return names + [found.name for found in pkgutil.iter_modules(getattr(module, "__path__", ()))]


def _list_attributes(dotted: str) -> list[str]:
    try:
        return [name for name in vars(import_string(dotted)) if not name.startswith("_")]
    except Exception:
        return []


def _advise(dotted: str) -> str:
    package = dotted.partition(".")[0]
    if any(module.name == package for module in pkgutil.iter_modules()):
        return "correct the name"
    return (
        f"correct the name; if {package} is a package to install, add it to pyproject.toml and run:"
        " npx djk setup"
    )
