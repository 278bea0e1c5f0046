"""Rows as a text for the clipboard."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

from defender_tui.core.errors import ConfigError
from defender_tui.core.zones import Zone
from defender_tui.results.export.csv_file import csv_lines, guarded
from defender_tui.results.export.json_rows import json_array
from defender_tui.results.export.markdown import markdown_lines
from defender_tui.results.export.rows import iter_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from defender_tui.results.export.rows import Rows

_BLANKS = str.maketrans("\t\r\n", "   ")


class ClipForm(Enum):
    """The forms of a text to paste; the value is the title."""

    TSV = "tab-separated, for a spreadsheet"
    CSV = "CSV"
    JSON = "JSON"
    MARKDOWN = "Markdown table"


def clip_text(rows: Rows, form: ClipForm, *, limit_bytes: int, zone: Zone = Zone.UTC) -> str:
    """Give the rows with their column names; cells that a spreadsheet would run are disarmed.

    Blocks. Tab-separated cells hold blanks in place of tabs and line ends.

    Raises:
        ConfigError: it would be more than `limit_bytes`; nothing is cut.
    """
    lines, size_bytes = [], 0
    for line in _lines(rows, form, zone):
        size_bytes += len(line.encode())
        if size_bytes > limit_bytes:
            raise ConfigError(
                f"{rows.row_count:,} rows are more than the {limit_bytes:,} bytes that a "
                "terminal's clipboard takes.",
                hint="Mark fewer rows, or export them to a file.",
            )
        lines.append(line)
    return "".join(lines)


def _lines(rows: Rows, form: ClipForm, zone: Zone) -> Iterator[str]:
    match form:
        case ClipForm.TSV:
            return _tab_lines(rows, zone)
        case ClipForm.CSV:
            return csv_lines(rows, None, raw=False, zone=zone)
        case ClipForm.JSON:
            return json_array(rows)
        case ClipForm.MARKDOWN:
            return (f"{line}\n" for line in markdown_lines(rows, zone=zone))


def _tab_lines(rows: Rows, zone: Zone) -> Iterator[str]:
    yield "\t".join(guarded(column.name).translate(_BLANKS) for column in rows.columns) + "\n"
    kinds = [column.type for column in rows.columns]
    for cells in iter_cells(rows, zone=zone):
        spelled = (guarded(cell, kind) for cell, kind in zip(cells, kinds, strict=True))
        yield "\t".join(cell.translate(_BLANKS) for cell in spelled) + "\n"
