"""What is wrong with the migrations of a site, found without its database."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.exceptions import CircularDependencyError, NodeNotFoundError
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import MigrationQuestioner
from django.db.migrations.state import ProjectState

from djk.problems import (
    Place,
    Problem,
    describe_failure,
    find_line,
    find_user_line,
    format_exception,
    is_own,
)


def find_migration_problems(site: Path) -> list[Problem]:
    """Find what is wrong with the migrations themselves, else which of them are missing."""
    return find_graph_problems(site) or list(_find_missing(site))


def find_graph_problems(site: Path) -> list[Problem]:
    """Load every migration; find what ``migrate`` would stop at before it asks the database."""
    try:
        conflicts = _load().detect_conflicts()
    except Exception as error:
        return [_describe(error, site)]
    return [_describe_conflict(app, names) for app, names in sorted(conflicts.items())]


def _load() -> MigrationLoader:
    return MigrationLoader(None, ignore_no_migrations=True)


def _describe(error: Exception, site: Path) -> Problem:
    if isinstance(error, SyntaxError):
        return describe_failure("", error, site, None)
    if isinstance(error, NodeNotFoundError):
        return _describe_dependency(error)
    at = find_user_line(error, site)
    if at is None:
        file = _find_named_file(str(error))
        at = Place(file) if file and is_own(file, site) else None
    told = str(error) if isinstance(error, CircularDependencyError) else format_exception(error)
    message = f"the migrations cannot be loaded: {told}"
    return Problem("migration-graph", message, at, "mend the migration; nothing was applied")


def _describe_dependency(error: NodeNotFoundError) -> Problem:
    app, name = error.node
    module = getattr(error.origin, "__module__", "")
    file = getattr(sys.modules.get(module), "__file__", None)
    at = find_line(Path(file).resolve(), name) if file else None
    message = f"{error.origin} depends on {app}.{name}, which is no migration"
    hint = "correct its dependencies; a migration that was renamed or never committed is missing"
    return Problem("migration-graph", message, at, hint)


def _find_named_file(message: str) -> Path | None:
    """Find the file of ``Migration 0002_x in app shop has no Migration class`` and its like."""
    for name in re.findall(r"\b\d\w+", message):
        for module_name, module in list(sys.modules.items()):
            if module_name.endswith(f".{name}") and getattr(module, "__file__", None):
                return Path(str(module.__file__)).resolve()
    return None


def _describe_conflict(app: str, names: Iterable[str]) -> Problem:
    message = f"{app} has migrations side by side: {', '.join(sorted(names))}"
    folder = apps.get_app_config(app).path
    hint = "run: npx djk manage makemigrations --merge"
    at = Place(Path(folder).resolve() / "migrations" / f"{max(names)}.py")
    return Problem("migration-conflict", message, at if at.file.exists() else None, hint)


def _find_missing(site: Path) -> Iterator[Problem]:
    """Compare the models of the site's own apps with their migrations, as makemigrations does."""
    loader = _load()
    labels = {
        config.label
        for config in apps.get_app_configs()
        if is_own_app(config, site) and MigrationLoader.migrations_module(config.label)[0]
    }
    questioner = MigrationQuestioner(specified_apps=labels, dry_run=True)
    detector = MigrationAutodetector(
        loader.project_state(), ProjectState.from_apps(apps), questioner
    )
    changes = detector.changes(graph=loader.graph)
    for label in sorted(labels & changes.keys()):
        operations = [op for migration in changes[label] for op in migration.operations]
        if operations:
            yield _describe_missing(label, operations)


def is_own_app(config: Any, site: Path) -> bool:
    """Whether an app lies in the site, so that its migrations are the site's to make."""
    return is_own(Path(config.path) / "apps.py", site)


def _describe_missing(label: str, operations: list[Any]) -> Problem:
    told = [operation.describe() for operation in operations]
    rest = f" and {len(told) - 3} more" if len(told) > 3 else ""
    message = f"the models of {label} have no migration for: {', '.join(told[:3])}{rest}"
    # Without its name an app that has no migrations yet is left out.
    hint = f"run: npx djk manage makemigrations {label}, then: npx djk manage migrate"
    at = _find_model(label, operations[0])
    return Problem("migration-missing", message, at, hint, "warning")


def _find_model(label: str, operation: Any) -> Place | None:
    name = getattr(operation, "model_name", None) or getattr(operation, "name", "")
    try:
        model = apps.get_model(label, name)
        file = inspect.getsourcefile(model)
        line = inspect.getsourcelines(model)[1]
    except (LookupError, OSError, TypeError):
        return None
    return Place(Path(file).resolve(), line) if file else None
