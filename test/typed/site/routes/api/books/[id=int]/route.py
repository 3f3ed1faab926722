from mysite.shapes import BookCard


def get(request, id: int) -> BookCard:
    raise NotImplementedError


def delete(request, id: int) -> None:
    raise NotImplementedError
