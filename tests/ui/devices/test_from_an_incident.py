"""From an incident to the response on one of its devices."""

from __future__ import annotations

from dataclasses import replace

from textual.pilot import Pilot
from textual.screen import Screen

from defender_tui.core.evidence import Evidence
from defender_tui.core.incidents import Incident
from defender_tui.ui.devices.respond import RespondOnDevice
from defender_tui.ui.widgets.choice import Choice

from ..fakes import FakeWorkbench, incident
from ..incidents_app import opened, rested, settled
from ..rendered import screen_text


def _with_devices(*names: str) -> Incident:
    """Give an incident whose one alert is about these devices."""
    case = incident(0)
    assert case.alerts
    evidence = tuple(Evidence("device", fields={"deviceDnsName": name}) for name in names)
    return replace(case, alerts=(replace(case.alerts[0], evidence=evidence),))


def _in_front(pilot: Pilot[None]) -> Screen[object]:
    return pilot.app.screen


async def test_the_only_device_is_responded_on_at_once() -> None:
    async with opened(FakeWorkbench([_with_devices("fin-ws-00")])) as pilot:
        await rested(pilot)
        await pilot.press("x")
        await settled(pilot)
        dialog = _in_front(pilot)
        assert isinstance(dialog, RespondOnDevice)
        assert "fin-ws-00" == dialog.device_name


async def test_of_several_devices_one_is_asked_for() -> None:
    async with opened(FakeWorkbench([_with_devices("fin-ws-01", "fin-ws-02")])) as pilot:
        await rested(pilot)
        await pilot.press("x")
        await settled(pilot)
        assert isinstance(_in_front(pilot), Choice)
        await pilot.press("down", "enter")
        await settled(pilot)
        dialog = _in_front(pilot)
        assert isinstance(dialog, RespondOnDevice)
        assert "fin-ws-02" == dialog.device_name


async def test_an_incident_without_devices_says_so() -> None:
    async with opened(FakeWorkbench([_with_devices()])) as pilot:
        await rested(pilot)
        await pilot.press("x")
        await settled(pilot)
        assert "No device is among the evidence" in screen_text(pilot.app)
