"""``type X = …`` of Python 3.12."""

from __future__ import annotations

import sys
from typing import Any

from djk.shapes.classes import Read, list_variables
from djk.shapes.querysets import restore_items
from djk.shapes.resolve import leads_to
from djk.shapes.scope import ANY, Reading, Scope
from djk.shapes.shape import Definition, Parameter, Shape
from djk.shapes.source import Source, find_member_docs, find_source
from djk.shapes.unresolved import describe_unresolved


def read_alias(
    alias: Any, arguments: tuple[Any, ...], scope: Scope, reading: Reading, read: Read
) -> Shape:
    """Refer to an alias under its name."""
    id_ = f"{alias.__module__}:{alias.__name__}"
    given = tuple(read(item, scope, reading) for item in arguments)
    missing = len(list_variables(alias)) - len(given)

    def define(own_id: str, within: Reading) -> Definition:
        return _define(own_id, alias, scope, within, read)

    return reading.refer(id_, alias, (*given, *(ANY,) * missing), scope.direction, define)


def _define(id_: str, alias: Any, scope: Scope, reading: Reading, read: Read) -> Definition:
    variables = list_variables(alias)
    source = find_source(alias.__module__)
    statement = _find_statement(source, alias.__name__) if source else None
    module = sys.modules.get(alias.__module__)
    own = Scope(
        module=alias.__module__,
        globals=vars(module) if module else scope.globals,
        locals={variable.__name__: variable for variable in variables},
        path=alias.__name__,
        direction=scope.direction,
        at=source.place(statement) if source and statement else scope.at,
        node=getattr(statement, "value", None),
        bindings={variable: Parameter(variable.__name__) for variable in variables},
    )
    shape = _read_value(alias, own, reading, read)
    if leads_to(shape, id_, reading.get_definitions(scope)):
        message = f"{alias.__name__} stands for itself"
        shape = reading.report(
            own, "type-unsupported", message, "put it within a list or an object"
        )
    doc = find_member_docs(source.tree.body).get(alias.__name__, "") if source else ""
    at = own.at if statement else None
    names = tuple(variable.__name__ for variable in variables)
    return Definition(id_, alias.__name__, alias.__module__, shape, doc, at, names)


def _read_value(alias: Any, scope: Scope, reading: Reading, read: Read) -> Shape:
    try:
        value = alias.__value__
    except Exception as error:
        reading.problems.append(describe_unresolved(alias.__name__, error, scope))
        return ANY
    return read(restore_items(value, scope), scope, reading)


def _find_statement(source: Source, name: str) -> Any:
    for node in source.tree.body:
        if type(node).__name__ == "TypeAlias" and getattr(node, "name").id == name:  # noqa: B009
            return node
    return None
