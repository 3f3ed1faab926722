"""The routes in two places, and a urlconf that includes itself."""

from django.urls import include, path

urlpatterns = [
    path("a/<slug:tenant>/", include("djk_site.urls")),
    path("again/", include("tests.urls_mounted_twice")),
    path("b/", include("djk_site.urls")),
]
