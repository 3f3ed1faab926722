"""Answers tell the number of their queries, whoever makes them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from djk.query_count import count_queries

pytestmark = pytest.mark.django_db(transaction=True)


def ask(number: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s", [number])


def close() -> None:
    """Close the connection of this thread; SQLite's own ``close`` leaves one in memory open."""
    BaseDatabaseWrapper.close(connections["default"])


def answer(work: Callable[[], Any]) -> str:
    """Run an application in a thread of its own, as the server does; return ``Server-Timing``."""
    told: list[str] = []

    def application(environ: Any, start_response: Any) -> list[bytes]:
        work()
        start_response("200 OK", [("Content-Type", "text/plain")])
        return [b""]

    def start(status: str, headers: list[tuple[str, str]]) -> Callable[..., object]:
        told.append(dict(headers).get("Server-Timing", ""))
        return io.BytesIO().write

    def serve() -> None:
        count_queries(application)({}, start)  # type: ignore[arg-type]
        close()

    thread = Thread(target=serve)
    thread.start()
    thread.join()
    return told[0]


def ask_all(numbers: Iterator[int]) -> None:
    for number in numbers:
        ask(number)


def test_without_queries_nothing_is_told() -> None:
    assert answer(lambda: None) == ""


def test_one_query_is_told_with_its_time() -> None:
    timing, text = answer(lambda: ask(1)).split(";desc=")
    assert text == '"1 query"'
    assert float(timing.removeprefix("djk-db;dur=")) < 1000


def test_queries_that_differ_in_their_parameters_only_are_alike() -> None:
    assert answer(lambda: ask_all(iter(range(2)))).endswith('desc="2 queries"')
    assert answer(lambda: ask_all(iter(range(5)))).endswith('desc="5 queries (5 alike)"')


def test_each_request_has_its_own_count() -> None:
    assert answer(lambda: ask_all(iter(range(5)))).endswith('desc="5 queries (5 alike)"')
    assert answer(lambda: ask(1)).endswith('desc="1 query"')


@pytest.mark.parametrize("thread_sensitive", [True, False])
def test_the_queries_of_a_coroutine_are_counted(thread_sensitive: bool) -> None:
    def ask_elsewhere(number: int) -> None:
        ask(number)
        if not thread_sensitive:
            close()

    async def view() -> None:
        await sync_to_async(ask_elsewhere, thread_sensitive=thread_sensitive)(1)

    assert answer(async_to_sync(view)).endswith('desc="1 query"')


class Composed:
    """A statement as psycopg composes them: comparable, and so without a hash."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Composed) and self.text == other.text

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.text


def test_a_statement_need_not_be_text() -> None:
    def send_text(execute: Any, sql: Any, *rest: Any) -> Any:
        return execute(str(sql), *rest)

    def work() -> None:
        ask(1)  # the connection counts from here on
        with connection.execute_wrapper(send_text), connection.cursor() as cursor:
            for _ in range(3):
                cursor.execute(Composed("SELECT 2"))

    assert answer(work).endswith('desc="4 queries (3 alike)"')


def test_a_reset_of_the_queries_that_debug_keeps_changes_nothing() -> None:
    def work() -> None:
        ask(1)
        connection.queries_log.clear()
        ask(2)

    assert answer(work).endswith('desc="2 queries"')
