"""Rows as JSON in which nothing is lost: numbers keep their digits, documents their spelling.

Source: https://www.rfc-editor.org/rfc/rfc8259
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from defender_tui.results.column_types import NUMERIC
from defender_tui.results.export.names import distinct_names
from defender_tui.results.export.rows import iter_cells

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from defender_tui.results.export.rows import Rows

_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?", re.ASCII)
_LINE_ENDS = re.compile(r"[\r\n]+")
_escaped = json.encoder.encode_basestring


def json_lines(rows: Rows, done: Callable[[int], None] | None = None) -> Iterator[str]:
    """Walk over the rows as JSON objects, one line each, without line ends.

    Numbers, booleans and dynamic values are those of JSON, spelt as they came; all else is text,
    and so is a cell that does not fit its column's type. Repeated names are told apart by a number.
    """
    named = [f"{_escaped(name)}: " for name in distinct_names(rows.columns)]
    kinds = [column.type for column in rows.columns]
    for cells in iter_cells(rows, done):
        members = (
            name + ("null" if cell is None else _token(cell, kind))
            for name, kind, cell in zip(named, kinds, cells, strict=True)
        )
        yield "{" + ", ".join(members) + "}"


def json_array(rows: Rows, done: Callable[[int], None] | None = None) -> Iterator[str]:
    """Walk over the parts of one JSON array that holds all rows."""
    lead = "[\n"
    for line in json_lines(rows, done):
        yield lead + line
        lead = ",\n"
    yield "\n]\n" if lead != "[\n" else "[]\n"


def iter_rows(rows: Rows) -> Iterator[dict[str, object]]:
    """Walk over the rows as dicts of column name to Python value, in order; null is `None`."""
    for line in json_lines(rows):
        row = json.loads(line)
        assert isinstance(row, dict)
        yield row


def _token(cell: str, kind: str) -> str:
    if kind == "bool":
        return cell if cell in ("true", "false") else _escaped(cell)
    if kind in NUMERIC:
        return cell if _is_number(cell) else _escaped(cell)
    if kind == "dynamic" and _is_document(cell):
        # Outside of strings, which hold none, line ends are blanks.
        return _LINE_ENDS.sub(" ", cell)
    return _escaped(cell)


def _is_number(cell: str) -> bool:
    """Whether it is a number to JSON, and to those who read it as a double a finite one."""
    return _NUMBER.fullmatch(cell) is not None and abs(float(cell)) != float("inf")


def _is_document(cell: str) -> bool:
    """Whether it is JSON; a bare text that the service gave for a dynamic value is none."""
    try:
        json.loads(cell, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        return False
    return True


def _refuse_constant(word: str) -> object:
    raise ValueError(f"{word} is not JSON")
