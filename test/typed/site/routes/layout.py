from typing import TypedDict

from djk import pick

user = pick("id", "username")


class Frame(TypedDict):
    notice: str | None


def get(request, *, theme: str = "light") -> Frame:
    return {"notice": None}
