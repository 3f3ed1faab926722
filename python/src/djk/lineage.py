"""The folders that wrap a page, and which of them shows an error."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

ErrorKind = Literal["not-found", "error"]


@dataclass(frozen=True)
class Node:
    """A folder with a layout or a boundary."""

    #: The folder's route id: ``/books/[slug]``.
    id: str
    #: Names of the parameters of the path down to this folder.
    params: tuple[str, ...] = ()
    #: Dotted name of layout.py; True for a layout without one.
    layout: str | bool = False
    #: Whether the folder has error.tsx.
    error: bool = False
    #: Whether the folder has not-found.tsx.
    not_found: bool = False


def list_usable(
    nodes: Sequence[Node], loaded: Iterable[str], data: Container[str]
) -> tuple[Node, ...]:
    """List the folders whose layouts can be shown, root first.

    That ends before the first layout with a ``get`` that has no result: it failed, or a decorator
    refused before it ran.

    :param loaded: keys of the layouts that have a ``get``
    :param data: keys of the results there are
    """
    missing = {key for key in loaded if key not in data}
    count = next((i for i, node in enumerate(nodes) if node.id in missing), len(nodes))
    return tuple(nodes[:count])


def find_boundary(usable: Sequence[Node], status: int) -> tuple[str | None, ErrorKind]:
    """Find the folder whose boundary shows ``status``, and which of its two boundaries does.

    :param usable: folders whose layouts can be shown, root first
    """
    if status == 404:
        for node in reversed(usable):
            if node.not_found:
                return node.id, "not-found"
    for node in reversed(usable):
        if node.error:
            return node.id, "error"
    return None, "not-found" if status == 404 else "error"
