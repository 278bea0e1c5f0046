"""Work on one incident: verdict, tags, severity, name; what moved, what is unclear."""

from __future__ import annotations

import pytest

from defender_tui.core.changes import IncidentChange
from defender_tui.core.errors import ConnectFailed, OutcomeUnknown
from defender_tui.core.resources import Resource
from defender_tui.ui.screens.base import WorkScreen

from ..fakes import FakeWorkbench, incident, queue_of
from ..incidents_app import opened, queue_of_app, settled
from ..rendered import screen_text


async def test_assigning_to_me_is_one_key_once_it_is_known_who_i_am() -> None:
    session = FakeWorkbench(queue_of(5))
    async with opened(session) as pilot:
        await pilot.press("A")
        await settled(pilot)
        await pilot.press(*"kim@x.example", "enter")
        await settled(pilot)
        await pilot.press("down", "A")
        await settled(pilot)
    owned = IncidentChange(assigned_to="kim@x.example")
    assert [("10500", owned), ("10499", owned)] == session.changes


async def test_the_owner_is_taken_off() -> None:
    session = FakeWorkbench(queue_of(5))
    async with opened(session) as pilot:
        await pilot.press("a", "down", "enter")
        await settled(pilot)
        assert "is assigned to nobody" in screen_text(pilot.app)
    assert [("10500", IncidentChange(assigned_to=None))] == session.changes


async def test_a_verdict_takes_its_determination_with_it_and_leaves_the_status() -> None:
    session = FakeWorkbench(queue_of(5))
    async with opened(session) as pilot:
        await pilot.press("v", "enter")
        await settled(pilot)
        assert "has the verdict multi staged attack" in screen_text(pilot.app)
    [(_id, change)] = session.changes
    change.check()
    assert (
        IncidentChange(classification="truePositive", determination="multiStagedAttack") == change
    )


async def test_tags_are_added_and_taken_off_and_the_others_stay() -> None:
    session = FakeWorkbench((incident(0, tags=("vip", "old", "kept")),))
    async with opened(session) as pilot:
        await pilot.press("T", *"new, vip", "shift+tab", "down", "space", "enter")
        await settled(pilot)
    assert [("10500", IncidentChange(tags=("vip", "kept", "new")))] == session.changes


async def test_severity_and_name_are_changed_on_graph() -> None:
    session = FakeWorkbench(queue_of(5))
    async with opened(session) as pilot:
        await pilot.press("S", "down", "enter")
        await settled(pilot)
        await pilot.press("N", "end", *"!", "enter")
        await settled(pilot)
        assert "number 0 on one endpoint!" in screen_text(pilot.app)
    [severity, name] = [change for _id, change in session.changes]
    assert IncidentChange(severity="medium") == severity
    assert "Multi-stage incident number 0 on one endpoint!" == name.title


@pytest.mark.parametrize(("key", "field"), [("S", "severity"), ("N", "name")])
async def test_what_the_xdr_api_cannot_change_is_said_before_anything_is_typed(
    key: str, field: str
) -> None:
    session = FakeWorkbench(queue_of(5), roles=("Incident.ReadWrite.All",))
    session.incidents_api = Resource.XDR
    async with opened(session) as pilot:
        await pilot.press(key)
        await settled(pilot)
        assert isinstance(pilot.app.screen, WorkScreen)
        text = screen_text(pilot.app)
        assert f"API cannot change an incident's {field}" in text
        assert "Microsoft Graph" in text
    assert [] == session.changes


@pytest.mark.parametrize(
    "key", ["a", "c", *(pytest.param(one, marks=pytest.mark.full) for one in "AtvTSN")]
)
async def test_every_key_that_writes_names_the_missing_role(key: str) -> None:
    session = FakeWorkbench(queue_of(5), roles=("SecurityIncident.Read.All",))
    async with opened(session) as pilot:
        await pilot.press(key)
        await settled(pilot)
        assert "SecurityIncident.ReadWrite.All" in screen_text(pilot.app)
        assert isinstance(pilot.app.screen, WorkScreen)


async def test_what_moved_is_shown_and_only_a_yes_sends_the_change() -> None:
    session = FakeWorkbench(queue_of(5))
    moved = incident(0, assigned_to="kim@x.example", status="resolved")
    session.moved = {"10500": moved}
    async with opened(session) as pilot:
        await pilot.press("c", *"mine", "ctrl+s")
        await settled(pilot)
        text = screen_text(pilot.app)
        assert "It has changed since you saw it, and nothing was sent" in text
        assert "status: In progress → Resolved" in text
        assert "owner: mia.k@contoso.example → kim@x.example" in text
        assert [] == session.changes
        await pilot.press("escape")
        await settled(pilot)
        current = queue_of_app(pilot).current
        assert "resolved" == (current.status if current else None)
        assert [] == session.changes
        await pilot.press("c")
        await settled(pilot)
        assert "mine" in screen_text(pilot.app)
        await pilot.press("ctrl+s")
        await settled(pilot)
    assert [("10500", IncidentChange(comment="mine"))] == session.changes


async def test_a_yes_changes_what_moved() -> None:
    session = FakeWorkbench(queue_of(5))
    session.moved = {"10500": incident(0, tags=("theirs",))}
    async with opened(session) as pilot:
        await pilot.press("T", *"mine", "enter")
        await settled(pilot)
        await pilot.press("y")
        await settled(pilot)
    assert [("10500", IncidentChange(tags=("theirs", "mine")))] == session.changes


async def test_an_unclear_outcome_says_that_it_may_have_been_applied_and_can_be_looked_at() -> None:
    session = FakeWorkbench(queue_of(5))
    session.change_error = OutcomeUnknown("It may have been applied.", hint="Look again.")
    session.load_error = ConnectFailed("Nobody answered.", hint="Check the network.")
    async with opened(session, size=(120, 40)) as pilot:
        await pilot.press("c", *"once", "ctrl+s")
        await settled(pilot)
        assert "It may have been applied." in screen_text(pilot.app)
        assert 1 == len(session.changes)
        session.load_error = None
        await pilot.press("r")
        await settled(pilot)
        assert "Incident 10500 is now in progress" in screen_text(pilot.app)
        await pilot.press("c")
        await settled(pilot)
        assert "once" in screen_text(pilot.app)
    assert 1 == len(session.changes)


async def test_redirected_is_never_offered() -> None:
    async with opened(FakeWorkbench(queue_of(2)), size=(120, 60)) as pilot:
        await pilot.press("t")
        await settled(pilot)
        assert "Set the status of" in screen_text(pilot.app)
        assert "Redirected" not in screen_text(pilot.app)
