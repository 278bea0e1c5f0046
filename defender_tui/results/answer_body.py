"""The body of a hunting answer: its schema read, its rows left alone in the file.

Both dialects are read: `schema`/`results` with `name`/`type`, and the same with capitals.

Source: https://learn.microsoft.com/en-us/graph/api/security-security-runhuntingquery
Source: https://learn.microsoft.com/en-us/defender-xdr/api-advanced-hunting
"""

from __future__ import annotations

import json
import mmap
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from defender_tui.core.errors import ProtocolError

if TYPE_CHECKING:
    from pathlib import Path

_HEAD_BYTES = 1 << 20
_TAIL_BYTES = 1 << 12
_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*"|[\[\]{}:]', re.DOTALL)
_TAIL = re.compile(rb"\]\s*\}\s*\Z")
_ESCAPE = re.compile(rb"\\(?:u([0-9a-fA-F]{4})|[^u])", re.DOTALL)
_REPLACEMENT = b"\\ufffd"

Declared = list[tuple[str, str]]
"""Name and type word of each column, as the answer's schema gives them."""


@dataclass(frozen=True, slots=True)
class IsolatedRows:
    """A body of which only the array of rows is left, and what was taken off its ends."""

    declared: Declared
    head: bytes
    tail: bytes

    def restore(self, body: Path) -> None:
        """Put the ends back."""
        with body.open("r+b") as file:
            file.write(self.head)
            file.seek(0, 2)
            file.write(self.tail)


def isolate_rows(body: Path) -> IsolatedRows | None:
    """Make the file hold only the array of rows, and give the schema that stood before it.

    Only the ends of the file are read and changed: the head becomes spaces, the tail is cut off.
    `None` (and an unchanged file) when the schema does not come first or the rows not last.
    """
    size = body.stat().st_size
    with body.open("r+b") as file:
        head = file.read(_HEAD_BYTES)
        start = _start_of_rows(head)
        if start is None:
            return None
        file.seek(max(start, size - _TAIL_BYTES))
        offset = file.tell()
        end = file.read()
        tail = _TAIL.search(end)
        if tail is None:
            return None
        declared = _declared_before(head[:start])
        if declared is None:
            return None
        file.truncate(offset + tail.start() + 1)
        file.seek(0)
        file.write(b" " * start)
    return IsolatedRows(declared, head[:start], end[tail.start() + 1 :])


def rewrite_rows(body: Path) -> Declared:
    """Do the same for an answer of any order, at the price of reading all of it.

    Bytes that are not UTF-8 become U+FFFD.

    Raises:
        ProtocolError: it is not a hunting answer.
    """
    text = body.read_bytes().decode("utf-8-sig", "replace")
    try:
        answer: object = json.loads(text)
    except (ValueError, RecursionError) as cause:
        raise ProtocolError("The answer to the query is not whole JSON.") from cause
    if not isinstance(answer, dict):
        raise ProtocolError("The answer to the query is not a JSON object.")
    members = {str(name).lower(): value for name, value in answer.items()}
    rows = members.get("results")
    declared = _declared(members.get("schema"))
    if declared is None or not isinstance(rows, list):
        raise ProtocolError("The answer to the query has no schema or no results.")
    body.write_text(json.dumps(rows), encoding="ascii")
    return declared


def repair_surrogates(body: Path) -> int:
    """Replace each half of a surrogate pair that stands alone, in place; give how many were."""
    repaired = 0
    if body.stat().st_size == 0:
        return 0
    with body.open("r+b") as file, mmap.mmap(file.fileno(), 0) as data:
        high: int | None = None
        end_of_high = -1
        for escape in _ESCAPE.finditer(data):
            code = int(escape.group(1), 16) if escape.group(1) else 0
            is_low = 0xDC00 <= code <= 0xDFFF
            if is_low and high is not None and escape.start() == end_of_high:
                high = None
                continue
            if high is not None:
                data[high : high + 6] = _REPLACEMENT
                repaired += 1
                high = None
            if is_low:
                data[escape.start() : escape.end()] = _REPLACEMENT
                repaired += 1
            elif 0xD800 <= code <= 0xDBFF:
                high, end_of_high = escape.start(), escape.end()
        if high is not None:
            data[high : high + 6] = _REPLACEMENT
            repaired += 1
    return repaired


def _start_of_rows(head: bytes) -> int | None:
    """The offset of the `[` that opens the rows, by the brackets and strings before it."""
    depth = 0
    last: bytes = b""
    for token in _TOKEN.finditer(head):
        mark = token.group()
        if mark in (b"{", b"["):
            if mark == b"[" and depth == 1 and last.lower() == b'"results"':
                return token.start()
            depth += 1
        elif mark in (b"}", b"]"):
            depth -= 1
        elif mark != b":":
            last = mark
    return None


def _declared_before(head: bytes) -> Declared | None:
    try:
        opening: object = json.loads(head.decode("utf-8-sig") + "[]}")
    except ValueError:
        return None
    if not isinstance(opening, dict):
        return None
    members = {str(name).lower(): value for name, value in opening.items()}
    return _declared(members.get("schema"))


def _declared(schema: object) -> Declared | None:
    if not isinstance(schema, list):
        return None
    declared: Declared = []
    for entry in schema:
        if not isinstance(entry, dict):
            return None
        facts = {str(name).lower(): value for name, value in entry.items()}
        name, kind = facts.get("name"), facts.get("type")
        if not isinstance(name, str):
            return None
        declared.append((name, kind if isinstance(kind, str) else "String"))
    return declared
