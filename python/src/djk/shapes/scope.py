"""Where an annotation stands, and what is found while it is read."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from djk.problems import Edit, Place, Problem
from djk.shapes.shape import Definition, Ref, Scalar, Shape

ANY = Scalar("any")
NULL = Scalar("null")

#: Whether Python makes the value or gets it.
Direction = Literal["output", "input"]
#: Id and direction: a type may do as a result and not as input.
Key = tuple[str, Direction]


@dataclass(frozen=True)
class Scope:
    """What an annotation may name, and how it is named itself."""

    #: Dotted name of the module.
    module: str
    globals: dict[str, Any]
    #: Names that go before those of the module.
    locals: Mapping[str, Any]
    #: Names the annotated thing in messages: ``BookPage.lock``.
    path: str
    direction: Direction = "output"
    at: Place | None = None
    #: The annotation as it is written.
    node: ast.expr | None = None
    #: What type variables stand for.
    bindings: Mapping[Any, Shape] = field(default_factory=dict)

    def evaluate(self, code: Any) -> Any:
        """Evaluate text or an expression of the annotation; whatever that raises is raised."""
        return eval(code, self.globals, self.locals)

    def at_member(self, path: str, at: Place | None, node: ast.expr | None) -> Scope:
        """Return the scope of an annotation beside this one."""
        # ``dataclasses.replace`` takes thrice the time, and this is called for every field.
        return Scope(
            self.module,
            self.globals,
            self.locals,
            path,
            self.direction,
            at or self.at,
            node,
            self.bindings,
        )


@dataclass(frozen=True)
class Named:
    """A named type that is read, with what it refers to itself and what is wrong within it."""

    definition: Definition
    refs: frozenset[Key]
    problems: tuple[Problem, ...]


@dataclass
class Reading:
    """What is found in one function or one named type."""

    #: All named types that are read so far, also of others; None for one that is being read.
    named: dict[Key, Named | None] = field(default_factory=dict)
    refs: set[Key] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    def report(
        self, scope: Scope, code: str, message: str, hint: str = "", fix: tuple[Edit, ...] = ()
    ) -> Shape:
        """Report an error; the shape that is used in its place is returned."""
        self.problems.append(Problem(code, message, scope.at, hint, fix=fix))
        return ANY

    def warn(self, scope: Scope, code: str, message: str, hint: str) -> None:
        self.problems.append(Problem(code, message, scope.at, hint, "warning"))

    def refer(
        self,
        id_: str,
        arguments: tuple[Shape, ...],
        direction: Direction,
        define: Callable[[Reading], Definition],
    ) -> Ref:
        """Refer to a named type, which is read the first time."""
        key = (id_, direction)
        self.refs.add(key)
        if key not in self.named:
            self.named[key] = None
            within = Reading(self.named)
            definition = define(within)
            self.named[key] = Named(definition, frozenset(within.refs), tuple(within.problems))
        return Ref(id_, arguments)

    def list_reached(self) -> list[Named]:
        """List the named types that are referred to, in the order of their ids."""
        reached: dict[Key, Named] = {}
        waiting = sorted(self.refs)
        while waiting:
            key = waiting.pop()
            named = self.named.get(key)
            if named and key not in reached:
                reached[key] = named
                waiting.extend(named.refs)
        return [reached[key] for key in sorted(reached)]


def get_annotations(owner: Any) -> dict[str, Any]:
    """Return the annotations that a class or function has itself, not evaluated further."""
    if sys.version_info >= (3, 14):
        import annotationlib

        return annotationlib.get_annotations(owner, format=annotationlib.Format.FORWARDREF)
    return inspect.get_annotations(owner)
