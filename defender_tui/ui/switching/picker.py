"""Choosing where to work."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from ...workflows.profiles import Destination
from ..widgets.dialog import Dialog
from .rows import Row, row_lines


class SwitchPicker(Dialog[Destination]):
    """A list that narrows as one types; gives the chosen destination.

    The field keeps the focus: arrows move in the list, Enter chooses.
    """

    DEFAULT_CSS = """
    SwitchPicker {
        & > Vertical { width: 100; }
        & Input { margin: 1 0 0 0; }
        & OptionList {
            height: auto; max-height: 50vh; margin: 1 0; padding: 0;
            background: transparent; border: none; scrollbar-size: 1 1;
            text-wrap: nowrap; text-overflow: ellipsis;
        }
        & OptionList > .option-list--option-highlighted {
            background: $primary 30%; color: $foreground; text-style: bold;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "move(1)", "Down", show=False, id="switch.down"),
        Binding("up", "move(-1)", "Up", show=False, id="switch.up"),
        Binding("pagedown", "move(10)", "Page down", show=False, id="switch.page_down"),
        Binding("pageup", "move(-10)", "Page up", show=False, id="switch.page_up"),
    ]

    def __init__(self, rows: Sequence[Row]) -> None:
        super().__init__()
        self._rows = rows
        self._matching = list(rows)

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content("Where to work"))
            yield Input(placeholder="type to narrow: profile, tenant, cloud", compact=True)
            yield OptionList(compact=True)
            yield Static(Content("Enter Switch   Esc Stay"), classes="dialog--keys")

    def on_mount(self) -> None:
        self._show()
        self.query_one(OptionList).can_focus = False
        here = next((at for at, row in enumerate(self._rows) if row.is_current), 0)
        self.query_one(OptionList).highlighted = here if self._rows else None

    @on(Input.Changed)
    def _narrow(self, event: Input.Changed) -> None:
        event.stop()
        self._matching = [row for row in self._rows if row.matches(event.value)]
        self._show()

    def _show(self) -> None:
        listed = self.query_one(OptionList)
        if self._matching:
            listed.set_options(row_lines(self._matching))
            listed.highlighted = 0
        else:
            none = "There is no profile yet." if not self._rows else "Nothing by these words."
            listed.set_options([none])

    def action_move(self, by: int) -> None:
        listed = self.query_one(OptionList)
        if self._matching:
            at = (listed.highlighted or 0) + by
            listed.highlighted = min(max(at, 0), len(self._matching) - 1)

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self._choose(self.query_one(OptionList).highlighted)

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._choose(event.option_index)

    def _choose(self, at: int | None) -> None:
        if at is not None and at < len(self._matching):
            self.dismiss(self._matching[at].destination)
