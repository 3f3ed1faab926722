"""Where an annotation stands, and what is found while it is read."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from djk.problems import Edit, Place, Problem
from djk.shapes.shape import Definition, Definitions, Ref, Scalar, Shape

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
class KnownTypes:
    """The named types that are read so far; the functions of a site have them in common."""

    #: None for one that is being read.
    named: dict[Key, Named | None] = field(default_factory=dict)
    #: Those that are read, for each direction.
    definitions: dict[Direction, dict[str, Definition]] = field(
        default_factory=lambda: {"output": {}, "input": {}}
    )
    #: What has an id made of the same names, in the order in which it was met.
    owners: dict[str, list[object]] = field(default_factory=dict)

    def identify(self, id_: str, owner: object) -> str:
        """Return an id that nothing else has.

        Classes that a function makes are many, and have one name: ``site.pages:Row#2``.
        """
        owners = self.owners.setdefault(id_, [])
        if owner not in owners:
            owners.append(owner)
        index = owners.index(owner)
        return f"{id_}#{index + 1}" if index else id_

    def forget_unfinished(self) -> None:
        """Forget the types whose reading has failed: what reads them next begins anew."""
        self.named = {key: named for key, named in self.named.items() if named}


@dataclass
class Reading:
    """What is found in one function or one named type."""

    known: KnownTypes = field(default_factory=KnownTypes)
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
        owner: object,
        arguments: tuple[Shape, ...],
        direction: Direction,
        define: Callable[[str, Reading], Definition],
    ) -> Ref:
        """Refer to a named type, which is read the first time.

        :param id_: module and name, which others may have, too
        :param owner: what is named: a class, an alias or a pick
        :param define: given the id that nothing else has
        """
        own_id = self.known.identify(id_, owner)
        key = (own_id, direction)
        self.refs.add(key)
        if key not in self.known.named:
            self.known.named[key] = None
            within = Reading(self.known)
            definition = define(own_id, within)
            self.known.named[key] = Named(
                definition, frozenset(within.refs), tuple(within.problems)
            )
            self.known.definitions[direction][own_id] = definition
        return Ref(own_id, arguments)

    def get_definitions(self, scope: Scope) -> Definitions:
        """Return the named types that are read so far, for the direction of a scope."""
        return self.known.definitions[scope.direction]

    def list_reached(self) -> list[Named]:
        """List the named types that are referred to, in the order of their ids."""
        reached: dict[Key, Named] = {}
        waiting = sorted(self.refs)
        while waiting:
            key = waiting.pop()
            named = self.known.named.get(key)
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
