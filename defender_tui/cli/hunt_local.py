"""A query over files, with no profile and no network."""

from __future__ import annotations

import asyncio
from argparse import Namespace
from datetime import UTC, datetime
from pathlib import Path

from ..core.typed_path import typed_path
from ..results.answer_spool import AnswerSpool
from ..results.local.names import check_name
from ..results.local.tables import LocalTables
from ..store.paths import cache_dir
from ..workflows.local_hunt import run_local
from .failure import UsageError
from .hunt_rows import give_rows
from .streams import note


def run_local_hunt(arguments: Namespace, query: str, output: Path | None) -> None:
    """Read the files after -t, run the query over them and print its rows or write them to a file.

    Raises:
        UsageError: the name of a table is none, or given twice.
        StoreError: a file cannot be read.
        QueryInvalid: the query is wrong, or the local engine cannot run it.
    """
    files = _named_files(arguments.tables)
    spool = AnswerSpool(cache_dir())
    tables = LocalTables(spool)
    try:
        for name, file in files.items():
            tables.open_file(file, name)
        asyncio.run(_run(arguments, tables, query, output))
    finally:
        tables.close()
        spool.close()


async def _run(arguments: Namespace, tables: LocalTables, query: str, output: Path | None) -> None:
    outcome = await run_local(tables, query, now=datetime.now(UTC), timespan=arguments.timespan)
    try:
        await asyncio.to_thread(give_rows, outcome, output, arguments)
    finally:
        await asyncio.to_thread(outcome.table.close)
    if outcome.reached_limit:
        note(f"CUT at {outcome.table.row_count:,} rows: narrow the query.")
    for caveat in outcome.adapted:
        note(f"Not exact: {caveat}")


def _named_files(given: list[str]) -> dict[str, Path]:
    """Read NAME=FILE of each -t."""
    files: dict[str, Path] = {}
    for one in given:
        name, equals, path = one.partition("=")
        if not equals or not path:
            raise UsageError(f"“{one}” is not NAME=FILE.", hint="For example: -t Logons=logons.csv")
        check_name(name, files)
        files[name] = typed_path(path)
    return files
