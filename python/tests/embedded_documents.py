"""Prints documents whose data tries to leave its block, one JSON object on each line.

python -m tests.embedded_documents <count> <seed>    from python/; the first has harmless data
"""

from __future__ import annotations

import json
import os
import random
import sys
from typing import Any

import django

FRAGMENTS = (
    *("</script>", "</SCRIPT ", "</script/", "<script>", "<!--", "-->", "--!>", "<![CDATA[", "]]>"),
    *(
        "<!--<script>",
        "</",
        "<",
        ">",
        "&",
        "&lt;/script&gt;",
        "&#60;",
        "<style>",
        "</title>",
        "<svg>",
    ),
    *('"', "'", "\\", "\\u003c", "\\", "/", "{{ x }}", "{% x %}", "<img src=x onerror=alert(1)>"),
    *("\0", "\r", "\r\n", "\n", "\t", "\x0b", "\x0c", "\x1f", "\x7f", "\x85", "\u2028", "\u2029"),
    *("\ufeff", "\ufffe", "\uffff", "ü", "\U0001d4b3", "👩‍👩‍👧", "\u202e", "", " "),
)


def make_text(chance: random.Random) -> str:
    return "".join(make_piece(chance) for _ in range(chance.randrange(6)))


def make_piece(chance: random.Random) -> str:
    if chance.random() < 0.8:
        return chance.choice(FRAGMENTS)
    code = chance.randrange(0x110000)
    # Lone surrogates are refused.
    return "" if 0xD800 <= code < 0xE000 else chr(code)


def make_value(chance: random.Random, depth: int = 0) -> Any:
    kind = chance.randrange(8 if depth < 3 else 5)
    if kind < 3:
        return make_text(chance)
    if kind == 3:
        return chance.choice((None, True, False, 0, -(2**53) + 1, 2**53 - 1))
    if kind == 4:
        return chance.uniform(-1, 1) * 10 ** chance.randrange(-20, 20)
    if kind == 5:
        return [make_value(chance, depth + 1) for _ in range(chance.randrange(4))]
    return {make_text(chance): make_value(chance, depth + 1) for _ in range(chance.randrange(4))}


def print_document(request: Any, visit: Any, value: Any, title: str) -> None:
    from djk.encoding import encode
    from djk.envelope import format_envelope
    from djk.reply import Head
    from djk.responses import respond

    head = Head(title=title)
    envelope = format_envelope("build", visit, {"page": encode(value, "data")}, head)
    html = respond(request, visit, envelope, 200, head).render().content.decode()  # type: ignore[attr-defined]
    print(json.dumps({"value": value, "html": html}))


def main(count: int, seed: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
    django.setup()
    from django.test import RequestFactory

    from djk.visits import Page, Visit

    request = RequestFactory().get("/")
    branch = ".djk/client/branches/home.tsx"
    visit = Visit(Page("/", (), (), "djk_site/home.html", branch, ()), {}, is_data=False)
    chance = random.Random(seed)
    print_document(request, visit, {}, "a")
    for _ in range(count):
        print_document(request, visit, make_value(chance), f"a{make_text(chance)}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
