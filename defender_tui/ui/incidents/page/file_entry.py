"""Asking for the name of a file to write."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from ...widgets.dialog import Dialog


class FileEntry(Dialog[str]):
    """Ask where to write something, `what`, that was built from `shown()` parts; gives the path."""

    DEFAULT_CSS = """
    FileEntry Input { margin: 1 0; }
    """

    def __init__(self, what: Content, name: str) -> None:
        super().__init__()
        self._what = what
        self._name = name

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._what)
            yield Input(self._name, id="export-file")
            words = "Enter Write   Esc Leave it   readable by you alone"
            yield Static(Content(words), classes="dialog--keys")

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        path = event.value.strip()
        if path:
            self.dismiss(path)
