"""Local tables with what the tests put into them and ask of them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from defender_tui.results.answer_spool import AnswerSpool
from defender_tui.results.ingest import read_answer_bytes
from defender_tui.results.local.engine import LocalAnswer
from defender_tui.results.local.tables import ROW_LIMIT, LocalTable, LocalTables
from defender_tui.results.query_run import QueryRun
from defender_tui.results.table import ResultTable

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
Cells = list[tuple[str | None, ...]]


class Local:
    """Local tables and the spool that they share with results."""

    def __init__(self, spool: AnswerSpool) -> None:
        self.spool = spool
        self.tables = LocalTables(spool)

    def result(
        self, columns: Sequence[tuple[str, str]], rows: Sequence[Sequence[object]]
    ) -> ResultTable:
        """Make a result table of columns, by name and type word, and JSON values."""
        names = [name for name, _ in columns]
        schema = [{"name": name, "type": kind} for name, kind in columns]
        results = [dict(zip(names, row, strict=True)) for row in rows]
        body = json.dumps({"schema": schema, "results": results}).encode()
        return read_answer_bytes(body, self.spool.open())

    def open(self, file: Path, name: str, content: str | bytes) -> LocalTable:
        """Write a file and open it."""
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        return self.tables.open_file(file, name)

    def answer(
        self, query: str, *, window: tuple[datetime, datetime] | None = None, limit: int = ROW_LIMIT
    ) -> LocalAnswer:
        """Run a query at `NOW`."""
        return self.tables.run(query, QueryRun(), now=NOW, window=window, row_limit=limit)

    def rows(self, query: str) -> Cells:
        """Give the rows of a query."""
        with self.answer(query).table as table:
            return table.page(0, table.row_count)


def types(opened: LocalTable) -> dict[str, str]:
    """Give the KQL type of each column."""
    return {column.name: column.type for column in opened.table.columns}
