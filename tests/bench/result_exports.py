"""Measures exports of 100,000 x 30 rows: `python -m tests.bench.result_exports [ROUNDS]`.

Each export is held against DuckDB's own `COPY` of the same cells, texts into CSV and typed values
into Parquet, in interleaved rounds. What is exported is on disk when the time is taken.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median

from defender_tui.results.column_types import typed_sql
from defender_tui.results.export import export
from defender_tui.results.ingest import read_answer
from defender_tui.results.spool import Spool
from defender_tui.results.table import ResultTable
from defender_tui.results.view.shape import Shape

from .results_table import write_body

ROUNDS = 5
MOST = 1.5


def main() -> int:
    """Print each ratio with its target; 1 when one is missed."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder, Spool(Path(folder)) as spool:
        with spool.create_file() as body:
            path = Path(body.name)
        write_body(path)
        with read_answer(path, spool) as table:
            return max(_measured(table, Path(folder), form, rounds) for form in ("csv", "parquet"))


def _measured(table: ResultTable, folder: Path, form: str, rounds: int) -> int:
    ours, theirs = [], []
    for _ in range(rounds):
        file = folder / f"rows.{form}"
        ours.append(_timed(partial(export, table, file, overwrite=True)))
        theirs.append(_timed(partial(_plainly_copied, table, form)))
    ratio = median(ours) / median(theirs)
    verdict = "pass" if ratio <= MOST else "FAIL"
    print(
        f"export to {form:<8} {median(ours):.2f} s   {ratio:.2f} x DuckDB's COPY"
        f"   target <= {MOST:.1f} x   {verdict}"
    )
    return ratio > MOST


def _plainly_copied(table: ResultTable, form: str) -> None:
    options = "FORMAT csv" if form == "csv" else "FORMAT parquet, COMPRESSION zstd"
    values = [
        f"{f'c{number}' if form == 'csv' else typed_sql(f'c{number}', column.type)} AS c{number}"
        for number, column in enumerate(table.columns)
    ]
    with table.view(Shape()) as view, table.scratch_file(f".{form}") as scratch:
        view.copy_to(scratch, values, options)
        with scratch.open("rb") as written:
            os.fsync(written.fileno())


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
