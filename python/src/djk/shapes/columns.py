"""Shapes of columns, from what Django knows of them; no database is asked."""

from __future__ import annotations

from typing import Any

from django.db.models import Field, GeneratedField
from django.utils.choices import BaseChoiceIterator

from djk.shapes.options import make_option
from djk.shapes.shape import (
    Array,
    Choices,
    OneOf,
    Record,
    Scalar,
    ScalarName,
    Shape,
    Tuple,
)

_NULL = Scalar("null")

#: By the name of Django's class.
_SCALARS: dict[str, ScalarName] = {
    "AutoField": "integer",
    "BigAutoField": "integer",
    "BigIntegerField": "integer",
    "BinaryField": "bytes",
    "BooleanField": "boolean",
    "CharField": "string",
    "DateField": "date",
    "DateTimeField": "datetime",
    "DecimalField": "decimal",
    "DurationField": "duration",
    "FileField": "file",
    "FilePathField": "string",
    "FloatField": "number",
    "GenericIPAddressField": "string",
    "IntegerField": "integer",
    "JSONField": "any",
    "PositiveBigIntegerField": "integer",
    "PositiveIntegerField": "integer",
    "PositiveSmallIntegerField": "integer",
    "SlugField": "string",
    "SmallAutoField": "integer",
    "SmallIntegerField": "integer",
    "TextField": "string",
    "TimeField": "time",
    "UUIDField": "uuid",
}


def read_column(field: Any) -> Shape | None:
    """Read the shape of a column or of the key that a relation holds; None for an unknown type."""
    shape = _read_choices(field) or _read_type(field)
    return make_nullable(shape) if shape and field.null else shape


def make_nullable(shape: Shape) -> Shape:
    """Let a shape be null."""
    if shape in (_NULL, Scalar("any"), Scalar("file")):
        return shape
    if isinstance(shape, OneOf):
        return shape if _NULL in shape.members else OneOf((*shape.members, _NULL), shape.tag)
    return OneOf((shape, _NULL))


def _read_type(field: Any) -> Shape | None:
    if isinstance(field, GeneratedField):
        return read_column(field.output_field)
    if field.remote_field is not None:
        return _read_type(field.target_field)
    for name in _list_types(field):
        if name in _SCALARS:
            return Scalar(_SCALARS[name])
        # The fields of PostgreSQL cannot be imported without psycopg.
        if name == "ArrayField":
            item = read_column(field.base_field)
            return Array(item) if item else None
        if name == "HStoreField":
            return Record(Scalar("string"), make_nullable(Scalar("string")))
        if name == "CompositePrimaryKey":
            parts = [read_column(part) for part in field.fields]
            return None if None in parts else Tuple(tuple(part for part in parts if part))
    return None


def _list_types(field: Any) -> list[str]:
    bases = [base.__name__ for base in type(field).__mro__ if base.__module__.startswith("django.")]
    return [field.get_internal_type() or "", *bases]


def _read_choices(field: Any) -> Choices | None:
    # A callable's choices may come from the database.
    if not isinstance(field, Field) or isinstance(field.choices, BaseChoiceIterator):
        return None
    values = [value for value, _ in field.flatchoices if value is not None]
    if not values or not all(isinstance(value, (str, int)) for value in values):
        return None
    if field.blank and "" not in values and isinstance(values[0], str):
        values.append("")
    return Choices(tuple(map(make_option, values)))
