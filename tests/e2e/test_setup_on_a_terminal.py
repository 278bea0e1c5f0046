"""The guided registration as a conversation on a real terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

if sys.platform == "win32":
    pytest.skip("pseudo-terminals are POSIX", allow_module_level=True)

from ..pty_process import PtyProcess
from .screen import Screen

COLUMNS, LINES = 120, 60
SETUP = [sys.executable, "-m", "defender_tui", "setup", "--demo"]
SECRET = "typed~Sentinel-8Q"
pytestmark = pytest.mark.timeout(120)


@pytest.fixture
def process(own_home: Path) -> Iterator[PtyProcess]:
    with PtyProcess(SETUP, env=os.environ, columns=COLUMNS, lines=LINES) as process:
        yield process


@pytest.fixture
def screen(process: PtyProcess) -> Screen:
    return Screen(process, columns=COLUMNS, lines=LINES)


def test_a_person_is_asked_checked_and_never_sees_the_secret(
    process: PtyProcess, screen: Screen
) -> None:
    screen.wait_for("1  Choose what it may do", "Enter goes on")
    screen.press("enter")
    screen.wait_for("2  Register the application")
    screen.press("enter")
    screen.wait_for(r"Directory \(tenant\) id \[")
    screen.press("contoso.example", "enter")
    screen.wait_for(r"Application \(client\) id \[")
    screen.press("enter")
    screen.wait_for("ok      application known there", "4  Add the permissions")
    screen.press("enter")
    screen.wait_for("5  Grant admin consent")
    screen.press("enter")
    screen.wait_for("Client secret, its value")
    screen.press(SECRET, "enter")
    screen.wait_for("FAILED  credential accepted", "AADSTS7000215", "Enter checks again")
    screen.press("q", "enter")
    assert 1 == screen.wait_for_end()
    assert SECRET.encode() not in screen.raw
    assert b"no profile was saved" in screen.raw
    assert process.attributes_before == process.attributes_now()
