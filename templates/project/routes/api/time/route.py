"""An endpoint without a page: one function per HTTP verb, answered as JSON."""

from datetime import datetime
from typing import TypedDict

from django.utils import timezone


class Now(TypedDict):
    time: datetime


def get(request) -> Now:
    return {"time": timezone.now()}
