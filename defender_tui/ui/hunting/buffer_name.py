"""Asking for the name of a query."""

from __future__ import annotations

from collections.abc import Callable

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Static

from ...core.text import one_line
from ..editing.buffers import MAX_NAME
from ..text import shown
from ..widgets.dialog import Dialog


class BufferName(Dialog[bool]):
    """Ask for a name until `rename` takes it; gives whether it did."""

    DEFAULT_CSS = """
    BufferName {
        & > Vertical { width: 56; }
        & Input { margin: 1 0; }
        & .-wrong { color: $text-error; }
    }
    """

    def __init__(self, name: str, rename: Callable[[str], None]) -> None:
        super().__init__()
        # A field draws its value as it is.
        self._given = one_line(name)
        self._rename = rename

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("Name of this query", markup=False)
            yield Input(self._given, max_length=MAX_NAME, id="buffer-name", compact=True)
            yield Static("Enter Rename   Esc Close", classes="dialog--keys", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        try:
            self._rename(event.value)
        except ValueError as problem:
            line = self.query_one(".dialog--keys", Static)
            line.update(Content(shown(problem).plain))
            line.add_class("-wrong")
        else:
            self.dismiss(True)
