"""The installed distributions that others require, from their metadata."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution

# https://packaging.python.org/en/latest/specifications/dependency-specifiers/
_REQUIREMENT = re.compile(r"\s*(?P<name>[\w.-]+)\s*(?:\[(?P<extras>[^]]*)])?[^;]*;?(?P<marker>.*)")
_EXTRA = re.compile(r"""extra\s*==\s*["'](?P<name>[^"']+)["']""")


@dataclass(frozen=True)
class Requirement:
    """A distribution by its normalized name, with the extras that are asked for."""

    name: str
    extras: frozenset[str] = frozenset()
    #: The extras of the requiring distribution that this belongs to; empty: always required.
    only_for: frozenset[str] = frozenset()


def normalize_name(name: str) -> str:
    """Return the one spelling of a distribution's or an extra's name."""
    return re.sub(r"[-_.]+", "-", name).lower()


def parse_requirement(text: str) -> Requirement:
    """Parse ``name[extra] >=1; marker``; of markers only ``extra ==`` is read."""
    match = _REQUIREMENT.match(text)
    if match is None:
        raise ValueError(f"{text!r} is no requirement")
    extras = (match["extras"] or "").split(",")
    only_for = (found["name"] for found in _EXTRA.finditer(match["marker"]))
    return Requirement(
        normalize_name(match["name"]),
        frozenset(normalize_name(extra.strip()) for extra in extras if extra.strip()),
        frozenset(map(normalize_name, only_for)),
    )


def find_closure(wanted: Iterable[str]) -> list[Distribution]:
    """Find the distributions asked for and all that they require, sorted by name.

    A requirement that is not installed belongs to another environment and is left out.

    :raises PackageNotFoundError: for one asked for that is not installed
    """
    found: dict[str, Distribution] = {}
    seen: set[Requirement] = set()
    queue = [parse_requirement(text) for text in wanted]
    for requirement in queue:
        found[requirement.name] = distribution(requirement.name)
    while queue:
        requirement = queue.pop()
        if requirement in seen:
            continue
        seen.add(requirement)
        try:
            installed = distribution(requirement.name)
        except PackageNotFoundError:
            continue
        found[requirement.name] = installed
        for child in map(parse_requirement, installed.requires or ()):
            if not child.only_for or child.only_for & requirement.extras:
                queue.append(Requirement(child.name, child.extras))
    return [found[name] for name in sorted(found)]
