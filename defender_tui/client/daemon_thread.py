"""Blocking work that nobody waits for once it was given up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from types import TracebackType
from typing import Generic, TypeVar

_Result = TypeVar("_Result")


async def in_daemon_thread(work: Callable[[], _Result], *, name: str) -> _Result:
    """Give what `work` gives, or raise what it raises; it runs in a thread of its own.

    The program's end waits for the threads of `asyncio.to_thread`, and a host that does not answer
    would hold it up for as long as the timeouts are. This one is left to itself when whoever waits
    is cancelled: what it gives then reaches nobody. So it is for what may end at any moment.
    """
    outcome = _Outcome[_Result](asyncio.get_running_loop())

    def run() -> None:
        with outcome:
            outcome.give(work())

    Thread(target=run, name=name, daemon=True).start()
    return await outcome.future


class _Outcome(Generic[_Result]):
    """Brings what a thread gives or raises to the loop; entered in the thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop
        self.future: asyncio.Future[_Result] = loop.create_future()

    def give(self, result: _Result) -> None:
        self._tell(lambda: self.future.set_result(result))

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> bool:
        if error is None:
            return False
        self._tell(lambda: self.future.set_exception(error))
        return True

    def _tell(self, settle: Callable[[], None]) -> None:
        def settle_if_wanted() -> None:
            if not self.future.done():
                settle()

        # Only a loop that has ended refuses, and with it whoever waited is gone.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(settle_if_wanted)
