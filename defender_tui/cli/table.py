"""Tables for people on stdout."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ..core.text import many_lines, one_line

_GAP = 2
# A column is not made narrower than this; a table that does not fit even so wraps.
_LEAST = 6
_LEAST_GIVING_WAY = 24


@dataclass(frozen=True, slots=True)
class Heading:
    """One column: its title, whether numbers stand in it, and which texts have a style.

    `gives_way` marks the column that is shortened first when the terminal is narrow.
    """

    title: str
    is_number: bool = False
    gives_way: bool = False
    styles: Mapping[str, str] | None = None


def print_table(headings: Sequence[Heading], rows: Iterable[Sequence[object]]) -> None:
    """Print a table on stdout; whole and without colour unless stdout is a terminal."""
    if not headings:
        return
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    is_terminal = sys.stdout.isatty()
    cells = [[one_line(cell) for cell in row] for row in rows]
    titles = [one_line(heading.title) for heading in headings]
    widths = [max(map(cell_len, column)) for column in zip(titles, *cells, strict=True)]
    console = Console(
        file=sys.stdout,
        color_system="auto" if is_terminal and not os.environ.get("NO_COLOR") else None,
        highlight=False,
        markup=False,
        emoji=False,
    )
    if is_terminal:
        widths = fitted(widths, headings, console.width - _GAP * (len(headings) - 1))
    console.width = sum(widths) + _GAP * len(widths)
    table = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style="bold")
    for heading, title, width in zip(headings, titles, widths, strict=True):
        table.add_column(
            Text(title, no_wrap=True, overflow="ellipsis"),
            justify="right" if heading.is_number else "left",
            no_wrap=True,
            overflow="ellipsis",
            width=width,
        )
    for row in cells:
        styles = [
            (each.styles or {}).get(cell, "") for each, cell in zip(headings, row, strict=True)
        ]
        table.add_row(*(Text(cell, style) for cell, style in zip(row, styles, strict=True)))
    with console.capture() as capture:
        console.print(table)
    # The last column's padding would be copied along and wrap in a narrower window.
    for line in capture.get().splitlines():
        print(line.rstrip())


def fitted(widths: Sequence[int], headings: Sequence[Heading], available: int) -> list[int]:
    """Shorten columns until they fit: first those that give way, then whichever is widest."""
    narrowed = list(widths)
    excess = sum(narrowed) - available
    for index, heading in enumerate(headings):
        if heading.gives_way and excess > 0:
            taken = min(excess, max(0, narrowed[index] - _LEAST_GIVING_WAY))
            narrowed[index] -= taken
            excess -= taken
    while excess > 0 and max(narrowed) > _LEAST:
        narrowed[narrowed.index(max(narrowed))] -= 1
        excess -= 1
    return narrowed


def print_fields(fields: Iterable[tuple[str, object]]) -> None:
    """Print names and values below each other, the values aligned; empty values are left out."""
    shown = [(one_line(name), many_lines(value)) for name, value in fields]
    filled = [(name, value) for name, value in shown if value]
    width = max((len(name) for name, _ in filled), default=0)
    for name, value in filled:
        print(f"{name:<{width}}  {value.replace(chr(10), chr(10) + ' ' * (width + 2))}")


def print_heading(title: str) -> None:
    """Print a title with a blank line above it."""
    print(f"\n{one_line(title)}")
