"""The layer around all services in which faults happen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from email.utils import format_datetime

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from defender_tui.sandbox.clock import Clock
from defender_tui.sandbox.faults.answer import Answer
from defender_tui.sandbox.faults.book import Entry, FaultBook
from defender_tui.sandbox.faults.call import Call
from defender_tui.sandbox.faults.dialects import Dialects
from defender_tui.sandbox.faults.fault import Delivering, Refusing, Rewriting, Surrounding, Way

CONTROL_PATH = "/sandbox/"


class FaultLayer:
    """Passes requests on, and spoils those that a fault in the book is due for.

    Whatever the order of the faults: first those that surround the service, then the first refusal,
    then every change of the answer, then the first way of delivering it. Every answer is dated by
    the sandbox's clock. `sleep` takes seconds.
    """

    def __init__(
        self,
        app: ASGIApp,
        book: FaultBook,
        dialects: Dialects,
        *,
        clock: Clock,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        self._app = app
        self._book = book
        self._dialects = dialects
        self._clock = clock
        self._sleep = sleep

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        due: tuple[Entry, ...] = ()
        call = None
        if self._book.entries() and not str(scope["path"]).startswith(CONTROL_PATH):
            call = Call.of(scope)
            due = self._book.due(call)
        async with AsyncExitStack() as surroundings:
            if call is None or not due:
                await self._app(scope, receive, self._dating(send))
                return
            for entry in due:
                if isinstance(entry.fault, Surrounding) and self._book.take(entry):
                    await surroundings.enter_async_context(entry.fault.around(call))
            answer = await self._answer(due, call, receive)
            await self._deliver(due, call, answer, receive, self._dating(send))

    async def _answer(self, due: tuple[Entry, ...], call: Call, receive: Receive) -> Answer:
        for entry in due:
            if not isinstance(entry.fault, Refusing):
                continue
            refusal = await entry.fault.refuse(call, self._dialects)
            if refusal is not None and self._book.take(entry):
                if entry.fault.is_carried_out:
                    await Answer.collected(self._app, call.scope, receive)
                return refusal
        answer = await Answer.collected(self._app, call.scope, receive)
        for entry in due:
            if not isinstance(entry.fault, Rewriting):
                continue
            # Large bodies take long to change, and others wait for the loop.
            rewritten = await asyncio.to_thread(entry.fault.rewrite, call, answer)
            if rewritten is not None and self._book.take(entry):
                answer = rewritten
        return answer

    async def _deliver(
        self, due: tuple[Entry, ...], call: Call, answer: Answer, receive: Receive, send: Send
    ) -> None:
        for entry in due:
            if isinstance(entry.fault, Delivering) and self._book.take(entry):
                way = Way(receive, send, self._sleep, entry.delay_s)
                await entry.fault.deliver(call, answer, way)
                return
        await answer.send(send)

    def _dating(self, send: Send) -> Send:
        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = format_datetime(self._clock.now(), usegmt=True).encode()
                message = {**message, "headers": [*message.get("headers", []), (b"date", date)]}
            await send(message)

        return dated
