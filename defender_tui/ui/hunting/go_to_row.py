"""Asking for a row number."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static


class GoToRow(ModalScreen[int | None]):
    """Ask for a row by its number from 1 on; gives it counted from 0, `None` when called off."""

    DEFAULT_CSS = """
    GoToRow {
        align: center middle;
        & > Vertical {
            width: 44; height: auto; padding: 1 2;
            background: $surface; border: round $primary;
        }
        & Input { margin: 1 0; }
        & #row-problem { color: $text-error; height: auto; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="go_to_row.close"),
    ]

    def __init__(self, row_count: int, current: int) -> None:
        super().__init__()
        self._row_count = row_count
        self._current = current

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(f"Go to row, 1 to {self._row_count:,}", markup=False)
            yield Input(str(self._current + 1), type="integer", id="row-number", compact=True)
            yield Static("Enter Go   Esc Close", id="row-problem", markup=False)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        text = event.value.strip().replace(",", "")
        if text.isdecimal() and 1 <= int(text) <= self._row_count:
            self.dismiss(int(text) - 1)
        else:
            problem = f"There are rows 1 to {self._row_count:,}."
            self.query_one("#row-problem", Static).update(problem)

    def action_close(self) -> None:
        self.dismiss(None)
