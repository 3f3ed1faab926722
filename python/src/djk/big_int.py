"""Whole numbers that JavaScript cannot hold."""

from __future__ import annotations

from typing import Annotated


class AsString:
    """Marks an ``int`` that crosses as text, since it may lie beyond 2**53."""


#: An int in Python, a string of digits in the browser.
BigInt = Annotated[int, AsString]
