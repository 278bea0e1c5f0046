from __future__ import annotations

from collections.abc import Iterator

import pytest
import textual.app
import textual.pilot
import textual.screen
from textual._compositor import Compositor

from .stillness import FRAME_S, draw_later, forget_frames, wait_until_still


@pytest.fixture(autouse=True)
def quick_pilot(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the pilot wait for what is left to do, and not for a time."""
    monkeypatch.setattr(textual.app, "wait_for_idle", wait_until_still)
    monkeypatch.setattr(textual.pilot, "wait_for_idle", wait_until_still)
    monkeypatch.setattr(textual.screen, "UPDATE_PERIOD", FRAME_S)
    monkeypatch.setattr(Compositor, "render_update", draw_later)
    yield
    forget_frames()
