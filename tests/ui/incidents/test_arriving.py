"""Coming to an incident from a row of a hunt."""

from __future__ import annotations

from textual.pilot import Pilot

from defender_tui.ui.incidents.queue import IncidentQueue
from defender_tui.ui.pivoting.messages import IncidentWanted
from defender_tui.ui.screens.incidents import IncidentsScreen

from ..fakes import FakeWorkbench, queue_of
from ..incidents_app import opened, rested, settled
from ..rendered import screen_text


async def sent(pilot: Pilot[None], message: IncidentWanted) -> IncidentsScreen:
    """Ask for an incident from the Hunting screen and wait until the Incidents screen rests."""
    await pilot.press("f6")
    await settled(pilot)
    pilot.app.post_message(message)
    while not isinstance(pilot.app.screen, IncidentsScreen):
        await pilot.pause(0.01)
    await settled(pilot)
    await settled(pilot)
    return pilot.app.screen


async def test_an_incident_of_the_list_is_opened_by_its_id_even_out_of_a_search() -> None:
    session = FakeWorkbench(queue_of(5))
    wanted = session.incidents[3]
    async with opened(session) as pilot:
        await rested(pilot)
        await pilot.press("slash", *"zzz")
        screen = await sent(pilot, IncidentWanted(incident_id=wanted.id))
        current = screen.query_one(IncidentQueue).current
        assert current is not None
        assert wanted.id == current.id
        assert screen.has_class("-reading")


async def test_one_that_the_filter_leaves_out_comes_into_the_list() -> None:
    *shown, guest = queue_of(6)
    session = FakeWorkbench(shown)
    async with opened(session) as pilot:
        await rested(pilot)
        session.incidents = (*shown, guest)
        assert guest.alerts
        screen = await sent(pilot, IncidentWanted(alert_id=guest.alerts[0].id))
        current = screen.incident_at_hand()
        assert current is not None
        assert guest.id == current.id


async def test_an_alert_of_no_incident_is_said() -> None:
    async with opened(FakeWorkbench(queue_of(2))) as pilot:
        await rested(pilot)
        await sent(pilot, IncidentWanted(alert_id="da1_1"))
        assert "Could not open the incident of alert da1_1" in screen_text(pilot.app)
        assert "belongs to no incident" in screen_text(pilot.app)
