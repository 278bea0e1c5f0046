"""The one door through which foreign text comes to the screen."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import NewType

from rich.cells import cell_len, set_cell_size
from textual.content import Content

from ..core.text import many_lines, one_line, plain

# Control characters but for tab and line ends, bidirectional controls, lone surrogates.
_OBEYED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
SafeLine = NewType("SafeLine", str)
"""One line of text without anything that a terminal obeys, to be drawn as it is."""

_MINUTE_S = 60
_HOUR_S = 3_600
_DAY_S = 86_400
_RELATIVE_DAYS = 60
# Combining marks take no cell: this many characters for each cell are looked at, the rest is cut.
_CHARACTERS_PER_CELL = 4
# Where there is less room, the mark alone tells that a text was cut.
_ROOM_FOR_NOTE = 60

_SEVERITIES = {
    "high": ("High", "bold $text-error"),
    "medium": ("Med", "bold $text-warning"),
    "low": ("Low", "$text-primary"),
    "informational": ("Info", "$text-muted"),
}


def shown(value: object, *, limit: int = 2000, lines: bool = False) -> Content:
    """Give any value as text that is safe to show: no markup, no control character, no end.

    `limit` is in cells; a longer text ends in `…`, from 60 cells on with its true length. `lines`
    keeps line breaks, which otherwise show as `⏎`.
    """
    whole = plain(value)
    within = whole[: limit * _CHARACTERS_PER_CELL]
    safe = many_lines(within) if lines else one_line(within)
    if len(within) == len(whole) and cell_len(safe) <= limit:
        return Content(safe)
    note = f"… ({len(whole):,} characters)" if limit >= _ROOM_FOR_NOTE else "…"
    kept = set_cell_size(safe, max(limit - cell_len(note), 0)) if cell_len(safe) > limit else safe
    return Content(kept.rstrip(" ") + note)


def safe_line(text: str, *, limit: int) -> SafeLine:
    """Give a text's first `limit` characters as one safe line; what is cut bears no mark."""
    return SafeLine(one_line(text[:limit]))


def pasted(text: str) -> str:
    """Give pasted text without what a terminal would obey; fields and editors draw it as it is."""
    return _OBEYED.sub("", text)


def ago(time: datetime | None, now: datetime) -> str:
    """Give a time as a person says it: “12 min ago”, “in 3 h”; a date when long past.

    Empty for `None`.
    """
    if time is None:
        return ""
    seconds = (now - time).total_seconds()
    if abs(seconds) < _MINUTE_S:
        return "just now"
    if abs(seconds) >= _RELATIVE_DAYS * _DAY_S:
        return time.astimezone(UTC).strftime("%Y-%m-%d")
    span = duration(abs(seconds))
    return f"{span} ago" if seconds > 0 else f"in {span}"


def duration(seconds: float) -> str:
    """Give a length of time in its largest fitting unit: “40 s”, “58 min”, “3 h”, “12 d”."""
    for unit_s, unit in ((_DAY_S, "d"), (_HOUR_S, "h"), (_MINUTE_S, "min")):
        if seconds >= unit_s:
            return f"{int(seconds // unit_s)} {unit}"
    return f"{max(int(seconds), 0)} s"


def absolute(time: datetime | None) -> str:
    """Give a time in full with its zone: “2026-11-23 14:03:05 UTC”; empty for `None`."""
    return time.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC") if time else ""


def severity_mark(severity: str | None) -> Content:
    """Give a severity as word, colour and weight; one that is not known keeps its own word."""
    if severity is None:
        return Content.styled("—", "$text-muted")
    word, style = _SEVERITIES.get(severity.casefold(), ("", ""))
    return Content.styled(word, style) if word else shown(severity, limit=12)
