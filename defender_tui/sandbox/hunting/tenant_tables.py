"""The tables of the tenant: what the stories left, amid what ordinary days leave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from defender_tui.results.engine import DUCKDB_TYPES
from defender_tui.sandbox.hunting.ordinary_days import OrdinaryDays
from defender_tui.sandbox.hunting.rows import Row, insert_rows
from defender_tui.sandbox.hunting.story_rows import (
    TRACED,
    alert_rows,
    evidence_rows,
    trace_rows,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from defender_tui.kql.schema import Table
    from defender_tui.results.engine import KqlEngine
    from defender_tui.sandbox.data.cast import Cast
    from defender_tui.sandbox.data.records import IncidentRecord


class TenantTables:
    """Fills the engine's tables, each when a query first reads it."""

    def __init__(
        self,
        engine: KqlEngine,
        tables: Sequence[Table],
        cast: Cast,
        incidents: Sequence[IncidentRecord],
        now: datetime,
        *,
        seed: int,
        scale: float,
    ) -> None:
        self._engine = engine
        self._empty = {table.name: table for table in tables}
        self._incidents = incidents
        self._now = now
        self._days = OrdinaryDays(engine, cast, now, seed=seed, scale=scale)
        self._traces: dict[str, list[Row]] | None = None

    def fill(self, tables: frozenset[str]) -> None:
        """Fill those of the tables that are still empty."""
        for name in sorted(tables & self._empty.keys()):
            table = self._empty.pop(name)
            types = {c.name: DUCKDB_TYPES[c.type] for c in table.columns}
            insert_rows(self._engine, name, types, self._told_in(name))
            ordinary = self._days.view_of(name)
            if ordinary is not None:
                self._put_over(name, ordinary, self._engine.columns(name), types)

    def _told_in(self, table: str) -> list[Row]:
        """Give the rows that the stories left in a table; telling them takes its time."""
        if table == "AlertInfo":
            return alert_rows(self._incidents)
        if table == "AlertEvidence":
            return evidence_rows(self._incidents)
        if table not in TRACED:
            return []
        if self._traces is None:
            self._traces = trace_rows(self._incidents, self._now)
        return self._traces.pop(table)

    def _put_over(
        self, table: str, ordinary: str, columns: Sequence[str], types: dict[str, str]
    ) -> None:
        """Put a view of its name, of the same columns, over a table and its ordinary rows."""
        spelled = ", ".join(f'CAST("{name}" AS {types[name]}) AS "{name}"' for name in columns)
        self._engine.fill(
            f"ALTER TABLE {table} RENAME TO told_{table};"
            f" CREATE VIEW {table} AS SELECT {spelled}"
            f" FROM (FROM told_{table} UNION ALL BY NAME FROM {ordinary})"
        )
