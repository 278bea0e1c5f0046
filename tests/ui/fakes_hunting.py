"""A session that hunts from a script, and real result tables for it to answer with."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from defender_tui.core.errors import DefenderTuiError
from defender_tui.core.profiles import Profile
from defender_tui.core.provenance import Provenance
from defender_tui.core.resources import Resource
from defender_tui.core.tokens import AccessToken
from defender_tui.results.cancellation import ResultClosed
from defender_tui.results.ingest import read_answer_bytes
from defender_tui.results.spool import Spool
from defender_tui.results.table import ResultTable
from defender_tui.workflows.hunt import HuntOutcome
from defender_tui.workflows.hunt_queue import Told

from .fakes_charts import FakeCharts
from .fakes_credentials import NOW, PROFILE
from .fakes_local import FakeLocal
from .fakes_past import FakePast
from .fakes_schema import FakeSchema
from .fakes_split import FakeSplits

EVENT_COLUMNS = (
    ("Timestamp", "DateTime"),
    ("FileName", "String"),
    ("n", "Int64"),
    ("Extra", "Object"),
)

Row = Sequence[str | int | None]
MakeTable = Callable[[int], Awaitable[ResultTable]]


def answer_table(
    spool: Spool, columns: Sequence[tuple[str, str]], rows: Sequence[Row]
) -> ResultTable:
    """Give a table read from an answer with these columns and rows."""
    names = [name for name, _ in columns]
    body = {
        "schema": [{"name": name, "type": kind} for name, kind in columns],
        "results": [dict(zip(names, row, strict=True)) for row in rows],
    }
    return read_answer_bytes(json.dumps(body).encode(), spool)


def events_table(spool: Spool, row_count: int) -> ResultTable:
    """Give a table whose rows say their number; the first holds an empty text and a null."""
    rows = [
        ("2026-11-22T09:14:02.1234500Z", f"file-{at}.exe", at, f'{{"row":{at}}}')
        for at in range(1, row_count)
    ]
    first = ("2026-11-22T09:14:02.1234500Z", "", None, '{"row":0}')
    return answer_table(spool, EVENT_COLUMNS, [first, *rows][:row_count])


async def is_closed(table: ResultTable) -> bool:
    """Tell whether a table was closed."""
    try:
        await asyncio.to_thread(table.page, 0, 1)
    except ResultClosed:
        return True
    return False


@dataclass
class Hunt:
    """One call of `hunt`; one that was not scripted waits until the test answers it."""

    query: str
    timespan: str | None
    answer: asyncio.Future[HuntOutcome]
    was_cancelled: bool = False

    def give(self, table: ResultTable) -> None:
        self.answer.set_result(HuntOutcome(table, Resource.GRAPH, 0.83))

    def refuse(self, error: DefenderTuiError) -> None:
        self.answer.set_exception(error)


@dataclass
class FakeHunts(FakeSchema, FakePast, FakeLocal, FakeSplits, FakeCharts):
    """Fulfils `HuntWork`. Answers with what `script` holds; with nothing in it, when told to."""

    script: deque[ResultTable | Exception] = field(default_factory=deque)
    hunts: list[Hunt] = field(default_factory=list)
    profile: Profile | None = PROFILE
    generation: int = 1
    hunting_api: Resource = Resource.GRAPH
    adapted: tuple[str, ...] = ()
    provenance: Provenance | None = None
    kept: dict[str, Mapping[str, object]] = field(default_factory=dict)
    preferences_error: DefenderTuiError | None = None
    hunts_last_minute: int = 0
    told: Told | None = None
    is_whole: bool | None = None

    def hunt_through(self, api: Resource) -> None:
        self.hunting_api = api

    def now(self) -> datetime:
        return NOW

    def known_token(self, resource: Resource) -> AccessToken | None:
        return None

    async def preferences(self, screen: str) -> Mapping[str, object]:
        if self.preferences_error is not None:
            raise self.preferences_error
        return self.kept.get(screen, {})

    async def keep_preferences(self, screen: str, choices: Mapping[str, object]) -> None:
        if self.preferences_error is not None:
            raise self.preferences_error
        self.kept[screen] = choices

    @property
    def is_waiting(self) -> bool:
        """Whether a hunt waits for the test to answer it."""
        return any(not hunt.answer.done() for hunt in self.hunts)

    async def hunt(
        self, query: str, *, timespan: str | None = None, told: Told | None = None
    ) -> HuntOutcome:
        hunt = Hunt(query, timespan, asyncio.get_running_loop().create_future())
        self.told = told
        self.hunts.append(hunt)
        if self.script:
            hunt.answer.cancel()
            answer = self.script.popleft()
            if isinstance(answer, Exception):
                raise answer
            return HuntOutcome(
                answer,
                self.hunting_api,
                0.83,
                self.adapted,
                self.is_whole,
                provenance=self.provenance,
            )
        try:
            return await hunt.answer
        except asyncio.CancelledError:
            hunt.was_cancelled = True
            raise
