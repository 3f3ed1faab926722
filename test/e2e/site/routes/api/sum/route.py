from typing import TypedDict


class Terms(TypedDict):
    left: int
    right: int


class Sum(TypedDict):
    total: int


def get(request, *, left: int, right: int = 1) -> Sum:
    return {"total": left + right}


def post(request, terms: Terms) -> Sum:
    return {"total": terms["left"] + terms["right"]}
