"""Untrusted text inside Markdown, where it can neither format, link, nor end its place early.

Source: https://spec.commonmark.org/0.31.2/#backslash-escapes
Source: https://github.github.com/gfm/#autolinks-extension-
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from .text import many_lines, one_line

_ANYWHERE = re.compile(r"([\\`*_\[\]<>|~&@#$])")
# What viewers make a link of although nothing marks it as one.
_ADDRESS = re.compile(r":(?=//)|(?i:(?<=\bwww))\.")
# What makes a heading, a rule, or an item of a list where a line begins with it.
_AT_START = re.compile(r"^(?:(?=[-+=])|(\d+)(?=[.)](?:\s|$)))")


def inline(value: object) -> str:
    """Give a value as one line of plain text in Markdown, good in a table's cell as well."""
    text = _ANYWHERE.sub(r"\\\1", one_line(value).strip())
    text = _ADDRESS.sub(lambda found: f"\\{found.group()}", text)
    return _AT_START.sub(r"\1\\", text)


def paragraph(value: object) -> str:
    """Give a text of several lines as plain paragraphs; its line breaks stay."""
    paragraphs: list[list[str]] = [[]]
    for line in many_lines(value).split("\n"):
        if line.strip():
            paragraphs[-1].append(inline(line))
        else:
            paragraphs.append([])
    return "\n\n".join("\\\n".join(lines) for lines in paragraphs if lines)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Give a table; headings are our own words, cells may be anything."""
    lines = [_row(headings), _row(["---"] * len(headings))]
    lines += [_row([inline(cell) or " " for cell in row]) for row in rows]
    return "\n".join(lines)


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
