"""The language and the time zone of a request, as the browser's ``Intl`` takes them."""

from __future__ import annotations

import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone, translation
from tests.conftest import read_envelope

from djk.current_locale import format_locale, name_time_zone


def offset(**parts: int) -> datetime.timezone:
    return datetime.timezone(datetime.timedelta(**parts))


@pytest.mark.parametrize(
    ("zone", "name"),
    [
        (ZoneInfo("Europe/Berlin"), "Europe/Berlin"),
        (ZoneInfo("UTC"), "UTC"),
        (ZoneInfo("Etc/GMT+5"), "Etc/GMT+5"),
        (datetime.timezone.utc, "UTC"),
        (offset(hours=2), "+02:00"),
        (offset(hours=-9, minutes=-30), "-09:30"),
        (timezone.get_fixed_timezone(345), "+05:45"),
        (offset(seconds=90), "UTC"),
        (offset(), "UTC"),
    ],
    ids=str,
)
def test_names_of_time_zones(zone: datetime.tzinfo, name: str) -> None:
    assert name_time_zone(zone) == name


def test_what_is_current() -> None:
    with translation.override("zh-hans"), timezone.override("Asia/Kolkata"):
        assert format_locale() == '{"language":"zh-hans","timeZone":"Asia/Kolkata"}'
    with translation.override(None), timezone.override(datetime.timezone.utc):
        assert format_locale() == '{"language":"en-us","timeZone":"UTC"}'


def test_each_request_has_its_own(visitor: Client, settings: Any) -> None:
    settings.MIDDLEWARE = ["django.middleware.locale.LocaleMiddleware", *settings.MIDDLEWARE]
    try:
        for path in ("/about/", "/nowhere/", "/books/dune/?do=boom"):
            response = visitor.get(path, headers={"Accept-Language": "pt-BR"})
            assert read_envelope(response)["locale"]["language"] == "pt-br"
    finally:
        translation.deactivate()
