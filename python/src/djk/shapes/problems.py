"""What is wrong with annotations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from djk.problems import Place


@dataclass(frozen=True)
class ShapeProblem:
    """One thing that an annotation says and cannot mean."""

    message: str
    hint: str = ""
    #: Name of the diagnostic.
    code: str = "annotation"
    at: Place | None = None


class ShapeError(Exception):
    """An annotation that cannot be read, for one or more reasons."""

    def __init__(self, problems: Iterable[ShapeProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(_format(problem) for problem in self.problems))


def _format(problem: ShapeProblem) -> str:
    at = problem.at
    where = f"{at.file}:{at.line}: " if at and at.line else ""
    stop = "" if problem.message.endswith((".", "!", "?")) else "."
    hint = f" {problem.hint[0].upper()}{problem.hint[1:]}" if problem.hint else ""
    return f"{where}{problem.message}{stop}{hint}"
