"""The app on the Incidents screen, for its tests."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from textual.pilot import Pilot
from textual.worker import WorkerCancelled, WorkerFailed

from defender_tui.ui.app import DefenderTuiApp
from defender_tui.ui.incidents.queue import IncidentQueue
from defender_tui.ui.screens.incidents import IncidentsScreen

from .fakes import FakeWorkbench


@asynccontextmanager
async def opened(
    session: FakeWorkbench, *, size: tuple[int, int] = (120, 40)
) -> AsyncIterator[Pilot[None]]:
    """Open the app on a session, with toasts and tooltips drawn."""
    app = DefenderTuiApp(session)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await settled(pilot)
        yield pilot


@asynccontextmanager
async def opened_behind_a_door(session: FakeWorkbench) -> AsyncIterator[Pilot[None]]:
    """Open the app while the session's door is shut, as far as it comes."""
    app = DefenderTuiApp(session)
    async with app.run_test(size=(120, 40), notifications=True, tooltips=True) as pilot:
        while not _rows_on(app):
            await pilot.pause(0.01)
        yield pilot
        session.door.set()


async def settled(pilot: Pilot[None]) -> None:
    """Wait until background work is done and drawn. Work behind a shut door is not waited for."""
    await pilot.pause()
    with suppress(WorkerCancelled, WorkerFailed):
        await pilot.app.workers.wait_for_complete()
    await pilot.pause()


async def rested(pilot: Pilot[None]) -> None:
    """Let the cursor rest until the details under it are there."""
    screen = pilot.app.screen
    assert isinstance(screen, IncidentsScreen)
    incident = screen.incident_at_hand()
    assert incident is not None
    while incident.id not in screen.whole_incidents:
        await pilot.pause(0.01)
    await settled(pilot)


def queue_of_app(pilot: Pilot[None]) -> IncidentQueue:
    """Give the queue on the screen."""
    return pilot.app.screen.query_one(IncidentQueue)


def _rows_on(app: DefenderTuiApp) -> int:
    return sum(queue.grid.row_count for queue in app.screen.query(IncidentQueue) if queue.children)
