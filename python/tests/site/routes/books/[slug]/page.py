from io import BytesIO

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy

from djk import Reply

from ..shelf import BOOKS
from library.models import Book

TARGETS = {
    "name": "books",
    "path": "/books/?page=2#top",
    "relative": "../ulysses/",
    "foreign": "https://example.com/x",
    "other-port": "http://testserver:81/x",
    "protocol-relative": "//example.com/x",
    "slashes": "http://testserver//example.com/x",
}


def get(request, slug):
    if slug == "moved":
        return move(request)
    if slug not in BOOKS:
        raise Http404(f"no {slug}")
    match request.GET.get("do"):
        case "forbid":
            raise PermissionDenied("secret reason")
        case "boom":
            raise RuntimeError("secret detail")
        case "save-and-boom":
            Book.objects.create(title="lost")
            raise RuntimeError("after saving")
        case "model":
            return {"books": [Book(title="x")]}
        case "queryset":
            return {"books": Book.objects.values("title")}
        case "vary":
            return Reply({}, headers={"Vary": "Cookie"})
        case "created":
            return Reply({"made": True}, status=201)
        case "none":
            return None
        case "lazy":
            return {"text": gettext_lazy("Yes")}
        case "download":
            return FileResponse(BytesIO(b"a,b"), as_attachment=True, filename="a.csv")
        case "gone":
            return HttpResponse("gone", status=410)
    return {"slug": slug}


def move(request):
    response = redirect(TARGETS[request.GET["to"]], permanent="permanent" in request.GET)
    response.set_cookie("seen", "1")
    response["X-Kept"] = "yes"
    return response
