"""Hunting in what is open here: no tenant is asked, and no quota spent."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from ..client.in_thread import in_thread_or_undone
from ..core.errors import DefenderTuiError, QueryInvalid
from ..core.hunt_target import HuntTarget
from ..core.hunt_timespan import timespan_bounds
from ..core.provenance import Provenance
from .hunt import HuntOutcome

if TYPE_CHECKING:
    from datetime import datetime

    from ..results.kql_errors import KqlError
    from ..results.local.engine import LocalAnswer
    from ..results.local.tables import LocalTables

TIMEOUT_S = 600.0
"""How long a local query may run: nobody else waits for this machine."""


async def run_local(
    tables: LocalTables, query: str, *, now: datetime, timespan: str | None = None
) -> HuntOutcome:
    """Run a query over local tables; cancelling the awaiting task stops it.

    `timespan` (ISO 8601) cuts the tables that have a time column, as an API would its own.

    Raises:
        QueryInvalid: it is wrong, or the local engine cannot run it; with its place where known.
        ConfigError: the timespan is none.
        StoreError: a result that it reads is closed, or memory or disk are too small.
        DefenderTuiError: it took too long.
    """
    window = None if timespan is None else timespan_bounds(timespan, now)
    # DuckDB and the translator are costly to import, and may be wanted here for the first time.
    await asyncio.to_thread(_load)
    from ..results.kql_errors import KqlError
    from ..results.query_run import QueryRun

    run = QueryRun(timeout_s=TIMEOUT_S)

    def answer() -> LocalAnswer:
        return tables.run(query, run, now=now, window=window)

    try:
        found = await in_thread_or_undone(answer, lambda unwanted: unwanted.table.close())
    except asyncio.CancelledError:
        run.stop()
        raise
    except KqlError as error:
        raise _refusal(error) from error
    provenance = Provenance(
        query=query,
        target=HuntTarget.LOCAL.value,
        started=now,
        duration_s=found.elapsed_s,
        timespan=timespan,
        is_truncated=found.is_cut,
        adapted=found.adapted,
    )
    return HuntOutcome(
        found.table,
        HuntTarget.LOCAL,
        found.elapsed_s,
        found.adapted,
        is_whole=not found.is_cut,
        provenance=provenance,
    )


def _load() -> None:
    from ..results.engine import load_compiler

    load_compiler()


def _refusal(error: KqlError) -> DefenderTuiError:
    from ..results.kql_errors import KqlTimedOut

    if isinstance(error, KqlTimedOut):
        return DefenderTuiError(
            f"The query was stopped after {TIMEOUT_S / 60:.0f} minutes.",
            hint="Narrow it, or ask for less at once.",
        )
    return QueryInvalid(
        error.message,
        hint=error.hint,
        status=0,
        line=error.line,
        column=error.column,
        name=error.name,
    )
