"""Environment variables become settings, and every mistake is named at once."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import django
import pytest

import djk.env
from djk.dotenv import parse_dotenv
from djk.env import Environment, EnvironmentProblems
from djk.env_values import parse_cache_url, parse_email_url

KEY = "k" * 60


def problems_of(env: Environment) -> tuple[str, ...]:
    with pytest.raises(EnvironmentProblems) as caught:
        env.check()
    return caught.value.problems


def read(tmp_path: Path, type: Any, text: str) -> Any:
    env = Environment(tmp_path, variables={"X": text})
    value = env("X", type)
    env.check()
    return value


@pytest.mark.parametrize(
    ("type", "text", "value"),
    [
        ("str", " kept ", " kept "),
        ("bool", "Yes", True),
        ("bool", "0", False),
        ("int", "-3", -3),
        ("float", "1.5", 1.5),
        ("list", "a, b,,c ", ["a", "b", "c"]),
        ("json", '{"a": [1]}', {"a": [1]}),
    ],
)
def test_a_variable_has_the_type_asked_for(
    tmp_path: Path, type: Any, text: str, value: object
) -> None:
    assert read(tmp_path, type, text) == value


def test_a_default_is_used_for_a_missing_and_for_an_empty_variable(tmp_path: Path) -> None:
    env = Environment(tmp_path, variables={"EMPTY": ""})
    assert env("EMPTY", "int", default=7) == 7
    assert env("MISSING", "list", default=["a"]) == ["a"]
    assert env("MISSING", "json", default=None) is None
    env.check()


def test_all_problems_are_named_at_once_with_one_line_each(tmp_path: Path) -> None:
    env = Environment(tmp_path, built=True, variables={"PORT": "abc", "ON": "maybe"})
    env("PORT", "int")
    env("ON", "bool")
    env("TOKEN")
    env.secret_key("SECRET_KEY")
    env.allowed_hosts([])
    problems = problems_of(env)
    assert [problem.split()[0] for problem in problems] == [
        "PORT",
        "ON",
        "TOKEN",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
    ]
    assert problems[0] == "PORT is 'abc', but a whole number is expected."
    assert not any("\n" in problem for problem in problems)


def test_a_build_needs_no_variable_at_all(tmp_path: Path) -> None:
    env = Environment(tmp_path, built=True, variables={"DJK_BUILDING": "1"})
    for type in ("str", "bool", "int", "float", "list", "json", "path"):
        env("MISSING", type)
    assert env("MISSING", "database")["ENGINE"].endswith("sqlite3")
    assert len(env.secret_key("SECRET_KEY")) >= 50
    assert env.allowed_hosts([])
    env.check()


def test_an_unknown_environment_is_refused(tmp_path: Path) -> None:
    env = Environment(tmp_path, variables={"DJK_ENV": "prod"})
    assert problems_of(env) == ("DJK_ENV is 'prod': set it to dev, test or production.",)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite://:memory:", {"NAME": ":memory:"}),
        ("sqlite:///:memory:", {"NAME": ":memory:"}),
        ("sqlite:////var/db%20x.sqlite3", {"NAME": Path("/var/db x.sqlite3")}),
        (
            "sqlite:////var/d?timeout=20",
            {"NAME": Path("/var/d"), "OPTIONS": {"timeout": 20}},
        ),
        (
            "postgres://me:p%40s%2Fs@db.example:5433/shop?sslmode=require&conn_max_age=60&pool=true",
            {
                "ENGINE": "django.db.backends.postgresql",
                "NAME": "shop",
                "USER": "me",
                "PASSWORD": "p@s/s",
                "HOST": "db.example",
                "PORT": 5433,
                "CONN_MAX_AGE": 60,
                "OPTIONS": {"sslmode": "require", "pool": True},
            },
        ),
        (
            "postgresql://%2FVar%2Frun/shop",
            {"HOST": "/Var/run", "NAME": "shop", "USER": "", "PORT": ""},
        ),
        ("postgresql://[::1]:5432/shop", {"HOST": "::1", "PORT": 5432}),
        (
            "mysql://me@db/shop?charset=utf8mb4",
            {"ENGINE": "django.db.backends.mysql", "OPTIONS": {"charset": "utf8mb4"}},
        ),
    ],
)
def test_a_database_url(tmp_path: Path, url: str, expected: dict[str, object]) -> None:
    database = read(tmp_path, "database", url)
    assert {key: database[key] for key in expected} == expected


@pytest.mark.parametrize(
    "url",
    [
        "oracle://me:hunter2@db/x",
        "postgres://me:hunter2@db:port/x",
        "postgres://me:hunter2@db",
        "postgres://me:hunter2#@db/x",
        "postgres:me:hunter2@db/x",
        "postgres://me:hunter2@db:70000/x",
        "postgres://[me:hunter2@db/x",
        "sqlite://hunter2.sqlite3",
    ],
)
def test_a_malformed_database_url_is_refused_without_its_password(tmp_path: Path, url: str) -> None:
    env = Environment(tmp_path, variables={"DATABASE_URL": url})
    env("DATABASE_URL", "database")
    (problem,) = problems_of(env)
    assert problem.startswith("DATABASE_URL ")
    assert "hunter2" not in problem


def test_data_lies_in_the_site_and_beside_a_build(tmp_path: Path) -> None:
    dist = tmp_path / "dist"
    site = Environment(tmp_path, variables={})
    build = Environment(dist, built=True, variables={})
    moved = Environment(dist, built=True, variables={"DJK_DATA_DIR": "/srv/data"})
    assert site("DATABASE_URL", "database", default="sqlite:///a.db")["NAME"] == tmp_path / "a.db"
    assert build("DATABASE_URL", "database", default="sqlite:///a.db")["NAME"] == tmp_path / "a.db"
    assert moved.data_path("media") == Path("/srv/data/media")


def test_a_link_to_the_build_is_inside_of_it(tmp_path: Path) -> None:
    dist = tmp_path / "dist"
    dist.mkdir()
    (tmp_path / "current").symlink_to(dist)
    env = Environment(
        dist, built=True, variables={"DJK_ENV": "dev", "DJK_DATA_DIR": f"{tmp_path}/current"}
    )
    assert problems_of(env)[0].startswith("DJK_DATA_DIR lies inside")


def test_data_inside_a_build_is_refused(tmp_path: Path) -> None:
    dist = tmp_path / "dist"
    env = Environment(dist, built=True, variables={"DB": f"sqlite:///{dist}/db", "P": "dist/x"})
    env("DB", "database")
    env("P", "path")
    env.data_path("dist/media")
    moved = Environment(dist, built=True, variables={"DJK_DATA_DIR": str(dist / "data")})
    assert len(problems_of(env)) == 3
    assert "DJK_DATA_DIR" in problems_of(moved)[0]


def test_a_cache_url() -> None:
    redis = parse_cache_url("redis://:pw@host:6379/1?timeout=30&key_prefix=shop")
    assert redis == {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://:pw@host:6379/1",
        "TIMEOUT": 30,
        "KEY_PREFIX": "shop",
    }
    assert parse_cache_url("locmem://one")["LOCATION"] == "one"
    assert parse_cache_url("dummy://")["BACKEND"].endswith("DummyCache")
    with pytest.raises(ValueError, match="has the option maxmem"):
        parse_cache_url("redis://host?maxmem=1")


def test_an_email_url_configures_the_mail_of_this_django() -> None:
    settings = parse_email_url("smtp+tls://me:p%40@mail.example?timeout=5")
    if django.VERSION >= (6, 1):
        options = settings["MAILERS"]["default"]["OPTIONS"]
        read = {key: options[key] for key in ("host", "port", "password", "use_tls", "timeout")}
    else:
        keys = ("HOST", "PORT", "HOST_PASSWORD", "USE_TLS", "TIMEOUT")
        names = ("host", "port", "password", "use_tls", "timeout")
        read = {name: settings[f"EMAIL_{key}"] for name, key in zip(names, keys, strict=True)}
    expected = {"host": "mail.example", "port": 587, "password": "p@", "use_tls": True}
    assert read == {**expected, "timeout": 5}


def test_the_development_key_is_generated_once_and_private(tmp_path: Path) -> None:
    key = Environment(tmp_path, variables={}).secret_key("SECRET_KEY")
    file = tmp_path / ".djk" / "secret-key"
    assert len(key) >= 50
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert Environment(tmp_path, variables={"DJK_ENV": "test"}).secret_key("SECRET_KEY") == key
    assert Environment(tmp_path, variables={"SECRET_KEY": KEY}).secret_key("SECRET_KEY") == KEY
    assert [file.name for file in file.parent.iterdir()] == ["secret-key"]


def test_a_key_is_generated_where_there_are_no_hard_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> None:
        raise PermissionError(errno.EPERM, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    key = Environment(tmp_path, variables={}).secret_key("SECRET_KEY")
    assert len(key) >= 50
    assert Environment(tmp_path, variables={}).secret_key("SECRET_KEY") == key


def test_an_empty_key_file_gets_a_key(tmp_path: Path) -> None:
    file = tmp_path / ".djk" / "secret-key"
    file.parent.mkdir()
    file.touch()
    key = Environment(tmp_path, variables={}).secret_key("SECRET_KEY")
    assert len(key) >= 50
    assert Environment(tmp_path, variables={}).secret_key("SECRET_KEY") == key


SLOW_START = """
import secrets, time
from pathlib import Path
from djk.env import write_key

generate = secrets.token_urlsafe
secrets.token_urlsafe = lambda size: [time.sleep(1), generate(size)][1]
print(write_key(Path("secret-key").absolute()))
"""


def test_processes_that_start_together_have_one_key(tmp_path: Path) -> None:
    command = [sys.executable, "-c", SLOW_START]
    env = {**os.environ, "PYTHONPATH": str(Path(djk.env.__file__).parents[1])}
    started = [
        subprocess.Popen(command, cwd=tmp_path, env=env, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    keys = {process.communicate(timeout=30)[0] for process in started}
    assert keys == {(tmp_path / "secret-key").read_text()}
    assert [file.name for file in tmp_path.iterdir()] == ["secret-key"]


def test_a_local_start_of_a_build_needs_no_key_and_answers_on_this_machine(tmp_path: Path) -> None:
    env = Environment(tmp_path / "dist", built=True, variables={"DJK_LOCAL": "1"})
    assert env.name == "production"
    assert env.local
    assert env.secret_key("SECRET_KEY") == env.secret_key("SECRET_KEY")
    assert "127.0.0.1" in env.allowed_hosts(["example.com"])
    env.check()


def test_hosts_in_production_are_those_named_and_in_development_this_machine_too(
    tmp_path: Path,
) -> None:
    production = Environment(tmp_path, built=True, variables={})
    dev = Environment(tmp_path, variables={"DJK_DEV_HOSTS": "box.lan"})
    assert production.allowed_hosts(["example.com"]) == ["example.com"]
    assert dev.allowed_hosts([]) == [".localhost", "127.0.0.1", "[::1]", "box.lan"]


def test_a_proxy_header_is_trusted_only_where_it_is_named(tmp_path: Path) -> None:
    header = "X-Forwarded-Proto: https"
    env = Environment(tmp_path, variables={"GOOD": header, "BAD": "X-Forwarded-Proto"})
    assert env.proxy_header("GOOD") == ("HTTP_X_FORWARDED_PROTO", "https")
    assert env.proxy_header("MISSING") is None
    assert env.proxy_header("BAD") is None
    assert len(problems_of(env)) == 1


def test_the_env_file_is_read_in_development_only_and_yields_to_the_environment(
    tmp_path: Path,
) -> None:
    (tmp_path / ".env").write_text("A=file\nB=file\n")
    dev = Environment(tmp_path, variables={"A": "shell"})
    test = Environment(tmp_path, variables={"DJK_ENV": "test"})
    build = Environment(tmp_path, built=True, variables={"DJK_ENV": "dev"})
    assert (dev("A"), dev("B")) == ("shell", "file")
    assert test("B", default=None) is None
    assert build("B", default=None) is None


def test_the_env_file_format() -> None:
    text = (
        "# comment\n\n"
        "PLAIN=a b # comment\n"
        "export EXPORTED = x\n"
        'DOUBLE="two\\nlines \\" # kept"\n'
        "SINGLE='raw \\n # kept' # comment\n"
        "EMPTY=\n"
        "HASH=a#b\n"
        "URL=postgres://me:p%40@db/x?a=1\n"
    )
    assert parse_dotenv(text) == (
        {
            "PLAIN": "a b",
            "EXPORTED": "x",
            "DOUBLE": 'two\nlines " # kept',
            "SINGLE": "raw \\n # kept",
            "EMPTY": "",
            "HASH": "a#b",
            "URL": "postgres://me:p%40@db/x?a=1",
        },
        [],
    )


def test_a_malformed_line_of_the_env_file_is_named_by_its_number(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text('A=1\nnot a variable\nB="open\n1C=x\n')
    problems = problems_of(Environment(tmp_path, variables={}))
    assert [problem.split(",")[1] for problem in problems] == [" line 2", " line 3", " line 4"]
