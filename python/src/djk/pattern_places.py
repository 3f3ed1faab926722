"""Where in the files of a site a URL pattern is written."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

from django.urls import URLPattern, URLResolver
from django.urls.resolvers import LocalePrefixPattern, RegexPattern

from djk.problems import Place, is_own

Pattern = URLPattern | URLResolver


def find_written(chain: tuple[Pattern, ...], site: Path) -> tuple[Pattern, Place | None]:
    """Find the innermost pattern that stands in a file of the site, with its line where known.

    :param chain: from the root urlconf to a pattern
    """
    written = list(_list_written(chain, site))
    for pattern, file in reversed(written):
        if line := _list_calls(file).get(str(pattern.pattern)):
            return pattern, Place(file, line)
    if not written:
        return chain[1], None
    pattern, file = written[-1]
    return pattern, Place(file)


def _list_written(chain: tuple[Pattern, ...], site: Path) -> Iterator[tuple[Pattern, Path]]:
    file: Path | None = None
    for above, pattern in pairwise(chain):
        assert isinstance(above, URLResolver)
        module: Any = above.urlconf_module
        if isinstance(module, ModuleType):
            file = Path(module.__file__).resolve() if module.__file__ else None
        elif not isinstance(above.pattern, LocalePrefixPattern):
            # A list, such as the admin's, that may come from anywhere.
            return
        if file and is_own(file, site):
            yield pattern, file


def format_call(pattern: Pattern) -> str:
    """Return a pattern as people write it: ``path("admin/", …)``."""
    if isinstance(pattern.pattern, LocalePrefixPattern):
        return "i18n_patterns(…)"
    name = "re_path" if isinstance(pattern.pattern, RegexPattern) else "path"
    return f'{name}("{pattern.pattern}", …)'


@cache
def _list_calls(file: Path) -> dict[str, int]:
    """List the lines of the calls by their first argument, of several the first."""
    calls = [node for node in ast.walk(ast.parse(file.read_bytes())) if isinstance(node, ast.Call)]
    lines: dict[str, int] = {}
    for call in sorted(calls, key=lambda call: call.lineno):
        name = getattr(call.func, "id", getattr(call.func, "attr", ""))
        if name in ("path", "re_path") and call.args and isinstance(call.args[0], ast.Constant):
            lines.setdefault(str(call.args[0].value), call.lineno)
    return lines
