"""The file ``.env``: variables for development."""

from __future__ import annotations

import re

DOTENV_LINE = re.compile(
    r"""(?:export\s+)?(?P<name>[A-Za-z_]\w*)\s*=\s*
    (?:"(?P<double>(?:\\.|[^"\\])*)"|'(?P<single>[^']*)'|(?P<plain>[^\s"'#][^\n]*?)?)
    (?:\s+\#.*|\s*)""",
    re.VERBOSE | re.ASCII,
)


def parse_dotenv(text: str) -> tuple[dict[str, str], list[str]]:
    r"""Read ``NAME=value`` lines; return the variables and one problem per line that is none.

    A value may stand in double quotes, with ``\n``, ``\t``, ``\"`` and ``\\``, or literally in
    single quotes. Without quotes a comment starts at `` #``.
    """
    variables: dict[str, str] = {}
    problems: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = DOTENV_LINE.fullmatch(line.strip())
        if match is None:
            problems.append(f".env, line {number}, is not NAME=value; quotes have to be closed.")
        elif match["double"] is not None:
            variables[match["name"]] = re.sub(r"\\(.)", unescape, match["double"])
        else:
            variables[match["name"]] = match["single"] or match["plain"] or ""
    return variables, problems


def unescape(match: re.Match[str]) -> str:
    """Return what an escape in a double-quoted value stands for."""
    return {"n": "\n", "t": "\t", '"': '"', "\\": "\\", "$": "$"}.get(match[1], match[0])
