"""The routes below a prefix, a parameter and a language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

handler404 = "djk.errors.page_not_found"

urlpatterns = [
    path("own/", include("library.urls")),
    *i18n_patterns(path("<slug:tenant>/app/", include("djk_site.urls"))),
]
