"""What verb functions return, as JSON."""

from __future__ import annotations

import datetime
import decimal
import logging
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from djk.encoding import encode
from djk.query_count import MANY, get_tally, watch_field
from djk.shapes.encode_any import encode_any
from djk.shapes.encoder import build_encoder
from djk.shapes.shape import Signature

logger = logging.getLogger("djk.queries")

#: Of a statement in a warning, so many letters.
_SHOWN = 200

#: Values that are encoded without asking anything.
_LOADED = frozenset(
    (
        *(str, int, float, bool, bytes, type(None), decimal.Decimal, uuid.UUID),
        *(datetime.datetime, datetime.date, datetime.time, datetime.timedelta),
    )
)


@dataclass(frozen=True)
class Output:
    """How the data of one verb function is encoded."""

    encoder: Callable[[Any], Any] = encode_any


def build_output(signature: Signature) -> Output:
    """Make the output of a verb function; what nobody has annotated may be any plain data."""
    if signature.data is None:
        return Output()
    watch = watch_field if get_tally() else None
    return Output(build_encoder(signature.data, signature.definitions, watch))


def encode_output(output: Output, data: object, source: str) -> str:
    """Return data as JSON.

    :param source: names the function in messages
    :raises EncodingError: for what the function's annotation does not say
    """
    text = encode(data, source, output.encoder)
    _warn_of_loops(source)
    return text


def is_at_hand(data: object) -> bool:
    """Whether ``encode_output`` needs no thread in an async view.

    Lazy text may ask the database just as a queryset does.
    """
    with suppress(RecursionError):
        return _is_loaded(data)
    return False


def _is_loaded(value: Any) -> bool:
    kind = type(value)
    if kind is dict:
        return all(map(_is_loaded, value.values()))
    return kind in _LOADED or (kind in (list, tuple) and all(map(_is_loaded, value)))


def _warn_of_loops(source: str) -> None:
    tally = get_tally()
    if tally is None:
        return
    by_field: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for (field, statement), count in tally.encoding.items():
        by_field[field][statement] = count
    tally.encoding.clear()
    for field, statements in by_field.items():
        (statement, alike), *_ = statements.most_common(1)
        if alike >= MANY:
            _warn(field, source, statements.total(), alike, statement)


def _warn(field: str, source: str, count: int, alike: int, statement: str) -> None:
    shown = statement if len(statement) <= _SHOWN else f"{statement[:_SHOWN]}…"
    logger.warning(
        "encoding %s of %s ran %d queries, %d alike: %s. "
        "Name the relation in pick(), fetch it with the queryset (select_related, "
        "prefetch_related), or let the query compute the value: .annotate(%s=…).",
        *(field, source, count, alike, shown, field.rpartition(".")[2]),
    )
