from django.http import HttpResponse
from django.template.response import TemplateResponse

from djk import Reply


def get(request):
    match request.GET.get("fail"):
        case "layout":
            raise RuntimeError("the layout failed")
        case "layout-data":
            return {"bad": float("nan")}
        case "layout-response":
            return HttpResponse("from the layout", content_type="text/plain")
        case "layout-template":
            return TemplateResponse(request, "admin/404.html", status=410)
    return Reply({"shelf": 1}, headers={"X-Shelf": "books", "Vary": "Accept-Language"})
