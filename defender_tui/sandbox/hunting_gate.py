"""The way from a hunting call to the engine, and back when the client does not wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from starlette.requests import Request

from defender_tui.sandbox.activity import Activity
from defender_tui.sandbox.refusals import ServiceRefused

if TYPE_CHECKING:
    from defender_tui.sandbox.hunting import HuntingAnswer


class QueryRunner(Protocol):
    """Something that runs KQL; cancelling the call stops the query."""

    async def run(self, query: str, *, timespan: str | None = None) -> HuntingAnswer:
        """Give the rows of a query."""


class ClientGone(Exception):
    """The client closed the connection before its answer was ready."""


class HuntingGate:
    """Runs queries; `build` makes the engine at the first one, for importing it takes long."""

    def __init__(self, build: Callable[[], QueryRunner], activity: Activity) -> None:
        self._build = build
        self._activity = activity
        self._lock = asyncio.Lock()
        self._runner: QueryRunner | None = None
        self._closed = asyncio.Event()

    def close(self) -> None:
        """Stop the queries; those who wait for one, or ask for another, are told so."""
        self._closed.set()

    async def run(self, request: Request, query: str, *, timespan: str | None) -> HuntingAnswer:
        """Run a query for a request whose body was read; stop it when the client goes away.

        Raises:
            ServiceRefused: the query is wrong or took too long, or the sandbox ends.
            ClientGone: nobody waits for the answer any more.
        """
        self._activity.hunting_runs += 1
        runner = await self._ready()
        # Loaded with the engine, in a thread; here it costs nothing any more.
        from defender_tui.sandbox.hunting import HuntingRefused

        self._activity.hunting_running += 1
        running = asyncio.create_task(runner.run(query, timespan=timespan))
        leaving = asyncio.create_task(_disconnected(request))
        closing = asyncio.create_task(self._closed.wait())
        tasks = (running, leaving, closing)
        try:
            await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            if running.done():
                return running.result()
            if closing.done():
                raise ServiceRefused(503, "ServiceUnavailable", "The service is shutting down.")
            raise ClientGone
        except HuntingRefused as refusal:
            raise ServiceRefused(400, "BadRequest", refusal.message) from refusal
        finally:
            self._activity.hunting_running -= 1
            if not running.done():
                self._activity.hunting_cancelled += 1
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _ready(self) -> QueryRunner:
        async with self._lock:
            if self._runner is None:
                self._runner = await asyncio.to_thread(self._build)
            return self._runner


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
