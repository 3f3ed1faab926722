"""Where the call of ``pick()`` names a field."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import Any

from djk.pick import Pick
from djk.problems import Place
from djk.shapes.source import read_source


def find_pick_place(pick: Pick, name: str) -> Place | None:
    """Find the text that names a field, or the line of the call where it is written otherwise.

    None where the call stands in no file: an annotation that is text is evaluated by itself.
    """
    source = read_source(str(pick.at.file))
    if source is None:
        return None
    path = ".".join((*pick.path, name))
    calls = _list_calls(source.tree, pick)
    found = next((node for call in calls for node in _list_names(call, path)), None)
    return source.place(found) if found else pick.at


def find_call_place(pick: Pick) -> Place | None:
    """Find the line of the call; None where it stands in no file."""
    return pick.at if read_source(str(pick.at.file)) else None


def _list_calls(tree: ast.AST, pick: Pick) -> Iterator[ast.Call]:
    line = pick.at.line or 0
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or _read_texts(node) != pick.written:
            continue
        if node.lineno <= line <= (node.end_lineno or line):
            yield node


def _read_texts(call: ast.Call) -> tuple[Any, ...]:
    return tuple(getattr(each, "value", None) for each in call.args)


def _list_names(call: ast.Call, path: str) -> Iterator[Any]:
    for node in call.args:
        text = getattr(node, "value", None)
        if isinstance(text, str) and f"{text}.".startswith(f"{path}."):
            yield node
    yield from (keyword for keyword in call.keywords if keyword.arg == path)
