"""Bringing each screen into the state that its picture shows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import replace
from typing import TypeAlias

from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from defender_tui.core.resources import Resource
from defender_tui.ui.devices.respond import RespondOnDevice
from defender_tui.ui.hunting.result_pane import ResultPane
from defender_tui.ui.incidents.queue import IncidentQueue
from defender_tui.ui.screens.credentials import CredentialsScreen
from defender_tui.ui.screens.hunting import HuntingScreen
from defender_tui.ui.screens.incidents import IncidentsScreen
from defender_tui.ui.screens.setup import SetupScreen
from defender_tui.ui.screens.token import TokenScreen
from defender_tui.ui.widgets.choice import Choice
from defender_tui.ui.widgets.grid import Grid
from defender_tui.ui.widgets.kql_editor import KqlEditor
from defender_tui.workflows.hunt import HuntOutcome
from defender_tui.workflows.hunt_queue import Told
from defender_tui.workflows.session import Session

LIMIT_S = 120.0
_LOOK_EVERY_S = 0.05
_SETTLE_S = 0.5
_ANSWERED_IN_S = 0.4
_CHARTED = """\
IdentityLogonEvents
| where Timestamp > ago(7d)
| summarize Logons = count() by bin(Timestamp, 6h), ActionType
| render timechart
"""
_RESOURCES = (Resource.GRAPH, Resource.XDR, Resource.MDE)


class PosedSession(Session):
    """A session whose queries all take the same time."""

    async def hunt(
        self, query: str, *, timespan: str | None = None, told: Told | None = None
    ) -> HuntOutcome:
        return replace(
            await super().hunt(query, timespan=timespan, told=told), elapsed_s=_ANSWERED_IN_S
        )


async def pose_incidents(pilot: Pilot[None], session: Session) -> None:
    """The queue read, the first incident in full."""
    await _until(pilot, lambda: isinstance(pilot.app.screen, IncidentsScreen))
    screen = pilot.app.screen
    assert isinstance(screen, IncidentsScreen)
    queue = screen.query_one(IncidentQueue)
    await _until(pilot, lambda: bool(queue.query(Grid)))
    await _until(pilot, lambda: queue.current is not None and not queue.is_reading)

    def is_whole() -> bool:
        return queue.current is not None and queue.current.id in screen.whole_incidents

    await _until(pilot, is_whole)


async def pose_incident(pilot: Pilot[None], session: Session) -> None:
    """The first incident's page: its evidence."""
    await pilot.press("enter", "right_square_bracket", "right_square_bracket")


async def pose_device(pilot: Pilot[None], session: Session) -> None:
    """What can be done on a device of that incident."""
    await pilot.press("escape", "escape", "x")
    if isinstance(pilot.app.screen, Choice):
        await pilot.press("enter")
    await _until(pilot, lambda: isinstance(pilot.app.screen, RespondOnDevice))


async def pose_token(pilot: Pilot[None], session: Session) -> None:
    """A token for each API, Graph's in front."""
    await pilot.press("escape")
    for resource in _RESOURCES:
        await session.acquire(resource, fresh=True)
    await pilot.press("f3")
    await _until(pilot, lambda: isinstance(pilot.app.screen, TokenScreen))


async def pose_hunting(pilot: Pilot[None], session: Session) -> None:
    """The first query answered."""
    await pilot.press("f6")
    await _until(pilot, lambda: isinstance(pilot.app.screen, HuntingScreen))
    await pilot.press("f5")
    await _answered(pilot, 1)


async def pose_row(pilot: Pilot[None], session: Session) -> None:
    """The first row in full."""
    await pilot.press("escape", "v")


async def pose_chart(pilot: Pilot[None], session: Session) -> None:
    """Sign-ins over time."""
    await pilot.press("escape", "escape")
    pilot.app.screen.query_one(KqlEditor).load_text(_CHARTED)
    await pilot.press("f5")
    await _answered(pilot, 2)
    await pilot.press("alt+2")


async def pose_schema(pilot: Pilot[None], session: Session) -> None:
    """The tables, one of them open."""
    await pilot.press("alt+3")
    await _until(pilot, lambda: bool(pilot.app.screen.query("SchemaPane")))
    await hold_still(pilot)
    await pilot.press("right")


async def _answered(pilot: Pilot[None], count: int) -> None:
    """Wait for so many results."""
    pane = pilot.app.screen.query_one(ResultPane)
    await _until(pilot, lambda: len(pane.shelf.names) == count and pane.grid.row_count > 0)


async def pose_credentials(pilot: Pilot[None], session: Session) -> None:
    """The demo's profile, tried out."""
    await pilot.press("f2")
    await _until(pilot, lambda: isinstance(pilot.app.screen, CredentialsScreen))
    await pilot.press("f5")


async def pose_switching(pilot: Pilot[None], session: Session) -> None:
    """The profiles and tenants to go to."""
    await pilot.press("ctrl+o")


async def pose_setup(pilot: Pilot[None], session: Session) -> None:
    """The guided registration of an application."""
    await pilot.press("escape", "ctrl+g")
    await _until(pilot, lambda: isinstance(pilot.app.screen, SetupScreen))


Pose: TypeAlias = Callable[[Pilot[None], Session], Coroutine[None, None, None]]
POSES: Mapping[str, Pose] = {
    "incidents": pose_incidents,
    "incident": pose_incident,
    "device": pose_device,
    "token": pose_token,
    "hunting": pose_hunting,
    "row": pose_row,
    "chart": pose_chart,
    "schema": pose_schema,
    "credentials": pose_credentials,
    "switching": pose_switching,
    "setup": pose_setup,
}


async def hold_still(pilot: Pilot[None]) -> None:
    """Wait until nothing moves any more: no worker, no message, no blinking cursor."""
    for field in (*pilot.app.screen.query(Input), *pilot.app.screen.query(TextArea)):
        field.cursor_blink = False
    await _until(pilot, lambda: all(worker.is_finished for worker in pilot.app.workers))
    await pilot.pause(_SETTLE_S)


async def _until(pilot: Pilot[None], is_reached: Callable[[], bool]) -> None:
    async with asyncio.timeout(LIMIT_S):
        while not is_reached():
            await pilot.pause(_LOOK_EVERY_S)
