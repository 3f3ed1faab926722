"""TypedDict, dataclass, NamedTuple and attrs classes as objects."""

from __future__ import annotations

import ast
import dataclasses
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, get_args, get_origin

from djk.shapes.querysets import restore_items
from djk.shapes.scope import ANY, Reading, Scope, get_annotations
from djk.shapes.shape import MISSING, Field, Object, Shape
from djk.shapes.source import find_annotations, find_class, find_member_docs
from djk.shapes.unresolved import UNRESOLVED, resolve

#: Reads an annotation.
Read = Callable[[Any, Scope, Reading], Shape]
Kind = Literal["typeddict", "dataclass", "namedtuple", "attrs"]


@dataclass(frozen=True)
class Member:
    """An annotated field of a class or of one of its bases."""

    annotation: Any
    scope: Scope
    doc: str


@dataclass(frozen=True)
class _Declared:
    """A field as its class counts it."""

    name: str
    #: Where the class has no annotation of that name.
    annotation: Any = Any
    default: object = MISSING
    #: Whether the constructor takes it under its name.
    is_argument: bool = True


def find_kind(cls: type) -> Kind | None:
    """Find out whether instances of a class are objects with known fields."""
    if issubclass(cls, dict) and hasattr(cls, "__total__"):
        return "typeddict"
    if issubclass(cls, tuple) and hasattr(cls, "_fields"):
        return "namedtuple"
    if dataclasses.is_dataclass(cls):
        return "dataclass"
    return "attrs" if hasattr(cls, "__attrs_attrs__") else None


def read_object(cls: type, scope: Scope, reading: Reading, read: Read) -> Object:
    """Read the fields of a class in their order.

    :param scope: of the class itself, as ``open_class`` makes it
    """
    kind = find_kind(cls)
    members = list_members(cls, scope, reading, read)
    declared = list(_list_declared(cls, kind))
    if scope.direction == "input":
        _check_constructor(cls, declared, scope, reading)
    fields = [_read_field(cls, kind, item, members, scope, reading, read) for item in declared]
    return Object(tuple(fields), "key" if kind == "typeddict" else "attribute", cls)


def _read_field(
    cls: type,
    kind: Kind | None,
    declared: _Declared,
    members: Mapping[str, Member],
    scope: Scope,
    reading: Reading,
    read: Read,
) -> Field:
    own = scope.at_member(f"{scope.path}.{declared.name}", None, None)
    member = members.get(declared.name) or Member(declared.annotation, own, "")
    annotation = restore_items(resolve(member.annotation, member.scope, reading), member.scope)
    annotation, qualified = peel(annotation, member.scope, reading)
    shape = ANY if annotation is UNRESOLVED else read(annotation, member.scope, reading)
    is_total = kind != "typeddict" or declared.name in cls.__required_keys__  # type: ignore[attr-defined]
    required = is_total if qualified is None else qualified
    return Field(declared.name, shape, required, declared.default, member.doc)


def peel(annotation: Any, scope: Scope, reading: Reading) -> tuple[Any, bool | None]:
    """Take ``NotRequired``, ``ReadOnly`` and the like off; say whether one of them requires."""
    required = None
    while (name := _name_qualifier(annotation)) is not None:
        required = {"Required": True, "NotRequired": False}.get(name, required)
        arguments = get_args(annotation)
        annotation = resolve(arguments[0], scope, reading) if arguments else Any
    return annotation, required


def _name_qualifier(annotation: Any) -> str | None:
    # Those of typing_extensions are other objects on old Pythons.
    module, _, name = str(get_origin(annotation) or annotation).rpartition(".")
    known = ("Required", "NotRequired", "ReadOnly", "Final")
    return name if module in ("typing", "typing_extensions") and name in known else None


def _check_constructor(
    cls: type, declared: list[_Declared], scope: Scope, reading: Reading
) -> None:
    other = [item.name for item in declared if not item.is_argument]
    pseudo = getattr(cls, "__dataclass_fields__", {}).values()
    other += [item.name for item in pseudo if str(item._field_type).endswith("INITVAR")]
    if other:
        message = (
            f"{scope.path} cannot be made from a request: its constructor treats {other[0]} apart"
        )
        hint = "write a TypedDict or a dataclass of what a request holds"
        reading.report(scope, "type-unsupported", message, hint)


def _list_declared(cls: Any, kind: Kind | None) -> Iterator[_Declared]:
    if kind == "dataclass":
        yield from map(_declare_dataclass_field, dataclasses.fields(cls))
    elif kind == "attrs":
        yield from map(_declare_attribute, cls.__attrs_attrs__)
    elif kind == "namedtuple":
        defaults = cls._field_defaults
        yield from (_Declared(name, default=defaults.get(name, MISSING)) for name in cls._fields)
    else:
        yield from map(_Declared, get_annotations(cls))


def _declare_dataclass_field(field: dataclasses.Field[Any]) -> _Declared:
    has_default = field.default is not dataclasses.MISSING
    factory: Any = field.default_factory
    default = MISSING if factory is dataclasses.MISSING else factory
    return _Declared(field.name, field.type, field.default if has_default else default, field.init)


def _declare_attribute(attribute: Any) -> _Declared:
    # An enum member or an instance of its class, by the version of attrs.
    has_default = not repr(attribute.default).endswith("NOTHING")
    is_argument = attribute.init and attribute.alias == attribute.name
    annotation = Any if attribute.type is None else attribute.type
    default = attribute.default if has_default else MISSING
    return _Declared(attribute.name, annotation, default, is_argument)


def list_members(cls: type, scope: Scope, reading: Reading, read: Read) -> dict[str, Member]:
    """List the annotated fields of a class and its bases by name, each with its own scope."""
    members: dict[str, Member] = {}
    for base in reversed(_list_bases(cls, scope)):
        origin = get_origin(base) or base
        if isinstance(origin, type) and origin.__module__ != "builtins" and origin is not Generic:
            arguments = tuple(read(item, scope, reading) for item in get_args(base))
            above = open_class(origin, scope, arguments)
            members.update(list_members(origin, above, reading, read))
    members.update(_list_own(cls, scope, members))
    return members


def _list_bases(cls: type, scope: Scope) -> tuple[Any, ...]:
    written = cls.__dict__.get("__orig_bases__")
    if written is not None or find_kind(cls) != "typeddict":
        return tuple(written or cls.__bases__)
    # Python before 3.12 forgets the bases of a TypedDict.
    found = find_class(cls)
    try:
        nodes = found[1].bases if found else []
        return tuple(scope.evaluate(ast.unparse(node)) for node in nodes)
    except Exception:
        return ()


def _list_own(cls: type, scope: Scope, above: Mapping[str, Member]) -> Iterator[tuple[str, Member]]:
    found = find_class(cls)
    nodes = find_annotations(found[1]) if found else {}
    docs = find_member_docs(found[1].body) if found else {}
    for name, annotation in get_annotations(cls).items():
        if name not in nodes and name in above:
            continue  # the annotations of a TypedDict hold those of its bases, too
        node = nodes[name].annotation if name in nodes else None
        at = found[0].place(node) if found and node else None
        own = scope.at_member(f"{scope.path}.{name}", at, node)
        yield name, Member(annotation, own, docs.get(name, ""))


def open_class(cls: type, scope: Scope, arguments: tuple[Shape, ...] = ()) -> Scope:
    """Make the scope of the annotations in a class.

    :param scope: where the class is referred to
    :param arguments: what its type variables stand for; anything, where there are none
    """
    module = sys.modules.get(cls.__module__)
    variables = list_variables(cls)
    found = find_class(cls)
    return Scope(
        module=cls.__module__,
        globals=vars(module) if module else scope.globals,
        locals={**vars(cls), **{variable.__name__: variable for variable in variables}},
        path=cls.__qualname__.rpartition("<locals>.")[2],
        direction=scope.direction,
        at=found[0].place(found[1]) if found else scope.at,
        bindings=dict(zip(variables, arguments or (ANY,) * len(variables), strict=False)),
    )


def list_variables(cls: Any) -> tuple[Any, ...]:
    """List the type variables of a generic class or alias."""
    return tuple(getattr(cls, "__type_params__", ()) or getattr(cls, "__parameters__", ()))
