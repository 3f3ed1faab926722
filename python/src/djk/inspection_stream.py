"""``djk_inspect --watch``: lines of changed files in, lines of JSON out."""

from __future__ import annotations

import gc
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from djk.handler_types import describe_types
from djk.inspection import Inspected, list_problems
from djk.rereading import CannotReread, Known, reread

#: Writes one document as a line.
Write = Callable[[dict[str, Any]], None]


@contextmanager
def owning_stdout() -> Iterator[Write]:
    """Keep standard output for documents: what user code prints, in C too, goes to stderr."""
    sys.stdout.flush()
    own = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)

    def write(document: dict[str, Any]) -> None:
        own.write(f"{json.dumps(document, ensure_ascii=False)}\n")
        own.flush()

    with own:
        yield write


def answer_changes(lines: TextIO, known: Known, site: Path, write: Write, *, strict: bool) -> None:
    """Answer each line with what its files are now, until there is no other or a restart is due."""
    # What the whole site is made of stays: later garbage is of single files.
    gc.freeze()
    gc.enable()
    for line in lines:
        try:
            inspected = reread(json.loads(line)["changed"], known, site, strict=strict)
        except CannotReread as error:
            write({"kind": "restart", "reason": str(error)})
            return
        write({"kind": "partial", **describe_partial(inspected, site)})


def describe_partial(inspected: Iterable[Inspected], site: Path) -> dict[str, Any]:
    """Describe handlers that were read again, with all types that they refer to."""
    items = list(inspected)
    return {
        "handlers": [item.as_json(site) for item in items],
        "types": describe_types((item.types for item in items), site),
        "diagnostics": [problem.as_json(site) for problem in list_problems(items, [])],
    }
