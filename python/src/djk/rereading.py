"""Reading changed handler files again, in a process that has read the whole site."""

from __future__ import annotations

import builtins
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import decode_source, find_spec, module_from_spec, resolve_name
from pathlib import Path
from types import ModuleType
from typing import Any

from django.apps import apps

from djk.handler_problems import Source
from djk.inspection import Inspected, inspect_source
from djk.problems import Place
from djk.shapes.scope import KnownTypes
from djk.shapes.source import read_source

#: Names of modules, each with the names of those that import it.
Importers = Mapping[str, set[str]]

#: What a module's own code raises. Anything else may come of executing a module twice, such as a
#: registry that has its name already.
_OWN_FAILURES = (SyntaxError, ImportError, NameError, AttributeError, TypeError)


class CannotReread(BaseException):
    """Only a new process can tell what a change means; the message says why.

    It is no failure of the module's, which is an ``Exception``.
    """


@dataclass(frozen=True)
class Known:
    """What a process knows of a site that it has read."""

    #: Handler files by their path relative to the site.
    sources: Mapping[str, Source]
    importers: Importers
    #: Modules that were imported before anybody could tell by whom.
    early: frozenset[str]


@contextmanager
def recording_imports() -> Iterator[Importers]:
    """Record which modules the import statements name that are executed meanwhile."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    original = builtins.__import__

    def record(
        name: str,
        globals: Any = None,
        locals: Any = None,
        fromlist: Any = (),
        level: int = 0,
    ) -> ModuleType:
        names = globals or {}
        importer = names.get("__name__", "")
        # Most imports are of packages, whose files are nobody's handlers.
        if "site-packages" not in (names.get("__file__") or "site-packages"):
            package = names.get("__package__") or importer.rpartition(".")[0]
            whole = resolve_name("." * level + name, package) if level else name
            for each in (whole, *(f"{whole}.{item}" for item in fromlist or ())):
                found[each].add(importer)
        return original(name, globals, locals, fromlist, level)

    builtins.__import__ = record
    try:
        yield found
    finally:
        builtins.__import__ = original


def list_known(
    inspected: Iterable[Inspected], importers: Importers, early: Iterable[str], site: Path
) -> Known:
    """List what a process knows that has inspected a whole site."""
    sources = {
        Place(item.file).as_json(site)["file"]: item.source for item in inspected if item.file
    }
    return Known(sources, importers, frozenset(early))


def reread(files: Iterable[str], known: Known, site: Path, *, strict: bool) -> list[Inspected]:
    """Read handler files again, and nothing else.

    :param files: paths relative to the site
    :raises CannotReread: where more than these files may mean something else now
    """
    sources = [_find_source(file, known, site) for file in dict.fromkeys(files)]
    read_source.cache_clear()
    types = KnownTypes()
    return [inspect_source(source, site, types, strict=strict, load=_execute) for source in sources]


def _find_source(file: str, known: Known, site: Path) -> Source:
    source = known.sources.get(file)
    if source is None:
        raise CannotReread(f"{file} is no handler file that is known")
    if not (site / file).is_file():
        raise CannotReread(f"{file} is gone")
    if source.module in known.early:
        raise CannotReread(f"{file} is imported when Django starts")
    others = sorted(known.importers.get(source.module, set()) - {source.module})
    if others:
        raise CannotReread(f"{file} is imported by {others[0]}")
    if any(model.__module__ == source.module for model in apps.get_models(include_swapped=True)):
        raise CannotReread(f"{file} defines models")
    return source


def _execute(name: str) -> ModuleType:
    """Execute a module anew, from its text: cached code may be of a text changed this very second.

    As after any import, a module that fails is in ``sys.modules`` no more.
    """
    sys.modules.pop(name, None)
    package, _, child = name.rpartition(".")
    parent = sys.modules.get(package)
    if parent is not None and child in vars(parent):
        delattr(parent, child)
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise CannotReread(f"{name} is found no more")
    module = module_from_spec(spec)
    sys.modules[name] = module
    try:
        text = decode_source(Path(spec.origin).read_bytes())
        exec(compile(text, spec.origin, "exec", dont_inherit=True), vars(module))
    except BaseException as error:
        sys.modules.pop(name, None)
        if isinstance(error, _OWN_FAILURES) or not isinstance(error, Exception):
            raise
        raise CannotReread(f"{name} fails with {type(error).__name__}") from error
    parent = sys.modules.get(package)
    if parent is not None:
        setattr(parent, child, module)
    return module
