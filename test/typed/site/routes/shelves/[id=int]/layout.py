from typing import TypedDict


class Data(TypedDict):
    name: str


class Params(TypedDict):
    deep: Data


def get(request, id: int) -> Params:
    return {"deep": {"name": ""}}
