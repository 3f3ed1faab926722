"""The token that a script sends with what changes data: where it gets it, and when it is over."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CSRF_SESSION_KEY, get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_cookie

#: Below the place of the routes.
CSRF_PATH = "_djk/csrf"
TOKEN_HEADER = "X-Djk-Csrf"


@login_not_required
@never_cache
@vary_on_cookie
@require_GET
def send_token(request: HttpRequest, **kwargs: Any) -> JsonResponse:
    """Send the token of a request's cookie or session, which are made where there are none.

    A script cannot read it elsewhere under ``CSRF_COOKIE_HTTPONLY`` or ``CSRF_USE_SESSIONS``.

    :param kwargs: what the place of the routes captured
    """
    return JsonResponse({"token": get_token(request)})


def mark_changed_token(request: HttpRequest, response: HttpResponseBase) -> None:
    """Say in a header that the answer ends the token that a script may keep.

    Signing in makes another token, and signing out ends that of ``CSRF_USE_SESSIONS``. Before
    ``CsrfViewMiddleware`` saves the secret, the cookie and the session have the old one.
    """
    secret = request.META.get("CSRF_COOKIE")
    if secret is not None and secret != _read_saved_secret(request):
        response[TOKEN_HEADER] = "changed"


def _read_saved_secret(request: HttpRequest) -> str | None:
    saved: str | None
    if settings.CSRF_USE_SESSIONS:
        saved = request.session.get(CSRF_SESSION_KEY)
    else:
        saved = request.COOKIES.get(settings.CSRF_COOKIE_NAME)
    return saved
