"""How many queries a request makes: ``Server-Timing`` tells it to ``djk dev`` and to browsers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: So many of the same statement look like a query in a loop.
MANY = 3


@dataclass
class Tally:
    """The queries of one request, by their SQL without its parameters."""

    statements: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0
    #: So many more queries there were without the plans of picks.
    saved: int = 0
    #: Names of the fields that are encoded, outermost first.
    path: list[str] = field(default_factory=list)
    #: Queries that encoding made, by field and statement.
    encoding: Counter[tuple[str, str]] = field(default_factory=Counter)

    def format(self) -> str:
        """Format the value of ``Server-Timing``; ``dur`` is in milliseconds."""
        count = self.statements.total()
        text = "1 query" if count == 1 else f"{count} queries"
        alike = max(self.statements.values())
        notes = [f"{alike} alike"] if alike >= MANY else []
        if self.saved:
            notes.append(f"without pick: {count + self.saved}")
        if notes:
            text += f" ({', '.join(notes)})"
        return f'djk-db;dur={self.seconds * 1000:.1f};desc="{text}"'


#: Coroutines, and what asgiref runs in threads for them, have the tally of their request.
_current: ContextVar[Tally | None] = ContextVar("djk_query_tally", default=None)


def get_tally() -> Tally | None:
    """Return the tally of this request; None where nobody counts, as in production."""
    return _current.get()


def watch_field(name: str, encode: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Let the queries that the encoder of a field makes be counted as the field's."""

    def encode_watched(value: Any) -> Any:
        tally = _current.get()
        if tally is None:
            return encode(value)
        tally.path.append(name)
        try:
            return encode(value)
        finally:
            tally.path.pop()

    return encode_watched


def count_queries(application: WSGIApplication) -> WSGIApplication:
    """Make every answer of an application tell the queries that were made for it.

    What a streaming response asks for after it has begun is not counted.
    """
    connection_created.connect(_watch, dispatch_uid="djk.query_count")

    def counting(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        tally = Tally()
        token = _current.set(tally)

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Callable[..., object]:
            if tally.statements:
                headers = [*headers, ("Server-Timing", tally.format())]
            return start_response(status, headers, *rest)

        try:
            return application(environ, start)
        finally:
            _current.reset(token)

    return counting


def _watch(*, connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    # A connection object is opened many times. ``connection.queries`` needs DEBUG and can be reset.
    if _tally not in connection.execute_wrappers:
        connection.execute_wrappers.append(_tally)


def _tally(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    tally = _current.get()
    if tally is None:
        return execute(sql, params, many, context)
    started = perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        # psycopg's composed statements have no hash.
        statement = str(sql)
        tally.statements[statement] += 1
        if tally.path:
            tally.encoding[".".join(tally.path), statement] += 1
        tally.seconds += perf_counter() - started
