"""Waiting until an app under test has nothing left to do, and no longer.

Textual's own pilot sleeps 20 ms at a time, twice for each key, and has every frame between two
keys drawn. Together that is more than half the time of most tests of screens.
"""

from __future__ import annotations

import asyncio
from time import monotonic, process_time
from typing import Final

from rich.console import RenderableType
from textual._compositor import Compositor
from textual.screen import Screen

FRAME_S: Final = 0.004
"""How soon a changed screen is laid out again."""
_LOOK_S: Final = 0.001
_SOON_S: Final = 0.02
"""A timer that is due within this time is waited for, and none longer than this."""
_LATE_S: Final = 0.004
"""A look that comes later says that others have the machine, and nothing of the app."""
_LOOKS_AT_THREADS: Final = 20
_IDLE_S: Final = 0.002
"""A thread waits, when the process used less than this in so many looks."""

_draw_now = Compositor.render_update
_owed: dict[Compositor, list[Screen[object]] | None] = {}


def draw_later(
    compositor: Compositor,
    full: bool = False,
    screen_stack: list[Screen[object]] | None = None,
    simplify: bool = False,
) -> RenderableType | None:
    """Stand in for `Compositor.render_update`: a partial frame is drawn once the app is still.

    What changed until then gathers in the compositor. No terminal is there to show it sooner.
    """
    if full:
        return _draw_now(compositor, full, screen_stack, simplify)
    _owed[compositor] = screen_stack
    return None


def forget_frames() -> None:
    """Drop the frames of an app that has ended."""
    _owed.clear()


async def wait_until_still(min_sleep: float = _SOON_S, max_sleep: float = 1) -> None:
    """Wait until no callback is due, no timer is near, no thread of the loop works, all is drawn.

    What stays busy, as a thread behind a shut door, is waited for like Textual does: until this
    process has used next to no processor for a while. A busy machine makes every wait longer.
    """
    start, spent = monotonic(), 0.0
    while True:
        spent = await _wait_until_quiet(start, spent, min_sleep, max_sleep)
        if not _owed:
            return
        while _owed:
            compositor, screen_stack = _owed.popitem()
            _draw_now(compositor, screen_stack=screen_stack)


async def _wait_until_quiet(
    start: float, spent: float, min_sleep: float, max_sleep: float
) -> float:
    """Wait; gives what was spent by then of `max_sleep`, in which late looks count as short."""
    loop = asyncio.get_running_loop()
    began = last = monotonic()
    looks, used = 0, process_time()
    while spent < max_sleep:
        await asyncio.sleep(_LOOK_S)
        took, last = monotonic() - last, monotonic()
        spent += min(took, _LATE_S)
        if took > _LATE_S:
            looks, used = 0, process_time()
        if vars(loop)["_ready"] or monotonic() - start < min_sleep:
            continue
        if not _has_busy_thread(loop):
            if monotonic() - began >= _SOON_S or not _has_near_timer(loop):
                return spent
        elif (looks := looks + 1) % _LOOKS_AT_THREADS == 0:
            if process_time() - used < _IDLE_S:
                return spent
            used = process_time()
    return spent


def _has_busy_thread(loop: asyncio.AbstractEventLoop) -> bool:
    executor = vars(loop)["_default_executor"]
    return executor is not None and (
        not executor._work_queue.empty() or executor._idle_semaphore._value < len(executor._threads)
    )


def _has_near_timer(loop: asyncio.AbstractEventLoop) -> bool:
    horizon = loop.time() + _SOON_S
    timers: list[asyncio.TimerHandle] = vars(loop)["_scheduled"]
    return any(timer.when() < horizon and not timer.cancelled() for timer in timers)
