from dataclasses import dataclass, field
from typing import TypedDict

from mysite.shapes import Genre


class Hit(TypedDict):
    id: int
    title: str


@dataclass
class Mark:
    page: int
    note: str = ""


@dataclass
class NewBook:
    title: str
    genre: Genre
    marks: list[Mark] = field(default_factory=list)


def get(request, *, q: str, limit: int = 10, tag: list[str] = ()) -> list[Hit]:
    return []


def post(request, book: NewBook) -> NewBook:
    return book


def put(request, marks: list[Mark] = ()) -> Hit:
    return {"id": 1, "title": "Dune"}
