"""The DJK setting and the requirements of a build."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from djk.checks import check_configuration
from djk.conf import Conf, get_conf
from djk.requirements import Requirement, find_closure, normalize_name, parse_requirement


def test_what_is_not_set_has_a_default(settings: Any) -> None:
    settings.DJK = {"SITE": "/site"}
    assert get_conf() == Conf(site=get_conf().site)
    assert str(get_conf().site) == "/site"
    assert get_conf().urls == "djk_site.urls"


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"MANIFSET": None}, "DJK has no key 'MANIFSET'. Did you mean 'MANIFEST'?"),
        ({"XYZ": 1}, "DJK has no key 'XYZ'."),
        ({"TRAILING_SLASH": True}, 'DJK["TRAILING_SLASH"] is True; it can be "always" or "never".'),
    ],
)
def test_mistakes_are_named(settings: Any, values: dict[str, Any], message: str) -> None:
    settings.DJK = values
    with pytest.raises(ImproperlyConfigured) as caught:
        get_conf()
    assert str(caught.value) == message
    assert [error.id for error in check_configuration(None)] == ["djk.runtime-setting"]


@pytest.mark.parametrize(
    ("text", "requirement"),
    [
        ("Django>=5.2", Requirement("django")),
        ("my.Package_x", Requirement("my-package-x")),
        ("a[b, C_d]>=1 ; python_version<'4'", Requirement("a", frozenset({"b", "c-d"}))),
        ("a (>=1) ; extra == 'x'", Requirement("a", only_for=frozenset({"x"}))),
        ('a ; os_name == "nt" and extra == "X_y"', Requirement("a", only_for=frozenset({"x-y"}))),
        ("a @ https://example.com/a.zip", Requirement("a")),
    ],
)
def test_requirements_are_parsed(text: str, requirement: Requirement) -> None:
    assert parse_requirement(text) == requirement


def test_the_closure_holds_what_is_required_and_is_sorted() -> None:
    names = [normalize_name(found.name) for found in find_closure(["Django"])]
    assert names == sorted(names)
    assert {"asgiref", "django", "sqlparse"} <= set(names)


def test_what_is_not_installed_is_named() -> None:
    with pytest.raises(PackageNotFoundError, match="not-a-package"):
        find_closure(["not_a_package"])
