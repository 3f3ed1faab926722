"""Edits tried in memory before anybody is offered them."""

from __future__ import annotations

from collections.abc import Iterable

from djk.problems import Edit, Place
from djk.shapes.source import Source


def does_compile(source: Source, edits: Iterable[Edit]) -> bool:
    """Whether a module is Python with its edits."""
    try:
        compile(_apply(source, edits), str(source.file), "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return True


def _apply(source: Source, edits: Iterable[Edit]) -> str:
    text = "\n".join(source.lines)
    ordered = sorted(edits, key=lambda edit: _find_offset(edit.start, source), reverse=True)
    for edit in ordered:
        start, end = _find_offset(edit.start, source), _find_offset(edit.end, source)
        text = f"{text[:start]}{edit.text}{text[end:]}"
    return text


def _find_offset(place: Place, source: Source) -> int:
    line, column = place.line or 1, place.column or 1
    return sum(len(each) + 1 for each in source.lines[: line - 1]) + column - 1
