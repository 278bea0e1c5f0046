"""Choosing how far back the service looks."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from .timespans import TIMESPANS, Timespan


class TimespanPicker(ModalScreen[Timespan | None]):
    """Choose a range; gives `None` when called off."""

    DEFAULT_CSS = """
    TimespanPicker {
        align: center middle;
        & > Vertical {
            width: 44; height: auto; padding: 1 2;
            background: $surface; border: round $primary;
        }
        & OptionList {
            height: auto; margin: 1 0; padding: 0; background: transparent; border: none;
        }
        & #range-keys { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="timespan.close"),
    ]

    def __init__(self, current: Timespan) -> None:
        super().__init__()
        self._current = current

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static("Range, besides what the query says", markup=False)
            yield OptionList(*(Content(choice.title) for choice in TIMESPANS), compact=True)
            yield Static("Enter Choose   Esc Close", id="range-keys", markup=False)

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = TIMESPANS.index(self._current)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(TIMESPANS[event.option_index])

    def action_close(self) -> None:
        self.dismiss(None)
