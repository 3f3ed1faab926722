"""What a page's template prints: its assets, its mount div's attributes, its data."""

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
def djk_assets(context: Context, branch: str) -> SafeString:
    """Print what loads the client and the branch, a module named by its path below the site."""
    return assets.format_tags(branch, _find_nonce(context))


@register.simple_tag(takes_context=True)
def djk_root(context: Context, branch: str) -> SafeString:
    """Print the attributes of the mount div, with a space in front."""
    mount = conditional_escape(get_mount_url(_get_request(context)))
    return mark_safe(f'{assets.format_root(branch)} data-mount="{mount}"')


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
