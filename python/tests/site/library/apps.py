from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.apps import AppConfig
from django.urls import register_converter


@dataclass(frozen=True)
class Day:
    """What JSON knows nothing of."""

    date: date


class DayConverter:
    regex = "[0-9]{8}"

    def to_python(self, value: str) -> Day:
        return Day(date(int(value[:4]), int(value[4:6]), int(value[6:])))

    def to_url(self, value: Day) -> str:
        return value.date.strftime("%Y%m%d")


class LibraryConfig(AppConfig):
    name = "library"

    def ready(self) -> None:
        register_converter(DayConverter, "day")
