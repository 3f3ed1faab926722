from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt

from djk import Reply

decorators = [csrf_exempt]


def post(request):
    return Reply({"size": len(request.body)}, status=201, headers={"Location": "/x/"})


def put(request):
    return HttpResponse("raw", content_type="text/plain")


def patch(request):
    return {"bad": object()}
