"""JSON is the same text with orjson and without."""

from __future__ import annotations

import json
import random
import struct
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from djk import encoding
from djk.encoding import EncodingError, encode, format_json

orjson = pytest.importorskip("orjson")


def format_both(value: Any) -> tuple[str, str]:
    fast = encode(value, "data")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(encoding, "orjson", None)
        return fast, encode(value, "data")


def list_floats() -> Iterator[float]:
    chance = random.Random(4)
    for exponent in range(-330, 309):
        for digits in ("1", "1.5", "1.234567890123456", "9.999999999999999"):
            value = float(f"{digits}e{exponent}")
            if value < float("inf"):
                yield from (value, -value)
    for _ in range(20_000):
        value = struct.unpack("d", chance.randbytes(8))[0]
        if value - value == 0:
            yield value


def test_floats_are_the_same() -> None:
    values = [*list_floats(), 0.0, -0.0, 1e-4, 1e16, 123456789012345680.0]
    fast, slow = format_both(values)
    assert fast == slow == json.dumps(values, separators=(",", ":"))


def test_text_is_the_same() -> None:
    letters = [chr(code) for code in range(0x110000) if not 0xD800 <= code < 0xE000]
    fast, slow = format_both(["".join(letters), {letter: letter for letter in letters[:5000]}])
    assert fast == slow


@pytest.mark.parametrize(
    "value",
    [
        2**53 - 1,
        -(2**53) + 1,
        {2: 1, 1.5: 2, True: 3, None: 4, "a": 5, 1e-7: 6},
        {},
        [],
        [[[]]],
        {"b": 1, "a": 2},
        [None, True, False],
        "",
    ],
)
def test_the_rest_is_the_same(value: Any) -> None:
    fast, slow = format_both(value)
    assert fast == slow == json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def test_what_is_too_deep_for_orjson_is_formatted_without_it() -> None:
    value: Any = None
    for _ in range(300):
        value = [value]
    with pytest.raises(orjson.JSONEncodeError):
        orjson.dumps(value)
    assert format_json(value) == "[" * 300 + "null" + "]" * 300


@pytest.mark.parametrize("present", [True, False])
def test_surrogates_are_refused_with_their_place(present: bool, monkeypatch: Any) -> None:
    if not present:
        monkeypatch.setattr(encoding, "orjson", None)
    with pytest.raises(EncodingError, match=r"^data\.a\[1\] is text that is no Unicode"):
        encode({"a": ["", "\udc80"]}, "data")


def test_orjson_is_used_where_it_is_installed(monkeypatch: Any) -> None:
    assert encoding.orjson is orjson
    monkeypatch.setattr(encoding, "_encoder", None)
    assert encode({"a": [1.5, 1e-7]}, "data") == '{"a":[1.5,1e-07]}'


def test_orjson_need_not_be_installed() -> None:
    code = (
        "import sys; sys.modules['orjson'] = None\n"
        "from django.conf import settings; settings.configure(USE_TZ=True)\n"
        "from djk import encoding\n"
        "assert encoding.orjson is None\n"
        "print(encoding.encode({'a': 1e-7}, 'data'))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout == '{"a":1e-07}\n', done.stderr
