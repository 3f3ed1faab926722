"""Annotations that are text, and what is wrong where they cannot be evaluated."""

from __future__ import annotations

import ast
from difflib import get_close_matches
from typing import Any, ForwardRef

from djk.missing_names import advise_import
from djk.problems import Place, Problem, format_exception
from djk.shapes.scope import Reading, Scope
from djk.shapes.source import Source, find_source


class Unresolved:
    """What an annotation is that cannot be evaluated: the problem is reported."""


UNRESOLVED = Unresolved()


def resolve(annotation: Any, scope: Scope, reading: Reading) -> Any:
    """Return what an annotation names; ``UNRESOLVED`` where its text cannot be evaluated."""
    while isinstance(annotation, (str, ForwardRef)):
        text = annotation if isinstance(annotation, str) else annotation.__forward_arg__
        try:
            annotation = scope.evaluate(text.strip())
        except Exception as error:
            reading.problems.append(describe_unresolved(text, error, scope))
            return UNRESOLVED
    return annotation


def describe_unresolved(text: str, error: Exception, scope: Scope) -> Problem:
    """Describe why the text of an annotation cannot be evaluated."""
    name = getattr(error, "name", None)
    if isinstance(error, NameError) and name:
        return _describe_name(name, scope)
    message = f"the annotation of {scope.path}, {text!r}, fails: {format_exception(error)}"
    hint = ""
    if isinstance(error, AttributeError) and name:
        near = get_close_matches(name, dir(error.obj), 1)
        hint = f"did you mean {near[0]}?" if near else ""
    elif isinstance(error, SyntaxError):
        hint = "an annotation as text has to be a Python expression"
    return Problem("type-unresolved", message, scope.at, hint)


def _describe_name(name: str, scope: Scope) -> Problem:
    source = find_source(scope.module)
    guarded = _find_guarded(source, name) if source else None
    if guarded:
        message = f"{scope.path} is annotated with {name}, which is imported for type checkers only"
        hint = (
            f"move the import of {name} out of if TYPE_CHECKING: djk reads annotations at run time"
        )
        related = ((f"{name} is imported here", guarded),)
        return Problem("type-unresolved", message, scope.at, hint, related=related)
    hint = advise_import(name, (*scope.locals, *scope.globals))
    message = f"{scope.path} is annotated with {name}, a name that {scope.module} does not have"
    return Problem("type-unresolved", message, scope.at, hint)


def _find_guarded(source: Source, name: str) -> Place | None:
    """Find the import of a name below ``if TYPE_CHECKING:``."""
    for node in source.tree.body:
        if isinstance(node, ast.If) and _is_type_checking(node.test):
            for child in node.body:
                if isinstance(child, (ast.Import, ast.ImportFrom)) and name in _list_names(child):
                    return source.place(child)
    return None


def _is_type_checking(test: ast.expr) -> bool:
    name = getattr(test, "attr", None) or getattr(test, "id", None)
    return name == "TYPE_CHECKING"


def _list_names(node: ast.Import | ast.ImportFrom) -> list[str]:
    return [alias.asname or alias.name.partition(".")[0] for alias in node.names]
