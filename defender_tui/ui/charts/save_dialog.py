"""Asking where a chart is to be written."""

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


class SaveChart(Dialog[Path]):
    """A field for a file's name; `.svg` is added where it ends otherwise."""

    DEFAULT_CSS = "SaveChart FieldInput { margin: 1 0; }"

    def __init__(self, proposal: str) -> None:
        super().__init__()
        self._proposal = proposal

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content.styled("Save the chart as SVG", "bold"))
            yield FieldInput(self._proposal)
            words = "Enter Save, readable by you alone   Esc Leave it"
            yield Static(Content(words), classes="dialog--keys")

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        name = event.value.strip()
        if name:
            file = typed_path(name)
            self.dismiss(file if file.suffix.lower() == ".svg" else Path(f"{file}.svg"))
