"""A template of one page knows the page by itself."""

from __future__ import annotations

from django.template import engines
from django.test import RequestFactory

from djk.reply import Head
from djk.responses import Document

OWN = """\
{% extends "djk/document.html" %}
{% block djk_head %}{{ block.super }}<meta name="robots" content="noindex">{% endblock %}
{% block djk_root %}<header>Printed by Django</header>{{ block.super }}{% endblock %}
"""


def render(text: str, branch: str) -> str:
    document = Document(branch, '{"route":"/"}', Head(title="Books"))
    request = RequestFactory().get("/books/")
    return engines["django"].from_string(text).render({"djk": document}, request)


def test_a_template_of_one_page_mounts_that_page() -> None:
    for name in ("home", "books"):
        html = render(OWN, f".djk/client/branches/{name}.tsx")
        header, root = html.index("<header>"), html.index('<div id="djk-root" data-branch="')
        assert header < root
        assert html.count('id="djk-root"') == 1
        assert f"{name}-" in html[root : html.index("</div>", root)]
        assert '<script type="module" crossorigin src="' in html
        assert '<title>Books</title><meta name="robots" content="noindex">' in html
        assert '<script type="application/json" id="__djk">{"route":"/"}</script>' in html


def test_a_template_that_extends_nothing_may_print_the_three_tags() -> None:
    text = "{% load djk %}{% djk_assets %}<main>{% djk_root %}</main>{% djk_data %}"
    html = render(text, ".djk/client/branches/home.tsx")
    assert '<main><div id="djk-root"' in html
    assert html.endswith('id="__djk">{"route":"/"}</script>')
