"""``handler400`` to ``handler500``: the nearest boundary of the page that failed.

Requests of other views get what Django's own handlers answer.
"""

from __future__ import annotations

import logging
from http import HTTPStatus

from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext
from django.views import csrf, defaults

from djk.assets import get_build
from djk.envelope import build_error, format_envelope
from djk.inputs import respond_errors
from djk.lineage import find_boundary, list_usable
from djk.request_id import get_request_id
from djk.responses import PageResponse, respond
from djk.user_pick import UserPick, encode_user, vary_on_user
from djk.visits import PAGE, Visit, get_visit

logger = logging.getLogger("djk.errors")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return answer_json(request, 400) or defaults.bad_request(request, exception)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return (
        render_boundary(request, 403)
        or answer_json(request, 403)
        or defaults.permission_denied(request, exception)
    )


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return (
        render_boundary(request, 404)
        or answer_json(request, 404)
        or defaults.page_not_found(request, exception)
    )


def server_error(request: HttpRequest) -> HttpResponse:
    return (
        render_boundary(request, 500) or answer_json(request, 500) or defaults.server_error(request)
    )


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that the token is missing or wrong; ``CSRF_FAILURE_VIEW``."""
    message = gettext("CSRF verification failed. Request aborted.")
    return answer_json(request, 403, message) or csrf.csrf_failure(request, reason)


def answer_json(request: HttpRequest, status: int, message: str = "") -> HttpResponse | None:
    """Answer a script that asked an endpoint; the exception stays in the log.

    None where another view was asked, and for browsers, which see Django's own pages.
    """
    route = getattr(getattr(request.resolver_match, "func", None), "djk_route", None)
    if getattr(route, "kind", "") != "endpoint" or not _wants_json(request):
        return None
    response = respond_errors(status, {NON_FIELD_ERRORS: [message or HTTPStatus(status).phrase]})
    patch_vary_headers(response, ["Accept"])
    return response


def _wants_json(request: HttpRequest) -> bool:
    return request.accepts("application/json") and not request.accepts("text/html")


def render_boundary(request: HttpRequest, status: int) -> HttpResponse | None:
    """Render the boundary of a failed visit.

    None where no page was visited, and where the error page fails as well (that is logged): the
    answer must then come from something simpler.
    """
    visit = get_visit(request)
    if visit is None:
        return None
    try:
        response = respond_error(request, visit, status)
        if isinstance(response, PageResponse):
            response.render()
    except Exception:
        logger.exception("The error page of %s failed too", visit.page.route)
        return None
    return response


def _encode_user(pick: UserPick, request: HttpRequest, status: int) -> str | None:
    """Encode the user; an error page is shown without, where the user fails for the same reason."""
    try:
        return encode_user(pick, request)
    except Exception:
        if status != HTTPStatus.INTERNAL_SERVER_ERROR:
            raise
        logger.exception("The user of an error page could not be read")
        return None


def respond_error(request: HttpRequest, visit: Visit, status: int) -> HttpResponse:
    """Answer with the nearest boundary, inside the layouts that have run."""
    page = visit.page
    layouts = [loader.key for loader in page.loaders if loader.key != PAGE]
    usable = list_usable(page.nodes, layouts, visit.data)
    node, kind = find_boundary(usable, status)
    ids = [usable_node.id for usable_node in usable]
    shown = ids[: ids.index(node) + 1] if node is not None else []
    data = {key: visit.data[key] for key in shown if key in visit.data}
    error = build_error(node, kind, status, get_request_id(request))
    # The root's layout is what shows the user.
    pick = page.user if "/" in shown else None
    user = _encode_user(pick, request, status) if pick else None
    envelope = format_envelope(get_build(), visit, data, error=error, user=user)
    return vary_on_user(respond(request, visit, envelope, status), pick)
