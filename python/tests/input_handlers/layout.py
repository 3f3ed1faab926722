"""A root layout with a query parameter of its own."""


def get(request, *, theme: str = "light"):
    return {"theme": theme}
