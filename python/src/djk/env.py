"""Settings from environment variables: every missing or malformed one is named, all at once.

``djk_site/settings.py`` makes one :class:`Environment`, calls it once per variable and ends with
:meth:`Environment.check`. Nothing in it reads Django's settings.
"""

from __future__ import annotations

import os
import re
import secrets
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal, TypeVar, overload

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from djk.dotenv import parse_dotenv
from djk.env_values import (
    EXPECTED,
    PARSERS,
    PLACEHOLDERS,
    EnvType,
    VariableError,
    parse_database_url,
)

__all__ = ["Environment", "EnvironmentProblems", "require_environment"]

EnvironmentName = Literal["dev", "test", "production"]
T = TypeVar("T")

ENVIRONMENTS: tuple[EnvironmentName, ...] = ("dev", "test", "production")
LOCAL_HOSTS = [".localhost", "127.0.0.1", "[::1]"]
REQUIRED: Any = object()


class EnvironmentProblems(ImproperlyConfigured):
    """Variables that are missing or malformed: one line each, complete without a traceback."""

    def __init__(self, environment: str, problems: Sequence[str]) -> None:
        self.environment = environment
        self.problems = tuple(problems)
        lines = [f"The environment of this site is not complete (DJK_ENV is {environment}):"]
        lines += [f"  {problem}" for problem in problems]
        if environment == "dev":
            lines.append("The file .env beside djk.toml may set variables.")
        super().__init__("\n".join(lines))


def require_environment(exit_status: int = 1) -> None:
    """Read Django's settings; where that needs other variables, print which and end the process."""
    try:
        settings.DEBUG  # noqa: B018
    except EnvironmentProblems as problems:
        print(problems, file=sys.stderr)
        sys.exit(exit_status)


class Environment:
    """The environment variables of a site, by type.

    ``base_dir`` is the site's folder, or ``dist/`` when ``built``. Data (database files, media, a
    generated key) lies in ``base_dir``, for a build in ``DJK_DATA_DIR`` or the parent of ``dist/``.
    A variable that is set to the empty string counts as missing.
    """

    def __init__(
        self, base_dir: Path, *, built: bool = False, variables: Mapping[str, str] | None = None
    ) -> None:
        self._problems: list[str] = []
        self._built = built
        self._variables = dict(os.environ if variables is None else variables)
        self.base_dir = base_dir
        self.name: EnvironmentName = self._read_name("production" if built else "dev")
        self.local = self._variables.get("DJK_LOCAL") == "1"
        self.building = self._variables.get("DJK_BUILDING") == "1"
        if self.name == "dev" and not built:
            self._variables = {**self._read_dotenv(base_dir / ".env"), **self._variables}
        self.data_dir = self._read_data_dir()

    @overload
    def __call__(self, name: str, type: Literal["str"] = ..., *, default: T = ...) -> str | T: ...
    @overload
    def __call__(self, name: str, type: Literal["bool"], *, default: T = ...) -> bool | T: ...
    @overload
    def __call__(self, name: str, type: Literal["int"], *, default: T = ...) -> int | T: ...
    @overload
    def __call__(self, name: str, type: Literal["float"], *, default: T = ...) -> float | T: ...
    @overload
    def __call__(self, name: str, type: Literal["list"], *, default: T = ...) -> list[str] | T: ...
    @overload
    def __call__(self, name: str, type: Literal["path"], *, default: str | None = ...) -> Path: ...
    @overload
    def __call__(
        self, name: str, type: Literal["database", "cache", "email"], *, default: str | None = ...
    ) -> dict[str, Any]: ...
    @overload
    def __call__(self, name: str, type: Literal["json"], *, default: Any = ...) -> Any: ...

    def __call__(self, name: str, type: EnvType = "str", *, default: Any = REQUIRED) -> Any:
        """Read a variable; without a default it is required.

        The default of ``path``, ``database``, ``cache`` and ``email`` is text in the form of the
        variable; of the other types it is the value itself. ``None`` is always the value itself.
        """
        text = self._variables.get(name, "")
        if not text and default is not REQUIRED:
            if default is None or type not in ("path", "database", "cache", "email"):
                return default
            text = default
        if not text:
            if not self.building:
                self._problems.append(f"{name} is missing: set it to {EXPECTED[type]}.")
            return self._parse(type, PLACEHOLDERS[type])
        try:
            return self._parse(type, text)
        except VariableError as error:
            self._problems.append(f"{name} {error}.")
            return self._parse(type, PLACEHOLDERS[type])

    def secret_key(self, name: str) -> str:
        """Read the secret key; outside production one is generated into ``.djk/secret-key``."""
        key = self._variables.get(name, "")
        if key:
            return key
        if self.building:
            return secrets.token_urlsafe(50)
        if self.name != "production" or self.local:
            return self._own_key()
        self._problems.append(
            f"{name} is missing: set it to 50 or more random characters, such as the output of "
            '`python -c "import secrets; print(secrets.token_urlsafe(50))"`.'
        )
        return PLACEHOLDERS["str"]

    def allowed_hosts(self, hosts: Sequence[str]) -> list[str]:
        """Add this machine outside production, under ``djk start --local`` and while building.

        ``djk dev --host`` names further hosts in ``DJK_DEV_HOSTS``. In production at least one host
        is required.
        """
        if self.name != "production" or self.local or self.building:
            return [*hosts, *LOCAL_HOSTS, *self("DJK_DEV_HOSTS", "list", default=[])]
        if not hosts:
            self._problems.append(
                "ALLOWED_HOSTS is missing: set it to the hosts of this site, such as example.com."
            )
        return list(hosts)

    def proxy_header(self, name: str) -> tuple[str, str] | None:
        """Read the header by which a trusted proxy reports HTTPS: ``X-Forwarded-Proto: https``."""
        text = self._variables.get(name, "")
        if not text:
            return None
        header, colon, value = (part.strip() for part in text.partition(":"))
        if not (re.fullmatch(r"[A-Za-z0-9-]+", header) and colon and value):
            self._problems.append(
                f"{name} is no header and value: write X-Forwarded-Proto: https, for example."
            )
            return None
        return "HTTP_" + header.upper().replace("-", "_"), value

    def data_path(self, path: str) -> Path:
        """Return the place of a data file or folder: a relative path starts in :attr:`data_dir`."""
        place = self.data_dir / path
        if self._is_inside_build(place):
            self._problems.append(
                f"{path} lies inside {self.base_dir}, which every build replaces."
            )
        return place

    def own_settings(self, module: str) -> dict[str, Any]:
        """Return the settings of a module that need not exist; it can import those made so far."""
        if find_spec(module) is None:
            return {}
        return {
            name: value for name, value in vars(import_module(module)).items() if name.isupper()
        }

    def check(self) -> None:
        """Raise :exc:`EnvironmentProblems` if anything was missing or malformed."""
        if self._problems:
            raise EnvironmentProblems(self.name, self._problems)

    def _parse(self, type: EnvType, text: str) -> Any:
        if type == "path":
            return self._inside_checked(self.data_dir / text)
        if type == "database":
            return parse_database_url(text, self._inside_checked, self.data_dir)
        return PARSERS[type](text)

    def _inside_checked(self, place: Path) -> Path:
        if self._is_inside_build(place):
            raise VariableError(f"names a place inside {self.base_dir}, which every build replaces")
        return place

    def _is_inside_build(self, place: Path) -> bool:
        return self._built and place.resolve().is_relative_to(self.base_dir.resolve())

    def _read_name(self, default: EnvironmentName) -> EnvironmentName:
        text = self._variables.get("DJK_ENV", "") or default
        for name in ENVIRONMENTS:
            if name == text:
                return name
        self._problems.append(f"DJK_ENV is {text!r}: set it to dev, test or production.")
        return default

    def _read_data_dir(self) -> Path:
        if not self._built:
            return self.base_dir
        text = self._variables.get("DJK_DATA_DIR", "")
        place = Path(text).absolute() if text else self.base_dir.parent
        if self._is_inside_build(place):
            self._problems.append(
                f"DJK_DATA_DIR lies inside {self.base_dir}, which every build replaces."
            )
        return place

    def _read_dotenv(self, file: Path) -> dict[str, str]:
        try:
            text = file.read_text(encoding="utf-8")
        except FileNotFoundError:
            return {}
        variables, problems = parse_dotenv(text)
        self._problems += problems
        return variables

    def _own_key(self) -> str:
        file = self.data_dir / ".djk" / "secret-key"
        with suppress(FileNotFoundError):
            if key := file.read_text(encoding="ascii").strip():
                return key
        return write_key(file)


def write_key(file: Path) -> str:
    """Generate a key into ``file`` (mode 0600), unless another process was faster; return it."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with _alone_in(file.parent):
        with suppress(FileNotFoundError):
            if key := file.read_text(encoding="ascii").strip():
                return key
        key = secrets.token_urlsafe(50)
        aside = file.with_name(f"{file.name}.{os.getpid()}")
        aside.unlink(missing_ok=True)
        with open(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as text:
            text.write(f"{key}\n")
        aside.replace(file)
        return key


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """Keep other processes that ask the same out; the lock ends with the process."""
    # Only development and local starts come here, and servers elsewhere may have no fcntl.
    import fcntl

    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)
