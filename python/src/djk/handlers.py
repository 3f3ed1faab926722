"""Handler modules: page.py, layout.py and route.py."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from asgiref.sync import async_to_sync, iscoroutinefunction, sync_to_async
from django.conf import settings

from djk.pick import Pick

VERBS = ("get", "post", "put", "patch", "delete", "head", "options")

Verb = Callable[..., Any]
View = Callable[..., Any]
Decorator = Callable[[View], View]


@dataclass(frozen=True)
class Handler:
    """What a handler module offers."""

    #: Dotted name of the module.
    name: str
    #: Verb functions by lower-case name.
    verbs: Mapping[str, Verb]
    decorators: tuple[Decorator, ...]
    #: ``view = …`` of a route.py.
    view: View | None
    #: ``user = pick(…)`` of the root layout.py.
    user: Pick | None = None

    @property
    def is_async(self) -> bool:
        return any(iscoroutinefunction(function) for function in (*self.verbs.values(), self.view))


def load_handler(name: str) -> Handler:
    """Import a handler module by its dotted name; whatever the import raises is raised."""
    module = import_module(name)
    functions = {verb: getattr(module, verb, None) for verb in VERBS}
    return Handler(
        name,
        verbs={verb: function for verb, function in functions.items() if callable(function)},
        decorators=tuple(getattr(module, "decorators", ())),
        view=getattr(module, "view", None),
        user=user if isinstance(user := getattr(module, "user", None), Pick) else None,
    )


def decorate(view: View, decorators: tuple[Decorator, ...]) -> View:
    """Wrap a view, the first decorator outermost.

    A decorator that knows only sync views is given one, so that what it does after the view sees
    a response and not a coroutine.
    """
    for decorator in reversed(decorators):
        decorated = decorator(view)
        if iscoroutinefunction(view) and not iscoroutinefunction(decorated):
            attributes = getattr(decorated, "__dict__", {})
            decorated = sync_to_async(decorator(async_to_sync(view)))
            copy_attributes(attributes, decorated)
        view = decorated
    return view


def copy_attributes(attributes: Mapping[str, Any], view: View) -> None:
    """Set on a view what decorators leave on theirs for middleware, such as ``csrf_exempt``."""
    for name, value in attributes.items():
        if name != "__wrapped__" and not hasattr(view, name):
            setattr(view, name, value)


_keeps_failures: ContextVar[bool] = ContextVar("djk_keeps_failures", default=False)


@contextmanager
def keeping_failures() -> Iterator[None]:
    """Let views whose handlers cannot be imported be made: they raise when they are called."""
    token = _keeps_failures.set(True)
    try:
        yield
    finally:
        _keeps_failures.reset(token)


def keeps_failures() -> bool:
    """Whether an import failure waits for a request, as it does in DEBUG."""
    return settings.DEBUG or _keeps_failures.get()
