"""The root urlconf, as djk generates it."""

from django.urls import include, path

handler400 = "djk.errors.bad_request"
handler403 = "djk.errors.permission_denied"
handler404 = "djk.errors.page_not_found"
handler500 = "djk.errors.server_error"

urlpatterns = [
    path("", include("library.urls")),
    path("", include("djk_site.urls")),
]
