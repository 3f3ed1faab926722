"""Relations of a model by the names that its objects have them under."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model


@dataclass(frozen=True)
class Relation:
    name: str
    model: type[Model]
    is_many: bool
    #: Whether there may be no object, where there is one at most.
    is_nullable: bool
    #: Name of the column of its key; "" where another table has it.
    key: str = ""
    doc: str = ""


def list_relations(model: type[Model]) -> dict[str, Relation]:
    """List forward and reverse relations; those to any model, generic foreign keys, left out."""
    found = [
        _read_relation(field)
        for field in model._meta.get_fields()
        if field.is_relation and isinstance(field.related_model, type)
    ]
    return {relation.name: relation for relation in found}


def _read_relation(field: Any) -> Relation:
    is_many = bool(field.one_to_many or field.many_to_many)
    if field.auto_created and not field.concrete:
        return Relation(field.get_accessor_name(), field.related_model, is_many, not is_many)
    key = field.attname if field.concrete and not is_many else ""
    is_nullable = field.null and not is_many
    return Relation(
        field.name, field.related_model, is_many, is_nullable, key, str(field.help_text)
    )
