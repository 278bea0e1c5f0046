"""Waiting until an app under test has nothing left to do, no longer.

Textual's own pilot sleeps 20 ms at a time, twice for each key, and judges by the processor. That
is more than half the time of most tests here. This one looks at what the event loop still holds.
"""

from __future__ import annotations

import asyncio
from time import monotonic, process_time
from typing import Final

FRAME_S: Final = 0.004
"""How often a changed screen is drawn."""
_LOOK_S: Final = 0.001
_SOON_S: Final = 0.02
"""A timer that is due within this time is waited for, and none longer than this."""
_IDLE_SHARE: Final = 0.05


async def wait_until_still(min_sleep: float = _SOON_S, max_sleep: float = 1) -> None:
    """Wait until no callback is due, no timer is near and no thread of the loop works.

    What stays busy, as a worker behind a shut door, is waited for like Textual does: until this
    process has used next to no processor for a while.
    """
    loop = asyncio.get_running_loop()
    start = window = monotonic()
    used = process_time()
    while (now := monotonic()) - start < max_sleep:
        await asyncio.sleep(_LOOK_S)
        elapsed = monotonic() - start
        if elapsed >= min_sleep and _is_drained(loop):
            if elapsed >= _SOON_S or not _has_near_timer(loop):
                return
        elif now - window >= _SOON_S:
            if process_time() - used < _IDLE_SHARE * (now - window):
                return
            window, used = now, process_time()


def _is_drained(loop: asyncio.AbstractEventLoop) -> bool:
    held = vars(loop)
    if held["_ready"]:
        return False
    executor = held["_default_executor"]
    return executor is None or (
        executor._work_queue.empty() and executor._idle_semaphore._value == len(executor._threads)
    )


def _has_near_timer(loop: asyncio.AbstractEventLoop) -> bool:
    horizon = loop.time() + _SOON_S
    timers: list[asyncio.TimerHandle] = vars(loop)["_scheduled"]
    return any(timer.when() < horizon and not timer.cancelled() for timer in timers)
