from typing import TypedDict


class Writer(TypedDict):
    name: str
