from datetime import date, datetime, timezone
from typing import TypedDict


class Calls(TypedDict):
    moment: datetime
    day: date


def get(request, *, left: int = 2) -> Calls:
    return {"moment": datetime(2026, 5, 1, 23, 30, tzinfo=timezone.utc), "day": date(2026, 5, 1)}
