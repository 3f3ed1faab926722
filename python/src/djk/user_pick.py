"""``user = pick(…)`` of the root layout.py: what every page knows of the request's user."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from djk.encoding import encode
from djk.pick import Pick
from djk.shapes.encoder import build_encoder
from djk.shapes.problems import ShapeError, ShapeProblem
from djk.shapes.scope import Reading
from djk.shapes.user import read_user

ResponseT = TypeVar("ResponseT", bound=HttpResponse)


@dataclass(frozen=True)
class UserPick:
    #: Names it in error messages.
    source: str
    #: Builds the encoder of a user, when a request first asks.
    read_encoder: Callable[[], Callable[[object], Any]]


def make_user_pick(pick: Pick, module: str) -> UserPick:
    """Let the user model wait for a request.

    :param module: dotted name of the root layout.py
    """
    return UserPick(f"user of {module}", cache(lambda: _build_encoder(pick)))


def encode_user(pick: UserPick, request: HttpRequest) -> str:
    """Return the JSON of the user of a request, ``null`` for nobody."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return "null"
    return encode(user, pick.source, pick.read_encoder())


def vary_on_user(response: ResponseT, pick: UserPick | None) -> ResponseT:
    """Keep the pages of two users apart in caches, also in those of the view's decorators."""
    if pick is not None:
        patch_vary_headers(response, ["Cookie"])
    return response


def _build_encoder(pick: Pick) -> Callable[[object], Any]:
    reading = Reading()
    shape = read_user(pick, reading)
    named = reading.list_reached()
    problems = [*reading.problems, *(problem for each in named for problem in each.problems)]
    errors = [problem for problem in problems if problem.severity == "error"]
    if errors:
        raise ShapeError(ShapeProblem(p.message, p.hint, p.code, p.at) for p in errors)
    return build_encoder(shape, {each.definition.id: each.definition for each in named})
