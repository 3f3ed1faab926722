"""``Annotated[Model, pick(…)]``."""

from __future__ import annotations

import sys
from typing import Annotated, Any, ForwardRef, get_args

from django.db.models import Model

from djk.pick import Pick
from djk.problems import Place, Problem
from djk.shapes.classes import Read
from djk.shapes.pick import read_pick
from djk.shapes.problems import ShapeError
from djk.shapes.scope import ANY, Reading, Scope
from djk.shapes.shape import Definition, Shape
from djk.shapes.source import find_member_docs, find_source, read_source
from djk.shapes.unresolved import UNRESOLVED, resolve

_ALIAS = type(Annotated[int, ""])


def is_pick(value: object) -> bool:
    return isinstance(value, Pick)


def read_picked(base: Any, pick: Pick, scope: Scope, reading: Reading, read: Read) -> Shape:
    """Read picked fields, under the name of the variable that holds the annotation, if any does."""
    model = resolve(base, scope, reading)
    if model is UNRESOLVED:
        return ANY
    if not isinstance(model, type) or not issubclass(model, Model):
        shown = model.__name__ if isinstance(model, type) else repr(model)
        message = f"{scope.path} has pick() on {shown}, which is no model"
        hint = "write: Annotated[Model, pick(…)], in a list as list[Annotated[…]]"
        members = get_args(model)
        if len(members) == 2 and members[1] is type(None) and isinstance(members[0], type):
            hint = f"write None outside: Annotated[{members[0].__name__}, pick(…)] | None"
        return reading.report(scope, "pick-field", message, hint)
    if scope.direction == "input":
        message = f"{scope.path} is the model {model.__name__}: a model is not read from a request"
        hint = "write a TypedDict or a dataclass of the fields that a request may set"
        return reading.report(scope, "type-unsupported", message, hint)
    name = _find_name(model, pick)
    if name is None:
        return read_fields(model, pick, scope, reading, read)

    def define(id_: str, within: Reading) -> Definition:
        shape = read_fields(model, pick, scope, within, read)
        source = find_source(pick.module)
        doc = find_member_docs(source.tree.body).get(name, "") if source else ""
        return Definition(id_, name, pick.module, shape, doc, _find_at(pick, scope))

    return reading.refer(f"{pick.module}:{name}", (model, pick), (), scope.direction, define)


def _find_at(pick: Pick, scope: Scope) -> Place | None:
    """Find the line of the call; the annotation, where it is text and evaluated by itself."""
    return pick.at if read_source(str(pick.at.file)) else scope.at


def _find_name(model: type[Model], pick: Pick) -> str | None:
    """Find the variable of a module that holds the annotation of a model with this very pick."""
    for name, value in list(vars(sys.modules.get(pick.module, sys)).items()):
        # Not isinstance(), which would evaluate a lazy object of Django.
        found: Any = value if type(value) is _ALIAS else None
        # One pick may serve two models.
        is_own = found and (found.__origin__ is model or isinstance(found.__origin__, ForwardRef))
        if is_own and any(item is pick for item in found.__metadata__):
            return name
    return None


def read_fields(
    model: type[Model], pick: Pick, scope: Scope, reading: Reading, read: Read
) -> Shape:
    """Read what a pick names of a model."""
    module = sys.modules.get(pick.module)
    names = vars(module) if module else scope.globals
    own = Scope(pick.module, names, {}, scope.path, scope.direction, _find_at(pick, scope))
    try:
        return read_pick(model, pick, lambda annotation: read(annotation, own, reading))
    except ShapeError as error:
        for problem in error.problems:
            at = problem.at or own.at
            reading.problems.append(Problem(problem.code, problem.message, at, problem.hint))
        return ANY
