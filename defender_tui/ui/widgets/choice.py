"""Choosing one of a few things."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static


class Choice(ModalScreen[int | None]):
    """A short list; gives the chosen option's place, `None` when called off.

    Title and options were built from `shown()` parts.
    """

    DEFAULT_CSS = """
    Choice {
        align: center middle;
        & > Vertical {
            width: 56; max-width: 95%; height: auto; max-height: 90%; padding: 1 2;
            background: $surface; border: round $primary;
        }
        & Static { height: auto; }
        & OptionList {
            height: auto; margin: 1 0; background: transparent; border: none; padding: 0;
        }
        & #choice-keys { color: $text-muted; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="choice.close"),
    ]

    def __init__(self, title: Content, options: Sequence[Content], *, current: int = 0) -> None:
        super().__init__()
        self._title = title
        self._options = options
        self._current = current

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._title)
            yield OptionList(*self._options, compact=True)
            yield Static(Content("Enter Choose   Esc Close"), id="choice-keys")

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = self._current

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_index)

    def action_close(self) -> None:
        self.dismiss(None)
