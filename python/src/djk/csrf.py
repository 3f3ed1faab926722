"""``GET <mount>/_djk/csrf``: the token that a script sends with what changes data."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_cookie

#: Below the place of the routes.
CSRF_PATH = "_djk/csrf"


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
