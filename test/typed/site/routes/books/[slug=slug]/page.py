from collections.abc import Iterable
from datetime import datetime
from typing import Annotated, Literal, NotRequired, TypedDict

from django.http import HttpResponseRedirect
from djk import pick

from mysite.models import Book
from mysite.shapes import BookCard, Box, Everything, Money

BookDetail = Annotated[
    Book,
    pick("id", "title", "status", "price", "published", "author.name", "cover", "reading_time"),
]


class ReviewItem(TypedDict):
    """A reader's review."""

    id: int
    text: str
    created: datetime
    """When it was written."""
    stars: NotRequired[int]


class BookPage(TypedDict):
    book: BookDetail
    reviews: Iterable[ReviewItem]
    related: Box[BookCard]
    total: Money
    all: Everything


def get(
    request, slug: str, *, page: int = 1, sort: Literal["new", "top"] = "new"
) -> BookPage | HttpResponseRedirect:
    """Show one book."""
    raise NotImplementedError
