from django.http import Http404


def get(request):
    if "missing" in request.GET:
        raise Http404
    return {"pong": True}


def delete(request):
    return None
