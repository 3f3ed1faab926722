import asyncio

from django.http import Http404


def stamp(view):
    """A decorator of the old kind: it knows nothing of async views."""

    def inner(request, **kwargs):
        response = view(request, **kwargs)
        response["X-Stamp"] = " ".join([str(response.status_code), *kwargs])
        return response

    return inner


decorators = [stamp]


def get(request):
    if "missing" in request.GET:
        raise Http404
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return {"loop": False}
    return {"loop": True}
