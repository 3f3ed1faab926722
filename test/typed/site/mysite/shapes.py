from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Generic, Literal, NamedTuple, TypedDict, TypeVar
from uuid import UUID

from djk import pick

from mysite.models import Book

T = TypeVar("T")

BookCard = Annotated[Book, pick("slug", "title", "author.name")]


class Genre(Enum):
    NOVEL = "novel"
    ESSAY = "essay"


@dataclass
class Money:
    """An amount in one currency."""

    amount: Decimal
    currency: Literal["EUR", "USD"] = "EUR"


@dataclass
class Box(Generic[T]):
    """Some of many.

    The rest is */ elsewhere.
    """

    items: list[T]
    next: int | None


class Point(NamedTuple):
    x: float
    y: float


class Tree(TypedDict):
    label: str
    children: list["Tree"]


class Cat(TypedDict):
    kind: Literal["cat"]
    lives: int


class Dog(TypedDict):
    kind: Literal["dog"]
    tricks: list[str]


class Everything(TypedDict, total=False):
    day: date
    at: time
    takes: timedelta
    id: UUID
    raw: bytes
    flag: bool
    ratio: float
    nothing: None
    whatever: Any
    pair: tuple[int, str]
    several: tuple[int, ...]
    names: list[str]
    counts: dict[str, int]
    by_genre: dict[Genre, Money]
    genre: Genre
    point: Point
    tree: Tree
    pet: Cat | Dog
    cards: Box[BookCard]
