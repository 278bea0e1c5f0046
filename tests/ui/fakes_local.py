"""Real local tables for a session that is made up otherwise."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

from defender_tui.core.hunt_target import HuntTarget
from defender_tui.results.answer_spool import AnswerSpool
from defender_tui.results.local.tables import LocalTable, LocalTables
from defender_tui.workflows.hunt import HuntOutcome
from defender_tui.workflows.local_hunt import run_local

from .fakes_credentials import NOW


@dataclass
class FakeLocal:
    """Fulfils `LocalWork`; the spool is in a temporary folder and is made when it is needed."""

    local_tables: LocalTables = field(default_factory=lambda: LocalTables(AnswerSpool()))
    local_queries: list[str] = field(default_factory=list)

    async def open_local_file(self, file: Path, name: str) -> LocalTable:
        return await asyncio.to_thread(self.local_tables.open_file, file, name)

    async def close_local_table(self, name: str) -> None:
        self.local_tables.forget(name)

    async def hunt_local(self, query: str, *, timespan: str | None = None) -> HuntOutcome:
        self.local_queries.append(query)
        outcome = await run_local(self.local_tables, query, now=NOW, timespan=timespan)
        assert outcome.api is HuntTarget.LOCAL
        return outcome
