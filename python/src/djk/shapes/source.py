"""What only the text of a module tells: places, doc comments, imports for type checkers."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import decode_source
from itertools import pairwise
from pathlib import Path
from typing import Any

from djk.problems import Place

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """A module as its author wrote it."""

    file: Path
    lines: tuple[str, ...]
    tree: ast.Module
    #: By qualified name.
    classes: Mapping[str, ast.ClassDef]
    #: By their first line, which is that of a decorator where they have one.
    functions: Mapping[int, Function]

    def place(self, node: ast.expr | ast.stmt | ast.keyword) -> Place:
        """Return where a node begins."""
        return Place(self.file, node.lineno, self._count(node.lineno, node.col_offset))

    def end(self, node: ast.expr | ast.stmt) -> Place:
        """Return the place behind a node."""
        line, offset = node.end_lineno or node.lineno, node.end_col_offset or node.col_offset
        return Place(self.file, line, self._count(line, offset))

    def _count(self, line: int, offset: int) -> int:
        # ``ast`` counts bytes of UTF-8.
        text = self.lines[line - 1] if line <= len(self.lines) else ""
        return offset + 1 if text.isascii() else len(text.encode()[:offset].decode()) + 1


def find_source(module: str) -> Source | None:
    """Read the source of a module that is imported; None where there is none."""
    file = getattr(sys.modules.get(module), "__file__", None)
    return read_source(file) if file else None


# Each handler has functions and types, read one after the other.
@lru_cache(maxsize=64)
def read_source(file: str) -> Source | None:
    """Read a Python file as it is when first asked for; None where that cannot be done."""
    try:
        return _parse(Path(file))
    except (OSError, SyntaxError, ValueError):
        return None


def _parse(file: Path) -> Source:
    text = decode_source(file.read_bytes())
    tree = ast.parse(text)
    classes: dict[str, ast.ClassDef] = {}
    functions: dict[int, Function] = {}
    for name, node in _list_declared(tree.body, ""):
        if isinstance(node, ast.ClassDef):
            classes[name] = node
        else:
            functions[min([node, *node.decorator_list], key=_get_line).lineno] = node
    return Source(file.resolve(), tuple(text.split("\n")), tree, classes, functions)


def _get_line(node: ast.expr | ast.stmt) -> int:
    return node.lineno


def _list_declared(
    body: Sequence[ast.stmt], prefix: str
) -> Iterator[tuple[str, ast.ClassDef | Function]]:
    for node in body:
        if isinstance(node, (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            name = f"{prefix}{node.name}"
            yield name, node
            is_class = isinstance(node, ast.ClassDef)
            yield from _list_declared(node.body, f"{name}." if is_class else f"{name}.<locals>.")
        elif isinstance(node, (ast.If, ast.Try, ast.With, ast.For, ast.While)):
            for block in ("body", "orelse", "finalbody"):
                yield from _list_declared(getattr(node, block, ()), prefix)
            for handler in getattr(node, "handlers", ()):
                yield from _list_declared(handler.body, prefix)


def find_class(cls: type) -> tuple[Source, ast.ClassDef] | None:
    """Find the source of a class."""
    source = find_source(cls.__module__)
    node = source.classes.get(cls.__qualname__) if source else None
    return (source, node) if source and node else None


def find_function(function: Callable[..., Any]) -> tuple[Source, Function] | None:
    """Find the source of a function, decorators that wrap it left out."""
    code = getattr(unwrap(function), "__code__", None)
    source = read_source(code.co_filename) if code else None
    node = source.functions.get(code.co_firstlineno) if source and code else None
    return (source, node) if source and node else None


def find_place(function: Callable[..., Any]) -> Place | None:
    """Find the line that a function begins on, decorators that wrap it left out."""
    found = find_function(function)
    code = getattr(unwrap(function), "__code__", None)
    if code is None:
        return None
    file = found[0].file if found else Path(code.co_filename).resolve()
    return Place(file, code.co_firstlineno)


def unwrap(function: Callable[..., Any]) -> Callable[..., Any]:
    """Return the function that decorators, ``partial`` and instances call in the end."""
    while hasattr(function, "func") or hasattr(function, "__wrapped__"):
        function = getattr(function, "func", None) or inspect.unwrap(function)
    called: Any = None if isinstance(function, type) else type(function).__call__
    is_instance = not hasattr(function, "__code__") and hasattr(called, "__code__")
    return called if is_instance else function


def find_doc(node: ast.ClassDef | Function) -> str:
    """Return the docstring that is written below a class or a function, or ""."""
    return ast.get_docstring(node) or ""


def find_annotations(node: ast.ClassDef) -> dict[str, ast.AnnAssign]:
    """Find the annotated fields of a class by name."""
    return {
        child.target.id: child
        for child in node.body
        if isinstance(child, ast.AnnAssign) and isinstance(child.target, ast.Name)
    }


def find_member_docs(body: Sequence[ast.stmt]) -> dict[str, str]:
    """Find the strings that stand below assignments, by the name that is assigned."""
    found = {}
    for node, below in pairwise(body):
        name = _find_target(node)
        if name and isinstance(below, ast.Expr) and isinstance(below.value, ast.Constant):
            value = below.value.value
            if isinstance(value, str):
                found[name] = inspect.cleandoc(value)
    return found


def _find_target(node: ast.stmt) -> str | None:
    if isinstance(node, ast.AnnAssign):
        target: ast.expr = node.target
    elif isinstance(node, ast.Assign) and len(node.targets) == 1:
        target = node.targets[0]
    else:
        # ``type X = …`` of Python 3.12.
        target = getattr(node, "name", None)  # type: ignore[assignment]
    return target.id if isinstance(target, ast.Name) else None
