"""Options of literals, enums and columns with choices."""

from __future__ import annotations

import enum
from typing import Any

from djk.shapes.shape import Option


def make_option(member: Any) -> Option:
    """Make the option of a literal value or of a member of an enum."""
    return Option(_to_plain(member.value if isinstance(member, enum.Enum) else member), member)


def _to_plain(value: Any) -> Any:
    """Strip text and whole numbers of their subclass, which JSON would write its own way."""
    if isinstance(value, str):
        return str.__str__(value)
    return int(value) if isinstance(value, int) and not isinstance(value, bool) else value
