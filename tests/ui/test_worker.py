from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine

from textual.app import App

from defender_tui.core.errors import DefenderTuiError
from defender_tui.ui.worker import InternalFault, WorkFailed, run_guarded

SENTINEL = "hunter2-sentinel"


class Bench(App[None]):
    """An app that remembers which failures reached it."""

    def __init__(self) -> None:
        super().__init__()
        self.failures: list[DefenderTuiError] = []

    def on_work_failed(self, event: WorkFailed) -> None:
        self.failures.append(event.error)


async def _failures_of(work: Callable[[], Coroutine[None, None, None]]) -> list[DefenderTuiError]:
    app = Bench()
    async with app.run_test() as pilot:
        worker = run_guarded(app, work, name="work", group="work", description="work")
        await worker.wait()
        await pilot.pause()
    return app.failures


async def test_an_error_of_ours_comes_back_as_it_is() -> None:
    async def work() -> None:
        raise DefenderTuiError("no", hint="try")

    [error] = await _failures_of(work)
    assert ("no", "try") == (error.message, error.hint)


async def test_a_fault_is_told_by_kind_and_place_without_any_value() -> None:
    async def work() -> None:
        raise ValueError(SENTINEL)

    [error] = await _failures_of(work)
    assert isinstance(error, InternalFault)
    assert "ValueError" in error.message
    assert SENTINEL not in f"{error.message} {error.hint} {error.details()}"


def test_the_place_is_the_innermost_line_of_this_program() -> None:
    def fault() -> InternalFault:
        from defender_tui.ui.text import duration

        try:
            duration("no number")  # type: ignore[arg-type]
        except TypeError as error:
            return InternalFault.of(error)
        raise AssertionError("a text has no duration")

    assert fault().place.startswith("ui/text.py:")


async def test_cancelled_work_is_no_failure() -> None:
    app = Bench()
    async with app.run_test() as pilot:
        worker = run_guarded(app, _forever, name="work", group="work", description="work")
        await pilot.pause()
        worker.cancel()
        await pilot.pause()
        assert worker.is_cancelled
    assert [] == app.failures


async def test_work_that_another_replaces_before_it_begins_leaves_nothing_behind() -> None:
    app = Bench()
    async with app.run_test() as pilot:
        for _ in range(3):
            worker = run_guarded(app, _forever, name="work", group="work", description="work")
        await pilot.pause()
        worker.cancel()
        await pilot.pause()
    assert [] == app.failures


async def _forever() -> None:
    await asyncio.Event().wait()
