"""Work in threads whose outcome must not be lost when the waiting task is cancelled."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

_Result = TypeVar("_Result")


async def in_thread_or_undone(
    work: Callable[[], _Result], undo: Callable[[_Result], None]
) -> _Result:
    """Give the outcome of `work`, done in a thread.

    A thread cannot be stopped: when the waiting is cancelled, `undo` gets the outcome, in a thread
    too, as soon as there is one.
    """
    working = asyncio.create_task(asyncio.to_thread(work))
    try:
        return await asyncio.shield(working)
    except asyncio.CancelledError:
        loop = asyncio.get_running_loop()

        def unwanted(done: asyncio.Task[_Result]) -> None:
            if not done.cancelled() and done.exception() is None:
                loop.run_in_executor(None, undo, done.result())

        working.add_done_callback(unwanted)
        raise
