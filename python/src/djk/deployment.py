"""What a build takes from a site's Python: its own modules and the versions of everything else."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from types import ModuleType
from typing import Any

from django.conf import settings

from djk.requirements import find_closure, normalize_name, parse_requirement

#: Packages that a build brings along in another way.
_BROUGHT = ("__main__", "__mp_main__", "djk", "djk_site", "manage", "routes")


def describe_deployment(site: Path, wanted: dict[str, list[str]]) -> dict[str, Any]:
    """Describe what a build needs, once everything that Django serves has been imported.

    :param wanted: requirements as in ``pyproject.toml``, by the kind of server
    :return: ``build`` in what ``djk_inspect --build`` prints
    """
    return {
        "modules": [
            {"name": name, "path": str(path)} for name, path in _list_own_modules(site).items()
        ],
        "runtime": str(Path(__file__).resolve().parent),
        "packages": {kind: _describe_packages(texts) for kind, texts in wanted.items()},
        "staticUrl": settings.STATIC_URL,
        "version": f"{sys.version_info.major}.{sys.version_info.minor}",
    }


def _list_own_modules(site: Path) -> dict[str, Path]:
    """List the top-level modules that lie in the site, sorted by name."""
    names = sorted(name for name in sys.modules if "." not in name and name not in _BROUGHT)
    found = {name: _find_own_path(sys.modules[name], site) for name in names}
    return {name: path for name, path in found.items() if path}


def _find_own_path(module: ModuleType, site: Path) -> Path | None:
    places = [getattr(module, "__file__", None), *(getattr(module, "__path__", None) or [])]
    for path in (Path(place).resolve() for place in places if place):
        if site in path.parents and not _is_foreign(path, site):
            return path.parent if path.name == "__init__.py" else path
    return None


def _is_foreign(path: Path, site: Path) -> bool:
    """Whether a file in the site's folder is generated or belongs to a virtual environment."""
    parts = path.relative_to(site).parts
    hidden = parts[0].startswith(".") or parts[0] in ("dist", "node_modules")
    is_package = "site-packages" in parts
    return hidden or is_package or any((parent / "pyvenv.cfg").exists() for parent in path.parents)


def _describe_packages(texts: Iterable[str]) -> dict[str, list[str]]:
    """Pin requirements and all that they require; djk itself is copied, not required."""
    names = {text: parse_requirement(text).name for text in texts}
    missing = sorted({name for name in names.values() if _is_missing(name)})
    closure = find_closure(text for text, name in names.items() if name not in missing)
    pinned = [f"{d.name}=={d.version}" for d in closure if normalize_name(d.name) != "djk"]
    return {"requirements": pinned, "missing": missing}


def _is_missing(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return True
    return False
