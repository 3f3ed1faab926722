"""Whole numbers that JavaScript cannot hold."""

from __future__ import annotations

from typing import Annotated

#: The largest whole number that JavaScript has exactly: ``Number.MAX_SAFE_INTEGER``.
MAX_SAFE_INTEGER = 2**53 - 1


class AsString:
    """Marks an ``int`` that crosses as text, since it may lie beyond ``MAX_SAFE_INTEGER``."""


#: An int in Python, a string of digits in the browser.
BigInt = Annotated[int, AsString]
