"""Which part of the queue is read: filters, kept filters, who I am."""

from __future__ import annotations

from defender_tui.core.filters import IncidentFilter
from defender_tui.ui.incidents.wanted import Owner, Wanted

from ..fakes import NOW, FakeWorkbench, incident, queue_of
from ..incidents_app import opened, queue_of_app, settled
from ..rendered import screen_text

TO_OWNER = ("tab",) * 4


async def test_the_whole_filter_is_asked_for_and_told() -> None:
    session = FakeWorkbench(queue_of(12))
    async with opened(session, size=(200, 60)) as pilot:
        # Severity high, five days, MDE, a tag and a text.
        await pilot.press("f", "tab", "space", "tab", "tab", *"5", "tab", "tab", "space")
        await pilot.press("tab", "tab", *"vip", "tab", *"number", "enter")
        await settled(pilot)
        text = screen_text(pilot.app)
    asked = session.asked[-1]
    assert frozenset({"high"}) == asked.severities
    assert 5 == (NOW - asked.since).days if asked.since else None
    assert frozenset({"microsoftDefenderForEndpoint"}) == asked.services
    assert ("vip", "number") == (asked.tag, asked.text)
    told = "active + in progress · high · MDE · tag vip · “number” · last 5 days"
    assert told in text
    assert "service and tag and text filtered here" in text


async def test_a_number_of_days_that_cannot_be_is_refused_in_the_dialog() -> None:
    session = FakeWorkbench(queue_of(3))
    async with opened(session) as pilot:
        await pilot.press("f", "tab", "tab", "tab", *"0", "enter")
        await settled(pilot)
        assert "Days is a whole number from 1 to 3650." in screen_text(pilot.app)
    assert 1 == len(session.asked)


async def test_mine_asks_once_who_i_am_and_remembers_it() -> None:
    session = FakeWorkbench(queue_of(6))
    async with opened(session) as pilot:
        await pilot.press("f", *TO_OWNER, "down", "space", "enter")
        await settled(pilot)
        assert "Who are you?" in screen_text(pilot.app)
        await pilot.press(*"mia.k@contoso.example", "enter")
        await settled(pilot)
        assert "mia.k@contoso.example" == session.asked[-1].assigned_to
        assert "owned by me" in screen_text(pilot.app)
        await pilot.press("f", "ctrl+d")
        await settled(pilot)
        await pilot.press("f", *TO_OWNER, "down", "space", "enter")
        await settled(pilot)
        assert "mia.k@contoso.example" == session.asked[-1].assigned_to
    assert "mia.k@contoso.example" == session.kept["incidents"]["me"]


async def test_somebodys_incidents_can_be_asked_for() -> None:
    session = FakeWorkbench(queue_of(6))
    async with opened(session) as pilot:
        await pilot.press("f", *TO_OWNER, "down", "down", "down", "space", "enter")
        await settled(pilot)
        assert {"mia.k@contoso.example"} == {
            one.assigned_to for one in queue_of_app(pilot).shown_incidents
        }
    assert session.asked[-1].assigned


async def test_a_filter_is_kept_under_a_number_and_recalled_with_one_key() -> None:
    session = FakeWorkbench(queue_of(12))
    async with opened(session, size=(120, 40)) as pilot:
        await pilot.press("f", "tab", "space", "enter")
        await settled(pilot)
        await pilot.press("F", "2", *"Burning", "enter")
        await settled(pilot)
        await pilot.press("f", "ctrl+d")
        await settled(pilot)
        assert frozenset() == session.asked[-1].severities
        await pilot.press("alt+2")
        await settled(pilot)
        assert frozenset({"high"}) == session.asked[-1].severities
        assert "Burning · active + in progress · high" in screen_text(pilot.app)


async def test_kept_filters_are_there_next_time_and_can_be_dropped() -> None:
    session = FakeWorkbench(queue_of(12))
    session.kept = {"incidents": {"sets": {"7": {"name": "Low", "severities": ["low"]}}}}
    async with opened(session) as pilot:
        await pilot.press("F")
        await settled(pilot)
        assert "7  Low" in screen_text(pilot.app)
        await pilot.press("7")
        await settled(pilot)
        assert frozenset({"low"}) == session.asked[-1].severities
        await pilot.press("F", *["down"] * 6, "d")
        await settled(pilot)
    assert {} == session.kept["incidents"]["sets"]


async def test_a_number_under_which_nothing_is_kept_says_how_to_keep_one() -> None:
    async with opened(FakeWorkbench(queue_of(3))) as pilot:
        await pilot.press("alt+4")
        await settled(pilot)
        assert "No filter is kept as 4." in screen_text(pilot.app)


async def test_a_quoted_search_for_an_owner_is_not_taken_for_a_name() -> None:
    session = FakeWorkbench((incident(1, assigned_to=None), incident(2, assigned_to="x")))
    async with opened(session) as pilot:
        await pilot.press("f", *TO_OWNER, "down", "down", "down", "down", "space", "enter")
        await settled(pilot)
        assert "Type whose incidents are wanted" in screen_text(pilot.app)
    assert 1 == len(session.asked)


def test_the_first_part_is_what_the_portal_shows() -> None:
    first = Wanted().as_filter(NOW)
    assert frozenset({"active", "inProgress"}) == first.statuses
    assert 30 == (NOW - first.since).days if first.since else None


def test_an_owner_is_one_of_four_or_a_name() -> None:
    def filter_of(owner: Owner) -> IncidentFilter:
        return Wanted(owner=owner, owner_name="a@x").as_filter(NOW)

    assert (True, False) == (
        filter_of(Owner.NOBODY).unassigned,
        filter_of(Owner.NOBODY).assigned,
    )
    assert filter_of(Owner.SOMEBODY).assigned
    assert "a@x" == filter_of(Owner.NAMED).assigned_to
    assert None is filter_of(Owner.ANYBODY).assigned_to
