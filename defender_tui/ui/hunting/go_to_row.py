"""Asking for a row number."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Input, Static

from ..widgets.dialog import Dialog


class GoToRow(Dialog[int]):
    """Ask for a row by its number from 1 on; gives it counted from 0."""

    DEFAULT_CSS = """
    GoToRow {
        & > Vertical { width: 44; }
        & Input { margin: 1 0; }
        & .-wrong { color: $text-error; }
    }
    """

    def __init__(self, row_count: int, current: int) -> None:
        super().__init__()
        self._row_count = row_count
        self._current = current

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(f"Go to row, 1 to {self._row_count:,}", markup=False)
            yield Input(str(self._current + 1), type="integer", id="row-number", compact=True)
            yield Static("Enter Go   Esc Close", classes="dialog--keys", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.strip().replace(",", "")
        if text.isdecimal() and 1 <= int(text) <= self._row_count:
            self.dismiss(int(text) - 1)
        else:
            line = self.query_one(".dialog--keys", Static)
            line.update(f"There are rows 1 to {self._row_count:,}.")
            line.add_class("-wrong")
