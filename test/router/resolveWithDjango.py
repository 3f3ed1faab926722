"""Resolve URLs with Django's own resolver: reads cases as JSON on stdin, prints the answers as JSON.

A case is `{"patterns": [[django pattern, route id, name or null]], "urls": [percent-encoded path]}`; an answer is null
or `{"route", "params", "reversed"}`, where `reversed` is what `reverse()` makes of the params.
"""

import json
import sys
import uuid
from urllib.parse import unquote_to_bytes

import django
from django.conf import settings
from django.urls import NoReverseMatch, path, register_converter
from django.urls.exceptions import Resolver404
from django.urls.resolvers import RegexPattern, URLResolver
from django.utils.encoding import repercent_broken_unicode


class YearConverter:
    regex = "[0-9]{4}"

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class RestConverter:
    regex = "[^/]+(?:/[^/]+)*"

    def to_python(self, value):
        if not {".", ".."}.isdisjoint(value.split("/")):
            raise ValueError("a rest has no dot segments")
        return value

    def to_url(self, value):
        return value


def find_runtime():
    """The runtime as an installed app, where it can be imported."""
    try:
        import djk.converters  # noqa: F401
    except ImportError:
        return []
    return ["djk"]


def resolve_case(case):
    urlpatterns = [
        path(pattern, lambda request: None, {"route": route}, name=name)
        for pattern, route, name in case["patterns"]
    ]
    resolver = URLResolver(RegexPattern(r"^/"), urlpatterns)
    return [resolve_url(resolver, url) for url in case["urls"]]


def resolve_url(resolver, url):
    path_info = repercent_broken_unicode(unquote_to_bytes(url)).decode()
    try:
        found = resolver.resolve(path_info)
    except Resolver404:
        return None
    kwargs = dict(found.captured_kwargs)
    route = found.kwargs["route"]
    params = {
        key: str(value) if isinstance(value, uuid.UUID) else value for key, value in kwargs.items()
    }
    return {"route": route, "params": params, "reversed": reverse_url(resolver, route, kwargs)}


def reverse_url(resolver, name, kwargs):
    try:
        return resolver._reverse_with_prefix(name, "/", route=name, **kwargs)
    except NoReverseMatch:
        return None


runtime = find_runtime()
settings.configure(INSTALLED_APPS=runtime)
django.setup()
register_converter(YearConverter, "year")
if not runtime:
    register_converter(RestConverter, "djk_rest")
json.dump([resolve_case(case) for case in json.load(sys.stdin)], sys.stdout)
