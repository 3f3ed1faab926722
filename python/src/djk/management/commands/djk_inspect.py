from __future__ import annotations

import json
import sys
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.urls.converters import get_converters

from djk import converters
from djk.conf import get_conf
from djk.handlers import keeping_failures
from djk.inspection import Inspected, inspect_site
from djk.problems import Problem, describe_failure


class Command(BaseCommand):
    help = "Print converters, handlers and problems of a site as one JSON document."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--converters",
            action="store_true",
            help="print the path converters only; nothing below routes/ is imported",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        # The user's modules may print; standard output is one document.
        with redirect_stdout(sys.stderr):
            site = get_conf().site.resolve()
            report = _report_converters(site) if options["converters"] else _report_site(site)
        self.stdout.write(json.dumps(report, ensure_ascii=False))


def _report_converters(site: Path) -> dict[str, Any]:
    # Converters are registered by the project's urlconf, which includes that of the routes.
    stub = ModuleType(get_conf().urls)
    stub.urlpatterns = stub.not_found_patterns = []  # type: ignore[attr-defined]
    sys.modules.setdefault(stub.__name__, stub)
    return _make_report([], _find_urlconf_problems(site), site)


def _report_site(site: Path) -> dict[str, Any]:
    inspected, problems = inspect_site(get_conf().urls, site)
    every = [*problems, *(problem for item in inspected for problem in item.problems)]
    return _make_report(inspected, every or _find_urlconf_problems(site), site)


def _find_urlconf_problems(site: Path) -> list[Problem]:
    try:
        with keeping_failures():
            import_module(settings.ROOT_URLCONF)
    except Exception as error:
        return [describe_failure(settings.ROOT_URLCONF, error, site, None)]
    return []


def _make_report(inspected: list[Inspected], problems: list[Problem], site: Path) -> dict[str, Any]:
    return {
        "converters": [
            {"name": name, "regex": converter.regex}
            for name, converter in get_converters().items()
            if name != converters.NAME
        ],
        "handlers": [item.as_json(site) for item in inspected],
        "diagnostics": [problem.as_json(site) for problem in problems],
    }
