"""What a page's template prints: its assets, its mount element, its data."""

from __future__ import annotations

from django import template
from django.http import HttpRequest
from django.template import Context
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from djk import assets
from djk.mounts import get_mount_url

register = template.Library()


@register.simple_tag(takes_context=True)
def djk_assets(context: Context) -> SafeString:
    """Print what loads the client and the modules of the page."""
    return assets.format_tags(context["djk"].branch, _find_nonce(context))


@register.simple_tag(takes_context=True)
def djk_root(context: Context) -> SafeString:
    """Print the element that the page is mounted in."""
    mount = conditional_escape(get_mount_url(_get_request(context)))
    attributes = assets.format_root(context["djk"].branch)
    return mark_safe(f'<div id="djk-root"{attributes} data-mount="{mount}"></div>')


@register.simple_tag(takes_context=True)
def djk_data(context: Context) -> SafeString:
    """Print the envelope as the JSON block that the client reads."""
    envelope = context["djk"].envelope.replace("<", "\\u003c")
    return mark_safe(f'<script type="application/json" id="__djk">{envelope}</script>')


def _get_request(context: Context) -> HttpRequest:
    request: HttpRequest = context.request  # type: ignore[attr-defined]
    return request


def _find_nonce(context: Context) -> str:
    """Return the nonce of Django's or django-csp's middleware, "" without one."""
    request = _get_request(context)
    for name in ("csp_nonce", "_csp_nonce"):
        nonce = getattr(request, name, None)
        if nonce is not None:
            return str(nonce)
    return ""
