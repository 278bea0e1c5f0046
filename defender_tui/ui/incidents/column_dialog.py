"""Choosing the columns of the queue and their order."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static
from textual.widgets.selection_list import Selection

from ..widgets.dialog import Dialog
from ..widgets.toggles import Boxes
from .columns import COLUMNS, DEFAULT_COLUMNS


class ColumnDialog(Dialog[tuple[str, ...]]):
    """Every column, chosen ones first in their order; gives the chosen ones."""

    DEFAULT_CSS = """
    ColumnDialog {
        & > Vertical { width: 60; }
        & Boxes { height: auto; border: none; padding: 0; margin: 1 0; background: transparent; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f5,ctrl+s,ctrl+r", "apply", "Apply", id="columns.apply"),
        Binding("enter", "apply", "Apply", priority=True, id="columns.enter"),
        Binding("shift+up,minus,K", "shift(-1)", "Up", id="columns.up"),
        Binding("shift+down,plus,J", "shift(1)", "Down", id="columns.down"),
        Binding("ctrl+d", "defaults", "As at first", id="columns.defaults"),
    ]

    def __init__(self, chosen: tuple[str, ...]) -> None:
        super().__init__()
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content.styled("Columns", "bold"))
            yield Boxes(*self._options(_all_after(self._chosen), set(self._chosen)), compact=True)
            words = "A narrow terminal leaves out what does not fit. ctrl+d: as at first."
            yield Static(Content.styled(words, "$text-muted"))
            keys = "Space Choose   - + Move   Enter Apply   Esc Close"
            yield Static(Content(keys), classes="dialog--keys")

    def _options(self, keys: tuple[str, ...], chosen: set[str]) -> list[Selection[str]]:
        return [Selection(Content(COLUMNS[key].name), key, key in chosen) for key in keys]

    @property
    def _boxes(self) -> Boxes:
        return self.query_one(Boxes)

    @property
    def _keys(self) -> list[str]:
        return [self._boxes.get_option_at_index(at).value for at in range(len(COLUMNS))]

    def action_shift(self, steps: int) -> None:
        """Move the highlighted column up or down."""
        place = self._boxes.highlighted
        if place is None or not 0 <= place + steps < len(COLUMNS):
            return
        keys, chosen = self._keys, set(self._boxes.selected)
        keys.insert(place + steps, keys.pop(place))
        self._boxes.clear_options()
        self._boxes.add_options(self._options(tuple(keys), chosen))
        self._boxes.highlighted = place + steps

    def action_apply(self) -> None:
        """Close with the chosen columns; with none chosen, there is nothing to show."""
        chosen = set(self._boxes.selected)
        columns = tuple(key for key in self._keys if key in chosen)
        if columns:
            self.dismiss(columns)
        else:
            self.app.bell()

    def action_defaults(self) -> None:
        """Close with the columns as they are at first."""
        self.dismiss(DEFAULT_COLUMNS)


def _all_after(chosen: tuple[str, ...]) -> tuple[str, ...]:
    return (*chosen, *(key for key in COLUMNS if key not in chosen))
