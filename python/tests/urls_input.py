"""Views whose handlers take query strings and bodies, and pages that know their user."""

from django.urls import path

from djk.views import Node, endpoint, not_found, page

handler400 = "djk.errors.bad_request"
handler403 = "djk.errors.permission_denied"
handler404 = "djk.errors.page_not_found"
handler500 = "djk.errors.server_error"

_HANDLERS = "tests.input_handlers"
_BRANCH = ".djk/client/branches/home.tsx"
_root = Node("/", layout=f"{_HANDLERS}.layout", error=True, not_found=True)
_user = Node("/", layout=f"{_HANDLERS}.user_layout", error=True, not_found=True)


def _page(name, root):
    return page(f"/{name}", branch=_BRANCH, nodes=(root,), handler=f"{_HANDLERS}.{name}")


urlpatterns = [
    path("api/books/", endpoint("/api/books", handler=f"{_HANDLERS}.books")),
    path("api/async/", endpoint("/api/async", handler=f"{_HANDLERS}.async_books")),
    path("api/guarded/", endpoint("/api/guarded", handler=f"{_HANDLERS}.guarded")),
    path("listing/", _page("listing", _root)),
    path("async/", _page("async_listing", _root)),
    path("cached/", _page("cached", _root)),
    path("user/listing/", _page("listing", _user)),
    path("user/async/", _page("async_listing", _user)),
    path("user/cached/", _page("cached", _user)),
    path("user/forbidden/", _page("forbidden", _user)),
    path("user/nowhere/", not_found("/#not-found", branch=_BRANCH, nodes=(_user,))),
]
