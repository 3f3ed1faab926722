"""One problem of the user's project, in the shape that every part of djk reports it."""

from __future__ import annotations

import traceback
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from djk.missing_names import advise_import


@dataclass(frozen=True)
class Place:
    """``line`` and ``column`` count from 1; ``file`` is absolute."""

    file: Path
    line: int | None = None
    column: int | None = None

    def as_json(self, site: Path) -> dict[str, Any]:
        """Return the place with its file relative to the site."""
        # A site has thousands of places, and pathlib compares paths part by part.
        file, above = self.file.as_posix(), f"{site.as_posix()}/"
        numbers = {"line": self.line, "column": self.column}
        known = {key: value for key, value in numbers.items() if value is not None}
        return {"file": file.removeprefix(above), **known}


@dataclass(frozen=True)
class Setting:
    """What djk.toml may have set: the CLI finds the line."""

    name: str = ""
    #: The text that stands there, such as a dotted name.
    value: str = ""
    #: The environment variable that is read there.
    variable: str = ""


@dataclass(frozen=True)
class Edit:
    """Text in place of that between two points; the end is where the first kept character is."""

    start: Place
    end: Place
    text: str

    def as_json(self, site: Path) -> dict[str, Any]:
        """Return the edit with its file relative to the site."""
        return {
            **self.start.as_json(site),
            "endLine": self.end.line,
            "endColumn": self.end.column,
            "text": self.text,
        }


@dataclass(frozen=True)
class Problem:
    #: Permanent name, with a page in docs/errors.
    code: str
    message: str
    at: Place | None = None
    hint: str = ""
    severity: Literal["error", "warning"] = "error"
    #: What is to blame where no file of the site is.
    setting: Setting | None = None
    #: What was printed, line by line, where the message alone does not tell enough.
    detail: str = ""
    #: Other places that have a part in it, each with what it is.
    related: tuple[tuple[str, Place], ...] = ()
    #: What ``djk check --fix`` does about it.
    fix: tuple[Edit, ...] = ()

    def as_json(self, site: Path) -> dict[str, Any]:
        """Return the diagnostic that the CLI prints."""
        at = {"at": self.at.as_json(site)} if self.at else {}
        hint = {"hint": self.hint} if self.hint else {}
        setting = {"setting": asdict(self.setting)} if self.setting else {}
        detail = {"detail": self.detail} if self.detail else {}
        notes = [{"message": text, "at": place.as_json(site)} for text, place in self.related]
        related = {"related": notes} if notes else {}
        fix = {"fix": [edit.as_json(site) for edit in self.fix]} if self.fix else {}
        return {
            "code": self.code,
            "severity": self.severity,
            "message": self.message,
            **at,
            **hint,
            **setting,
            **detail,
            **related,
            **fix,
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
    at = find_user_line(error, site) or (Place(file) if file else None)
    message = f"{name} cannot be imported: {format_exception(error)}"
    return Problem("handler-import", message, at, _advise(error))


def _advise(error: BaseException) -> str:
    if "partially initialized module" in str(error):
        return "two modules import each other: move what both need to a module of its own"
    if not isinstance(error, NameError) or isinstance(error, UnboundLocalError):
        return ""
    *_, (frame, _) = traceback.walk_tb(error.__traceback__)
    return advise_import(error.name, (*frame.f_locals, *frame.f_globals)) if error.name else ""


def format_exception(error: BaseException) -> str:
    """Return the type and the message of an exception."""
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def find_user_line(error: BaseException, site: Path) -> Place | None:
    """Find the innermost line of a traceback that lies in the site, dependencies left out."""
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        # "<frozen importlib._bootstrap>" and "<string>" are no files.
        if not frame.filename.startswith("<") and is_own(Path(frame.filename), site):
            return Place(Path(frame.filename).resolve(), frame.lineno)
    return None


def is_own(file: Path, site: Path) -> bool:
    """Whether a file belongs to the site, and is neither generated nor of a dependency."""
    file = file.resolve()
    if not file.is_relative_to(site):
        return False
    path = file.relative_to(site)
    return path != Path("manage.py") and not any(
        part.startswith(".") or part == "site-packages" for part in path.parts[:-1]
    )


def find_line(file: Path, text: str) -> Place:
    """Find the first line of a file that holds ``text``; the file alone where none does."""
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return Place(file)
    return Place(file, next((n for n, line in enumerate(lines, 1) if text in line), None))
