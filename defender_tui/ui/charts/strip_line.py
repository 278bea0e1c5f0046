"""Counts of rows by time as one or two lines of bars. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

_LEVELS = " ▁▂▃▄▅▆▇█"
_FULL = len(_LEVELS) - 1


def bar_lines(
    counts: Sequence[int], width: int, height: int, chosen: range | None
) -> list[Content]:
    """Draw bars from the left edge to the right one, those of the `chosen` spans marked.

    A span without rows is blank, one with any shows at least the lowest bar. Empty without counts.
    """
    if not counts or width < 1:
        return []
    heights = [_bar(counts, cell, width, height * _FULL) for cell in range(width)]
    marked = _cells(chosen, len(counts), width) if chosen else range(0)
    lines = []
    for line in range(height - 1, -1, -1):
        text = "".join(_LEVELS[min(max(one - line * _FULL, 0), _FULL)] for one in heights)
        content = Content.styled(text, "$primary 70%")
        if marked:
            content = content.stylize("$primary on $primary 30%", marked.start, marked.stop)
            # Marked without colours, too.
            content = content.stylize("reverse", marked.start, marked.stop)
        lines.append(content)
    return lines


def bucket_at(cell: int, count: int, width: int) -> int:
    """Give the span under a cell."""
    return min(max(cell * count // max(width, 1), 0), count - 1)


def _bar(counts: Sequence[int], cell: int, width: int, levels: int) -> int:
    first = cell * len(counts) // width
    behind = max((cell + 1) * len(counts) // width, first + 1)
    greatest, here = max(counts), max(counts[first:behind])
    return max(round(here / greatest * levels), 1) if here else 0


def _cells(chosen: range, count: int, width: int) -> range:
    """The cells of spans: at least one."""
    first = -(-chosen.start * width // count)
    behind = -(-chosen.stop * width // count)
    first = min(first, width - 1)
    return range(first, max(behind, first + 1))
