"""Asking on which incident to note what was found."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Static

from ...core.text import one_line
from ..text import shown
from ..widgets.dialog import Dialog


class NoteEntry(Dialog[str]):
    """Show the comment and ask for the incident's id; gives the id."""

    DEFAULT_CSS = """
    NoteEntry {
        & Input { margin: 1 0; }
        & VerticalScroll { height: auto; max-height: 50vh; scrollbar-size: 1 1; }
        & #note-text { color: $text-muted; }
    }
    """

    def __init__(self, comment: str, incident_id: str) -> None:
        super().__init__()
        self._comment = comment
        # A field draws its value as it is.
        self._incident_id = one_line(incident_id)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content.styled("Note this result as a comment on the incident", "bold"))
            yield Input(self._incident_id, placeholder="id, such as 10432", id="note-incident")
            with VerticalScroll(can_focus=False):
                yield Static(shown(self._comment, limit=6_000, lines=True), id="note-text")
            keys = "Enter Look it up; nothing is written yet   Esc Leave it"
            yield Static(Content(keys), classes="dialog--keys")

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        wanted = event.value.strip()
        if wanted:
            self.dismiss(wanted)
