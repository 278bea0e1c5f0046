"""Choosing the columns of a result and their order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static
from textual.widgets.selection_list import Selection

from ...results.column_types import ResultColumn
from ..text import shown
from ..widgets.dialog import Dialog
from ..widgets.grid_layout import GridLayout
from ..widgets.toggles import Boxes
from .shape_words import NAME_CELLS


class ColumnsDialog(Dialog[GridLayout]):
    """Every column, in the order in which they are shown; gives another layout.

    The keys of a layout are the columns' places in the answer, as text.
    """

    DEFAULT_CSS = """
    ColumnsDialog {
        & > Vertical { width: 64; max-height: 95%; }
        & Boxes {
            height: auto; max-height: 60vh; border: none; padding: 0; margin: 1 0;
            background: transparent; scrollbar-size: 1 1;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5,ctrl+s,ctrl+r", "apply", "Apply", id="result_columns.apply"),
        Binding("enter", "apply", "Apply", priority=True, id="result_columns.enter"),
        Binding("shift+up,minus,K", "shift(-1)", "Up", id="result_columns.up"),
        Binding("shift+down,plus,J", "shift(1)", "Down", id="result_columns.down"),
        Binding("a", "turn_all", "All or none", id="result_columns.all"),
        Binding("ctrl+d", "defaults", "As at first", id="result_columns.defaults"),
    ]

    def __init__(
        self, columns: Sequence[ResultColumn], order: Sequence[int], layout: GridLayout
    ) -> None:
        """`order` holds every column's place in the answer, hidden ones at the end."""
        super().__init__()
        self._columns = columns
        self._order = [str(place) for place in order]
        self._layout = layout

    def compose(self) -> ComposeResult:
        chosen = set(self._order) - self._layout.hidden
        with Vertical():
            yield Static(Content.styled(f"{len(self._columns):,} columns", "bold"))
            yield Boxes(*self._options(self._order, chosen), compact=True)
            keys = "Space Show   - + Move   a All   Enter Apply   Esc Close"
            yield Static(Content(keys), classes="dialog--keys")

    def _options(self, keys: Sequence[str], chosen: set[str]) -> list[Selection[str]]:
        return [Selection(self._label(key), key, key in chosen) for key in keys]

    def _label(self, key: str) -> Content:
        column = self._columns[int(key)]
        name = shown(column.name, limit=NAME_CELLS + 12)
        padding = " " * (NAME_CELLS + 12 - name.cell_length)
        return Content.assemble(name, padding, ("  " + column.type, "$text-muted"))

    @property
    def _boxes(self) -> Boxes:
        return self.query_one(Boxes)

    @property
    def _keys(self) -> list[str]:
        return [self._boxes.get_option_at_index(at).value for at in range(len(self._columns))]

    def action_shift(self, steps: int) -> None:
        """Move the highlighted column up or down."""
        place = self._boxes.highlighted
        if place is None or not 0 <= place + steps < len(self._columns):
            return
        keys, chosen = self._keys, set(self._boxes.selected)
        keys.insert(place + steps, keys.pop(place))
        self._boxes.clear_options()
        self._boxes.add_options(self._options(keys, chosen))
        self._boxes.highlighted = place + steps

    def action_turn_all(self) -> None:
        """Choose every column, or none."""
        if len(self._boxes.selected) < len(self._columns):
            self._boxes.select_all()
        else:
            self._boxes.deselect_all()

    def action_apply(self) -> None:
        """Close with the chosen columns; with none chosen, there is nothing to show."""
        chosen = set(self._boxes.selected)
        if chosen:
            hidden = [key for key in self._order if key not in chosen]
            self.dismiss(self._layout.arranged(self._keys, hidden))
        else:
            self.app.bell()

    def action_defaults(self) -> None:
        """Close with the columns as the answer has them."""
        self.dismiss(replace(GridLayout(), frozen=self._layout.frozen))
