"""``handler403``, ``handler404`` and ``handler500``: the nearest boundary of the page that failed.

Requests of other views get what Django's own handlers answer.
"""

from __future__ import annotations

import logging

from django.http import HttpRequest, HttpResponse
from django.views import defaults

from djk.assets import get_build
from djk.envelope import build_error, format_envelope
from djk.lineage import find_boundary, list_usable
from djk.request_id import get_request_id
from djk.responses import PageResponse, respond
from djk.visits import PAGE, Visit, get_visit

logger = logging.getLogger("djk.errors")


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render_boundary(request, 403) or defaults.permission_denied(request, exception)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render_boundary(request, 404) or defaults.page_not_found(request, exception)


def server_error(request: HttpRequest) -> HttpResponse:
    return render_boundary(request, 500) or defaults.server_error(request)


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
    return respond(request, visit, format_envelope(get_build(), visit, data, error=error), status)
