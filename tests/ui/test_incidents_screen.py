from __future__ import annotations

from dataclasses import replace

import pytest
from textual.widgets import Input

from defender_tui.core.changes import IncidentChange
from defender_tui.core.errors import ConnectFailed, NotPermitted, OutcomeUnknown
from defender_tui.core.profiles import Profile
from defender_tui.core.resources import Resource
from defender_tui.ui.incidents.detail import IncidentDetail
from defender_tui.ui.screens.base import WorkScreen

from .fakes import PROFILE, FakeWorkbench, incident, queue_of
from .incidents_app import opened, opened_behind_a_door, queue_of_app, rested, settled
from .rendered import HOSTILE, clickable_actions, screen_text, unsafe_characters

SIZES = [(80, 24), (120, 40), (60, 20)]
HOSTILE_SIZES = [SIZES[0], *(pytest.param(one, marks=pytest.mark.full) for one in SIZES[1:])]


@pytest.mark.parametrize("size", SIZES)
async def test_the_queue_is_on_the_screen_with_its_count_and_filter(size: tuple[int, int]) -> None:
    async with opened(FakeWorkbench(queue_of(37)), size=size) as pilot:
        text = screen_text(pilot.app)
        assert "37 incidents" in text
        assert "10500" in text
        assert "contoso.example" in text


async def test_without_a_profile_the_credentials_come_up_first() -> None:
    async with opened(FakeWorkbench(profile=None)) as pilot:
        assert "credentials" == pilot.app.current_mode


async def test_a_session_that_cannot_start_says_why_on_credentials() -> None:
    session = FakeWorkbench()
    session.start_error = ConnectFailed("The sandbox did not start.", hint="Look there.")
    async with opened(session) as pilot:
        assert "credentials" == pilot.app.current_mode
        assert "The sandbox did not start." in screen_text(pilot.app)


async def test_rows_appear_from_the_first_page_on_and_f5_stops_the_rest() -> None:
    session = FakeWorkbench(queue_of(120))
    session.door.clear()
    async with opened_behind_a_door(session) as pilot:
        assert 50 == queue_of_app(pilot).grid.row_count
        await pilot.press("f5")
        await pilot.pause()
        text = screen_text(pilot.app)
        assert "stopped after page 1 · 50 read" in text
        assert "F5 reads again" in text
        assert 50 == queue_of_app(pilot).grid.row_count


async def test_a_second_refresh_keeps_the_list_until_it_is_complete() -> None:
    session = FakeWorkbench(queue_of(120))
    async with opened(session) as pilot:
        session.door.clear()
        await pilot.press("f5")
        await pilot.pause()
        assert 120 == queue_of_app(pilot).grid.row_count


async def test_the_cursor_stays_on_its_incident_through_refresh_sort_and_resize() -> None:
    async with opened(FakeWorkbench(queue_of(60))) as pilot:
        await pilot.press(*["down"] * 7)
        chosen = queue_of_app(pilot).current
        await pilot.press("f5")
        await settled(pilot)
        await pilot.press("s", "down", "enter")
        await settled(pilot)
        await pilot.resize_terminal(80, 24)
        await settled(pilot)
        assert chosen == queue_of_app(pilot).current


async def test_search_narrows_as_you_type_and_escape_goes_back_step_by_step() -> None:
    async with opened(FakeWorkbench(queue_of(37))) as pilot:
        await pilot.press("slash", *"number 12")
        await settled(pilot)
        assert "1 of 37 incidents" in screen_text(pilot.app)
        await pilot.press("escape")
        assert queue_of_app(pilot).grid.has_focus
        assert 1 == queue_of_app(pilot).grid.row_count
        await pilot.press("escape")
        await settled(pilot)
        assert 37 == queue_of_app(pilot).grid.row_count


async def test_letters_typed_into_the_search_do_nothing_else() -> None:
    session = FakeWorkbench(queue_of(3))
    async with opened(session) as pilot:
        await pilot.press("slash", *"fastcoy1234q")
        assert "fastcoy1234q" == pilot.app.screen.query_one("#queue-search", Input).value
        assert "incidents" == pilot.app.current_mode


async def test_an_empty_search_names_the_key_that_helps() -> None:
    async with opened(FakeWorkbench(queue_of(3))) as pilot:
        await pilot.press("slash", *"zzz")
        await settled(pilot)
        assert "Nothing found for “zzz”. Esc drops it." in screen_text(pilot.app)


async def test_an_empty_queue_names_the_filter_and_the_key_that_changes_it() -> None:
    async with opened(FakeWorkbench(())) as pilot:
        text = screen_text(pilot.app)
        assert "Nothing matches: active + in progress · last 30 days. f changes the filter." in text


async def test_a_chosen_filter_is_asked_of_the_api_and_told_above_the_list() -> None:
    session = FakeWorkbench(queue_of(12))
    async with opened(session) as pilot:
        await pilot.press("f", "tab", "space", "enter")
        await settled(pilot)
        assert frozenset({"high"}) == session.asked[-1].severities
        assert "active + in progress · high · last 30 days" in screen_text(pilot.app)


async def test_what_the_api_cannot_filter_is_said_before_and_after() -> None:
    session = FakeWorkbench(queue_of(12))
    session.incidents_api = Resource.XDR
    async with opened(session) as pilot:
        await pilot.press("f", "tab", "space")
        await settled(pilot)
        assert "Filtered here, after reading: severity." in screen_text(pilot.app)
        await pilot.press("enter")
        await settled(pilot)
        assert "severity filtered here" in screen_text(pilot.app)


async def test_details_come_when_the_cursor_rests() -> None:
    async with opened(FakeWorkbench(queue_of(5))) as pilot:
        await pilot.press("down")
        await rested(pilot)
        text = screen_text(pilot.app)
        assert "Comments 1" in text
        assert "2 d ago" not in text
        assert "credential dump" in text


async def test_tabs_show_alerts_evidence_timeline_comments_and_everything_raw() -> None:
    async with opened(FakeWorkbench(queue_of(5))) as pilot:
        await rested(pilot)
        seen = []
        for _ in range(5):
            await pilot.press("right_square_bracket")
            await settled(pilot)
            seen.append(screen_text(pilot.app))
    alerts, evidence, timeline, comments, raw = seen
    assert "Suspicious PowerShell download 0" in alerts
    assert "fin-ws-01" in evidence
    assert "Suspicious PowerShell download" in timeline
    assert "Called the owner." in comments
    assert '"assigned_to": "mia.k@contoso.example"' in raw


async def test_enter_goes_into_the_details_and_escape_comes_back() -> None:
    async with opened(FakeWorkbench(queue_of(5))) as pilot:
        await pilot.press("enter")
        await settled(pilot)
        assert pilot.app.screen.query_one(IncidentDetail).has_focus_within
        await pilot.press("escape")
        assert queue_of_app(pilot).grid.has_focus


async def test_an_alert_opens_in_full() -> None:
    async with opened(FakeWorkbench(queue_of(5))) as pilot:
        await rested(pilot)
        await pilot.press("enter", "right_square_bracket", "enter")
        await settled(pilot)
        assert "T1059.001" in screen_text(pilot.app)


async def test_a_listing_that_fails_says_what_to_do_and_r_tries_again() -> None:
    session = FakeWorkbench(queue_of(5))
    session.list_error = NotPermitted(
        "The application lacks a role.",
        hint="Grant it.",
        required=("SecurityIncident.Read.All",),
        held=("ThreatHunting.Read.All",),
    )
    async with opened(session) as pilot:
        text = screen_text(pilot.app)
        for words in ("Could not list incidents", "SecurityIncident.Read.All", "Grant it."):
            assert words in text
        session.list_error = None
        await pilot.press("r")
        await settled(pilot)
        assert "Could not list incidents" not in screen_text(pilot.app)
        assert 5 == queue_of_app(pilot).grid.row_count


async def test_a_failed_refresh_keeps_the_old_list_and_says_how_old_it_is() -> None:
    session = FakeWorkbench(queue_of(5))
    async with opened(session) as pilot:
        session.list_error = ConnectFailed("Nobody answered.", hint="Check the network.")
        await pilot.press("f5")
        await settled(pilot)
        assert 5 == queue_of_app(pilot).grid.row_count
        assert "list of 14:03:05" in screen_text(pilot.app)
        await pilot.press("escape")
        assert "Nobody answered." not in screen_text(pilot.app)


async def test_an_unexpected_fault_is_told_without_its_values() -> None:
    session = FakeWorkbench(queue_of(5))
    async with opened(session) as pilot:
        session.fault = ValueError("hunter2-sentinel")
        await pilot.press("f5")
        await settled(pilot)
        text = screen_text(pilot.app)
        assert "The program made a mistake: ValueError." in text
        assert "hunter2-sentinel" not in text
        assert not queue_of_app(pilot).is_reading


async def test_assigning_names_incident_and_tenant_and_remembers_the_owner() -> None:
    session = FakeWorkbench(queue_of(5))
    async with opened(session) as pilot:
        await pilot.press("down", "a")
        await settled(pilot)
        dialog = screen_text(pilot.app)
        assert "10499" in dialog
        assert "in the tenant contoso.example" in dialog
        await pilot.press("end", "enter", *"kim@x.example", "enter")
        await settled(pilot)
        assert [("10499", IncidentChange(assigned_to="kim@x.example"))] == session.changes
        assert "is assigned to kim@x.example" in screen_text(pilot.app)
        await pilot.press("down", "a", "end", "enter")
        await settled(pilot)
        assert "kim@x.example" == pilot.app.screen.query_one(Input).value


async def test_resolving_takes_the_verdict_with_it() -> None:
    session = FakeWorkbench(queue_of(5))
    async with opened(session) as pilot:
        await pilot.press("t", "down", "enter")
        await settled(pilot)
    [(_id, change)] = session.changes
    assert ("resolved", "truePositive", "multiStagedAttack") == (
        change.status,
        change.classification,
        change.determination,
    )
    change.check()


async def test_a_refused_comment_is_still_there_to_be_sent_again() -> None:
    session = FakeWorkbench(queue_of(5))
    session.change_error = ConnectFailed("Nobody answered.", hint="Check the network.")
    async with opened(session) as pilot:
        await pilot.press("c", *"seen it", "ctrl+s")
        await settled(pilot)
        assert "Could not change incident 10500" in screen_text(pilot.app)
        await pilot.press("c")
        await settled(pilot)
        assert "seen it" in screen_text(pilot.app)


async def test_a_change_of_unknown_outcome_is_said_so_and_not_repeated() -> None:
    session = FakeWorkbench(queue_of(5))
    session.change_error = OutcomeUnknown("The answer got lost.", hint="F5 shows what it is now.")
    session.load_error = ConnectFailed("Nobody answered.", hint="Check the network.")
    async with opened(session) as pilot:
        await pilot.press("t", "enter")
        await settled(pilot)
        text = screen_text(pilot.app)
        assert "outcome unknown" in text
        assert "r Look again" in text
        session.load_error = None
        await pilot.press("r")
        await settled(pilot)
        assert "Incident 10500 is now in progress" in screen_text(pilot.app)
    assert 1 == len(session.changes)


async def test_a_missing_role_is_named_before_anything_is_typed() -> None:
    session = FakeWorkbench(queue_of(5), roles=("SecurityIncident.Read.All",))
    async with opened(session) as pilot:
        await pilot.press("a")
        await settled(pilot)
        assert "SecurityIncident.ReadWrite.All" in screen_text(pilot.app)
        assert isinstance(pilot.app.screen, WorkScreen)
    assert [] == session.changes


async def test_another_profile_drops_the_data_and_keeps_the_filter() -> None:
    session = FakeWorkbench(queue_of(5))
    async with opened(session) as pilot:
        await pilot.press("f", "tab", "space", "enter")
        await settled(pilot)
        await pilot.press("f2")
        await settled(pilot)
        session.incidents = (incident(4, id="777", title="of the other tenant"),)
        session.switch(_other(PROFILE))
        await pilot.press("f4")
        await settled(pilot)
        text = screen_text(pilot.app)
        assert "of the other tenant" in text
        assert "10500" not in text
        assert "other.example" in text
        assert frozenset({"high"}) == session.asked[-1].severities


async def test_a_link_that_is_not_https_is_never_offered() -> None:
    session = FakeWorkbench((incident(0, web_url="file:///etc/passwd"),))
    async with opened(session) as pilot:
        await pilot.press("o")
        await settled(pilot)
        assert "In the portal" in screen_text(pilot.app)
        await pilot.press("y")
        link = "https://security.microsoft.com/incident2/10500/overview"
        assert link == pilot.app.clipboard.partition("?")[0]


@pytest.mark.parametrize("size", HOSTILE_SIZES)
async def test_hostile_texts_are_shown_and_nothing_more(size: tuple[int, int]) -> None:
    nasty = "".join(HOSTILE)
    queue = [
        incident(number, title=text, assigned_to=nasty, tags=(nasty,), summary=nasty)
        for number, text in enumerate((nasty, nasty + "A" * 1_000_000))
    ]
    async with opened(FakeWorkbench(queue), size=size) as pilot:
        for _ in queue:
            await rested(pilot)
            for _tab in range(5):
                await pilot.press("right_square_bracket")
                await settled(pilot)
                assert set() == unsafe_characters(pilot.app)
                assert [] == clickable_actions(pilot.app)
            await pilot.press("down")
        await pilot.press("a")
        await settled(pilot)
        assert set() == unsafe_characters(pilot.app)
        assert [] == clickable_actions(pilot.app)


def _other(profile: Profile) -> Profile:
    return replace(profile, name="lab", tenant_name="other.example")
