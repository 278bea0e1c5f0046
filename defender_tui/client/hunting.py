"""Hunting queries through either API; the answer goes to disk and from there into a table."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, BinaryIO

import httpx

from ..core.errors import ProtocolError, StoreError
from ..core.resources import Resource
from ..core.wire.hunting import run_query
from ..core.wire.request import ApiRequest
from .call_gate import CallGate
from .choice import ApiChooser
from .in_thread import in_thread_or_undone
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
_CUT_HEADER = "x-sandbox-cut-at-rows"
_UNREADABLE_HINT = "A proxy may have answered or cut it. Run the query again, or check the address."


@dataclass(frozen=True, slots=True)
class HuntingRun:
    """A query's answer. Whoever holds it closes the table.

    `elapsed_s` runs from sending the query to the last byte, waits at a gate taken off. `adapted`
    names constructs that a sandbox answered from made-up or no data; a tenant never does. `is_cut`
    when a sandbox says that it left rows out; a tenant does so without a word.
    """

    table: ResultTable
    api: Resource
    elapsed_s: float
    adapted: tuple[str, ...] = ()
    is_cut: bool = False
    request_id: str | None = None


class Hunting:
    """Advanced hunting. Which API answers is the profile's choice."""

    def __init__(self, sender: Sender, chooser: ApiChooser, spool: AnswerSpool) -> None:
        self._sender = sender
        self._chooser = chooser
        self._spool = spool

    async def run(
        self,
        query: str,
        *,
        timespan: str | None = None,
        api: Resource | None = None,
        gate: CallGate | None = None,
    ) -> HuntingRun:
        """Run one query and give its rows as a table.

        `api` is asked in place of the profile's choice. `timespan` is ISO 8601 (`P7D`,
        `start/end`); Graph only. Cancelling the awaiting task drops the connection; the service
        may go on with the query, which then still counts against the quota. Every call passes the
        `gate`, which then also owns the wait after a 429; without one a short wait is sat out here.

        Raises:
            QueryInvalid: the service refused the query; with its place where that is known.
            NotPermitted: the role to hunt is missing.
            Throttled: a quota is used up.
            ConfigError: there is no query, or the timespan cannot be sent.
            StoreError: the disk does not take the answer.
            DefenderTuiError: there was no readable answer.
        """
        api = await self._chooser.hunting() if api is None else api
        request = run_query(api, query, timespan)
        spool = await asyncio.to_thread(self._spool.open)
        began = monotonic()
        body, said = await self._fetch(request, spool, gate)
        elapsed_s = monotonic() - began - (gate.waited_s if gate else 0.0)
        table = await in_thread_or_undone(lambda: _read(body, spool), lambda table: table.close())
        adapted = _caveats(said.get(_ADAPTED_HEADER, ""))
        request_id = said.get("request-id") or said.get("x-ms-request-id")
        return HuntingRun(table, api, elapsed_s, adapted, _CUT_HEADER in said, request_id)

    async def _fetch(
        self, request: ApiRequest, spool: Spool, gate: CallGate | None
    ) -> tuple[Path, httpx.Headers]:
        """Have the body in a file, closed; on failure or cancellation there is no file."""
        file = await in_thread_or_undone(spool.create_file, _discard)
        try:
            said = await self._receive(request, file, gate)
            await asyncio.to_thread(file.close)
        except OSError as cause:
            await asyncio.to_thread(_discard, file)
            raise StoreError(
                f"The answer cannot be kept on disk: {cause.strerror or cause}.",
                hint="Free some space, or ask for fewer rows and columns.",
            ) from cause
        except BaseException:
            await asyncio.shield(asyncio.to_thread(_discard, file))
            raise
        return Path(file.name), said

    async def _receive(
        self, request: ApiRequest, file: BinaryIO, gate: CallGate | None
    ) -> httpx.Headers:
        async with self._sender.stream(request, timeout=TIMEOUT, gate=gate) as response:
            size = 0
            async for part in response.aiter_bytes(_WRITE_BYTES):
                size += len(part)
                if size > MAX_ANSWER_BYTES:
                    raise ProtocolError(
                        "Could not run the query: the answer is larger than any should be.",
                        hint="Check the API's address in Credentials.",
                    )
                await asyncio.to_thread(file.write, part)
            return response.headers


def _caveats(header: str) -> tuple[str, ...]:
    """Read the sandbox's JSON list of texts; a header of another form is one text as it stands."""
    try:
        listed = json.loads(header)
    except ValueError:
        listed = [header]
    items = listed if isinstance(listed, list) else [header]
    return tuple(str(item) for item in items if item)


def _read(body: Path, spool: Spool) -> ResultTable:
    # DuckDB is costly to import, and wanted only now that there is something to read.
    from ..results.ingest import read_answer

    try:
        return read_answer(body, spool)
    except ProtocolError as error:
        error.hint = error.hint or _UNREADABLE_HINT
        raise


def _discard(file: BinaryIO) -> None:
    # On a full disk closing fails as well, since it writes the rest.
    with suppress(OSError):
        file.close()
    Path(file.name).unlink(missing_ok=True)
