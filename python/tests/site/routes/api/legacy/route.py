from django.http import JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt


@method_decorator(csrf_exempt, name="dispatch")
class Legacy(View):
    def get(self, request, **kwargs):
        return JsonResponse({"class": True, "kwargs": kwargs})

    def post(self, request):
        return JsonResponse({"posted": True})


view = Legacy.as_view()
