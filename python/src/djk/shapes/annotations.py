"""Annotations as shapes."""

from __future__ import annotations

import collections
import collections.abc as abc
import datetime
import decimal
import enum
import types
import typing
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Annotated, Any, ForwardRef, Literal, TypeVar, Union, get_args, get_origin

from django.core.files import File
from django.db.models import Model
from django.forms import BaseForm
from django.forms.formsets import BaseFormSet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.functional import Promise

from djk.big_int import MAX_SAFE_INTEGER, AsString
from djk.reply import Reply
from djk.shapes.aliases import read_alias
from djk.shapes.bare_models import refuse_model, refuse_queryset
from djk.shapes.classes import find_kind, list_variables, open_class, read_object
from djk.shapes.keys import is_hashable, is_key, list_parts
from djk.shapes.options import make_option
from djk.shapes.picks import is_pick, read_picked
from djk.shapes.querysets import is_queryset
from djk.shapes.resolve import resolve_alias
from djk.shapes.scope import ANY, NULL, Reading, Scope
from djk.shapes.shape import (
    Array,
    Choices,
    Definition,
    Definitions,
    OneOf,
    Option,
    Parameter,
    Record,
    Ref,
    Scalar,
    ScalarName,
    Shape,
    Tuple,
)
from djk.shapes.source import find_class, find_doc
from djk.shapes.unions import find_tag, warn_ambiguous
from djk.shapes.unresolved import UNRESOLVED, resolve

Container = Literal["list", "tuple", "set", "frozenset", "iterable"]

_CONTAINERS: dict[Any, Container] = {
    list: "list",
    tuple: "tuple",
    set: "set",
    frozenset: "frozenset",
    collections.deque: "iterable",
    abc.Sequence: "list",
    abc.MutableSequence: "list",
    abc.Collection: "list",
    abc.Reversible: "list",
    abc.Iterable: "iterable",
    abc.Iterator: "iterable",
    abc.Generator: "iterable",
    abc.KeysView: "iterable",
    abc.ValuesView: "iterable",
    abc.Set: "set",
    abc.MutableSet: "set",
}
_MAPPINGS = (
    dict,
    abc.Mapping,
    abc.MutableMapping,
    collections.defaultdict,
    collections.OrderedDict,
)
_AWAITABLES = (abc.Awaitable, abc.Coroutine)

#: The first class that a type is a subclass of counts: bool is an int, and datetime a date.
_SCALARS: tuple[tuple[type, ScalarName], ...] = (
    (bool, "boolean"),
    (int, "integer"),
    (float, "number"),
    (str, "string"),
    (Promise, "string"),
    (datetime.datetime, "datetime"),
    (datetime.date, "date"),
    (datetime.time, "time"),
    (datetime.timedelta, "duration"),
    (decimal.Decimal, "decimal"),
    (uuid.UUID, "uuid"),
    (bytes, "bytes"),
    (File, "file"),
)
_NEVER = tuple(filter(None, (typing.NoReturn, getattr(typing, "Never", None))))


def read_annotation(annotation: Any, scope: Scope, reading: Reading) -> Shape:
    """Read what an annotation says of JSON; what is wrong with it is reported."""
    if isinstance(annotation, (str, ForwardRef)):
        annotation = resolve(annotation, scope, reading)
    if annotation is UNRESOLVED:
        return ANY
    if annotation is None or annotation is types.NoneType or annotation in _NEVER:
        return NULL
    if annotation is Any or annotation is object:
        return ANY
    if isinstance(annotation, TypeVar):
        return scope.bindings.get(annotation, ANY)
    if hasattr(annotation, "__supertype__"):
        return read_annotation(annotation.__supertype__, scope, reading)
    return _read_composed(annotation, scope, reading)


def _read_composed(annotation: Any, scope: Scope, reading: Reading) -> Shape:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _read_annotated(arguments[0], arguments[1:], annotation, scope, reading)
    if origin is Literal:
        return _read_literal(arguments, scope, reading)
    if origin is Union or origin is types.UnionType:
        return read_union(arguments, scope, reading)
    target = annotation if origin is None else origin
    if not isinstance(target, abc.Hashable):
        return _refuse(annotation, scope, reading)
    # ``type X = …``, also that of typing_extensions.
    if hasattr(target, "__value__"):
        alias = read_alias(target, arguments, scope, reading, read_annotation)
        return _check_arguments(alias, scope, reading) if arguments else alias
    if target in _CONTAINERS or target in _MAPPINGS or target is collections.Counter:
        return _read_collection(target, arguments, scope, reading)
    if target in _AWAITABLES:
        return read_annotation(arguments[-1] if arguments else Any, scope, reading)
    if isinstance(target, type):
        return _read_class(target, arguments, scope, reading)
    return _refuse(annotation, scope, reading)


def _read_collection(
    target: Any, arguments: tuple[Any, ...], scope: Scope, reading: Reading
) -> Shape:
    if target is collections.Counter:
        arguments = (*(arguments or (Any,)), int)
    if target not in _CONTAINERS:
        return _read_mapping(arguments or (Any, Any), scope, reading)
    if target is tuple and arguments and arguments[-1] is not Ellipsis:
        return _read_tuple(arguments, scope, reading)
    container = _CONTAINERS[target]
    if container in ("set", "frozenset") and scope.direction == "output":
        message = f"{scope.path} is a {container}, which has no order"
        hint = "annotate a list[…], and return sorted(…)"
        return reading.report(scope, "type-unsupported", message, hint)
    item = read_annotation(arguments[0] if arguments else Any, scope, reading)
    array = Array(item, container)
    if not _can_hold(array, reading.get_definitions(scope)):
        return _refuse_set(scope, reading)
    return array


def _can_hold(array: Array, definitions: Definitions) -> bool:
    return array.container not in ("set", "frozenset") or is_hashable(array.item, definitions)


def _refuse_set(scope: Scope, reading: Reading) -> Shape:
    message = f"{scope.path} is a set of what has no hash, which Python cannot put into a set"
    hint = "annotate a list[…], or make the class hashable: @dataclass(frozen=True)"
    return reading.report(scope, "type-unsupported", message, hint)


def _read_tuple(arguments: tuple[Any, ...], scope: Scope, reading: Reading) -> Shape:
    if any(map(_is_unpacked, arguments)):
        message = f"{scope.path} is a tuple with a part of any length"
        hint = "annotate tuple[X, …] of a fixed length, tuple[X, ...], or a list[…] of a union"
        return reading.report(scope, "type-unsupported", message, hint)
    return Tuple(tuple(read_annotation(item, scope, reading) for item in arguments))


def _is_unpacked(annotation: Any) -> bool:
    """Whether an annotation is ``*tuple[…]`` or ``Unpack[tuple[…]]``."""
    is_star = getattr(annotation, "__unpacked__", False) is True
    return is_star or str(get_origin(annotation)).endswith(".Unpack")


def _read_mapping(arguments: tuple[Any, ...], scope: Scope, reading: Reading) -> Shape:
    key, value = (read_annotation(item, scope, reading) for item in arguments)
    if key == ANY:
        key = Scalar("string")
    elif not is_key(key, reading.get_definitions(scope)):
        return _refuse_key(scope, reading)
    return Record(key, value)


def _refuse_key(scope: Scope, reading: Reading) -> Shape:
    message = f"{scope.path} is a dict whose keys are no text, which a JSON object must have"
    hint = "annotate dict[str, …], or a list of objects"
    return reading.report(scope, "type-unsupported", message, hint)


def _check_arguments(shape: Shape, scope: Scope, reading: Reading) -> Shape:
    """Refuse what a generic type becomes with its arguments, such as a dict of lists as keys."""
    definitions = reading.get_definitions(scope)
    for part in list_parts(shape, definitions):
        if isinstance(part, Record) and not is_key(part.key, definitions):
            return _refuse_key(scope, reading)
        if isinstance(part, Array) and not _can_hold(part, definitions):
            return _refuse_set(scope, reading)
    return shape


def _read_literal(values: tuple[Any, ...], scope: Scope, reading: Reading) -> Shape:
    options = tuple(make_option(value) for value in values)
    if large := _find_large(options):
        return _refuse_large(large, scope, reading)
    if any(not isinstance(option.value, (str, int, type(None))) for option in options):
        message = f"{scope.path} is a Literal of what JSON does not have"
        hint = (
            "a Literal may hold text, whole numbers, True, False, None and members of enums of them"
        )
        return reading.report(scope, "type-unsupported", message, hint)
    return Choices(options)


def _find_large(options: tuple[Option, ...]) -> int | None:
    """Find a whole number that browsers round."""
    numbers = (option.value for option in options if isinstance(option.value, int))
    return next((number for number in numbers if abs(number) > MAX_SAFE_INTEGER), None)


def _refuse_large(number: int, scope: Scope, reading: Reading) -> Shape:
    message = f"{scope.path} may be {number}: browsers round whole numbers beyond 2**53 - 1"
    hint = f'use text: "{number}"'
    return reading.report(scope, "type-unsupported", message, hint)


def read_union(arguments: Iterable[Any], scope: Scope, reading: Reading) -> Shape:
    """Read a union, None last, each member once."""
    annotations = [resolve(item, scope, reading) for item in arguments]
    shapes = dict.fromkeys(read_annotation(item, scope, reading) for item in annotations)
    flat = dict.fromkeys(
        member
        for shape in shapes
        for member in (shape.members if isinstance(shape, OneOf) else (shape,))
    )
    members = [member for member in flat if member != NULL]
    if ANY in members:
        return ANY
    tag = find_tag(annotations, scope)
    if tag is None:
        warn_ambiguous(annotations, scope, reading)
    if NULL in flat:
        members.append(NULL)
    return members[0] if len(members) == 1 else OneOf(tuple(members), tag)


def _read_annotated(
    base: Any, metadata: tuple[Any, ...], annotation: Any, scope: Scope, reading: Reading
) -> Shape:
    pick = next(filter(is_pick, metadata), None)
    if pick is not None:
        return read_picked(base, pick, scope, reading, read_annotation)
    shape = read_annotation(base, scope, reading)
    if AsString in metadata and shape == Scalar("integer"):
        shape = Scalar("bigint")
    validators = [item for item in metadata if callable(item) and not isinstance(item, type)]
    return _validate(shape, tuple(validators), scope, reading) if validators else shape


def _validate(shape: Shape, validators: tuple[Any, ...], scope: Scope, reading: Reading) -> Shape:
    shape = resolve_alias(shape, reading.get_definitions(scope))
    if isinstance(shape, (Scalar, Array)):
        return replace(shape, validators=(*shape.validators, *validators))
    if isinstance(shape, OneOf) and len(shape.members) == 2 and NULL in shape.members:
        first = _validate(shape.members[0], validators, scope, reading)
        return replace(shape, members=(first, NULL))
    message = f"{scope.path} has a validator, which only text, numbers, dates and lists have"
    hint = "put it on a field of the type, or check the value in the handler"
    return reading.report(scope, "type-unsupported", message, hint)


def _read_class(cls: type, arguments: tuple[Any, ...], scope: Scope, reading: Reading) -> Shape:
    if issubclass(cls, enum.Enum):
        return _read_enum(cls, scope, reading)
    if issubclass(cls, Model):
        return refuse_model(cls, scope, reading)
    if is_queryset(cls):
        return refuse_queryset(cls, scope, reading)
    if find_kind(cls) and not _is_foreign(cls) and cls is not Reply:
        return _read_object(cls, arguments, scope, reading)
    scalar = next((name for known, name in _SCALARS if issubclass(cls, known)), None)
    if scalar is None or (scalar == "file" and scope.direction == "input"):
        return _refuse(cls, scope, reading)
    return Scalar(scalar)


def _is_foreign(cls: type) -> bool:
    """Whether a class has rules of its own for JSON, which djk does not know."""
    return _find_foreign(cls) is not None


def _find_foreign(cls: type) -> str | None:
    bases = {(base.__module__.partition(".")[0], base.__name__) for base in cls.__mro__}
    foreign = {("pydantic", "BaseModel"): "pydantic model", ("msgspec", "Struct"): "msgspec Struct"}
    return next((name for base, name in foreign.items() if base in bases), None)


def _read_enum(cls: type[enum.Enum], scope: Scope, reading: Reading) -> Shape:
    options = tuple(make_option(member) for member in cls)
    if not options or any(not isinstance(item.value, (str, int, type(None))) for item in options):
        message = (
            f"{scope.path} is the enum {cls.__name__}, whose values are not all text or numbers"
        )
        hint = "give its members text or whole numbers for values"
        return reading.report(scope, "type-unsupported", message, hint)
    if large := _find_large(options):
        return _refuse_large(large, scope, reading)
    return _refer_class(cls, (), scope, reading, lambda scope, within: Choices(options))


def _read_object(cls: type, arguments: tuple[Any, ...], scope: Scope, reading: Reading) -> Shape:
    given = tuple(read_annotation(item, scope, reading) for item in arguments)
    missing = len(list_variables(cls)) - len(given)
    ref = _refer_class(
        cls,
        (*given, *(ANY,) * missing),
        scope,
        reading,
        lambda own, within: read_object(cls, own, within, read_annotation),
    )
    return _check_arguments(ref, scope, reading) if arguments else ref


def _refer_class(
    cls: type, arguments: tuple[Shape, ...], scope: Scope, reading: Reading, read: Any
) -> Ref:
    def define(id_: str, within: Reading) -> Definition:
        variables = tuple(variable.__name__ for variable in list_variables(cls))
        own = open_class(cls, scope, tuple(map(Parameter, variables)))
        found = find_class(cls)
        return Definition(
            id_,
            own.path.replace(".", "_"),
            cls.__module__,
            read(own, within),
            find_doc(found[1]) if found else "",
            own.at if found else None,
            variables,
        )

    id_ = f"{cls.__module__}:{cls.__qualname__}"
    return reading.refer(id_, cls, arguments, scope.direction, define)


def _refuse(annotation: Any, scope: Scope, reading: Reading) -> Shape:
    name, hint = _describe(annotation)
    message = f"{scope.path} is {name}, which cannot cross between Python and the browser"
    return reading.report(scope, "type-unsupported", message, hint)


def _describe(annotation: Any) -> tuple[str, str]:
    """Name what cannot cross, and say what to do."""
    if is_pick(annotation):
        return "pick() alone", "write: Annotated[Model, pick(…)]"
    if not isinstance(annotation, type):
        shown = repr(annotation).replace("typing.", "")
        return shown, "annotate a type, such as str, list[str] or a TypedDict"
    name = annotation.__name__
    foreign = _find_foreign(annotation)
    if foreign:
        hint = "write a TypedDict or a dataclass, and return model_dump() or the like"
        return f"the {foreign} {name}", hint
    for base, hint in _HINTS.items():
        if issubclass(annotation, base):
            return f"a {name}", hint
    return f"a {name}", "write a TypedDict, dataclass, NamedTuple or attrs class of its fields"


_HINTS: Mapping[type, str] = {
    HttpResponseBase: "a response is returned in place of data, not within it",
    Reply: "a Reply is what a handler returns, not within data",
    BaseForm: "return its data or its errors",
    BaseFormSet: "return its data or its errors",
    HttpRequest: "return what the page needs of it",
    File: "a file in a request comes in request.FILES",
    abc.AsyncIterable: "collect it: [item async for item in …]",
}
