from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect


def get(request, slug):
    if slug == "missing":
        raise Http404("no such thing")
    if slug == "forbidden":
        raise PermissionDenied
    if slug == "boom":
        raise RuntimeError("secret detail")
    if slug == "moved":
        return redirect("/lab/one/")
    return {"slug": slug, "text": "</script><b>&amp; ünïcode \u2028"}
