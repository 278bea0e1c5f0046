"""A whole cell as lines that fit: JSON indented, long lines folded. Pure; run it off the loop."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from rich.cells import cell_len, get_character_cell_size

from ...core.text import many_lines

SHOWN_CHARACTERS = 1_000_000
_INDENT = "  "
_JSON_PART = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')


def cell_lines(value: str, width: int) -> list[str]:
    """Give a cell's first million characters as safe lines of at most `width` cells.

    A JSON object or array is indented, its strings and numbers left as they were written.
    """
    text = indented_json(value) or value
    lines = many_lines(text[:SHOWN_CHARACTERS]).split("\n")
    return [part for line in lines for part in _folded(line, max(width, 2))]


def indented_json(value: str) -> str | None:
    """Indent a JSON object or array by two spaces a level; `None` when the text is neither.

    Only white space between its parts changes, so that repeated keys and long numbers survive.
    """
    if value.lstrip()[:1] not in ("{", "["):
        return None
    try:
        json.loads(value)
    except (ValueError, RecursionError):
        return None
    return "".join(_indented_parts(_JSON_PART.findall(value)))


def _indented_parts(parts: list[str]) -> Iterator[str]:
    depth = 0
    for before, part in zip(["", *parts], parts, strict=False):
        if part in "}]":
            depth -= 1
            if before not in "{[":
                yield "\n" + _INDENT * depth
        elif before and before in "{[,":
            yield "\n" + _INDENT * depth
        yield part
        if part in "{[":
            depth += 1
        elif part == ":":
            yield " "


def _folded(line: str, width: int) -> Iterator[str]:
    if line.isascii():
        yield from (line[at : at + width] for at in range(0, len(line) or 1, width))
        return
    if cell_len(line) <= width:
        yield line
        return
    start = taken = 0
    for at, character in enumerate(line):
        size = get_character_cell_size(character)
        if taken + size > width:
            yield line[start:at]
            start, taken = at, 0
        taken += size
    yield line[start:]
