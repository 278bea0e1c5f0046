"""The queue on a served sandbox, through both APIs: what is read and written is really there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from textual.pilot import Pilot

from defender_tui.cli.embedded import EmbeddedSandbox
from defender_tui.cli.opening import demo_parts
from defender_tui.core.changes import IncidentChange
from defender_tui.core.profiles import ApiChoice
from defender_tui.ui.app import DefenderTuiApp
from defender_tui.ui.incidents.queue import IncidentQueue
from defender_tui.ui.incidents.several_dialog import SeveralDialog
from defender_tui.workflows.session import Session

from ..incidents_app import queue_of_app, settled
from ..rendered import screen_text

pytestmark = pytest.mark.full


@pytest.fixture(scope="module")
def sandbox() -> Iterator[EmbeddedSandbox]:
    """Give a served sandbox."""
    with EmbeddedSandbox(has_quota=False) as served:
        yield served


async def until(pilot: Pilot[None], is_so: Callable[[], bool]) -> None:
    """Let the app work until something is so."""
    while not is_so():
        await pilot.pause(0.02)


@pytest.mark.parametrize("api", [ApiChoice.GRAPH, ApiChoice.XDR])
async def test_several_are_assigned_tagged_and_commented_once_each(
    sandbox: EmbeddedSandbox, api: ApiChoice
) -> None:
    session = Session(demo_parts(sandbox))
    app = DefenderTuiApp(session)
    me = f"kim.{api}@contoso.example"
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until(pilot, lambda: bool(app.screen.query(IncidentQueue)))
        assert session.profile is not None
        await session.switch_to(replace(session.profile, incidents_api=api))
        await pilot.press("f2", "f4")
        queue = queue_of_app(pilot)
        await until(pilot, lambda: bool(queue.state.incidents) and not queue.is_reading)
        await pilot.press("space", "space", "space", "A")
        await settled(pilot)
        await pilot.press(*me, "enter")
        await settled(pilot)
        ids = [one.id for one in queue.chosen_incidents]
        for keys in ([], ["T", *f"seen-{api}", "enter"], ["c", *f"checked {api}", "ctrl+s"]):
            await pilot.press(*keys)
            await settled(pilot)
            assert isinstance(app.screen, SeveralDialog)
            await pilot.press("y")
            await until(pilot, lambda: "3 changed of 3 incidents" in screen_text(app))
            await pilot.press("escape")
            await pilot.pause()
            queue.mark_only(ids)
        for incident_id in ids:
            one = await session.load_incident(incident_id)
            assert me == one.assigned_to
            assert f"seen-{api}" in one.tags
            assert 1 == [comment.text for comment in one.comments].count(f"checked {api}")


async def test_what_somebody_else_does_meanwhile_is_shown_and_asked_about(
    sandbox: EmbeddedSandbox,
) -> None:
    session = Session(demo_parts(sandbox))
    app = DefenderTuiApp(session)
    async with app.run_test(size=(120, 40), notifications=True) as pilot:
        await until(pilot, lambda: bool(app.screen.query(IncidentQueue)))
        queue = queue_of_app(pilot)
        await until(pilot, lambda: bool(queue.state.incidents) and not queue.is_reading)
        await until(pilot, lambda: queue.current is not None)
        await settled(pilot)
        assert queue.current is not None
        colleague = Session(demo_parts(sandbox))
        await colleague.start()
        theirs = await colleague.load_incident(queue.current.id)
        await colleague.change(theirs, IncidentChange(assigned_to="colleague@contoso.example"))
        await colleague.close()
        await pilot.press("S", "end", "enter")
        await until(pilot, lambda: "It has changed since you saw it" in screen_text(app))
        assert "colleague@contoso.example" in screen_text(app)
        await pilot.press("y")
        await until(pilot, lambda: "has the severity informational" in screen_text(app))
        after = await session.load_incident(theirs.id)
        assert ("informational", "colleague@contoso.example") == (
            after.severity,
            after.assigned_to,
        )
