from typing import TypedDict

from .shapes import Writer


class Story(TypedDict):
    title: str
    writer: Writer


def get(request) -> Story:
    return {"title": "A story", "writer": {"name": "Ada"}}
