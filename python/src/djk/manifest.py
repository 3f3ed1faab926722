"""The manifest of a client build: a pure reader and walker, free of Django."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

VERSION = 1

Chunks = Mapping[str, Mapping[str, Any]]


class ManifestError(Exception):
    """The manifest cannot be used."""


class MissingManifest(ManifestError):
    """There is no manifest where one was looked for."""


class MissingModule(ManifestError):
    """The manifest does not know a module."""


@dataclass(frozen=True)
class Manifest:
    """``manifest.json`` of a build; ``base`` and ``table`` are paths below ``STATIC_URL``."""

    build: str
    base: str
    entry: str
    table: str
    #: Vite's manifest; the paths in it are below ``base``.
    files: Chunks


@dataclass(frozen=True)
class Assets:
    """Files that a document loads, relative to the manifest's base, each once."""

    #: In the order in which they cascade.
    stylesheets: tuple[str, ...]
    #: JavaScript, the modules asked for before what they import.
    modules: tuple[str, ...]


def read_manifest(path: Path | None) -> Manifest:
    """Read ``manifest.json``.

    :raises MissingManifest: where there is none
    :raises ManifestError: where it cannot be read or is not one of this version
    """
    if path is None:
        raise MissingManifest(
            'A page needs the client\'s files, but DJK["MANIFEST"] names no build and '
            "DJK_DEV_BASE no development server. Run `npx djk dev`, or `npx djk build` and serve"
            " dist/."
        )
    try:
        text = path.read_text("utf-8")
    except FileNotFoundError:
        raise MissingManifest(
            f'The manifest of the client build is not at {path} (DJK["MANIFEST"]). '
            "Run `npx djk build`, and deploy dist/ as a whole."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise ManifestError(
            f"{path} cannot be read: {error}. Run `npx djk build` again."
        ) from error
    return parse_manifest(text, str(path))


def parse_manifest(text: str, name: str) -> Manifest:
    """Parse the text of a ``manifest.json``.

    :param name: names the file in error messages
    :raises ManifestError: where it is not one of this version
    """
    try:
        values = json.loads(text)
    except ValueError as error:
        raise ManifestError(f"{name} is no JSON: {error}. Run `npx djk build` again.") from error
    version = values.get("version") if isinstance(values, dict) else None
    if version != VERSION:
        raise ManifestError(
            f"{name} has version {version!r}, and this djk reads version {VERSION}. "
            "Run `npx djk build` again with the version of djk that serves the site."
        )
    for key, kind in _KINDS.items():
        if key not in values:
            raise ManifestError(f"{name} has no {key!r}. Run `npx djk build` again.")
        if not isinstance(values[key], kind):
            raise ManifestError(f"{name} has {key!r} of the wrong type. Run `npx djk build` again.")
    files = values["files"]
    broken = next((key for key, chunk in files.items() if not _is_chunk(chunk)), None)
    if broken is not None:
        raise ManifestError(f"{name} describes no file for {broken!r}. Run `npx djk build` again.")
    return Manifest(**{key: values[key] for key in _KINDS})


_KINDS = {"build": str, "base": str, "entry": str, "table": str, "files": dict}


def _is_chunk(value: object) -> bool:
    return isinstance(value, dict) and isinstance(value.get("file"), str)


def list_files(files: Chunks) -> list[str]:
    """List every file that the chunks name, relative to the manifest's base, each once."""
    found: dict[str, None] = {}
    for chunk in files.values():
        found.update(
            dict.fromkeys((chunk["file"], *chunk.get("css", ()), *chunk.get("assets", ())))
        )
    return list(found)


def find_file(files: Chunks, module: str) -> str:
    """Return the file that a module was built into, relative to the manifest's base.

    :raises MissingModule: with the names that are near
    """
    if module in files:
        return str(files[module]["file"])
    near = get_close_matches(module, list(files), 3)
    hint = f" Near it are: {', '.join(near)}." if near else ""
    raise MissingModule(
        f"The client build has no module {module!r}.{hint} Run `npx djk build` again."
    )


def find_assets(files: Chunks, modules: Iterable[str]) -> Assets:
    """Collect what modules load: themselves and their static imports, with stylesheets.

    Imports may form cycles. Dynamic imports are left out.

    :raises MissingModule: for a module that the manifest does not have
    """
    keys = list(modules)
    for key in keys:
        find_file(files, key)
    styles: dict[str, None] = {}
    scripts: dict[str, None] = {}
    for chunk in _walk_dependencies_first(files, keys):
        styles.update(dict.fromkeys(chunk.get("css", ())))
        if chunk["file"].endswith(".css"):
            styles[chunk["file"]] = None
    for chunk in _walk_importers_first(files, keys):
        if not chunk["file"].endswith(".css"):
            scripts[chunk["file"]] = None
    return Assets(tuple(styles), tuple(scripts))


def _walk_dependencies_first(files: Chunks, keys: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    """Walk depth first, on a stack of its own: Python's ends at a thousand imports in a row."""
    seen: set[str] = set()
    for start in keys:
        stack = [(start, False)]
        while stack:
            key, is_walked = stack.pop()
            if is_walked:
                yield files[key]
            elif key in files and key not in seen:
                seen.add(key)
                stack.append((key, True))
                stack.extend((name, False) for name in reversed(files[key].get("imports", ())))


def _walk_importers_first(files: Chunks, keys: list[str]) -> Iterator[Mapping[str, Any]]:
    seen = dict.fromkeys(key for key in keys if key in files)
    queue = list(seen)
    for key in queue:
        yield files[key]
        for imported in files[key].get("imports", ()):
            if imported not in seen and imported in files:
                seen[imported] = None
                queue.append(imported)
