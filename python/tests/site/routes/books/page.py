from .shelf import BOOKS


def get(request):
    return {"books": BOOKS}
