"""The hunting service of the sandbox: KQL in, rows out, as the tenant's tables would give them."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from defender_tui.kql.schema import load_schema
from defender_tui.results.engine import KqlAnswer, KqlEngine, TimeWindow, load_compiler
from defender_tui.results.kql_errors import KqlError, KqlResultTooLarge, KqlTimedOut
from defender_tui.results.query_run import QueryRun
from defender_tui.sandbox.held_tables import held_tables
from defender_tui.sandbox.hunting.tenant_tables import TenantTables
from defender_tui.sandbox.hunting.timespan import parse_timespan
from defender_tui.sandbox.limits.query_bounds import QueryBounds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from defender_tui.sandbox.data.cast import Cast
    from defender_tui.sandbox.data.records import IncidentRecord

_MOST_AT_ONCE = 16
"""Queries that run side by side; more wait for their turn."""


class HuntingRefused(Exception):
    """The query or its timespan is not valid; `message` is what the service answers."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class HuntingTimedOut(HuntingRefused):
    """The query ran for as long as one request may."""


class HuntingTooLarge(HuntingRefused):
    """The rows are more bytes than one answer may hold."""


@dataclass(frozen=True, slots=True)
class HuntingAnswer:
    """The answer to one query.

    `schema` has a pair of column name and .NET-like type word for each column; `rows_json` is the
    JSON array of row objects, ready to be put into a body. `adapted` names what had to be changed
    in the query before the engine ran it.
    """

    schema: tuple[tuple[str, str], ...]
    rows_json: bytes
    elapsed_s: float
    row_count: int
    is_cut: bool = False
    """Whether rows beyond the row limit were left out."""
    adapted: tuple[str, ...] = ()


class HuntingService:
    """Answers hunting queries over tables that agree with the cast and the incidents.

    Nothing is generated before the first query, unless `first_tables` names what it will read:
    those are made at once, in threads. `now` (aware) is where the data ends and what `ago()`
    counts from. No query runs longer than `timeout_s`, whatever its bounds are.
    """

    def __init__(
        self,
        cast: Cast,
        incidents: Sequence[IncidentRecord],
        now: datetime,
        *,
        seed: int = 0,
        scale: float = 1.0,
        timeout_s: float | None = None,
        first_tables: frozenset[str] = frozenset(),
    ) -> None:
        self._cast = cast
        self._incidents = incidents
        self._now = now
        self._seed = seed
        self._scale = scale
        self._timeout_s = timeout_s
        self._engine: KqlEngine | None = None
        self._opening = threading.Lock()
        self._under_way: set[asyncio.Future[KqlAnswer]] = set()
        # Threads of its own: slow queries in the loop's common ones would hold up all other calls.
        self._threads = ThreadPoolExecutor(_MOST_AT_ONCE, thread_name_prefix="hunting")
        if first_tables:
            # What fails here fails again at the query, which says so. DuckDB fills tables while
            # the translator is imported, which is Python and takes as long.
            self._threads.submit(self._make, first_tables)
            self._threads.submit(load_compiler)

    async def run(
        self, query: str, *, timespan: str | None = None, bounds: QueryBounds | None = None
    ) -> HuntingAnswer:
        """Run a query over the tables, cut to the timespan (30 days when none is given).

        Cancelling the awaiting task stops the query too.

        Raises:
            HuntingRefused: the query or the timespan is not valid, or cannot be run here.
            HuntingTimedOut: the query took too long.
            HuntingTooLarge: the rows are too many bytes.
        """
        try:
            window = parse_timespan(timespan, self._now)
        except ValueError as cause:
            raise HuntingRefused(str(cause)) from cause
        bounds = bounds or QueryBounds()
        run = QueryRun(timeout_s=min(bounds.timeout_s, self._timeout_s or bounds.timeout_s))
        work = asyncio.get_running_loop().run_in_executor(
            self._threads, self._answer, query, run, window, bounds
        )
        self._under_way.add(work)
        work.add_done_callback(self._under_way.discard)
        try:
            answer = await asyncio.shield(work)
        except asyncio.CancelledError:
            run.stop()
            work.add_done_callback(_forget)
            raise
        except KqlTimedOut as cause:
            raise HuntingTimedOut(cause.message) from cause
        except KqlResultTooLarge as cause:
            raise HuntingTooLarge(cause.message) from cause
        except KqlError as cause:
            raise HuntingRefused(cause.message) from cause
        return HuntingAnswer(
            answer.columns,
            answer.rows_json,
            answer.elapsed_s,
            answer.row_count,
            answer.is_cut,
            adapted=answer.adapted,
        )

    async def idle(self) -> None:
        """Wait until nothing runs, which after its caller is gone a query does for a moment."""
        while self._under_way:
            await asyncio.wait(tuple(self._under_way))

    def _answer(
        self, query: str, run: QueryRun, window: TimeWindow, bounds: QueryBounds
    ) -> KqlAnswer:
        return self._opened().run(
            query,
            run,
            now=self._now,
            window=window,
            row_limit=bounds.row_limit,
            size_limit_bytes=bounds.size_limit_bytes,
            tables=None if bounds.areas is None else _tables_of(bounds.areas),
        )

    def _make(self, tables: frozenset[str]) -> None:
        self._opened().make(tables)

    def _opened(self) -> KqlEngine:
        with self._opening:
            if self._engine is None:
                self._engine = self._open()
            return self._engine

    def _open(self) -> KqlEngine:
        engine = KqlEngine()
        tables = held_tables()
        engine.create(tables)
        filling = TenantTables(
            engine,
            tables,
            self._cast,
            self._incidents,
            self._now,
            seed=self._seed,
            scale=self._scale,
        )
        engine.fill_on_use(filling.fill)
        return engine


def _tables_of(areas: frozenset[str]) -> frozenset[str]:
    return frozenset(table.name for table in load_schema() if table.area in areas)


def _forget(work: asyncio.Future[KqlAnswer]) -> None:
    """Take note of how a run ended that nobody waits for any more."""
    if not work.cancelled():
        work.exception()
