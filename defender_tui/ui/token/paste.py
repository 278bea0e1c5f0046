"""Asking for a token to decode, without showing it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from ...core.secret import Secret
from ..text import shown
from ..widgets.dialog import Dialog
from ..widgets.form import SecretInput
from ..widgets.form_guard import recording_problem

_ABOUT = (
    "Any access token in JWT form. It is decoded on this machine and sent nowhere; "
    "its signature is not checked."
)


class PasteToken(Dialog[Secret]):
    """A masked field for one token; gives it."""

    DEFAULT_CSS = """
    PasteToken {
        & #paste-title { text-style: bold; }
        & #paste-about { color: $text-muted; }
        & SecretInput { margin: 1 0 0 0; }
        & #paste-size { margin: 0 0 1 0; }
    }
    """

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content("Decode a token"), id="paste-title")
            yield Static(Content(_ABOUT), id="paste-about")
            yield SecretInput(placeholder="paste it here")
            yield Static(Content(""), id="paste-size")
            yield Static(Content("Enter Decode   Esc Close"), classes="dialog--keys")

    def on_mount(self) -> None:
        if problem := recording_problem(self.app.features):
            self.query_one(SecretInput).disabled = True
            self.query_one("#paste-size", Static).update(shown(problem))

    @on(Input.Changed)
    def _count(self, event: Input.Changed) -> None:
        event.stop()
        size = len(event.value)
        text = f"{size:,} characters" if size else ""
        self.query_one("#paste-size", Static).update(Content(text))

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value:
            self.dismiss(Secret(event.value))
