"""The second reading of CSV: slower, right for every length of cell, and clear about mistakes."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from defender_tui.core.errors import StoreError

MAX_CELL_CHARACTERS = 1 << 30


@contextmanager
def as_json_lines(path: Path, delimiter: str, width: int) -> Iterator[Path]:
    """Give the rows behind the first as JSON, one object of c0, c1, ... a line.

    Missing cells at the end of a row are left out; empty lines are no rows, unless there is one
    column only.

    Raises:
        StoreError: a quoted cell does not end, or a row has more cells than the first; with line.
    """
    draft = path.with_suffix(".lines")
    try:
        with (
            path.open(encoding="utf-8-sig", newline="") as source,
            draft.open("x", encoding="ascii") as lines,
        ):
            for row in _rows(source, delimiter, width):
                lines.write(json.dumps({f"c{n}": cell for n, cell in enumerate(row)}) + "\n")
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _rows(source: Iterator[str], delimiter: str, width: int) -> Iterator[list[str]]:
    csv.field_size_limit(MAX_CELL_CHARACTERS)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    try:
        next(reader)
        for row in reader:
            if len(row) > width:
                raise StoreError(
                    f"Line {reader.line_num} has {len(row)} cells, the first line {width} names."
                )
            if row or width == 1:
                yield row
    except csv.Error as cause:
        raise StoreError(f"Line {reader.line_num} is not CSV: {cause}.") from cause
