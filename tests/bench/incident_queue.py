"""What the incident queue costs when it is long: `python -m tests.bench.incident_queue [COUNT]`.

The app runs on a sandbox that has so many incidents. Work is counted in seconds of processor time
of this process, all its threads together: what else the machine does is not ours.
"""

from __future__ import annotations

import asyncio
import resource
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import ceil

from defender_tui.cli.embedded import EmbeddedSandbox
from defender_tui.cli.opening import demo_parts
from defender_tui.core.filters import IncidentFilter
from defender_tui.ui.app import DefenderTuiApp
from defender_tui.ui.incidents.arranging import Order
from defender_tui.ui.incidents.columns import COLUMNS, DEFAULT_COLUMNS, Group
from defender_tui.ui.incidents.queue import IncidentQueue
from defender_tui.ui.incidents.wanted import Wanted
from defender_tui.workflows.incident_sync import QueueProgress
from defender_tui.workflows.session import Session

COUNT = 20_000
SIZE = (200, 60)
LIMIT_S = 900.0
STEPS = 12
WORDS = ("ransom", "password spray", "10", "mia", "zzz")
_EVERYTHING = Wanted(statuses=frozenset(), age_days=None)


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value with the target it must not exceed; a target of `None` is none."""

    name: str
    value: float
    unit: str
    target: float | None = None

    @property
    def has_passed(self) -> bool:
        """Whether the target is met."""
        return self.target is None or self.value <= self.target

    def __str__(self) -> str:
        measured = f"{self.value:,.1f} {self.unit}"
        if self.target is None:
            return f"{self.name:<44} {measured:>12}"
        verdict = "pass" if self.has_passed else "FAIL"
        return f"{self.name:<44} {measured:>12}   target <= {self.target:g} {self.unit}   {verdict}"


@dataclass(frozen=True, slots=True)
class Measured:
    """Processor time of the same thing done often, in milliseconds.

    `own_ms` is until the new rows are handed to the grid, `all_ms` until they are drawn.
    """

    own_ms: list[float] = field(default_factory=list)
    all_ms: list[float] = field(default_factory=list)


class TimedSession(Session):
    """A session that notes when the first page of a reading was there."""

    first_page_at: float | None = None

    def forget_first_page(self) -> None:
        """Note the next one."""
        self.first_page_at = None

    async def load_queue(
        self, wanted: IncidentFilter, *, anew: bool = False, listed: bool = False
    ) -> AsyncIterator[QueueProgress]:
        self.first_page_at = None
        async for progress in super().load_queue(wanted, anew=anew, listed=listed):
            if self.first_page_at is None:
                self.first_page_at = time.monotonic()
            yield progress


class Stretches:
    """The longest time that this thread computed without letting the loop go on."""

    def __init__(self) -> None:
        self.longest_s = 0.0

    async def watch(self) -> None:
        """Note the processor time of this thread between two turns of the loop."""
        last_s = time.thread_time()
        while True:
            await asyncio.sleep(0.005)
            now_s = time.thread_time()
            self.longest_s = max(self.longest_s, now_s - last_s)
            last_s = now_s


def p95(values: list[float]) -> float:
    """Give the value that 95 in 100 do not exceed."""
    return sorted(values)[ceil(len(values) * 0.95) - 1]


@contextmanager
def work_ms(found: list[float]) -> Iterator[None]:
    """Add the processor time of what is done inside, in milliseconds."""
    begun_s = time.process_time()
    yield
    found.append((time.process_time() - begun_s) * 1000)


def memory_mb() -> float:
    """Give the most memory that this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


async def until(is_so: Callable[[], bool]) -> None:
    """Let the app work until something is so."""
    deadline = time.monotonic() + LIMIT_S
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError("the app did not come so far")
        await asyncio.sleep(0.005)


async def turned_until(is_so: Callable[[], bool]) -> None:
    """Let the loop turn until something is so, and hardly longer."""
    while not is_so():  # noqa: ASYNC110 (nothing tells of it)
        await asyncio.sleep(0.002)


async def drawn() -> None:
    """Let the screen draw: it does so sixty times a second."""
    await asyncio.sleep(1 / 20)


async def measure(sandbox: EmbeddedSandbox) -> list[Figure]:
    """Read the whole queue in, then sort, search and walk it."""
    session = TimedSession(demo_parts(sandbox))
    app = DefenderTuiApp(session)
    async with app.run_test(size=SIZE) as pilot:
        await until(lambda: bool(pilot.app.screen.query(IncidentQueue)))
        queue = pilot.app.screen.query_one(IncidentQueue)
        await until(lambda: bool(queue.state.incidents) and not queue.is_reading)
        before_mb = memory_mb()
        figures = await reading(session, queue)
        stretches = Stretches()
        watching = asyncio.create_task(stretches.watch())
        sorted_, grouped = await sorting(queue), await grouping(queue)
        searched, moved = await searching(queue), await moving(queue)
        figures += [
            Figure("sort by any column, p95", p95(sorted_.own_ms), "ms", 50),
            Figure("  and drawn by Textual, p95", p95(sorted_.all_ms), "ms"),
            Figure("group the list, p95", p95(grouped.own_ms), "ms", 50),
            Figure("each letter of a search, p95", p95(searched.own_ms), "ms", 50),
            Figure("  and drawn by Textual, p95", p95(searched.all_ms), "ms"),
            Figure("cursor move, drawn by Textual, p95", p95(moved.all_ms), "ms", 16),
            Figure("longest stretch on the loop meanwhile", stretches.longest_s * 1000, "ms"),
            Figure("memory with the first part read", before_mb, "MB"),
            Figure("memory at most", memory_mb(), "MB", 250),
        ]
        watching.cancel()
    return figures


async def reading(session: TimedSession, queue: IncidentQueue) -> list[Figure]:
    """Read everything, and then what changed since."""
    begun = time.monotonic()
    session.forget_first_page()
    queue.want(_EVERYTHING)
    await until(lambda: session.first_page_at is not None and queue.grid.row_count > 0)
    assert session.first_page_at is not None
    rows_ms = (time.monotonic() - session.first_page_at) * 1000
    await until(lambda: not queue.is_reading and not queue.is_sorting)
    whole_s = time.monotonic() - begun
    again: list[float] = []
    with work_ms(again):
        queue.read()
        await until(lambda: not queue.is_reading and not queue.is_sorting)
    return [
        Figure("incidents in the list", len(queue.state.incidents), ""),
        Figure("first rows after the first page (by the clock)", rows_ms, "ms", 500),
        Figure("the whole queue (by the clock)", whole_s, "s"),
        Figure("F5 with next to no news", again[0], "ms"),
    ]


async def sorting(queue: IncidentQueue) -> Measured:
    """Sort by every column, in both directions."""
    found = Measured()
    for key in COLUMNS:
        for is_falling in (True, False):
            order = Order(key, is_falling)
            with work_ms(found.all_ms):
                with work_ms(found.own_ms):
                    queue.put_in_order(order, Group.NONE, DEFAULT_COLUMNS)
                    await turned_until(lambda: not queue.is_sorting)
                await drawn()
    return found


async def grouping(queue: IncidentQueue) -> Measured:
    """Group by everything there is to group by."""
    found = Measured()
    for group in (Group.SEVERITY, Group.STATUS, Group.OWNER, Group.NONE):
        with work_ms(found.all_ms):
            with work_ms(found.own_ms):
                queue.put_in_order(queue.order, group, DEFAULT_COLUMNS)
            await drawn()
    return found


async def searching(queue: IncidentQueue) -> Measured:
    """Type words letter by letter, and take them away."""
    found = Measured()
    for word in WORDS:
        for end in (*range(1, len(word) + 1), 0):
            with work_ms(found.all_ms):
                with work_ms(found.own_ms):
                    queue.search_for(word[:end])
                await drawn()
    return found


async def moving(queue: IncidentQueue) -> Measured:
    """Go down and up between the first rows of the view, until the row is drawn."""
    found = Measured()
    queue.grid.move_cursor(row=0)
    await drawn()
    for step in ([1] * STEPS + [-1] * STEPS) * 4:
        with work_ms(found.all_ms):
            queue.grid.action_move_rows(step)
            await asyncio.sleep(1 / 50)
    return found


def main() -> int:
    """Print the figures and give 1 when one misses its target."""
    count = sys.argv[1] if len(sys.argv) > 1 else str(COUNT)
    program = (sys.executable, "-m", "tests.bench.large_sandbox", count)
    with EmbeddedSandbox(has_quota=False, program=program) as sandbox:
        figures = asyncio.run(measure(sandbox))
    for figure in figures:
        print(figure)
    return 0 if all(figure.has_passed for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
