"""Asking why an action is called off."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from ..widgets.dialog import Dialog
from ..widgets.form import FieldInput


class CancelEntry(Dialog[str]):
    """Gives the comment; an empty one is not taken.

    `about` names the action, the device and the tenant, and was built from `shown()` parts.
    """

    DEFAULT_CSS = """
    CancelEntry Input { margin: 1 0; }
    """

    def __init__(self, about: Content) -> None:
        super().__init__()
        self._about = about

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._about)
            yield FieldInput(placeholder="Why (stays with the action)")
            yield Static(Content("Enter Cancel the action   Esc Leave it"), classes="dialog--keys")

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        if event.value.strip():
            self.dismiss(event.value.strip())
