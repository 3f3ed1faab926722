"""The same, async."""

from tests.input_handlers.books import NewBook


async def get(request, *, page: int = 1):
    return {"page": page}


async def post(request, book: NewBook, *, notify: bool = False):
    return {"book": book, "notify": notify}
