"""Views that are made when they are first asked for, so that a server starts as fast with 1,000."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import update_wrapper
from threading import RLock
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.urls import URLPattern

View = Callable[..., Any]

_makes_lazily: ContextVar[bool] = ContextVar("djk_makes_lazily", default=False)


@contextmanager
def making_lazily() -> Iterator[None]:
    """Let the views of a urlconf that is imported meanwhile wait for a request."""
    token = _makes_lazily.set(True)
    try:
        yield
    finally:
        _makes_lazily.reset(token)


def makes_lazily() -> bool:
    """Whether views wait for a request."""
    return _makes_lazily.get()


def keep_waiting(patterns: Iterable[URLPattern]) -> None:
    """Let ``reverse()`` leave the views of these patterns alone.

    It asks each pattern of a site for the dotted name of its view, which would make all of them.
    """
    for pattern in patterns:
        if isinstance(pattern.callback, LazyView):
            pattern.lookup_str = f"{__name__}.{pattern.callback.djk_route.id}"


class LazyView:
    """A view that is made as soon as anything of it is needed.

    Django's resolver, middleware and handlers look at attributes of a view before they call it:
    the first one that this object lacks makes the view, and all of the view's are here then.
    """

    _made: View | None = None

    def __init__(self, make: Callable[[], View]) -> None:
        self._make = make
        self._lock = RLock()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self._load()(*args, **kwargs)

    def __getattr__(self, name: str) -> Any:
        if self._made is None:
            self._load()
            return getattr(self, name)
        raise AttributeError(f"{self._made!r} has no attribute {name!r}")

    def _load(self) -> View:
        with self._lock:
            if self._made is None:
                view = self._make()
                update_wrapper(self, view)
                if iscoroutinefunction(view):
                    markcoroutinefunction(self)
                self._made = view
        return self._made
