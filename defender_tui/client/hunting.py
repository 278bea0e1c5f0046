"""Hunting queries through either API; the answer goes to disk and from there into a table."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

import httpx

from ..core.errors import ProtocolError
from ..core.resources import Resource
from ..core.wire.hunting import run_query
from ..core.wire.request import ApiRequest
from .choice import ApiChooser
from .sender import Sender

if TYPE_CHECKING:
    from ..results.answer_spool import AnswerSpool
    from ..results.spool import Spool
    from ..results.table import ResultTable

# The service gives a query three minutes; the rest is for the way.
TIMEOUT = httpx.Timeout(60.0, connect=10.0, read=210.0, pool=30.0)
MAX_ANSWER_BYTES = 512 * 1024 * 1024
_WRITE_BYTES = 1 << 20
_ADAPTED_HEADER = "x-sandbox-adapted"


@dataclass(frozen=True, slots=True)
class HuntingRun:
    """A query's answer. Whoever holds it closes the table.

    `elapsed_s` runs from sending the query to the last byte. `adapted` names constructs that a
    sandbox answered from made-up or no data; a tenant never does.
    """

    table: ResultTable
    api: Resource
    elapsed_s: float
    adapted: tuple[str, ...] = ()


class Hunting:
    """Advanced hunting. Which API answers is the profile's choice."""

    def __init__(self, sender: Sender, chooser: ApiChooser, spool: AnswerSpool) -> None:
        self._sender = sender
        self._chooser = chooser
        self._spool = spool

    async def run(self, query: str, *, timespan: str | None = None) -> HuntingRun:
        """Run one query and give its rows as a table.

        `timespan` is ISO 8601 (`P7D`, `start/end`); Graph only. Cancelling the awaiting task drops
        the connection; the service may go on with the query, which then still counts against the
        quota.

        Raises:
            QueryInvalid: the service refused the query; with its place where that is known.
            NotPermitted: the role to hunt is missing.
            Throttled: a quota is used up.
            ConfigError: there is no query, or the timespan cannot be sent.
            DefenderTuiError: there was no readable answer.
        """
        api = await self._chooser.hunting()
        request = run_query(api, query, timespan)
        spool = await asyncio.to_thread(self._spool.open)
        began = monotonic()
        body, adapted = await self._fetch(request, spool)
        elapsed_s = monotonic() - began
        table = await _read_unless_cancelled(body, spool)
        return HuntingRun(table, api, elapsed_s, adapted)

    async def _fetch(self, request: ApiRequest, spool: Spool) -> tuple[Path, tuple[str, ...]]:
        file = await asyncio.to_thread(spool.create_file)
        path = Path(file.name)
        is_whole = False
        try:
            async with self._sender.stream(request, timeout=TIMEOUT) as response:
                size = 0
                async for part in response.aiter_bytes(_WRITE_BYTES):
                    size += len(part)
                    if size > MAX_ANSWER_BYTES:
                        raise ProtocolError(
                            "Could not run the query: the answer is larger than any should be.",
                            hint="Check the API's address in Credentials.",
                        )
                    await asyncio.to_thread(file.write, part)
                adapted = response.headers.get(_ADAPTED_HEADER, "")
            is_whole = True
        finally:
            await asyncio.shield(asyncio.to_thread(_finish, file.close, path, is_whole))
        return path, tuple(word.strip() for word in adapted.split(",") if word.strip())


def _finish(close: Callable[[], None], path: Path, is_whole: bool) -> None:
    close()
    if not is_whole:
        path.unlink(missing_ok=True)


async def _read_unless_cancelled(body: Path, spool: Spool) -> ResultTable:
    """Read the body in a thread; a table that nobody waits for any more is closed."""
    reading = asyncio.create_task(asyncio.to_thread(_read, body, spool))
    try:
        return await asyncio.shield(reading)
    except asyncio.CancelledError:
        reading.add_done_callback(_close_table)
        raise


def _read(body: Path, spool: Spool) -> ResultTable:
    # DuckDB is costly to import, and wanted only now that there is something to read.
    from ..results.ingest import read_answer

    return read_answer(body, spool)


def _close_table(reading: asyncio.Task[ResultTable]) -> None:
    if not reading.cancelled() and reading.exception() is None:
        reading.result().close()
