"""The way from a hunting call to the engine, and back when the client does not wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from starlette.requests import Request

from defender_tui.sandbox.activity import Activity
from defender_tui.sandbox.limits.guard import QuotaGuard
from defender_tui.sandbox.limits.query_bounds import QueryBounds
from defender_tui.sandbox.limits.terms import HuntingTerms
from defender_tui.sandbox.refusals import ServiceRefused
from defender_tui.sandbox.tenant import Tenant

if TYPE_CHECKING:
    from defender_tui.sandbox.hunting import HuntingAnswer


class QueryRunner(Protocol):
    """Something that runs KQL; cancelling the call stops the query."""

    async def run(
        self, query: str, *, timespan: str | None = None, bounds: QueryBounds | None = None
    ) -> HuntingAnswer:
        """Give the rows of a query."""


class ClientGone(Exception):
    """The client closed the connection before its answer was ready."""


class HuntingGate:
    """Runs the queries of a tenant; `build` makes the engine at the first, for that takes long."""

    def __init__(
        self,
        build: Callable[[], QueryRunner],
        activity: Activity,
        *,
        tenant: Tenant,
        quotas: QuotaGuard,
        row_limit: int | None = None,
    ) -> None:
        self._build = build
        self._activity = activity
        self._tenant = tenant
        self._quotas = quotas
        self._row_limit = row_limit
        self._lock = asyncio.Lock()
        self._runner: QueryRunner | None = None
        self._closed = asyncio.Event()

    async def open(self) -> None:
        """Build the engine, so that the first query need not."""
        await self._ready()

    def close(self) -> None:
        """Stop the queries; those who wait for one, or ask for another, are told so."""
        self._closed.set()

    async def run(
        self, request: Request, query: str, *, timespan: str | None, terms: HuntingTerms
    ) -> HuntingAnswer:
        """Run a query for a request whose body was read; stop it when the client goes away.

        Raises:
            ServiceRefused: the query is wrong, took too long or found too much, a quota of the
                `terms` is used up, or the sandbox ends.
            ClientGone: nobody waits for the answer any more.
        """
        self._quotas.count_query(self._tenant, terms)
        self._activity.hunting_runs += 1
        runner = await self._ready()
        # Loaded with the engine, in a thread; here it costs nothing any more.
        from defender_tui.sandbox.hunting import HuntingRefused, HuntingTimedOut, HuntingTooLarge

        try:
            found = await self._unless_left(
                request, runner.run(query, timespan=timespan, bounds=self._lowered(terms.bounds))
            )
        except HuntingTimedOut as refusal:
            self._quotas.add_run_time(self._tenant, terms, terms.bounds.timeout_s)
            raise _refused(refusal.message) from refusal
        except HuntingTooLarge as refusal:
            raise _refused(terms.size_refusal) from refusal
        except HuntingRefused as refusal:
            raise _refused(refusal.message) from refusal
        self._quotas.add_run_time(self._tenant, terms, found.elapsed_s)
        return found

    def _lowered(self, bounds: QueryBounds) -> QueryBounds:
        if self._row_limit is None:
            return bounds
        return replace(bounds, row_limit=min(bounds.row_limit, self._row_limit))

    async def _unless_left(
        self, request: Request, run: Coroutine[object, object, HuntingAnswer]
    ) -> HuntingAnswer:
        self._activity.hunting_running += 1
        running = asyncio.create_task(run)
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


def _refused(message: str) -> ServiceRefused:
    return ServiceRefused(400, "BadRequest", message)


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
