"""What is raised for a value that must not or cannot leave the server."""

from __future__ import annotations

import re

#: A path of more parts is cut: it tells no more than its beginning.
LONGEST = 30


class EncodingError(TypeError):
    """A value that has no JSON form; the message begins with its path: ``data.books[3].author``."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(path, problem)
        self.path = path
        self.problem = problem

    def __str__(self) -> str:
        parts = re.findall(r"[.[][^.[]*|^[^.[]+", self.path)
        path = self.path if len(parts) <= LONGEST else "".join(parts[:LONGEST]) + "…"
        return f"{path} {self.problem}"

    def lead(self, part: str) -> None:
        """Put a part before the path, on the way up to the value that was to be encoded."""
        self.path = part + self.path
