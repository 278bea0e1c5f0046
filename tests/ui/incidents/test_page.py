"""The page of one incident, worked from the keyboard."""

from __future__ import annotations

from dataclasses import replace

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from defender_tui.core.evidence import Evidence
from defender_tui.core.incidents import Incident
from defender_tui.ui.incidents.detail import IncidentDetail
from defender_tui.ui.incidents.page.page_grid import PageGrid
from defender_tui.ui.screens.incidents import IncidentsScreen

from ..fakes import FakeWorkbench, alert, incident, queue_of
from ..incidents_app import opened, queue_of_app, rested, settled
from ..rendered import HOSTILE, clickable_actions, screen_text, unsafe_characters

SIZES = [(80, 24), (120, 40), (200, 60)]
HOSTILE_SIZES = [SIZES[0], *(pytest.param(one, marks=pytest.mark.full) for one in SIZES[1:])]
ALERTS, EVIDENCE, TIMELINE, RAW = 1, 2, 3, 5


async def _open(pilot: Pilot[None], tab: int = 0) -> None:
    """Open the incident under the cursor and go to a tab."""
    await rested(pilot)
    await pilot.press("enter", *["right_square_bracket"] * tab)
    await settled(pilot)


def _queue_with(*evidence: Evidence) -> tuple[Incident, ...]:
    return (incident(0, alerts=(alert(1, evidence=evidence),)),)


@pytest.mark.parametrize("size", SIZES)
async def test_enter_gives_the_incident_the_whole_screen_and_escape_the_list_back(
    size: tuple[int, int],
) -> None:
    async with opened(FakeWorkbench(queue_of(5)), size=size) as pilot:
        await _open(pilot)
        assert "10499" not in screen_text(pilot.app)
        assert "Multi-stage incident number 0" in screen_text(pilot.app)
        await pilot.press("escape")
        await settled(pilot)
        assert "10499" in screen_text(pilot.app)
        assert queue_of_app(pilot).grid.has_focus


async def test_n_and_p_go_on_without_going_back_and_keep_the_tab() -> None:
    async with opened(FakeWorkbench(queue_of(3)), size=(100, 30)) as pilot:
        await _open(pilot, ALERTS)
        await pilot.press("n")
        await rested(pilot)
        assert "10499  Multi-stage incident" in screen_text(pilot.app)
        assert pilot.app.screen.query_one(PageGrid).has_focus
        await pilot.press("p", "p")
        await settled(pilot)
        assert "10500  Multi-stage incident" in screen_text(pilot.app)
        assert "That was the first one." in screen_text(pilot.app)


async def test_the_overview_names_techniques_and_risks() -> None:
    risky = Evidence("device", fields={"deviceDnsName": "fin-ws-07", "riskScore": "high"})
    async with opened(FakeWorkbench(_queue_with(risky))) as pilot:
        await _open(pilot)
        text = screen_text(pilot.app)
        assert "T1059.001 PowerShell" in text
        assert "fin-ws-07 (high)" in text


async def test_an_alert_unfolds_to_its_evidence_and_folds_again() -> None:
    async with opened(FakeWorkbench(queue_of(1)), size=(100, 30)) as pilot:
        await _open(pilot, ALERTS)
        assert "fin-ws-00" not in screen_text(pilot.app)
        await pilot.press("right")
        await settled(pilot)
        assert "fin-ws-00" in screen_text(pilot.app)
        await pilot.press("down", "left")
        await settled(pilot)
        assert 0 == pilot.app.screen.query_one(PageGrid).cursor_row
        await pilot.press("left")
        await settled(pilot)
        assert "fin-ws-00" not in screen_text(pilot.app)


async def test_a_branch_stays_open_when_the_incident_is_read_again() -> None:
    async with opened(FakeWorkbench(queue_of(1)), size=(100, 30)) as pilot:
        await _open(pilot, ALERTS)
        await pilot.press("z", "R")
        await rested(pilot)
        assert "fin-ws-00" in screen_text(pilot.app)


async def test_evidence_of_several_alerts_stands_once_under_its_kind() -> None:
    same = Evidence("device", "malicious", "remediated", fields={"deviceDnsName": "fin-ws-07"})
    url = Evidence("url", fields={"url": "https://x.example/a"})
    alerts = (alert(1, evidence=(same,)), alert(2, evidence=(same, url)))
    async with opened(FakeWorkbench((incident(0, alerts=alerts),)), size=(100, 30)) as pilot:
        await _open(pilot, EVIDENCE)
        lines = [line.split() for line in screen_text(pilot.app).splitlines()]
        assert ["Device", "1"] in lines
        assert ["URL", "1"] in lines
        assert ["▎fin-ws-07", "Malicious", "Remediated", "2"] in lines


async def test_all_fields_of_the_chosen_one_stand_beside_it_where_there_is_room() -> None:
    device = Evidence("device", fields={"deviceDnsName": "fin-ws-07", "osPlatform": "Windows11"})
    async with opened(FakeWorkbench(_queue_with(device)), size=(140, 40)) as pilot:
        await _open(pilot, EVIDENCE)
        assert "Windows11" in screen_text(pilot.app)
    async with opened(FakeWorkbench(_queue_with(device)), size=(80, 24)) as pilot:
        await _open(pilot, EVIDENCE)
        assert "Windows11" not in screen_text(pilot.app)
        await pilot.press("enter")
        await settled(pilot)
        assert "Os platform: Windows11" in screen_text(pilot.app)


async def test_evidence_of_an_unknown_kind_is_shown_whole() -> None:
    strange = Evidence("quantumDevice", fields={"qubits": 7, "spin": {"up": True, "list": [1, 2]}})
    async with opened(FakeWorkbench(_queue_with(strange)), size=(140, 40)) as pilot:
        await _open(pilot, EVIDENCE)
        text = screen_text(pilot.app)
        for part in ("Quantum device", "Qubits", "7", "Up", "true"):
            assert part in text


async def test_the_timeline_tells_of_silences() -> None:
    late = replace(incident(0), alerts=(alert(1), alert(600)))
    async with opened(FakeWorkbench((late,))) as pilot:
        await _open(pilot, TIMELINE)
        text = screen_text(pilot.app)
        assert "h later" in text
        assert "commented: Called the owner." in text


async def test_the_json_can_be_searched() -> None:
    async with opened(FakeWorkbench(queue_of(1)), size=(80, 24)) as pilot:
        await _open(pilot, RAW)
        await pilot.press("slash", *"fin-ws-01", "enter")
        await settled(pilot)
        assert "1 of 1 lines" in screen_text(pilot.app)
        await pilot.press("escape")
        assert not isinstance(pilot.app.focused, Input)
        assert pilot.app.screen.query_one(IncidentDetail).has_focus_within


async def test_any_field_of_the_chosen_thing_can_be_copied(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    device = Evidence("device", fields={"deviceDnsName": "fin-ws-07", "mdeDeviceId": "ab12"})
    async with opened(FakeWorkbench(_queue_with(device))) as pilot:
        await _open(pilot, EVIDENCE)
        await pilot.press("y", "end", "enter")
        await settled(pilot)
        assert "ab12" == pilot.app.clipboard


async def test_the_portal_page_of_the_chosen_thing_comes_before_the_incidents() -> None:
    device = Evidence("device", fields={"mdeDeviceId": "ab12"})
    async with opened(FakeWorkbench(_queue_with(device))) as pilot:
        await _open(pilot, EVIDENCE)
        await pilot.press("o", "enter")
        await settled(pilot)
        assert "https://security.microsoft.com/machines/v2/ab12/overview" in screen_text(pilot.app)
        await pilot.press("y")
        assert pilot.app.clipboard.startswith("https://security.microsoft.com/machines/v2/ab12/")


async def test_a_list_goes_into_a_file_and_a_second_time_only_when_agreed_to() -> None:
    session = FakeWorkbench(queue_of(3))
    async with opened(session) as pilot:
        await rested(pilot)
        for answer in ("escape", "y"):
            session.files.update(dict.fromkeys(session.files, "old"))
            await pilot.press("e", "enter", "enter")
            await settled(pilot)
            if "old" in session.files.values():
                assert "There is a file" in screen_text(pilot.app)
                await pilot.press(answer)
                await settled(pilot)
    ((name, text),) = session.files.items()
    assert "incidents-2026-11-23.csv" == name
    assert 4 == len(text.splitlines())


async def test_one_incident_goes_into_a_report_of_a_name_that_is_only_a_name() -> None:
    session = FakeWorkbench((incident(0, id="../../etc/x"),))
    async with opened(session) as pilot:
        await rested(pilot)
        await pilot.press("e", "end", "up", "enter", "enter")
        await settled(pilot)
    ((name, text),) = session.files.items()
    assert "incident-..-..-etc-x.md" == name
    assert text.startswith("# Incident ../../etc/x: ")


@pytest.mark.parametrize("size", HOSTILE_SIZES)
async def test_hostile_evidence_is_shown_and_nothing_more(size: tuple[int, int]) -> None:
    nasty = "".join(HOSTILE)
    evil = Evidence(
        nasty, nasty, nasty, roles=(nasty,), fields={nasty: nasty, "userAccount": {nasty: [nasty]}}
    )
    known = Evidence("device", fields={"deviceDnsName": nasty, "mdeDeviceId": nasty})
    alerts = (alert(1, evidence=(evil, known), techniques=(nasty,), extra={nasty: nasty}),)
    queue = (incident(0, alerts=alerts, last_modified_by=nasty),)
    async with opened(FakeWorkbench(queue), size=size) as pilot:
        await _open(pilot)
        for _ in range(6):
            for key in ("right", "h", "escape", "y", "escape", "o", "escape"):
                await pilot.press(key)
                await settled(pilot)
                assert set() == unsafe_characters(pilot.app)
                assert [] == clickable_actions(pilot.app)
            if not isinstance(pilot.app.screen, IncidentsScreen):
                await pilot.press("escape")
            if not pilot.app.screen.query_one(IncidentDetail).has_focus_within:
                await pilot.press("enter")
            await pilot.press("right_square_bracket")
            await settled(pilot)
