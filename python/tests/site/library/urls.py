from django.contrib import admin
from django.http import Http404, HttpResponse
from django.urls import path


def missing(request):
    raise Http404


def crash(request):
    raise RuntimeError


urlpatterns = [
    path("admin/", admin.site.urls),
    path("own/", lambda request: HttpResponse("own")),
    path("own/missing/", missing),
    path("own/crash/", crash),
]
