"""Small results to look at."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass

from defender_tui.results.ingest import read_answer_bytes
from defender_tui.results.spool import Spool
from defender_tui.results.table import ResultTable


def make_table(
    spool: Spool, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[object]]
) -> ResultTable:
    """Read an answer with these columns (name and type word) and rows."""
    schema = [{"name": name, "type": kind} for name, kind in columns]
    names = [name for name, _ in columns]
    results = [dict(zip(names, row, strict=True)) for row in rows]
    return read_answer_bytes(json.dumps({"schema": schema, "results": results}).encode(), spool)


def one_column(spool: Spool, kind: str, cells: Sequence[object]) -> ResultTable:
    """Read an answer with one column."""
    return make_table(spool, [("x", kind)], [(cell,) for cell in cells])


@dataclass(frozen=True, slots=True)
class Hostile:
    """A result of one text and one number column, full of what SQL and patterns give a meaning."""

    table: ResultTable
    texts: list[str | None]
    numbers: list[int | None]


def make_hostile(spool: Spool) -> Hostile:
    """Read the same 400 rows each time."""
    random_ = random.Random(7)
    texts: list[str | None] = [None, "", "\u202ea", "x" * 100_000, "\U0001f600", "\ufffd"]
    while len(texts) < 400:
        texts.append("".join(random_.choices("aAbB1 .-%_\\'\"\n\x00é", k=random_.randrange(6))))
    numbers: list[int | None] = [None, 2**63 - 1, -(2**63), *range(-4, 4)]
    numbers += [random_.randrange(-(2**63), 2**63) for _ in range(400 - len(numbers))]
    rows = list(zip(texts, numbers, strict=True))
    return Hostile(make_table(spool, [("t", "String"), ("n", "Int64")], rows), texts, numbers)
