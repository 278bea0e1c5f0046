"""What a text may stand for besides itself: base64 of another text, a number that counts time."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_UNIX = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = datetime(2000, 1, 1, tzinfo=UTC)
_LAST = datetime(2050, 1, 1, tzinfo=UTC)
_NUMBER = re.compile(r"(\d{9,19})(?:\.\d+)?")
# Units to the second, and when the count began.
_CLOCKS = (
    ("seconds since 1970", 1, _UNIX),
    ("milliseconds since 1970", 10**3, _UNIX),
    ("microseconds since 1970", 10**6, _UNIX),
    ("nanoseconds since 1970", 10**9, _UNIX),
    ("Windows file time", 10**7, datetime(1601, 1, 1, tzinfo=UTC)),
    (".NET ticks", 10**7, datetime(1, 1, 1, tzinfo=UTC)),
)
_BASE64 = re.compile(r"(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{16,}={0,2}(?![A-Za-z0-9+/_=-])")
_READ_CHARACTERS = 200_000
_MOST = 5
_LEAST_BYTES = 8
_URL_SAFE = str.maketrans("-_", "+/")


@dataclass(frozen=True, slots=True)
class Reading:
    """Another way to read a text: `how` in words, and what it says."""

    how: str
    text: str


def readings(text: str) -> tuple[Reading, ...]:
    """Give the other ways to read a text, the first five; empty where none is plausible.

    A number counts as a time from 2000 to 2050 only; base64 must hold printable text in UTF-8 or
    UTF-16, alone or as a word of a longer text.
    """
    whole = text.strip()
    times = list(_times(whole))
    if times:
        return tuple(times[:_MOST])
    found = _BASE64.finditer(whole[:_READ_CHARACTERS])
    decoded = (reading for word in found for reading in _decoded(word.group()))
    return tuple(reading for reading, _ in zip(decoded, range(_MOST), strict=False))


def _times(text: str) -> Iterator[Reading]:
    found = _NUMBER.fullmatch(text)
    if found is None:
        return
    for how, per_second, begin in _CLOCKS:
        seconds = int(found[1]) / per_second
        if (_FIRST - begin).total_seconds() <= seconds < (_LAST - begin).total_seconds():
            moment = begin + timedelta(seconds=seconds)
            yield Reading(how, f"{moment:%Y-%m-%d %H:%M:%S} UTC")


def _decoded(word: str) -> Iterator[Reading]:
    plain = word.rstrip("=").translate(_URL_SAFE)
    try:
        data = base64.b64decode(plain + "=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return
    if len(data) < _LEAST_BYTES:
        return
    for how, encoding in _encodings(data):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if all(character.isprintable() or character in "\r\n\t" for character in text):
            yield Reading(f"base64, {how}", text)
            return


def _encodings(data: bytes) -> tuple[tuple[str, str], ...]:
    """Give the encodings to try: where every other byte is nought, it is UTF-16."""
    if len(data) % 2 == 0 and data[1::2].count(0) * 2 >= len(data) // 2:
        return (("UTF-16", "utf-16-le"),)
    return (("UTF-8", "utf-8"),)
