"""What of a project answers a URL before the routes do is found, named and placed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.inspected_site import MIDDLEWARE, SETTINGS, Site

OWN_URLS = """\
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path, register_converter

from other import patterns

def view(request, **kwargs): ...

class Year:
    regex = "[0-9]{4}"
    to_python = to_url = str

class Odd:
    regex = "odd-one-out"
    to_python = to_url = str

register_converter(Year, "year")
register_converter(Odd, "odd")
urlpatterns = [
    path("admin/", include(patterns)),
    path("shop/", include("shop_urls")),
    path("about/", view),
    path("posts/<slug:any>/", view),
    re_path(r"^all/", view),
    path("odd/<odd:x>/", view),
    *i18n_patterns(path("guide/", view)),
    path("", include("site_urls")),
    path("late/", view),
]
"""

#: Route id, pattern, and what answers first, with its place.
ROUTES: list[tuple[str, str, str | None, str | None]] = [
    ("/", "", None, None),
    ("/about", "about/", 'path("about/", …)', "own_urls.py:21"),
    ("/admin/stats", "admin/stats/", 'path("admin/", …)', "own_urls.py:19"),
    ("/shop/cart", "shop/cart/", 'path("cart/", …)', "shop_urls.py:2"),
    ("/shop/free", "shop/free/", None, None),
    ("/posts/[id=int]", "posts/<int:id>/", 'path("posts/<slug:any>/", …)', "own_urls.py:22"),
    ("/posts/[y=year]", "posts/<year:y>/", 'path("posts/<slug:any>/", …)', "own_urls.py:22"),
    ("/posts/[id=int]/edit", "posts/<int:id>/edit/", None, None),
    ("/all/[...rest]", "all/<djk_rest:rest>/", 're_path("^all/", …)', "own_urls.py:23"),
    ("/en-us/guide", "en-us/guide/", 'path("guide/", …)', "own_urls.py:25"),
    ("/late", "late/", None, None),
    ("/static/x", "static/x/", "STATIC_URL (/static/)", None),
    ("/media", "media/", "MEDIA_URL (/media/)", None),
    ("/healthz", "healthz", "djk's HealthMiddleware", None),
    ("/healthz/more", "healthz/more/", None, None),
    # Other URLs of these routes are reached.
    ("/[slug]", "<slug>/", None, None),
    ("/[...all]", "<djk_rest:all>/", None, None),
    # No example URL is known: nothing is said.
    ("/odd/[x=odd]", "odd/<odd:x>/", None, None),
]


def write_site(site: Site) -> None:
    views = "".join(
        f"v{n} = page({route!r}, template='x.html', branch='x.tsx')\n"
        for n, (route, *_) in enumerate(ROUTES)
    )
    rows = "".join(
        f"    path({pattern!r}, v{n}, name='n{n}'),\n    path({pattern.rstrip('/')!r}, v{n}),\n"
        for n, (_, pattern, *_) in enumerate(ROUTES)
    )
    site.write(
        "site_urls.py",
        "from django.urls import path\nfrom djk.views import page\n"
        f"{views}urlpatterns = [\n{rows}]\nnot_found_patterns = []\n",
    )
    settings = SETTINGS.format(atomic=False, middleware=MIDDLEWARE)
    site.write("settings.py", f"{settings}STATIC_URL = '/static/'\nMEDIA_URL = '/media/'\n")
    site.write("own_urls.py", OWN_URLS)
    site.write("other.py", "from django.urls import re_path\npatterns = [re_path('', print)]\n")
    shop = "from django.urls import path\nurlpatterns = [path('cart/', print)]\n"
    site.write("shop_urls.py", shop)
    (site.folder / "routes" / "about").mkdir()
    site.write("routes/about/page.jsx", "")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path.resolve())
    write_site(site)
    return site


def name_place(at: dict[str, Any]) -> str:
    return ":".join(str(at[key]) for key in ("file", "line") if key in at)


def test_a_route_that_nobody_reaches_is_a_warning(site: Site) -> None:
    found = {
        problem["message"].split(" does not open the route ")[1].split(": ")[0]: problem
        for problem in site.inspect()["diagnostics"]
        if problem["code"] == "route-shadowed"
    }
    told = {
        route: (
            problem["message"].split(": ", 1)[1].removesuffix(" answers first"),
            name_place(problem["related"][0]["at"]) if "related" in problem else None,
        )
        for route, problem in found.items()
    }
    due = {route: (name, place) for route, _, name, place in ROUTES if name}
    assert told == due
    assert {problem["severity"] for problem in found.values()} == {"warning"}
    assert found["/about"]["at"] == {"file": "routes/about/page.jsx"}
    assert found["/posts/[id=int]"]["message"].startswith("the URL /posts/4711/ does not ")


def test_a_site_is_asked_for_one_url(site: Site) -> None:
    def ask(path: str) -> Any:
        return site.inspect("--resolve", path)["resolved"]

    assert ask("/%6Cate/") == {"mount": "", "path": "/late/", "params": {}, "shadow": None}
    assert ask("/about/") == {
        "mount": "",
        "path": "/about/",
        "params": {},
        "shadow": {"name": 'path("about/", …)', "at": {"file": "own_urls.py", "line": 21}},
    }


@pytest.mark.parametrize("prefix", ["/sub", "/sub dir"])
def test_below_a_script_name_a_site_is_asked_for_the_whole_url(site: Site, prefix: str) -> None:
    text = (site.folder / "settings.py").read_text()
    site.write("settings.py", f"{text}FORCE_SCRIPT_NAME = {prefix!r}\nSTATIC_URL = 'static/'\n")
    codes = [problem["message"] for problem in site.inspect()["diagnostics"]]
    quoted = prefix.replace(" ", "%20")
    assert any(
        text.startswith(f"the URL {quoted}/about/ does not open the route /about: ")
        for text in codes
    )
    assert any(
        text.startswith(f"the URL {quoted}/static/x/ does not open the route /static/x: ")
        for text in codes
    )
    asked = site.inspect("--resolve", f"{quoted}/late/")["resolved"]
    assert asked == {"mount": quoted, "path": "/late/", "params": {}, "shadow": None}
    assert site.inspect("--resolve", "/late/")["resolved"]["mount"] is None


def test_the_slash_that_django_appends_is_told(site: Site) -> None:
    text = (site.folder / "settings.py").read_text()
    common = "\nMIDDLEWARE.insert(2, 'django.middleware.common.CommonMiddleware')\n"
    site.write("settings.py", text + common)
    site.write("site_urls.py", "urlpatterns = []\nnot_found_patterns = []\n")
    shadow = site.inspect("--resolve", "/shop/cart")["resolved"]["shadow"]
    name = 'APPEND_SLASH, which redirects to /shop/cart/ for path("cart/", …),'
    assert shadow == {"name": name, "at": {"file": "shop_urls.py", "line": 2}}
    assert site.inspect("--resolve", "/shop/none")["resolved"]["shadow"] is None


def test_a_url_name_that_the_project_has_too_is_a_warning(site: Site) -> None:
    site.write(
        "own_urls.py",
        """from django.urls import include, path, re_path
urlpatterns = [
    path("home/", print, name="home"),
    path("x/<slug:id>/", print, name="home"),
    re_path("y/(?P<id>.)/", print, name="item"),
    path("n/", include(([path("", print, name="cart")], "spaced"))),
    path("", include("site_urls")),
]
""",
    )
    rows = {"home": "", "item": "items/<int:id>/", "cart": "cart/", "about": "about/"}
    views = [f"{name} = page('/{name}', template='', branch='')" for name in rows]
    paths = [f"path('{route}', {name}, name='{name}')" for name, route in rows.items()]
    head = "from django.urls import path\nfrom djk.views import page\n"
    tail = f"urlpatterns = [{', '.join(paths)}]\nnot_found_patterns = []\n"
    site.write("site_urls.py", head + "\n".join(views) + "\n" + tail)
    told = [
        (problem["code"], problem["severity"], problem["message"], problem["related"][0]["at"])
        for problem in site.inspect()["diagnostics"]
    ]
    text = 'the route /{0} and {1} have the URL name "{0}"'
    assert told == [
        (
            "name-conflict",
            "warning",
            text.format(name, call),
            {"file": "own_urls.py", "line": line},
        )
        for name, call, line in (
            ("home", 'path("home/", …)', 3),
            ("item", 're_path("y/(?P<id>.)/", …)', 5),
        )
    ]


def test_a_converter_that_fails_hides_no_problem_and_makes_none(site: Site) -> None:
    site.write(
        "own_urls.py",
        """from django.urls import include, path, register_converter

class Stored:
    regex = "[a-z0-9-]+"
    to_url = str

    def to_python(self, value):
        raise RuntimeError("no database")

register_converter(Stored, "stored")
urlpatterns = [
    path("first/", print),
    path("rows/<stored:x>/", print),
    path("", include("site_urls")),
]
""",
    )
    rows = ["first/", "rows/<slug:x>/", "<stored:y>/"]
    views = [f"v{n} = page('/{n}', template='', branch='')" for n in range(len(rows))]
    paths = [f"path('{route}', v{n}, name='n{n}')" for n, route in enumerate(rows)]
    head = "from django.urls import path\nfrom djk.views import page\n"
    tail = f"urlpatterns = [{', '.join(paths)}]\nnot_found_patterns = []\n"
    site.write("site_urls.py", head + "\n".join(views) + "\n" + tail)
    told = [problem["message"] for problem in site.inspect()["diagnostics"]]
    assert told == ['the URL /first/ does not open the route /0: path("first/", …) answers first']
