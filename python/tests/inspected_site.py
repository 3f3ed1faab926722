"""A site that a process of its own inspects."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

SOURCE = Path(__file__).parents[1] / "src"

SETTINGS = """\
from pathlib import Path

SECRET_KEY = "x"
INSTALLED_APPS = ["djk"]
ROOT_URLCONF = "own_urls"
DATABASES = {{"default": {{"ENGINE": "django.db.backends.sqlite3", "ATOMIC_REQUESTS": {atomic}}}}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
MIDDLEWARE = {middleware}
DJK = {{"SITE": Path(__file__).parent, "URLS": "site_urls"}}
"""

OWN_URLS = """\
from django.urls import include, path, register_converter

class Year:
    regex = "[0-9]{4}"
    to_python = to_url = str

register_converter(Year, "year")
print("a module that prints")
urlpatterns = [path("", include("site_urls"))]
"""

SITE_URLS = """\
from django.urls import path
from djk.views import Node, endpoint, page

root = Node("/", params=("lang",), layout="routes.layout")
home = page(
    "/[[lang]]",
    nodes=(root,),
    params=("lang",),
    handler="routes.page",
    template="home.html",
    branch="home.tsx",
)
{route}
urlpatterns = [path("", home), path("<lang>/", home), path("x/<slug:slug>/", route)]
not_found_patterns = []
"""

MIDDLEWARE = [
    "djk.middleware.HealthMiddleware",
    "djk.middleware.RequestIdMiddleware",
    "djk.middleware.DataRequestMiddleware",
    "djk.middleware.NotFoundMiddleware",
]


class Site:
    """A site of three handlers in a folder of its own, looked at by a process of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "routes").mkdir()
        self.write("settings.py", SETTINGS.format(atomic=False, middleware=MIDDLEWARE))
        self.write("own_urls.py", OWN_URLS)
        self.write("routes/layout.py", "def get(request, lang=None): return {}\n")
        self.write("routes/page.py", "def get(request, lang=None): return {}\n")
        self.use("endpoint", "def get(request, slug): return {}\n")

    def write(self, path: str, text: str) -> None:
        (self.folder / path).write_text(text)

    def use(self, kind: str, text: str) -> None:
        """Make the third handler, at ``x/<slug>``, a page.py or a route.py with this text."""
        template = ', template="x.html", branch="x.tsx"' if kind == "page" else ""
        call = f'{kind}("/x/[slug]", params=("slug",), handler="routes.x"{template})'
        self.write("site_urls.py", SITE_URLS.format(route=f"route = {call}"))
        self.write("routes/x.py", text)

    def manage(self, *args: str) -> subprocess.CompletedProcess[str]:
        path = os.pathsep.join([str(self.folder), str(SOURCE)])
        env = {**os.environ, "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "settings"}
        return subprocess.run(
            [sys.executable, "-m", "django", *args],
            cwd=self.folder,
            env=env,
            capture_output=True,
            text=True,
            timeout=60,
        )

    def start(self, *args: str) -> subprocess.Popen[str]:
        """Start a command that talks over its standard input and output."""
        path = os.pathsep.join([str(self.folder), str(SOURCE)])
        env = {**os.environ, "PYTHONPATH": path, "DJANGO_SETTINGS_MODULE": "settings"}
        return subprocess.Popen(
            [sys.executable, "-m", "django", *args],
            cwd=self.folder,
            env=env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def inspect(self, *args: str) -> dict[str, Any]:
        process = self.manage("djk_inspect", *args)
        assert process.returncode == 0, process.stderr
        report: dict[str, Any] = json.loads(process.stdout)
        return report
