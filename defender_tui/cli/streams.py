"""What goes to stdout and stderr, and how: exact for programs, safe for terminals."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from itertools import chain

from ..core.csv_form import csv_line
from ..core.json_form import as_json, json_text
from ..core.text import one_line


def note(text: str) -> None:
    """Print one line about the data on stderr, safe for a terminal."""
    print(one_line(text), file=sys.stderr)


def print_json(value: object) -> None:
    """Print one JSON value on stdout."""
    print(json_text(as_json(value)))


def print_json_rows(rows: Iterable[object]) -> None:
    """Print a JSON array on stdout, one element a line, without holding it all."""
    sys.stdout.write("[")
    separator = "\n"
    for row in rows:
        sys.stdout.write(separator + json_text(as_json(row), indent=None))
        separator = ",\n"
    sys.stdout.write("\n]\n" if separator == ",\n" else "]\n")


def print_csv(header: Sequence[str] | None, rows: Iterable[Sequence[str]]) -> None:
    """Print CSV on stdout, header first, every cell as it is given.

    `None` for the header goes on with a CSV that has one.

    On a terminal control characters are made visible; into a file or pipe they go as they are.
    """
    spell = one_line if sys.stdout.isatty() else str
    for row in chain([header] if header else [], rows):
        sys.stdout.write(csv_line(map(spell, row)))
