"""Django's current language and time zone, as ``Intl`` of JavaScript takes them."""

from __future__ import annotations

from datetime import timedelta, tzinfo
from functools import lru_cache

from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language

from djk.encoding import encode


def format_locale() -> str:
    """Format the ``locale`` of an envelope as JSON."""
    language = get_language() or settings.LANGUAGE_CODE
    return _format(language, name_time_zone(timezone.get_current_timezone()))


@lru_cache(maxsize=256)
def _format(language: str, time_zone: str) -> str:
    return encode({"language": language, "timeZone": time_zone}, "locale")


def name_time_zone(zone: tzinfo) -> str:
    """Return the IANA name, ``±HH:MM`` for a fixed offset, and ``UTC`` for what is neither."""
    # ``zone`` is pytz's.
    name = getattr(zone, "key", None) or getattr(zone, "zone", None)
    if name:
        return str(name)
    offset = zone.utcoffset(None)
    minutes = offset // timedelta(minutes=1) if offset else 0
    if not minutes or offset != timedelta(minutes=minutes):
        return "UTC"
    hours, rest = divmod(abs(minutes), 60)
    return f"{'-' if minutes < 0 else '+'}{hours:02}:{rest:02}"
