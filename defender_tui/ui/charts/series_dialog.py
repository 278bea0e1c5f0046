"""Choosing which series of a chart are drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static
from textual.widgets.selection_list import Selection

from ..widgets.dialog import Dialog
from ..widgets.toggles import Boxes


class SeriesDialog(Dialog[frozenset[int]]):
    """Gives the numbers of the series to hide; never of all."""

    DEFAULT_CSS = """
    SeriesDialog {
        & > Vertical { width: 64; max-height: 95%; }
        & Boxes {
            height: auto; max-height: 50vh; border: none; padding: 0; margin: 1 0;
            background: transparent; scrollbar-size: 1 1;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5,ctrl+s,ctrl+r", "apply", "Apply", id="chart_series.apply"),
        Binding("enter", "apply", "Apply", priority=True, id="chart_series.enter"),
        Binding("a", "turn_all", "All or none", id="chart_series.all"),
    ]

    def __init__(self, entries: Sequence[Content], hidden: frozenset[int]) -> None:
        """`entries` are the series as the legend shows them."""
        super().__init__()
        self._entries = entries
        self._hidden = hidden

    def compose(self) -> ComposeResult:
        options = [
            Selection(entry, str(number), number not in self._hidden)
            for number, entry in enumerate(self._entries)
        ]
        with Vertical():
            yield Static(Content.styled(f"{len(self._entries)} series", "bold"))
            yield Boxes(*options, compact=True)
            words = "Space Draw it   a All   Enter Apply   Esc Close"
            yield Static(Content(words), classes="dialog--keys")

    @property
    def _boxes(self) -> Boxes:
        return self.query_one(Boxes)

    def action_turn_all(self) -> None:
        """Choose every series, or none."""
        if len(self._boxes.selected) < len(self._entries):
            self._boxes.select_all()
        else:
            self._boxes.deselect_all()

    def action_apply(self) -> None:
        """Close with what is not chosen; with none chosen, there is nothing to draw."""
        chosen = {int(number) for number in self._boxes.selected}
        if chosen:
            self.dismiss(frozenset(range(len(self._entries))) - chosen)
        else:
            self.app.bell()
