import json

from django.views.decorators.csrf import csrf_exempt
from djk import Reply

decorators = [csrf_exempt]


def get(request):
    return {"method": "GET", "q": request.GET.get("q")}


def post(request):
    return Reply({"body": json.loads(request.body)}, status=201)


def delete(request):
    return None
