"""What a handler may return besides plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Head:
    """Title and description of a page, printed by Django into the document's head."""

    title: str | None = None
    description: str | None = None


@dataclass(frozen=True)
class Reply(Generic[T]):
    """Data with a status, headers or a head.

    Where layouts and their page all return one, the innermost status and head win and headers
    add up.
    """

    data: T
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    head: Head | None = None
