from typing import TypedDict

from mysite.shapes import Genre


class Hit(TypedDict):
    id: int
    title: str


class NewBook(TypedDict):
    title: str
    genre: Genre


def get(request, *, q: str, limit: int = 10, tag: list[str] = ()) -> list[Hit]:
    return []


def post(request, book: NewBook) -> Hit:
    return {"id": 1, "title": book["title"]}
