"""Values of environment variables: from text to the type that a setting needs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

import django

EnvType = Literal[
    "str", "bool", "int", "float", "list", "json", "path", "database", "cache", "email"
]


class VariableError(ValueError):
    """A text that has another type than asked for; the message says what is expected, no secret."""


def parse_bool(text: str) -> bool:
    """Read ``true``, ``1``, ``yes``, ``on`` or their opposites, in any case."""
    if text.lower() in ("true", "1", "yes", "on"):
        return True
    if text.lower() in ("false", "0", "no", "off"):
        return False
    raise VariableError(f"is {text!r}, but {EXPECTED['bool']} is expected")


def parse_int(text: str) -> int:
    """Read a whole number."""
    try:
        return int(text)
    except ValueError:
        raise VariableError(f"is {text!r}, but {EXPECTED['int']} is expected") from None


def parse_float(text: str) -> float:
    """Read a number."""
    try:
        return float(text)
    except ValueError:
        raise VariableError(f"is {text!r}, but {EXPECTED['float']} is expected") from None


def parse_list(text: str) -> list[str]:
    """Read words that are separated by commas; spaces around them and empty words do not count."""
    return [word.strip() for word in text.split(",") if word.strip()]


def parse_json(text: str) -> Any:
    """Read a JSON document."""
    try:
        return json.loads(text)
    except ValueError as error:
        raise VariableError(f"is not JSON: {error}") from None


DATABASE_ENGINES = {
    "sqlite": "django.db.backends.sqlite3",
    "postgres": "django.db.backends.postgresql",
    "postgresql": "django.db.backends.postgresql",
    "mysql": "django.db.backends.mysql",
}
DATABASE_SETTINGS = (
    "CONN_MAX_AGE",
    "CONN_HEALTH_CHECKS",
    "ATOMIC_REQUESTS",
    "DISABLE_SERVER_SIDE_CURSORS",
)


def parse_database_url(
    text: str, check_place: Callable[[Path], Path], data_dir: Path
) -> dict[str, Any]:
    """Read a database URL into the form of ``DATABASES["default"]``.

    ``sqlite:///db.sqlite3`` is relative to ``data_dir``, ``sqlite:////var/db.sqlite3`` is absolute.
    User, password and name are percent-decoded. ``conn_max_age`` and the other names of
    ``DATABASE_SETTINGS`` in the query are settings of Django, the rest goes into ``OPTIONS``.
    """
    url = split_url(text, DATABASE_ENGINES)
    database: dict[str, Any] = {"ENGINE": DATABASE_ENGINES[url.scheme]}
    if url.scheme == "sqlite":
        database["NAME"] = parse_sqlite_name(url, check_place, data_dir)
    else:
        database |= parse_server(url)
    options = {key: parse_option(value) for key, value in parse_qsl(url.query)}
    for key in list(options):
        if key.upper() in DATABASE_SETTINGS:
            database[key.upper()] = options.pop(key)
    return database | ({"OPTIONS": options} if options else {})


def parse_sqlite_name(
    url: SplitResult, check_place: Callable[[Path], Path], data_dir: Path
) -> Path | str:
    """Return the file of a SQLite URL, or ``:memory:``."""
    name = unquote(url.path.removeprefix("/"))
    if ":memory:" in (name, url.netloc):
        return ":memory:"
    if url.netloc or not name:
        raise VariableError(
            "has no file: write sqlite:///db.sqlite3, or sqlite:////var/db.sqlite3 from the root"
        )
    return check_place(data_dir / name)


def parse_server(url: SplitResult) -> dict[str, Any]:
    """Return name, user, password, host and port of a database URL."""
    name = unquote(url.path.removeprefix("/"))
    if not name:
        raise VariableError(
            "has no database name: write it last, as in postgres://user:password@host/name"
        )
    user, password, host, port = split_netloc(url)
    return {"NAME": name, "USER": user, "PASSWORD": password, "HOST": host, "PORT": port}


def parse_option(text: str) -> str | int | bool:
    """Return an option of a URL as a bool or int where it looks like one."""
    if text in ("true", "True", "false", "False"):
        return text.lower() == "true"
    return int(text) if re.fullmatch(r"-?\d{1,18}", text, re.ASCII) else text


def parse_cache_url(text: str) -> dict[str, Any]:
    """Read a cache URL into the form of ``CACHES["default"]``.

    ``timeout`` (seconds) and ``key_prefix`` may stand in the query.
    """
    url = split_url(text, ("redis", "rediss", "locmem", "dummy"))
    query = {key.upper(): parse_option(value) for key, value in parse_qsl(url.query)}
    unknown = sorted(set(query) - {"TIMEOUT", "KEY_PREFIX"})
    if unknown:
        raise VariableError(
            f"has the option {unknown[0].lower()}; known are timeout and key_prefix"
        )
    if url.scheme == "dummy":
        return {"BACKEND": "django.core.cache.backends.dummy.DummyCache", **query}
    if url.scheme == "locmem":
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "LOCATION": url.netloc,
            **query,
        }
    location = url._replace(query="").geturl()
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": location, **query}


EMAIL_BACKENDS = {
    "smtp": "django.core.mail.backends.smtp.EmailBackend",
    "smtps": "django.core.mail.backends.smtp.EmailBackend",
    "smtp+tls": "django.core.mail.backends.smtp.EmailBackend",
    "console": "django.core.mail.backends.console.EmailBackend",
    "dummy": "django.core.mail.backends.dummy.EmailBackend",
}
EMAIL_PORTS = {"smtp": 25, "smtps": 465, "smtp+tls": 587}


def parse_email_url(text: str) -> dict[str, Any]:
    """Read an email URL into the settings it stands for.

    They are ``MAILERS`` from Django 6.1 on, ``EMAIL_…`` before. URLs are
    ``smtp://user:password@host:25``, ``smtps://…`` for TLS from the start (465), ``smtp+tls://…``
    for STARTTLS (587), ``console://`` and ``dummy://``; ``timeout`` (seconds) may be in the query.
    """
    url = split_url(text, EMAIL_BACKENDS)
    options: dict[str, Any] = {}
    if url.scheme in EMAIL_PORTS:
        user, password, host, port = split_netloc(url)
        options = {
            "host": host or "localhost",
            "port": port or EMAIL_PORTS[url.scheme],
            "username": user,
            "password": password,
            "use_tls": url.scheme == "smtp+tls",
            "use_ssl": url.scheme == "smtps",
        }
        query = dict(parse_qsl(url.query))
        if "timeout" in query:
            options["timeout"] = parse_int(query["timeout"])
    return format_email(EMAIL_BACKENDS[url.scheme], options)


def format_email(backend: str, options: dict[str, Any]) -> dict[str, Any]:
    """Return the settings that this Django reads a mail server from."""
    if django.VERSION >= (6, 1):
        return {"MAILERS": {"default": {"BACKEND": backend, "OPTIONS": options}}}
    names = {"username": "HOST_USER", "password": "HOST_PASSWORD"}
    return {
        "EMAIL_BACKEND": backend,
        **{f"EMAIL_{names.get(key, key.upper())}": value for key, value in options.items()},
    }


def split_url(text: str, schemes: Sequence[str] | Mapping[str, str]) -> SplitResult:
    """Split a URL; its text stays out of every message, because it may hold a password."""
    expected = ", ".join(f"{scheme}://" for scheme in schemes)
    try:
        url = urlsplit(text)
    except ValueError:
        raise VariableError(f"is not a URL that starts with one of {expected}") from None
    if url.scheme not in schemes or f"{url.scheme}://" != text[: len(url.scheme) + 3].lower():
        raise VariableError(f"is not a URL that starts with one of {expected}")
    if url.fragment or text.endswith("#"):
        raise VariableError("has a # in it: write %23 for a # in a password")
    return url


def split_netloc(url: SplitResult) -> tuple[str, str, str, int | Literal[""]]:
    """Return user, password, host and port, percent-decoded, each empty where there is none."""
    account, _, place = url.netloc.rpartition("@")
    user, _, password = account.partition(":")
    match = re.fullmatch(r"(\[[^\]]*\]|[^:]*)(?::(\d*))?", place, re.ASCII)
    if match is None or int(match[2] or 0) > 65535:
        raise VariableError("has a port that is no number from 1 to 65535")
    return (
        unquote(user),
        unquote(password),
        unquote(match[1].strip("[]")),
        int(match[2]) if match[2] else "",
    )


PARSERS: dict[str, Callable[[str], Any]] = {
    "str": str,
    "bool": parse_bool,
    "int": parse_int,
    "float": parse_float,
    "list": parse_list,
    "json": parse_json,
    "cache": parse_cache_url,
    "email": parse_email_url,
}

EXPECTED: dict[EnvType, str] = {
    "str": "a text",
    "bool": "true or false",
    "int": "a whole number",
    "float": "a number",
    "list": "words separated by commas",
    "json": "a JSON document",
    "path": "a path",
    "database": "a URL such as postgres://user:password@host/name",
    "cache": "a URL such as redis://host:6379/0",
    "email": "a URL such as smtp+tls://user:password@host",
}

# Stand in where a variable is missing, so that reading goes on and finds every problem.
PLACEHOLDERS: dict[EnvType, str] = {
    "str": "placeholder",
    "bool": "false",
    "int": "0",
    "float": "0",
    "list": "",
    "json": "{}",
    "path": "placeholder",
    "database": "sqlite://:memory:",
    "cache": "dummy://",
    "email": "dummy://",
}
