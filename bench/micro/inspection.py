"""Times djk_inspect over 1,000 handlers of 3 TypedDicts and a pick each. Prints JSON: milliseconds.

python inspection.py <rounds>    in an environment with Django; djk on PYTHONPATH
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

COUNT = 1000

FILES = {
    "settings.py": """\
from pathlib import Path

SECRET_KEY = "x"
INSTALLED_APPS = ["django.contrib.auth", "django.contrib.contenttypes", "djk", "blog"]
ROOT_URLCONF = "own_urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIGRATION_MODULES = {"blog": None}
DJK = {"SITE": Path(__file__).parent, "URLS": "site_urls"}
""",
    "own_urls.py": """\
from django.urls import include, path

urlpatterns = [path("", include("site_urls"))]
""",
    "site_urls.py": f"""\
from django.urls import path
from djk.views import page

urlpatterns = [
    path(
        f"p{{n}}/<slug:slug>/",
        page(f"/p{{n}}/[slug]", params=("slug",), handler=f"routes.p{{n}}", branch="x.tsx"),
        name=f"p{{n}}",
    )
    for n in range({COUNT})
]
not_found_patterns = []
""",
    "blog/__init__.py": "",
    "blog/models.py": """\
from django.db import models


class Author(models.Model):
    name = models.CharField(max_length=50)


class Post(models.Model):
    title = models.CharField(max_length=50, help_text="Headline")
    body = models.TextField()
    created = models.DateTimeField()
    price = models.DecimalField(max_digits=5, decimal_places=2)
    author = models.ForeignKey(Author, models.CASCADE)
""",
}

HANDLER = '''\
from datetime import datetime
from typing import Annotated, Iterable, Literal, TypedDict

from blog.models import Post
from djk import pick

PostDetail = Annotated[Post, pick("id", "title", "body", "created", "price", "author.name")]


class CommentItem(TypedDict):
    """A reader comment."""

    id: int
    body: str
    at: datetime
    """When it was written."""


class Pager(TypedDict):
    page: int
    pages: int
    next: int | None


class PostPage(TypedDict):
    post: PostDetail
    comments: Iterable[CommentItem]
    pager: Pager


def get(
    request, slug: str, *, page: int = 1, sort: Literal["new", "top"] = "new"
) -> PostPage:
    """Show one post."""
    raise NotImplementedError
'''


def write_site(folder):
    for path, text in [*FILES.items(), *((f"routes/p{n}.py", HANDLER) for n in range(COUNT))]:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text)


def start(folder, *args):
    path = os.pathsep.join([str(folder), *sys.path])
    env = {**os.environ, "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "settings"}
    # As everywhere, code is compiled once and cached.
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.Popen(
        [sys.executable, "-m", "django", "djk_inspect", *args],
        cwd=folder,
        env=env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def inspect(folder):
    begin = perf_counter()
    out, _ = start(folder).communicate()
    taken = perf_counter() - begin
    report = json.loads(out)
    assert len(report["types"]) == 4 * COUNT
    assert report["diagnostics"] == [], report["diagnostics"][0]
    return taken * 1e3


def change(process, folder, number):
    (folder / "routes/p7.py").write_text(f"{HANDLER}\n\nNUMBER = {number}\n")
    begin = perf_counter()
    process.stdin.write('{"changed": ["routes/p7.py"]}\n')
    process.stdin.flush()
    answer = json.loads(process.stdout.readline())
    taken = perf_counter() - begin
    assert answer["kind"] == "partial"
    assert len(answer["types"]) == 4
    return taken * 1e3


def main(rounds):
    with TemporaryDirectory() as name:
        folder = Path(name).resolve()
        write_site(folder)
        first = inspect(folder)
        whole = [inspect(folder) for _ in range(rounds)]
        with start(folder, "--watch") as process:
            process.stdout.readline()
            warm = [change(process, folder, number) for number in range(rounds * 5)]
            process.stdin.close()
    print(json.dumps({"first": [first], "whole": whole, "changed": warm}))


main(int(sys.argv[1]))
