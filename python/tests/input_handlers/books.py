"""An endpoint with a query string and a JSON body."""

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Literal, TypedDict

from django.core.exceptions import PermissionDenied
from django.core.validators import MaxLengthValidator
from django.http import Http404

from library.models import Book


class Author(TypedDict):
    name: Annotated[str, MaxLengthValidator(10)]
    born: datetime.date | None


class NewBook(TypedDict):
    title: str
    rank: int
    tags: list[str]
    author: Author
    parts: "list[Part]"


class Part(TypedDict):
    title: str
    parts: "list[Part]"


@dataclass
class Order:
    price: Decimal
    count: int = 1

    def __post_init__(self):
        if self.count > 9:
            raise ValueError("Nine are enough.")


def get(
    request, *, q: str, page: int = 1, sort: Literal["new", "top"] = "new", tag: list[str] = ()
):
    return {"q": q, "page": page, "sort": sort, "tag": list(tag)}


def post(request, book: NewBook, *, notify: bool = False):
    return {"book": book, "notify": notify}


def put(request, order: Order):
    return {"price": order.price, "count": order.count}


def patch(request, order: Order | None = None):
    return {"given": order is not None, "body": request.body.decode()}


def delete(request, *, raising: Literal["404", "403", "500", "db"] = "404"):
    if raising == "db":
        Book.objects.create(title="Dune")
        return {"saved": True}
    raise {"404": Http404, "403": PermissionDenied, "500": RuntimeError}[raising]("secret")
