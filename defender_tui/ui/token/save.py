"""Asking where to save a token, and saying what that means."""

from __future__ import annotations

from pathlib import Path

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from ...core.typed_path import typed_path
from ..widgets.dialog import Dialog
from ..widgets.form import FieldInput


class SaveToken(Dialog[Path]):
    """A field for a file's name under what is being saved; `about` was built from shown parts."""

    DEFAULT_CSS = """
    SaveToken {
        & #save-title { text-style: bold; }
        & FieldInput { margin: 1 0; }
    }
    """

    def __init__(self, about: Content, proposal: str) -> None:
        super().__init__()
        self._about = about
        self._proposal = proposal

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content("Save the token"), id="save-title")
            yield Static(self._about)
            yield FieldInput(self._proposal)
            keys = "Enter Save, readable by you alone   Esc Leave it"
            yield Static(Content(keys), classes="dialog--keys")

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        if name := event.value.strip():
            self.dismiss(typed_path(name))
