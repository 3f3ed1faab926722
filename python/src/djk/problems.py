"""One problem of the user's project, in the shape that every part of djk reports it."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True)
class Place:
    """``line`` and ``column`` count from 1; ``file`` is absolute."""

    file: Path
    line: int | None = None
    column: int | None = None

    def as_json(self, site: Path) -> dict[str, Any]:
        """Return the place with its file relative to the site."""
        file = self.file.relative_to(site) if self.file.is_relative_to(site) else self.file
        numbers = {"line": self.line, "column": self.column}
        known = {key: value for key, value in numbers.items() if value is not None}
        return {"file": file.as_posix(), **known}


@dataclass(frozen=True)
class Problem:
    #: Permanent name, with a page in docs/errors.
    code: str
    message: str
    at: Place | None = None
    hint: str = ""
    severity: Literal["error", "warning"] = "error"

    def as_json(self, site: Path) -> dict[str, Any]:
        """Return the diagnostic that the CLI prints."""
        at = {"at": self.at.as_json(site)} if self.at else {}
        hint = {"hint": self.hint} if self.hint else {}
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            **at,
            **hint,
        }


def describe_failure(name: str, error: BaseException, site: Path, file: Path | None) -> Problem:
    """Describe why a module cannot be imported.

    :param name: names the module in the message
    :param file: the module's own file, where no line of the site is to blame
    """
    if isinstance(error, SyntaxError) and error.filename:
        where = Place(Path(error.filename).resolve(), error.lineno, error.offset)
        file_name = where.as_json(site)["file"]
        return Problem("handler-syntax", f"{file_name} has a syntax error: {error.msg}", where)
    what = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
    at = _find_user_line(error, site) or (Place(file) if file else None)
    return Problem("handler-import", f"{name} cannot be imported: {what}", at)


def _find_user_line(error: BaseException, site: Path) -> Place | None:
    """Find the innermost line of a traceback that lies in the site, dependencies left out."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        file = Path(frame.filename).resolve()
        if file.is_relative_to(site) and not _is_foreign(file.relative_to(site)):
            return Place(file, frame.lineno)
    return None


def _is_foreign(path: Path) -> bool:
    return any(part.startswith(".") or part == "site-packages" for part in path.parts[:-1])
