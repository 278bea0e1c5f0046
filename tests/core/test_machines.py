"""What a response action needs before it is sent, and what is known of one from its words."""

from __future__ import annotations

import pytest

from defender_tui.core.action_words import TITLES, standing, title_of
from defender_tui.core.errors import ConfigError
from defender_tui.core.machines import (
    ActionKind,
    ActionStatus,
    Machine,
    MachineAction,
    ResponseRequest,
)
from defender_tui.core.permissions import judge
from defender_tui.core.resources import Resource

SHA1 = "87662bc3d60e4200ceaf7aae249d1c343f4b83c9"


@pytest.mark.parametrize(
    ("request_", "key"),
    [
        (ResponseRequest(ActionKind.RELEASE, " \n"), "comment"),
        (ResponseRequest(ActionKind.ISOLATE, "why"), "scope"),
        (ResponseRequest(ActionKind.ISOLATE, "why", scope="Quick"), "scope"),
        (ResponseRequest(ActionKind.SCAN, "why", scope="Selective"), "scope"),
        (ResponseRequest(ActionKind.QUARANTINE, "why"), "sha1"),
        (ResponseRequest(ActionKind.QUARANTINE, "why", sha1=SHA1[:-1]), "sha1"),
        (ResponseRequest(ActionKind.QUARANTINE, "why", sha1=SHA1 + "\n"), "sha1"),
    ],
)
def test_a_request_that_lacks_something_names_it(request_: ResponseRequest, key: str) -> None:
    with pytest.raises(ConfigError) as caught:
        request_.check()
    assert key == caught.value.key
    assert caught.value.hint


@pytest.mark.parametrize(
    "request_",
    [
        ResponseRequest(ActionKind.ISOLATE, "why", scope="Selective"),
        ResponseRequest(ActionKind.SCAN, "why", scope="Full"),
        ResponseRequest(ActionKind.QUARANTINE, "why", sha1=SHA1.upper()),
        ResponseRequest(ActionKind.COLLECT, "why"),
    ],
)
def test_a_request_that_holds_all_is_let_through(request_: ResponseRequest) -> None:
    request_.check()


@pytest.mark.parametrize(
    ("status", "is_open", "is_over"),
    [
        ("Pending", True, False),
        ("InProgress", True, False),
        ("Succeeded", False, True),
        ("Failed", False, True),
        ("TimeOut", False, True),
        ("Cancelled", False, True),
        ("Paused", False, False),
        (None, False, False),
    ],
)
def test_a_state_is_open_or_over_or_unknown(
    status: str | None, is_open: bool, is_over: bool
) -> None:
    action = MachineAction("1", status=status)
    assert (is_open, is_over) == (action.is_open, action.is_over)


def test_a_quarantine_is_told_apart_by_its_file() -> None:
    request = ResponseRequest(ActionKind.QUARANTINE, "why", sha1=SHA1)
    action = MachineAction("1", "StopAndQuarantineFile", file_hash=SHA1.upper())
    assert request.is_done_by(action)
    assert not request.is_done_by(MachineAction("2", "StopAndQuarantineFile", file_hash="a" * 40))
    assert not request.is_done_by(MachineAction("3", "Isolate", file_hash=SHA1))


def test_a_machine_of_which_little_is_known_is_not_taken_for_unfit() -> None:
    assert Machine("1").is_onboarded
    assert Machine("1").is_windows
    assert not Machine("1", onboarding="CanBeOnboarded").is_onboarded
    assert not Machine("1", os_platform="macOS").is_windows


def test_every_kind_has_a_title_and_a_capability_that_endpoint_roles_can_give() -> None:
    assert set(ActionKind) == set(TITLES)
    given = {verdict.capability for verdict in judge(Resource.MDE, ())}
    assert {kind.capability for kind in ActionKind} <= given


@pytest.mark.parametrize("kind", ActionKind)
def test_every_end_of_every_kind_has_words_of_its_own(kind: ActionKind) -> None:
    told = {standing(MachineAction("1", kind.value, status=status)) for status in ActionStatus}
    assert len(ActionStatus) == len(told)
    assert all(text.endswith(".") for text in told)


def test_words_of_tomorrow_are_shown_as_they_came() -> None:
    action = MachineAction("1", "RunLiveForensics", status="Paused")
    assert "Run live forensics" == title_of(action)
    assert "“Paused”" in standing(action)


def test_who_cancelled_and_why_is_said() -> None:
    action = MachineAction(
        "1", "Isolate", status="Cancelled", cancelled_by="mia", cancel_comment="wrong device"
    )
    assert "It was cancelled by mia: wrong device" == standing(action)
