"""Reads what ``pick()`` names: columns, relations, properties and methods of a model."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import cached_property, partialmethod
from types import FunctionType
from typing import Any, get_type_hints

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model
from django.db.models.manager import ManagerDescriptor
from django.utils.functional import cached_property as django_cached_property

from djk.pick import Pick
from djk.problems import format_exception
from djk.shapes.columns import make_nullable, read_column
from djk.shapes.pick_places import find_call_place, find_pick_place
from djk.shapes.problems import ShapeError, ShapeProblem
from djk.shapes.relations import Relation, list_relations
from djk.shapes.shape import MISSING, Array, Picked, PickedField, Scalar, Shape

#: Reads an annotation.
Read = Callable[[Any], Shape]


@dataclass
class _Given:
    """What a pick says of one name."""

    #: What follows the name in paths.
    paths: list[str] = field(default_factory=list)
    #: An annotation or a further pick.
    typed: Any = MISSING


def read_pick(model: type[Model], pick: Pick, read: Read) -> Picked:
    """Read the fields that a pick names, each once and in its order.

    :raises ShapeError: with all that is wrong
    """
    fields: list[PickedField] = []
    problems = [_describe_no_name(given, pick) for given in pick.names if not _is_path(given)]
    for name, given in _group(pick).items():
        try:
            fields.append(_read_field(model, name, given, pick, read))
        except ShapeError as error:
            problems.extend(_place(problem, pick, name) for problem in error.problems)
    if problems:
        raise ShapeError(problems)
    return Picked(model, tuple(fields), pick.optimize)


def _place(problem: ShapeProblem, pick: Pick, name: str) -> ShapeProblem:
    return replace(problem, at=problem.at or find_pick_place(pick, name))


def _group(pick: Pick) -> dict[str, _Given]:
    groups: dict[str, _Given] = {}
    for path in filter(_is_path, pick.names):
        name, _, rest = path.partition(".")
        group = groups.setdefault(name, _Given())
        if rest:
            group.paths.append(rest)
    for name, typed in pick.typed.items():
        groups.setdefault(name, _Given()).typed = typed
    return groups


def _is_path(given: object) -> bool:
    return isinstance(given, str) and all(
        part and part == part.strip() for part in given.split(".")
    )


def _describe_no_name(given: object, pick: Pick) -> ShapeProblem:
    """Describe what stands where a name has to."""
    if isinstance(given, str):
        parts = [part.strip() for part in given.split(".") if part.strip()]
        hint = f'Write "{".".join(parts)}".' if parts else "Leave it out."
        return _problem(pick, f"pick() names a field or a path, and {given!r} is no name.", hint)
    column = getattr(given, "field", None)
    named = str(column) if isinstance(column, Field) else repr(given)
    message = f"pick() takes names as text, not {named}."
    if isinstance(given, Pick):
        return _problem(pick, message, "Name the relation by keyword: author=pick(…).")
    names = ", ".join(f'"{name}"' for name in _list_meant(given) or ("id", "title"))
    return _problem(pick, message, f"Write pick({names}).")


def _problem(pick: Pick, message: str, hint: str) -> ShapeProblem:
    return ShapeProblem(message, hint, "pick-field", find_call_place(pick))


def _list_meant(given: object) -> list[str]:
    """List the names that something else than text was meant for."""
    column = getattr(given, "field", None)
    if isinstance(column, Field):
        return [column.name]
    items = given if isinstance(given, (list, tuple, set, frozenset)) else ()
    return [item for item in items if isinstance(item, str)]


def _read_field(
    model: type[Model], name: str, given: _Given, pick: Pick, read: Read
) -> PickedField:
    relation = list_relations(model).get(name)
    if relation:
        return _read_relation(model, relation, given, pick, read)
    if _is_no_value(model, name):
        owner = model.__name__
        message = f"{owner}.{name} is no value of a {owner}: there is nothing to show."
        raise _fail(message, "Leave it out.")
    if given.typed is not MISSING:
        return _read_typed(model, name, given, read)
    if given.paths and not _has(model, name):
        raise _fail(*_describe_no_relation(model, name, given.paths[0]))
    if given.paths:
        message = f"{model.__name__}.{name} is no relation: it has no {given.paths[0]!r} to pick."
        raise _fail(message, f'Write "{name}".')
    column = _find_column(model, name)
    if column is not None:
        return _read_column(model, name, column)
    return _read_computed(model, name, read)


def _read_column(model: type[Model], name: str, column: Any) -> PickedField:
    if name == "password" and _is_user(model):
        message = f"{model.__name__}.password must not leave the server."
        raise _fail(message, "Where it really must: pick(password=str).")
    shape = read_column(column)
    if shape is None:
        kind = type(column).__name__
        message = f"{model.__name__}.{name} is a {kind}, whose type djk does not know."
        raise _fail(message, f"Declare it: pick({name}=str).")
    return PickedField(name, name, shape, doc=str(column.help_text))


def _read_relation(
    model: type[Model], relation: Relation, given: _Given, pick: Pick, read: Read
) -> PickedField:
    shape = _read_related(model, relation, given, pick, read)
    name = relation.name
    if relation.is_many:
        many = shape if isinstance(shape, Array) else Array(shape)
        return PickedField(name, name, many, "many", relation.doc)
    one = make_nullable(shape) if relation.is_nullable else shape
    return PickedField(name, name, one, "one", relation.doc)


def _read_related(
    model: type[Model], relation: Relation, given: _Given, pick: Pick, read: Read
) -> Shape:
    paths = tuple(given.paths)
    if isinstance(given.typed, Pick):
        return read_pick(relation.model, given.typed.join(paths), read)
    if given.typed is not MISSING and paths:
        message = (
            f'{relation.name} is picked twice: as "{relation.name}.{paths[0]}" and by keyword.'
        )
        raise _fail(message, "Leave one of them out.")
    if given.typed is not MISSING:
        return read(given.typed)
    if paths:
        return read_pick(relation.model, pick.enter(relation.name, paths), read)
    raise _fail(*_describe_bare(model, relation))


def _describe_bare(model: type[Model], relation: Relation) -> tuple[str, str]:
    path = f"{relation.name}.{_suggest_column(relation.model)}"
    kind = "objects" if relation.is_many else "an object"
    message = (
        f"{model.__name__}.{relation.name} is {kind} of {relation.model.__name__}, not a field."
    )
    return message, f'Write "{relation.key}" or "{path}".' if relation.key else f'Write "{path}".'


def _suggest_column(model: type[Model]) -> str:
    columns = [column.name for column in model._meta.concrete_fields if not column.is_relation]
    return next((name for name in ("name", "title") if name in columns), model._meta.pk.name)


def _read_typed(model: type[Model], name: str, given: _Given, read: Read) -> PickedField:
    if isinstance(given.typed, Pick) and not _has(model, name):
        message, hint = _describe_no_relation(model, name, "pk")
        raise _fail(message, hint.replace(".pk'?", "=pick(…)'?"))
    if isinstance(given.typed, Pick):
        message = f"{model.__name__}.{name} is no relation: there is nothing to pick from."
        raise _fail(message, f"Give its type: pick({name}=Annotated[…, pick(…)]).")
    method = _find_method(model, name)
    if method:
        _check_method(model, name, method)
    shape = read(given.typed)
    return PickedField(name, name, shape, "call" if method else "value")


def _read_computed(model: type[Model], name: str, read: Read) -> PickedField:
    if name in _list_displays(model):
        return PickedField(name, name, Scalar("string"), "call")
    getter, method = _find_getter(model, name), _find_method(model, name)
    function = getter or method
    if function is None:
        raise _fail(*_describe_unknown(model, name))
    if method:
        _check_method(model, name, method)
    annotation = _read_return(model, name, function)
    doc = inspect.getdoc(function) or ""
    return PickedField(name, name, read(annotation), "call" if method else "value", doc)


def _read_return(model: type[Model], name: str, function: Callable[..., Any]) -> Any:
    where = f"{model.__name__}.{name}"
    try:
        hints = get_type_hints(function, include_extras=True)
    except Exception as error:
        message = f"The return annotation of {where} cannot be resolved: {format_exception(error)}."
        raise _fail(message, f"Import what it names, or pick({name}=str).") from error
    if "return" not in hints and function.__module__.startswith("django.contrib.auth."):
        hints = {"return": _OF_USERS[name]} if name in _OF_USERS else {}
    if "return" not in hints:
        hint = f"Annotate what it returns, or say it here: pick({name}=str)."
        raise _fail(f"{where} has no return annotation.", hint)
    return hints["return"]


#: What Django's own users have, which is not annotated.
_OF_USERS = {
    "is_authenticated": bool,
    "is_anonymous": bool,
    "get_full_name": str,
    "get_short_name": str,
    "get_username": str,
}


def _check_method(model: type[Model], name: str, method: Callable[..., Any]) -> None:
    where = f"{model.__name__}.{name}()"
    if getattr(method, "alters_data", False):
        raise _fail(f"{where} changes data: it is nothing to show.", "Leave it out.")
    if inspect.iscoroutinefunction(method):
        hint = "Call it in the handler, and return its result beside the object."
        raise _fail(f"{where} is async.", hint)
    _, *parameters = inspect.signature(method).parameters.values()
    needed = [p.name for p in parameters if p.default is p.empty and p.kind not in _VARIADIC]
    if needed:
        hint = "Write a property or a method without arguments that calls it."
        raise _fail(f"{where} takes arguments ({', '.join(needed)}).", hint)


_VARIADIC = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)


def _describe_unknown(model: type[Model], name: str) -> tuple[str, str]:
    if inspect.getattr_static(model, name, None) is not None:
        return f"{model.__name__}.{name} has no type that djk knows.", f"Say it: pick({name}=str)."
    message = f"{model.__name__} has no field {name!r}."
    first, *rest = [part for part in name.split("__") if part]
    relation = list_relations(model).get(first) if "__" in name else None
    near = _find_near(model, [first, *rest])
    if relation and not near:
        return message, f"Its paths have dots: '{first}.{_suggest_column(relation.model)}'."
    annotated = f"A value of .annotate() needs its type: {name}=int."
    if near is None:
        return message, annotated
    is_certain = near in _list_names(model) or relation or _find_by_query_name(model, name)
    return message, f"Did you mean {near!r}?{'' if is_certain else f' {annotated}'}"


def _describe_no_relation(model: type[Model], name: str, rest: str) -> tuple[str, str]:
    message = f"{model.__name__} has no relation {name!r}."
    near = _find_near(model, [name, *rest.split(".")])
    if near:
        return message, f"Did you mean {near!r}?"
    return message, f"There are {', '.join(sorted(list_relations(model))) or 'none'}."


def _find_near(model: type[Model], path: list[str]) -> str | None:
    """Find the path that can be picked and is most like this one."""
    name, *rest = path
    relations = list_relations(model)
    known = _find_by_query_name(model, name)
    names = relations if rest else list(_list_names(model))
    near = [known.name] if known else get_close_matches(name, names, 1)
    if not near:
        return _find_near(model, [name]) if rest and _has(model, name) else None
    relation = relations.get(near[0])
    if relation is None:
        return near[0]
    below = _find_near(relation.model, rest) if rest else _suggest_column(relation.model)
    return f"{near[0]}.{below}" if below else None


def _find_by_query_name(model: type[Model], name: str) -> Relation | None:
    """Find a reverse relation by the name that filters know it under."""
    try:
        found: Any = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    accessor = getattr(found, "get_accessor_name", lambda: None)()
    return list_relations(model).get(accessor) if accessor else None


_NO_VALUES = (
    "Meta",
    "get_session_auth_fallback_hash",
    "get_session_auth_hash",
    "set_unusable_password",
)


def _is_no_value(model: type[Model], name: str) -> bool:
    """Whether a name is of Django's machinery, of a class in the model, or private."""
    if name == "pk" or _find_column(model, name) is not None:
        return False
    found = inspect.getattr_static(model, name, None)
    if getattr(found, "alters_data", False):
        return False
    is_own = name.startswith("_") or name in _NO_VALUES
    return is_own or name in vars(Model) or isinstance(found, (type, ManagerDescriptor))


def _has(model: type[Model], name: str) -> bool:
    return name in set(_list_names(model))


def _list_names(model: type[Model]) -> Iterator[str]:
    """List all that can be picked."""
    yield "pk"
    for column in model._meta.concrete_fields:
        yield column.name
        yield column.attname
    yield from list_relations(model)
    own = [base for base in model.__mro__ if base not in Model.__mro__]
    for name in {name for base in own for name in vars(base) if not name.startswith("_")}:
        method = _find_method(model, name)
        is_shown = not getattr(method, "alters_data", False) and not _is_no_value(model, name)
        if is_shown and (_find_getter(model, name) or method):
            yield name


def _find_column(model: type[Model], name: str) -> Any:
    # A composite key is none of the concrete fields.
    if name in ("pk", model._meta.pk.name):
        return model._meta.pk
    return {column.attname: column for column in model._meta.concrete_fields}.get(name)


def _find_getter(model: type[Model], name: str) -> Callable[..., Any] | None:
    found = inspect.getattr_static(model, name, None)
    if isinstance(found, property):
        return found.fget
    if isinstance(found, (cached_property, django_cached_property)):
        return found.func
    return None


def _find_method(model: type[Model], name: str) -> Callable[..., Any] | None:
    found = inspect.getattr_static(model, name, None)
    if isinstance(found, FunctionType):
        return found
    return getattr(model, name) if isinstance(found, partialmethod) else None


def _list_displays(model: type[Model]) -> set[str]:
    """List the methods that Django makes for columns with choices."""
    columns = [column for column in model._meta.concrete_fields if column.choices]
    return {f"get_{column.name}_display" for column in columns}


def _is_user(model: type[Model]) -> bool:
    # It cannot be imported before the apps are loaded.
    from django.contrib.auth.base_user import AbstractBaseUser

    return issubclass(model, AbstractBaseUser)


def _fail(message: str, hint: str) -> ShapeError:
    return ShapeError([ShapeProblem(message, hint, "pick-field")])
