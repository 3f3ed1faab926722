"""``pick()``: which fields of a model may leave the server."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from djk.problems import Place


class Pick:
    """What ``pick()`` was given; each is equal to itself alone.

    Were two equal, ``typing`` would take the ``Annotated`` of one module for that of another.
    """

    def __init__(
        self,
        names: tuple[str, ...],
        typed: dict[str, Any],
        optimize: bool,
        module: str,
        at: Place,
        written: tuple[str, ...] | None = None,
        path: tuple[str, ...] = (),
    ) -> None:
        self.names = names
        #: Annotations and further picks by name.
        self.typed = typed
        self.optimize = optimize
        #: Dotted name of the module that called ``pick()``, and the line.
        self.module = module
        self.at = at
        #: The names as the call has them, and the relations between those and ``names``.
        self.written = names if written is None else written
        self.path = path

    def enter(self, relation: str, names: tuple[str, ...]) -> Pick:
        """Return the pick of what ``author.name`` names behind its dot."""
        path = (*self.path, relation)
        return Pick(names, {}, self.optimize, self.module, self.at, self.written, path)

    def join(self, names: tuple[str, ...]) -> Pick:
        """Return this pick with the names that paths give besides."""
        every = (*names, *self.names)
        return Pick(every, self.typed, self.optimize, self.module, self.at, self.written, self.path)

    def __repr__(self) -> str:
        given = [
            *map(repr, self.names),
            *(f"{name}={value!r}" for name, value in self.typed.items()),
        ]
        return f"pick({', '.join(given)})"


def pick(*names: str, optimize: bool = True, **typed: Any) -> Pick:
    """Name the fields of a model that may leave: ``Annotated[Book, pick("id", "title")]``.

    :param names: columns, ``author_id``, ``pk``, properties, methods without arguments, and paths
        through relations: ``author.name`` becomes ``{"author": {"name": …}}``
    :param optimize: whether related objects of an unevaluated queryset are fetched along with it
    :param typed: annotations of what has none, such as a value of ``.annotate()``, and nested
        picks: ``author=pick("id", "name")``, ``author=AuthorCard``
    """
    caller = sys._getframe(1)
    at = Place(Path(caller.f_code.co_filename), caller.f_lineno)
    return Pick(names, typed, optimize, caller.f_globals.get("__name__", ""), at)
