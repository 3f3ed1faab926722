"""Resolve URLs with Django's own resolver: reads cases as JSON on stdin, prints the answers as JSON.

A case is `{"patterns": [[django pattern, route id, name or null]], "notFound": [[django pattern, route id]], "urls":
[percent-encoded path]}`; an answer is null or `{"route", "params", "reversed"}`, where `reversed` is what `reverse()` makes
of the params, and null where a not-found pattern answers; `canonical` tells whether the pattern has a name.
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


class LettersConverter:
    regex = "[a-z\u00e0-\u00ff]+"

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
    patterns = make_patterns(case["patterns"])
    resolver = URLResolver(RegexPattern(r"^/"), patterns)
    not_found = make_patterns([*row, None] for row in case["notFound"])
    return [resolve_url(resolver, not_found, url) for url in case["urls"]]


def make_patterns(rows):
    return [
        path(pattern, lambda request: None, {"route": route}, name=name)
        for pattern, route, name in rows
    ]


def resolve_url(resolver, not_found, url):
    path_info = repercent_broken_unicode(unquote_to_bytes(url)).decode()
    try:
        found = resolver.resolve(path_info)
    except Resolver404:
        return find_not_found(not_found, path_info)
    kwargs = dict(found.captured_kwargs)
    reversed_url = reverse_url(resolver, found.kwargs["route"], kwargs)
    is_canonical = found.url_name is not None
    return {**describe(found), "reversed": reversed_url, "canonical": is_canonical}


def find_not_found(patterns, path_info):
    # As djk.mounts does.
    tail = path_info.removeprefix("/").replace("\n", "%0A")
    for pattern in patterns:
        if found := pattern.resolve(tail):
            return {**describe(found), "reversed": None}
    return None


def describe(found):
    params = {
        key: str(value) if isinstance(value, uuid.UUID) else value
        for key, value in found.captured_kwargs.items()
        if key != "djk_rest"
    }
    return {"route": found.kwargs["route"], "params": params}


def reverse_url(resolver, name, kwargs):
    try:
        return resolver._reverse_with_prefix(name, "/", route=name, **kwargs)
    except NoReverseMatch:
        return None


runtime = find_runtime()
settings.configure(INSTALLED_APPS=runtime)
django.setup()
register_converter(YearConverter, "year")
register_converter(LettersConverter, "letters")
if not runtime:
    register_converter(RestConverter, "djk_rest")
json.dump([resolve_case(case) for case in json.load(sys.stdin)], sys.stdout)
