"""Cells and lines of CSV that no spreadsheet runs as a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# Source: https://owasp.org/www-community/attacks/CSV_Injection
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")
_QUOTED = re.compile(r'[,"\r\n]')


def guarded_cell(cell: str | None, *, is_number: bool = False) -> str:
    """Spell a cell so that no spreadsheet runs it; `None` is empty.

    Text that one would take for a formula gets an apostrophe before it; where `is_number` says that
    the column holds numbers, a number stays one.
    """
    if not cell or not cell.startswith(_FORMULA_STARTS):
        return cell or ""
    if is_number and _NUMBER.fullmatch(cell):
        return cell
    return f"'{cell}"


def csv_text(header: Sequence[str], rows: Iterable[Sequence[str | None]]) -> str:
    """Give a whole CSV text, every cell of it guarded."""
    return "".join(csv_line(map(guarded_cell, row)) for row in (header, *rows))


def csv_line(cells: Iterable[str]) -> str:
    """Give one line with its end, the cells in quotes where they need them and else as they are."""
    # A lone empty cell would else be an empty line, which readers skip.
    return (",".join(map(_quoted, cells)) or '""') + "\n"


def _quoted(cell: str) -> str:
    # The standard library's writer lets a bare carriage return through unquoted.
    return '"' + cell.replace('"', '""') + '"' if _QUOTED.search(cell) else cell
