"""What an annotation says of JSON: values that types, encoders and decoders are made from.

A shape refers to named types by id and never holds them, so recursion needs nothing special.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Literal, TypeAlias

from django.db.models import Model

from djk.problems import Place

ScalarName = Literal[
    "string",
    "boolean",
    "integer",
    "number",
    "null",
    # Whatever JSON can say.
    "any",
    # Text on the wire, of a form that its name tells.
    "datetime",
    "date",
    "time",
    "duration",
    "decimal",
    "uuid",
    "bytes",
    # An int as text: it may lie beyond what JavaScript has exactly.
    "bigint",
    # A FieldFile: its URL, or null.
    "file",
]


class Missing(Enum):
    """What a field has for a default when it has none."""

    MISSING = "missing"


MISSING = Missing.MISSING


@dataclass(frozen=True)
class Scalar:
    name: ScalarName
    #: Validators of ``Annotated``, as Django's fields have them; only input is held to them.
    validators: tuple[Callable[[Any], None], ...] = ()


@dataclass(frozen=True)
class Option:
    #: What is on the wire.
    value: str | int | bool | None
    #: What Python has for it: the value itself, or a member of an enum.
    member: object


@dataclass(frozen=True)
class Choices:
    """``Literal``, an enum, or the choices of a model field."""

    options: tuple[Option, ...]


@dataclass(frozen=True)
class Array:
    item: Shape
    #: What input is made into; output may be any iterable.
    container: Literal["list", "tuple", "set", "frozenset", "iterable"] = "list"
    validators: tuple[Callable[[Any], None], ...] = ()


@dataclass(frozen=True)
class Tuple:
    """A tuple of a fixed length."""

    items: tuple[Shape, ...]


@dataclass(frozen=True)
class Record:
    """A dict with any keys, which are text on the wire."""

    key: Shape
    value: Shape


@dataclass(frozen=True)
class Field:
    name: str
    shape: Shape
    #: Whether output always has it. Input needs it when it has no default besides.
    required: bool = True
    default: object = MISSING
    doc: str = ""


@dataclass(frozen=True)
class Object:
    """A TypedDict, dataclass, NamedTuple or attrs class."""

    fields: tuple[Field, ...]
    #: How output is read, and whether input becomes a dict or an instance.
    access: Literal["key", "attribute"]
    #: The class itself.
    type: Callable[..., Any]


@dataclass(frozen=True)
class PickedField:
    #: Key of the result.
    name: str
    #: Name on the model.
    attribute: str
    shape: Shape
    #: ``value``: an attribute. ``call``: a method without arguments. ``one``: the object of a
    #: forward or reverse one-to-one relation, maybe None. ``many``: a manager.
    source: Literal["value", "call", "one", "many"] = "value"
    doc: str = ""


@dataclass(frozen=True)
class Picked:
    """The fields of a model that may leave the server, as ``pick()`` names them."""

    model: type[Model]
    fields: tuple[PickedField, ...]
    #: Whether ``select_related`` and ``prefetch_related`` are added to unevaluated querysets.
    optimize: bool = True


@dataclass(frozen=True)
class OneOf:
    """A union; ``X | None`` has ``Scalar("null")`` for its last member."""

    members: tuple[Shape, ...]
    #: Key whose ``Literal`` tells the members apart, where they are objects.
    tag: str | None = None


@dataclass(frozen=True)
class Ref:
    """A named type."""

    #: ``<module>:<qualified name>``, with ``#2`` behind it where another has that, too.
    id: str
    #: What its parameters stand for, where it is generic.
    arguments: tuple[Shape, ...] = ()


@dataclass(frozen=True)
class Parameter:
    """A type variable in the definition of a generic type."""

    name: str


Shape: TypeAlias = (
    Scalar | Choices | Array | Tuple | Record | Object | Picked | OneOf | Ref | Parameter
)


@dataclass(frozen=True)
class Definition:
    """A named type, under the user's name."""

    #: ``<module>:<qualified name>``, with ``#2`` behind it where another has that, too.
    id: str
    name: str
    #: Dotted name of the Python module that defines it.
    module: str
    #: Never a ``Ref`` to itself.
    shape: Shape
    doc: str = ""
    at: Place | None = None
    #: Names of type variables.
    parameters: tuple[str, ...] = ()


#: Named types by id.
Definitions: TypeAlias = Mapping[str, Definition]


@dataclass(frozen=True)
class Signature:
    """What a verb function takes and returns, besides the request and the path."""

    #: Keyword-only parameters; each comes from the query string.
    query: tuple[Field, ...] = ()
    #: The parameter that takes the JSON body.
    body: Field | None = None
    #: What it returns as data, responses left out; None where that is not annotated.
    data: Shape | None = None
    #: Where it is not annotated: keys of the dicts that it returns, and whether each has the key.
    keys: tuple[tuple[str, bool], ...] = ()
    #: All that is referred to.
    definitions: Definitions = field(default_factory=dict)
