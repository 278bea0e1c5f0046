"""Kept filters: recalling one by its number, keeping the one in force."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from ..text import shown
from ..widgets.dialog import Dialog
from .preferences import SET_NUMBERS, FilterSet
from .wanted import Wanted


class SetAct(Enum):
    """What is to be done with a kept filter."""

    USE = "use"
    KEEP = "keep"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class SetChoice:
    """An act on the filter of one number; `name` goes with keeping."""

    act: SetAct
    number: int
    name: str = ""


class SetDialog(Dialog[SetChoice]):
    """The nine places for filters; a digit recalls one, typing a name keeps the one in force."""

    DEFAULT_CSS = """
    SetDialog {
        & OptionList {
            height: 9; margin: 1 0 0 0; padding: 0; background: transparent; border: none;
        }
        & Input { display: none; margin-top: 1; }
        &.-naming Input { display: block; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(str(number), f"use({number})", f"Use {number}", show=False, id=f"set.{number}")
            for number in SET_NUMBERS
        ),
        Binding("s", "keep", "Keep the one in force here", id="set.keep"),
        Binding("delete,d", "drop", "Drop", id="set.drop"),
    ]

    def __init__(self, sets: Mapping[int, FilterSet], wanted: Wanted) -> None:
        super().__init__()
        self._sets = sets
        self._wanted = wanted

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content.assemble(("Kept filters", "bold"), "   now: ", self._now))
            yield OptionList(*(self._line(number) for number in SET_NUMBERS), compact=True)
            yield Input(placeholder="its name; Enter keeps it", compact=True)
            keys = "1-9 Use   s Keep the present one here   d Drop   Esc Close"
            yield Static(Content(f"\n{keys}"), classes="dialog--keys")

    @property
    def _now(self) -> Content:
        return shown(self._wanted.words, limit=44)

    def _line(self, number: int) -> Content:
        kept = self._sets.get(number)
        if kept is None:
            return Content.assemble(f"{number}  ", ("—", "$text-muted"))
        words = shown(kept.wanted.words, limit=40)
        name = shown(kept.name, limit=20)
        gap = " " * max(22 - name.cell_length, 2)
        return Content.assemble(f"{number}  ", name, gap, words.stylize("$text-muted"))

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = 0

    @property
    def _number(self) -> int:
        return SET_NUMBERS[self.query_one(OptionList).highlighted or 0]

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.action_use(SET_NUMBERS[event.option_index])

    def action_use(self, number: int) -> None:
        """Recall a filter; where none is kept, offer to keep the one in force."""
        if number in self._sets:
            self.dismiss(SetChoice(SetAct.USE, number))
            return
        self.query_one(OptionList).highlighted = number - 1
        self.action_keep()

    def action_keep(self) -> None:
        """Ask for the name to keep the filter in force under."""
        self.add_class("-naming")
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _named(self, event: Input.Submitted) -> None:
        event.stop()
        name = event.value.strip() or f"Filter {self._number}"
        self.dismiss(SetChoice(SetAct.KEEP, self._number, name))

    def action_drop(self) -> None:
        """Drop the highlighted filter."""
        if self._number in self._sets:
            self.dismiss(SetChoice(SetAct.DROP, self._number))
