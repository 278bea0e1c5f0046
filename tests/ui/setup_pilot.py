"""Finding one's way on the Setup screen under test."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import Input, Select

from defender_tui.core.registration.guide_step import StepId
from defender_tui.ui.screens.setup import SetupScreen

from .fakes_credentials import CLIENT_ID, TENANT_ID, Host
from .fakes_setup import FakeSetup
from .rendered import screen_text

SECRET = "kept~Sentinel-8Q"
CUSTOMER = "99999999-2222-4333-8444-555555555555"
WIDE, NARROW = (120, 40), (80, 24)


def opened(session: FakeSetup) -> Host:
    return Host(SetupScreen(session))


async def settled(pilot: Pilot[None]) -> None:
    await pilot.pause()
    await pilot.pause()


async def type_in(pilot: Pilot[None], field: str, text: str) -> None:
    pilot.app.screen.query_one(f"#{field} Input", Input).value = text
    await settled(pilot)


async def choose(pilot: Pilot[None], field: str, value: str) -> None:
    pilot.app.screen.query_one(f"#{field} Select", Select).value = value
    await settled(pilot)


async def go_to(pilot: Pilot[None], step: StepId) -> None:
    """Press F8 until the step is in front, as it stands in the heading."""
    await settled(pilot)
    for _ in StepId:
        if step.value in screen_text(pilot.app).splitlines()[3 if _is_wide(pilot) else 2]:
            return
        await pilot.press("f8")
        await settled(pilot)
    raise AssertionError(f"{step.value} never came")


def _is_wide(pilot: Pilot[None]) -> bool:
    return pilot.app.size.width >= 100


def value_of(pilot: Pilot[None], field: str) -> str:
    return pilot.app.screen.query_one(f"#{field} Input", Input).value


async def fill(pilot: Pilot[None]) -> None:
    await settled(pilot)
    await type_in(pilot, "client", CLIENT_ID)
    await type_in(pilot, "tenant", TENANT_ID)
    await type_in(pilot, "secret", SECRET)
