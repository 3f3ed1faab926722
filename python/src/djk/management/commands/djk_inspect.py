from __future__ import annotations

import gc
import json
import sys
from contextlib import redirect_stdout
from pathlib import Path
from types import ModuleType
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.urls.converters import get_converters

from djk import converters
from djk.conf import get_conf
from djk.deployment import describe_deployment
from djk.dotted_settings import find_dotted_problems
from djk.handler_types import describe_types
from djk.inspection import Inspected, inspect_site, list_problems
from djk.inspection_stream import answer_changes, owning_stdout
from djk.migration_problems import find_migration_problems
from djk.problems import Problem
from djk.rereading import list_known, recording_imports
from djk.resolution import resolve_url
from djk.system_checks import run_system_checks
from djk.urlconf_problems import import_root


class Command(BaseCommand):
    help = "Print converters, handlers and problems of a site as one JSON document."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--converters",
            action="store_true",
            help="print the path converters only; nothing below routes/ is imported",
        )
        parser.add_argument(
            "--strict",
            action="store_true",
            help="a function that does not say what it returns is an error",
        )
        parser.add_argument(
            "--checks", action="store_true", help="print what Django's system checks find only"
        )
        parser.add_argument(
            "--deploy", action="store_true", help="with --checks: those for deployment, too"
        )
        parser.add_argument(
            "--build",
            type=json.loads,
            metavar="REQUIREMENTS",
            help="also print what a build needs; a JSON object of requirements by kind of server",
        )

        parser.add_argument(
            "--resolve", metavar="PATH", help="print what answers a URL path before the routes only"
        )

        parser.add_argument(
            "--watch",
            action="store_true",
            help="print the document, then one for each line of changed files in standard input",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # What is made here is kept to the end: looking for garbage costs a fifth of the time.
        gc.disable()
        if options["watch"]:
            _watch(get_conf().site.resolve(), strict=options["strict"])
            return
        # The user's modules may print; standard output is one document.
        with redirect_stdout(sys.stderr):
            site = get_conf().site.resolve()
            report = _report(site, options)
        self.stdout.write(json.dumps(report, ensure_ascii=False))


def _report(site: Path, options: dict[str, Any]) -> dict[str, Any]:
    if options["converters"]:
        return _report_converters(site)
    if options["resolve"] is not None:
        return _resolve(options["resolve"], site)
    if options["checks"]:
        return _make_report([], run_system_checks(site, deploy=options["deploy"]), site)
    report = _report_site(site, strict=options["strict"])
    if options["build"] is None:
        return report
    return {**report, "build": describe_deployment(site, options["build"])}


def _watch(site: Path, *, strict: bool) -> None:
    early = set(sys.modules)
    with owning_stdout() as write, recording_imports() as importers:
        inspected, found = _inspect(site, strict=strict)
        write({"kind": "whole", **_make_report(inspected, found, site)})
        known = list_known(inspected, importers, early, site)
        answer_changes(sys.stdin, known, site, write, strict=strict)


def _report_converters(site: Path) -> dict[str, Any]:
    # Converters are registered by the project's urlconf, which includes that of the routes.
    stub = ModuleType(get_conf().urls)
    stub.urlpatterns = stub.not_found_patterns = []  # type: ignore[attr-defined]
    sys.modules.setdefault(stub.__name__, stub)
    failure = import_root(site)
    return _make_report([], [failure] if failure else [], site)


def _resolve(url: str, site: Path) -> dict[str, Any]:
    failure = import_root(site)
    resolved = None if failure else resolve_url(url, site)
    return {**_make_report([], [failure] if failure else [], site), "resolved": resolved}


def _report_site(site: Path, *, strict: bool) -> dict[str, Any]:
    return _make_report(*_inspect(site, strict=strict), site)


def _inspect(site: Path, *, strict: bool) -> tuple[list[Inspected], list[Problem]]:
    inspected, found = inspect_site(get_conf().urls, site, strict=strict)
    problems = [*found, *find_dotted_problems(site), *find_migration_problems(site)]
    return inspected, list_problems(inspected, problems)


def _make_report(inspected: list[Inspected], problems: list[Problem], site: Path) -> dict[str, Any]:
    return {
        "converters": [
            {"name": name, "regex": converter.regex}
            for name, converter in get_converters().items()
            if name != converters.NAME
        ],
        "handlers": [item.as_json(site) for item in inspected],
        "types": describe_types((item.types for item in inspected), site),
        "diagnostics": [problem.as_json(site) for problem in problems],
    }
