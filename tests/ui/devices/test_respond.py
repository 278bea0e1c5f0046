"""Responding on a device: choosing what may be done, saying why, confirming, following."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from textual.widgets import OptionList, Static

from defender_tui.core.errors import (
    AuthError,
    ConnectFailed,
    NotFound,
    NotPermitted,
    OutcomeUnknown,
    ServerFault,
)
from defender_tui.core.machines import ActionKind, MachineAction, ResponseRequest
from defender_tui.ui.devices.following import Step
from defender_tui.ui.devices.order_form import KnownFile
from defender_tui.ui.widgets.confirm import Confirm
from defender_tui.workflows.device_actions import Joined, MayHaveStarted, NotStarted

from ..fakes_credentials import NOW
from ..fakes_devices import DEVICE, LINK
from ..rendered import HOSTILE, clickable_actions, screen_text, unsafe_characters
from .desk import Desk, FakeSession, opened

SHA1 = "87662bc3d60e4200ceaf7aae249d1c343f4b83c9"


def seen(desk: Desk) -> str:
    """Give the screen as words in one line, so that wrapping does not matter."""
    return " ".join(screen_text(desk.app).replace("│", " ").split())


async def test_the_device_its_tenant_and_what_was_done_lately_are_shown() -> None:
    session = FakeSession()
    session.done = (
        MachineAction("1", "Isolate", status="Succeeded", created=NOW - timedelta(hours=2)),
    )
    async with opened(session) as desk:
        await desk.reach(Step.CHOOSING)
        text = seen(desk)
        for words in (
            "Respond on fin-ws-01.contoso.example in the tenant contoso.example",
            "Windows11 24H2",
            "Active, Onboarded",
            "9 min ago",
            "Isolate from the network, succeeded, 2 h ago",
        ):
            assert words in text


async def test_only_what_the_token_allows_can_be_chosen_and_the_rest_says_what_is_missing() -> None:
    async with opened(FakeSession("Machine.Read.All", "Machine.Scan")) as desk:
        await desk.reach(Step.CHOOSING)
        listed = desk.dialog.query_one(OptionList)
        assert ["SCAN"] == [option.id for option in listed.options if not option.disabled]
        assert "Isolate from the network needs Machine.Isolate" in seen(desk)


async def test_what_only_windows_does_is_not_offered_elsewhere() -> None:
    session = FakeSession()
    session.device = replace(DEVICE, os_platform="macOS")
    async with opened(session) as desk:
        await desk.reach(Step.CHOOSING)
        listed = desk.dialog.query_one(OptionList)
        assert {"RESTRICT", "UNRESTRICT", "QUARANTINE"} == {
            option.id for option in listed.options if option.disabled
        }


async def test_a_device_without_a_sensor_is_offered_nothing() -> None:
    session = FakeSession()
    session.device = replace(DEVICE, onboarding="CanBeOnboarded")
    async with opened(session) as desk:
        await desk.reach(Step.CHOOSING)
        assert all(option.disabled for option in desk.dialog.query_one(OptionList).options)
        assert "the device is not onboarded" in seen(desk)


async def test_an_action_is_confirmed_with_device_tenant_and_warning_and_followed_to_its_end() -> (
    None
):
    session = FakeSession()
    async with opened(session) as desk:
        await desk.reach(Step.CHOOSING)
        await desk.choose("Isolate")
        await desk.pilot.press(*"worm")
        await desk.pilot.press("ctrl+s")
        await desk.pilot.pause()
        assert isinstance(desk.app.screen, Confirm)
        asked = " ".join(str(desk.app.screen.query_one(Static).content).split())
        assert asked.startswith(
            "Isolate from the network (full) on fin-ws-01.contoso.example "
            "in the tenant contoso.example? Comment worm"
        )
        assert "you lock yourself out" in asked
        assert not session.orders
        await desk.pilot.press("y")
        await desk.reach(Step.FOLLOWING)
        request = ResponseRequest(ActionKind.ISOLATE, "worm", scope="Full")
        assert [(DEVICE.id, request)] == session.orders
        assert "It waits for the device to take it up." in seen(desk)
        await session.course.put("InProgress")
        await desk.sees_state("InProgress")
        assert "The device is at it." in seen(desk)
        await session.course.put("Succeeded")
        await desk.sees_state("Succeeded")
        assert "The device is isolated from the network." in seen(desk)
        await desk.pilot.press("escape")
        await desk.pilot.pause()
        assert ["Succeeded"] == [action.status for action in desk.given if action]


async def test_selective_isolation_is_chosen_from_the_keyboard() -> None:
    session = FakeSession()
    async with opened(session) as desk:
        await desk.reach(Step.CHOOSING)
        await desk.choose("Isolate")
        await desk.pilot.press(*"worm", "shift+tab", "down", "enter", "ctrl+s")
        await desk.pilot.pause()
        await desk.pilot.press("y")
        await desk.reach(Step.FOLLOWING)
        assert ["Selective"] == [request.scope for _, request in session.orders]


async def test_without_a_comment_nothing_is_asked_or_sent() -> None:
    session = FakeSession()
    async with opened(session) as desk:
        await desk.reach(Step.CHOOSING)
        await desk.choose("Collect")
        await desk.pilot.press("ctrl+s")
        await desk.pilot.pause()
        assert "A response action needs a comment." in seen(desk)
        assert not isinstance(desk.app.screen, Confirm)
        assert not session.orders


async def test_saying_no_sends_nothing_and_keeps_what_was_typed() -> None:
    session = FakeSession()
    async with opened(session) as desk:
        await desk.reach(Step.CHOOSING)
        await desk.choose("Collect")
        await desk.pilot.press(*"worm", "ctrl+s")
        await desk.pilot.pause()
        await desk.pilot.press("escape")
        await desk.pilot.pause()
        assert not session.orders
        await desk.pilot.press("escape")
        await desk.reach(Step.CHOOSING)
        await desk.choose("Run")
        assert "worm" in seen(desk)


async def test_the_file_of_the_evidence_is_filled_in_and_another_can_be_chosen() -> None:
    session = FakeSession()
    files = (KnownFile(SHA1, "locker.exe"), KnownFile("a" * 40, "svhost32.exe"))
    async with opened(session, files=files) as desk:
        await desk.reach(Step.CHOOSING)
        await desk.choose("Stop and quarantine")
        assert SHA1 in seen(desk)
        await desk.pilot.press("shift+tab", "shift+tab", "down", "enter")
        await desk.pilot.pause()
        assert "a" * 40 in seen(desk)


async def test_a_sha1_that_is_none_is_not_taken() -> None:
    session = FakeSession()
    async with opened(session) as desk:
        await desk.reach(Step.CHOOSING)
        await desk.choose("Stop and quarantine")
        await desk.pilot.press(*"beef", "tab", *"worm", "ctrl+s")
        await desk.pilot.pause()
        assert "is not a SHA-1" in seen(desk)
        assert not session.orders


async def test_a_refused_order_says_why_and_keeps_the_form() -> None:
    session = FakeSession()
    session.result = NotStarted(ServerFault("It is down.", hint="Later.", status=503))
    async with opened(session) as desk:
        await desk.reach(Step.CHOOSING)
        await desk.order("Collect", "worm")
        await desk.reach(Step.FILLING)
        text = seen(desk)
        assert "It is down." in text
        assert "worm" in text


async def test_an_order_that_may_have_been_taken_is_not_passed_off_as_either() -> None:
    session = FakeSession()
    session.result = MayHaveStarted(OutcomeUnknown("The line broke.", hint="Look at it."))
    async with opened(session) as desk:
        await desk.reach(Step.CHOOSING)
        await desk.order("Collect")
        await desk.reach(Step.BROKEN)
        assert "It may have been started" in seen(desk)
        await desk.pilot.press("r")
        await desk.reach(Step.CHOOSING)
        assert 1 == len(session.orders)


async def test_what_was_on_its_way_already_is_followed_and_said_to_be_others() -> None:
    session = FakeSession()
    running = MachineAction("9", "Isolate", requestor="mia", status="InProgress", updated=NOW)
    session.result = Joined(running)
    async with opened(session) as desk:
        await desk.reach(Step.CHOOSING)
        await desk.order("Isolate")
        await desk.reach(Step.FOLLOWING)
        assert "on its way already, ordered by mia" in seen(desk)


async def test_an_order_on_its_way_is_waited_for() -> None:
    session = FakeSession()
    session.order_door.clear()
    async with opened(session) as desk:
        await desk.reach(Step.CHOOSING)
        await desk.order("Collect")
        await desk.reach(Step.SENDING)
        await desk.pilot.press("escape")
        await desk.pilot.pause()
        assert desk.app.screen is desk.dialog
        assert "its answer." in seen(desk)
        session.order_door.set()
        await desk.reach(Step.FOLLOWING)


async def test_a_running_action_is_cancelled_with_a_reason() -> None:
    session = FakeSession()
    async with opened(session) as desk:
        await desk.reach(Step.CHOOSING)
        await desk.order("Isolate")
        await desk.reach(Step.FOLLOWING)
        await desk.pilot.press("x")
        await desk.pilot.pause()
        await desk.pilot.press("enter", *"wrong", "enter")
        await desk.sees_state("Cancelled")
        assert [("5382f7ea", "wrong")] == session.cancelled


async def test_a_cancellation_that_failed_is_told() -> None:
    session = FakeSession()
    session.cancel_error = ServerFault("It is down.", status=503)
    async with opened(session) as desk:
        await desk.reach(Step.CHOOSING)
        await desk.order("Isolate")
        await desk.reach(Step.FOLLOWING)
        await desk.pilot.press("x")
        await desk.pilot.pause()
        await desk.pilot.press(*"wrong", "enter")
        while "It was not cancelled" not in seen(desk):
            await desk.pilot.pause(0.01)


async def test_the_package_link_is_copied_after_asking_and_never_shown() -> None:
    session = FakeSession()
    async with opened(session) as desk:
        await desk.reach(Step.CHOOSING)
        await desk.order("Collect")
        await desk.reach(Step.FOLLOWING)
        await desk.pilot.press("p")
        await desk.pilot.pause()
        assert desk.app.screen is desk.dialog
        await session.course.put("Succeeded")
        await desk.sees_state("Succeeded")
        await desk.pilot.press("p")
        await desk.pilot.pause()
        assert "Whoever has the link can download" in seen(desk)
        assert "" == desk.app.clipboard
        await desk.pilot.press("y")
        while desk.app.clipboard != LINK:
            await desk.pilot.pause(0.01)
        assert "s3ntinel" not in seen(desk)


async def test_an_action_that_cannot_be_followed_is_said_to_go_on() -> None:
    session = FakeSession()
    async with opened(session) as desk:
        await desk.reach(Step.CHOOSING)
        await desk.order("Isolate")
        await desk.reach(Step.FOLLOWING)
        await session.course.put(ConnectFailed("The line broke."))
        while "it goes on all the same" not in seen(desk):
            await desk.pilot.pause(0.01)


async def test_leaving_a_running_action_says_that_it_goes_on() -> None:
    session = FakeSession()
    async with opened(session) as desk:
        await desk.reach(Step.CHOOSING)
        await desk.order("Isolate")
        await desk.reach(Step.FOLLOWING)
        await desk.pilot.press("escape")
        await desk.pilot.pause()
        assert "The action goes on" in seen(desk)


@pytest.mark.parametrize(
    "error", [NotFound("No such device.", status=404), ServerFault("It is down.", status=500)]
)
async def test_a_device_that_cannot_be_had_says_why_and_can_be_looked_up_again(
    error: NotFound | ServerFault,
) -> None:
    session = FakeSession()
    session.device_error = error
    async with opened(session) as desk:
        await desk.reach(Step.BROKEN)
        assert error.message in seen(desk)
        session.device_error = None
        await desk.pilot.press("r")
        await desk.reach(Step.CHOOSING)
        assert error.message not in seen(desk)


async def test_without_a_token_the_reason_is_shown() -> None:
    session = FakeSession()
    session.token_error = AuthError("No consent.", hint="Ask for it.")
    async with opened(session) as desk:
        await desk.reach(Step.BROKEN)
        assert "No consent." in seen(desk)


async def test_who_may_act_but_not_look_can_act_on_a_known_id() -> None:
    session = FakeSession("Machine.Isolate")
    session.device_error = NotPermitted("May not look.", status=403)
    async with opened(session) as desk:
        await desk.reach(Step.CHOOSING)
        assert "this application may not see actions" in seen(desk)
        await desk.order("Isolate")
        await desk.reach(Step.FOLLOWING)
        assert [DEVICE.id] == [machine_id for machine_id, _ in session.orders]


async def test_a_device_known_by_name_only_is_looked_up_by_it() -> None:
    session = FakeSession()
    async with opened(session, device_id="") as desk:
        await desk.reach(Step.CHOOSING)
        await desk.order("Collect")
        await desk.reach(Step.FOLLOWING)
        assert [DEVICE.id] == [machine_id for machine_id, _ in session.orders]


async def test_after_a_switch_of_the_profile_nothing_is_sent() -> None:
    session = FakeSession()
    async with opened(session) as desk:
        await desk.reach(Step.CHOOSING)
        await desk.choose("Collect")
        await desk.pilot.press(*"worm", "ctrl+s")
        await desk.pilot.pause()
        session.generation += 1
        await desk.pilot.press("y")
        await desk.pilot.pause()
        assert desk.app.screen is not desk.dialog
        assert not session.orders


@pytest.mark.parametrize(
    "text", ["".join(HOSTILE), *(pytest.param(one, marks=pytest.mark.full) for one in HOSTILE)]
)
async def test_foreign_text_is_only_shown(text: str) -> None:
    session = FakeSession()
    session.device = replace(DEVICE, dns_name=text, group=text, os_platform=f"Windows{text}")
    session.done = (MachineAction("1", text, status=text, created=NOW),)
    running = MachineAction(text, text, scope=text, requestor=text, status=text, updated=NOW)
    session.result = Joined(running)
    files = (KnownFile(SHA1, text), KnownFile("a" * 40, text))
    async with opened(session, name=text, files=files) as desk:
        await desk.reach(Step.CHOOSING)
        assert set() == unsafe_characters(desk.app)
        await desk.choose("Stop and quarantine")
        assert set() == unsafe_characters(desk.app)
        await desk.pilot.press(*"worm", "ctrl+s")
        await desk.pilot.pause()
        assert set() == unsafe_characters(desk.app)
        await desk.pilot.press("y")
        await desk.reach(Step.FOLLOWING)
        assert set() == unsafe_characters(desk.app)
        assert [] == clickable_actions(desk.app)


@pytest.mark.parametrize("size", [(60, 16), (80, 24), (200, 60)])
async def test_the_keys_of_each_step_are_on_the_screen(size: tuple[int, int]) -> None:
    session = FakeSession()
    async with opened(session, size=size) as desk:
        await desk.reach(Step.CHOOSING)
        await desk.choose("Isolate")
        assert "ctrl+s Go on" in seen(desk)
        assert "in the tenant contoso.example" in seen(desk)
        await desk.pilot.press(*"worm", "ctrl+s")
        await desk.pilot.pause()
        assert "Do it y" in seen(desk)
        await desk.pilot.press("y")
        await desk.reach(Step.FOLLOWING)
        assert "x Cancel the action" in seen(desk)
