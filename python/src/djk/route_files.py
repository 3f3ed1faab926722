"""Where a route lies below ``routes/``."""

from __future__ import annotations

from pathlib import Path

from djk.problems import Place
from djk.views import Route

_COMPONENTS = tuple(f"page.{extension}" for extension in ("tsx", "jsx", "ts", "js"))


def find_route_file(route: Route, site: Path) -> Place:
    """Find the file that makes a folder a URL; a build has the components no more."""
    folder = site / "routes" / route.id.lstrip("/")
    names = ("route.py",) if route.kind == "endpoint" else _COMPONENTS
    return Place(next((file for name in names if (file := folder / name).exists()), folder))
