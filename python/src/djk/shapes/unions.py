"""What tells the members of a union apart."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from itertools import combinations
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin

from djk.shapes.classes import Member, find_kind, list_members, open_class, peel
from djk.shapes.scope import ANY, Reading, Scope
from djk.shapes.shape import Shape
from djk.shapes.unresolved import resolve


def find_tag(annotations: Iterable[Any], scope: Scope) -> str | None:
    """Find the key whose ``Literal`` differs in all members of a union."""
    classes = [_find_object(item) for item in annotations if item not in (None, type(None))]
    found = [cls for cls in classes if cls is not None]
    if len(found) < 2 or len(found) < len(classes):
        return None
    literals = [_list_literals(cls, scope) for cls in found]
    for key in literals[0]:
        values = [known.get(key) for known in literals]
        if all(values) and _are_apart([value for value in values if value]):
            return key
    return None


def warn_ambiguous(annotations: Iterable[Any], scope: Scope, reading: Reading) -> None:
    """Warn where a value of one TypedDict fits another of the same union."""
    # Instances of other classes are told apart by their class, unless they come from a request.
    wanted = ("typeddict",) if scope.direction == "output" else None
    classes = dict.fromkeys(cls for cls in map(_find_object, annotations) if cls is not None)
    objects = [cls for cls in classes if wanted is None or find_kind(cls) in wanted]
    for one, other in combinations(objects, 2):
        if _fits(one, other, scope) or _fits(other, one, scope):
            names = f"{one.__name__} and {other.__name__}"
            message = f"{scope.path} can be {names}, and nothing tells them apart"
            hint = 'give each a key of its own Literal, such as kind: Literal["…"]'
            reading.warn(scope, "type-ambiguous", message, hint)
            return


def _find_object(annotation: Any) -> type | None:
    cls = get_origin(annotation) or annotation
    return cls if isinstance(cls, type) and find_kind(cls) else None


def _list_literals(cls: type, scope: Scope) -> dict[str, frozenset[Any]]:
    return {
        name: frozenset(map(_get_value, get_args(annotation)))
        for name, (annotation, _) in _list_resolved(cls, scope).items()
        if get_origin(annotation) is Literal
    }


def _get_value(member: Any) -> Any:
    return member.value if isinstance(member, enum.Enum) else member


def _are_apart(values: list[frozenset[Any]]) -> bool:
    return all(one.isdisjoint(other) for one, other in combinations(values, 2))


def _fits(cls: type, other: type, scope: Scope) -> bool:
    """Whether each object of ``cls`` has all that ``other`` needs, of the same types."""
    own, wanted = _list_resolved(cls, scope), _list_resolved(other, scope)
    needed = {name: annotation for name, (annotation, is_needed) in wanted.items() if is_needed}
    return all(
        name in own and own[name][1] and _is_among(own[name][0], annotation)
        for name, annotation in needed.items()
    )


def _is_among(annotation: Any, wanted: Any) -> bool:
    """Whether all that a value may be is what another may be; an int is sent as a float, too."""
    allowed = _list_options(wanted)
    if float in allowed:
        allowed.append(int)
    return all(option in allowed for option in _list_options(annotation))


def _list_options(annotation: Any) -> list[Any]:
    is_union = get_origin(annotation) in (Union, UnionType)
    return [*get_args(annotation)] if is_union else [annotation]


def _list_resolved(cls: type, scope: Scope) -> dict[str, tuple[Any, bool]]:
    """List annotations, and whether each field is always there; problems are told elsewhere."""
    aside = Reading()
    members = list_members(cls, open_class(cls, scope), aside, _read_nothing)
    return {name: _resolve(cls, name, member, aside) for name, member in members.items()}


def _resolve(cls: type, name: str, member: Member, aside: Reading) -> tuple[Any, bool]:
    annotation = resolve(member.annotation, member.scope, aside)
    annotation, required = peel(annotation, member.scope, aside)
    is_total = name in getattr(cls, "__required_keys__", (name,))
    return annotation, is_total if required is None else required


def _read_nothing(annotation: Any, scope: Scope, reading: Reading) -> Shape:
    return ANY
