"""What the functions of a handler take and return, for the types of TypeScript."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from djk.handler_problems import Source, list_verbs
from djk.handlers import Handler
from djk.pick import Pick
from djk.problems import Place, Problem
from djk.shapes.functions import open_function, read_signature
from djk.shapes.ir import describe_definition, describe_shape, describe_signature
from djk.shapes.scope import KnownTypes, Reading
from djk.shapes.shape import Definitions, Shape, Signature
from djk.shapes.source import find_doc, find_function, find_source
from djk.shapes.user import read_user


@dataclass(frozen=True)
class HandlerTypes:
    #: By verb, each with the function's docstring; None where they cannot be read.
    functions: Mapping[str, tuple[Signature, str]] | None
    #: What ``user = pick(…)`` of the root layout names.
    user: Shape | None = None
    #: All that is referred to.
    definitions: Definitions = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """Return what an entry of ``handlers`` says of types in what ``djk_inspect`` prints."""
        user = {"user": describe_shape(self.user)} if self.user else {}
        if self.functions is None:
            return {"functions": None, **user}
        described = {
            verb: describe_signature(signature, doc)
            for verb, (signature, doc) in self.functions.items()
        }
        return {"functions": described, **user}


UNREAD = HandlerTypes(None)


def describe_types(every: Iterable[HandlerTypes], site: Path) -> dict[str, Any]:
    """Return ``types`` of what ``djk_inspect`` prints: named types by id, in its order."""
    found = {id_: item for types in every for id_, item in types.definitions.items()}
    return {id_: describe_definition(found[id_], site) for id_ in sorted(found)}


def read_types(
    source: Source,
    handler: Handler,
    module: ModuleType,
    name: str,
    known: KnownTypes,
    *,
    strict: bool,
) -> tuple[HandlerTypes, list[Problem]]:
    """Read the types of a handler, and what is wrong with them.

    :param name: names the file in messages
    :param known: the named types that are read already; those of this handler are added
    :param strict: whether each function has to say what it returns
    """
    reading = Reading(known)
    functions = {
        verb: _read_function(function, verb, source, name, reading)
        for verb, function in list_verbs(source, handler).items()
    }
    user = _read_user(source, module, name, reading)
    reached = reading.list_reached()
    problems = [*reading.problems, *(each for item in reached for each in item.problems)]
    missing = [*_find_missing(source, handler, functions, name)] if strict else []
    if any(problem.severity == "error" for problem in problems):
        return UNREAD, [*problems, *missing]
    definitions = {item.definition.id: item.definition for item in reached}
    return HandlerTypes(functions, user, definitions), [*problems, *missing]


def _read_function(
    function: Callable[..., Any], verb: str, source: Source, name: str, reading: Reading
) -> tuple[Signature, str]:
    signature = read_signature(
        function,
        params=source.params,
        kind=source.kind,
        verb=verb,
        name=f"{verb}() in {name}",
        reading=reading,
    )
    found = find_function(function)
    return signature, find_doc(found[1]) if found else ""


def _find_missing(
    source: Source,
    handler: Handler,
    functions: Mapping[str, tuple[Signature, str]],
    name: str,
) -> Iterable[Problem]:
    for verb, (signature, _) in functions.items():
        if signature.data is None:
            message = f"{verb}() in {name} does not say what it returns"
            hint = 'annotate it, such as -> BookPage, or leave out types = "strict" in djk.toml'
            at = open_function(list_verbs(source, handler)[verb], name).at
            yield Problem("type-missing", message, at, hint)


def _read_user(source: Source, module: ModuleType, name: str, reading: Reading) -> Shape | None:
    user = getattr(module, "user", None)
    is_root = source.kind == "layout" and source.route == "/"
    if user is None or (not is_root and not isinstance(user, Pick)):
        return None
    if not is_root or not isinstance(user, Pick):
        reading.problems.append(_describe_user(user, module, name, is_root=is_root))
        return None
    try:
        return read_user(user, reading)
    except ImproperlyConfigured as error:
        message = f"user in {name} is of no user model: {error}"
        reading.problems.append(Problem("user-declaration", message, user.at))
        return None


def _describe_user(user: object, module: ModuleType, name: str, *, is_root: bool) -> Problem:
    at = user.at if isinstance(user, Pick) else _find_assignment(module)
    if is_root:
        message = f"user in {name} is {user!r}; it declares what useUser() gives"
        return Problem("user-declaration", message, at, 'write: user = pick("id", "username")')
    message = f"user in {name} is not in the root layout"
    return Problem("user-declaration", message, at, "move it to routes/layout.py")


def _find_assignment(module: ModuleType) -> Place | None:
    source = find_source(module.__name__)
    for node in source.tree.body if source else ():
        if source and "user" in [getattr(target, "id", "") for target in _list_targets(node)]:
            return source.place(node)
    return Place(source.file) if source else None


def _list_targets(node: Any) -> list[Any]:
    return [*getattr(node, "targets", ()), getattr(node, "target", None)]
