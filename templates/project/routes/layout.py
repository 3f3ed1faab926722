"""Data for routes/layout.tsx, which wraps every page."""

import platform
from typing import TypedDict

import django


class Versions(TypedDict):
    django: str
    python: str


def get(request) -> Versions:
    return {"django": django.get_version(), "python": platform.python_version()}
