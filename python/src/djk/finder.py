"""Import handlers from folders whose names Python cannot import, such as ``[slug]``."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import invalidate_caches
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType


class FolderFinder(MetaPathFinder):
    """Finds packages by their given names; Python itself finds the files in them."""

    def __init__(self, site: Path, folders: dict[str, str]) -> None:
        self._site = site
        self._folders = folders

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        folder = self._folders.get(fullname)
        if folder is None:
            return None
        locations = [str(self._site / folder)]
        own = self._site / folder / "__init__.py"
        if own.is_file():
            return spec_from_file_location(fullname, own, submodule_search_locations=locations)
        spec = ModuleSpec(fullname, None, is_package=True)
        spec.submodule_search_locations = locations
        return spec


def install(site: Path, folders: dict[str, str]) -> None:
    """Import each dotted name of ``folders`` from its folder below ``site``.

    A second call replaces what the first one installed.
    """
    others = [finder for finder in sys.meta_path if not isinstance(finder, FolderFinder)]
    sys.meta_path[:] = [FolderFinder(site, folders), *others]
    invalidate_caches()
