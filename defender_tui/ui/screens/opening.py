"""What stands on the terminal until the session knows its profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from .base import WorkScreen

if TYPE_CHECKING:
    from ..ports import HasProfile

_PATIENCE_S = 0.3


class OpeningScreen(WorkScreen):
    """The frame alone, drawn before anything heavy is imported; `next_mode` is what comes then."""

    DEFAULT_CSS = """
    OpeningScreen #opening { color: $text-muted; padding: 0 1; }
    """

    def __init__(self, session: HasProfile, next_mode: str) -> None:
        super().__init__(session, mode=next_mode)

    def compose_body(self) -> ComposeResult:
        yield Static(Content(""), id="opening")

    def on_mount(self) -> None:
        self.set_timer(_PATIENCE_S, self._admit_slowness, name="patience")

    def _admit_slowness(self) -> None:
        words = Content("Opening the profile … F2 goes to Credentials, ctrl+q quits.")
        self.query_one("#opening", Static).update(words)
