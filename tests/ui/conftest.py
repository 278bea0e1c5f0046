from __future__ import annotations

import pytest
import textual.app
import textual.pilot
import textual.screen

from .stillness import FRAME_S, wait_until_still


@pytest.fixture(autouse=True)
def quick_pilot(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the pilot wait for what is left to do, and not for a time."""
    monkeypatch.setattr(textual.app, "wait_for_idle", wait_until_still)
    monkeypatch.setattr(textual.pilot, "wait_for_idle", wait_until_still)
    monkeypatch.setattr(textual.screen, "UPDATE_PERIOD", FRAME_S)
