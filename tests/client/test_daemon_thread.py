"""Work in a thread that holds up neither the loop nor the program's end."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress

import pytest

from defender_tui.client.daemon_thread import in_daemon_thread


async def test_what_the_work_gives_comes_back_from_another_thread() -> None:
    name = await in_daemon_thread(lambda: threading.current_thread().name, name="sign in")
    assert "sign in" == name


async def test_what_the_work_raises_is_raised_to_whoever_waits() -> None:
    with pytest.raises(ZeroDivisionError):
        await in_daemon_thread(lambda: 1 / 0, name="sign in")


def test_work_that_was_given_up_does_not_hold_up_the_end() -> None:
    begun, released = threading.Event(), threading.Event()
    working: list[threading.Thread] = []

    def work() -> None:
        working.append(threading.current_thread())
        begun.set()
        released.wait(30)

    async def give_up() -> None:
        task = asyncio.create_task(in_daemon_thread(work, name="sign in"))
        assert await asyncio.to_thread(begun.wait, 30)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    asyncio.run(give_up())
    # The loop has ended, the work has not; what it gives now reaches nobody and harms nothing.
    assert working[0].is_alive()
    assert working[0].daemon
    released.set()
    working[0].join(30)
    assert not working[0].is_alive()


async def test_what_comes_after_it_was_given_up_is_dropped() -> None:
    begun, released = threading.Event(), threading.Event()

    def work() -> None:
        begun.set()
        released.wait(30)
        raise OSError("nobody hears this")

    task = asyncio.create_task(in_daemon_thread(work, name="sign in"))
    assert await asyncio.to_thread(begun.wait, 30)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    released.set()
    assert "next" == await in_daemon_thread(lambda: "next", name="next")
