"""The real entry point on a pseudo-terminal, as a person meets it."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

from ..pty_process import PtyProcess
from .screen import Screen

COLUMNS, LINES = 120, 40
DEMO = [sys.executable, "-m", "defender_tui", "demo"]
QUERY = "DeviceProcessEvents | summarize n=count() by FileName | top 5 by n"
pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def process(own_home: Path) -> Iterator[PtyProcess]:
    """Run the demo in a terminal of a common size."""
    with PtyProcess(DEMO, env=os.environ, columns=COLUMNS, lines=LINES) as process:
        yield process


@pytest.fixture
def screen(process: PtyProcess) -> Screen:
    return Screen(process, columns=COLUMNS, lines=LINES)


def _assert_restored(process: PtyProcess, screen: Screen) -> None:
    for switched_on, switched_off in (
        (b"\x1b[?1049h", b"\x1b[?1049l"),  # alternate screen
        (b"\x1b[?25l", b"\x1b[?25h"),  # hidden cursor
        (b"\x1b[?1000h", b"\x1b[?1000l"),  # mouse reports
        (b"\x1b[?2004h", b"\x1b[?2004l"),  # bracketed paste
    ):
        assert screen.raw.rfind(switched_off) > screen.raw.rfind(switched_on) >= 0
    assert process.attributes_before == process.attributes_now()


def test_four_screens_and_a_query_and_the_terminal_is_as_it_was(
    process: PtyProcess, screen: Screen, own_home: Path
) -> None:
    screen.wait_for("contoso.example", r"\d+ incidents", "Activity")
    screen.press("f3")
    screen.wait_for("F5 Acquire")
    screen.press("f5")
    screen.wait_for("What this app can do", r"ThreatHunting\.Read\.All")
    screen.press("f2")
    screen.wait_for("Client secret", "Test")
    screen.press("f6")
    screen.wait_for("F5 Run")
    # A blank line sets it apart from the example that stands there.
    screen.press(QUERY, "enter", "enter", "up", "up")
    screen.wait_for(re.escape(QUERY))
    screen.press("f5")
    screen.wait_for(r"\b5 rows\b", "FileName", r"\w\.exe")
    screen.press("f4")
    screen.wait_for(r"\d+ incidents", "Activity")
    screen.press("ctrl+q")
    assert 0 == screen.wait_for_end()
    _assert_restored(process, screen)
    assert [] == [path for path in own_home.rglob("*") if path.is_file() and path.stat().st_size]


def test_leaving_before_the_sandbox_is_up_restores_the_terminal(
    process: PtyProcess, screen: Screen
) -> None:
    screen.wait_for("defender-tui")
    screen.press("ctrl+q")
    assert 0 == screen.wait_for_end()
    _assert_restored(process, screen)


@pytest.mark.parametrize(
    "number", [signal.SIGTERM, pytest.param(signal.SIGHUP, marks=pytest.mark.full)]
)
def test_a_signal_to_end_restores_the_terminal(
    process: PtyProcess, screen: Screen, number: signal.Signals
) -> None:
    screen.wait_for(r"\d+ incidents", "Activity")
    process.signal(number)
    assert 128 + number == screen.wait_for_end()
    _assert_restored(process, screen)


def test_the_program_ends_when_its_terminal_is_gone_and_no_signal_tells(
    process: PtyProcess, screen: Screen
) -> None:
    screen.wait_for(r"\d+ incidents", "Activity")
    # This pseudo-terminal controls nobody, as under make: closing it sends no signal.
    process.hang_up()
    assert 129 == process.wait(20)


def test_without_a_profile_the_first_run_opens_credentials(own_home: Path) -> None:
    first_run = [sys.executable, "-m", "defender_tui"]
    with PtyProcess(first_run, env=os.environ, columns=80, lines=24) as process:
        screen = Screen(process, columns=80, lines=24)
        screen.wait_for("Tenant", "Client secret")
        screen.press("ctrl+q")
        assert 0 == screen.wait_for_end()
        _assert_restored(process, screen)
