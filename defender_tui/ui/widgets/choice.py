"""Choosing one of a few things."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static

from .dialog import Dialog


class Choice(Dialog[int]):
    """A short list; gives the chosen option's place.

    Title and options were built from `shown()` parts. `verb` says what Enter does with the chosen
    one, `refusal` what Esc does.
    """

    DEFAULT_CSS = """
    Choice {
        & OptionList {
            height: auto; max-height: 40vh; margin: 1 0; padding: 0;
            background: transparent; border: none; scrollbar-size: 1 1;
        }
    }
    """

    def __init__(
        self,
        title: Content,
        options: Sequence[Content],
        *,
        current: int = 0,
        verb: str = "Choose",
        refusal: str = "Close",
    ) -> None:
        super().__init__()
        self._title = title
        self._options = options
        self._current = current
        self._keys = f"Enter {verb}   Esc {refusal}"

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(self._title)
            yield OptionList(*self._options, compact=True)
            yield Static(Content(self._keys), classes="dialog--keys")

    def on_mount(self) -> None:
        self.query_one(OptionList).highlighted = self._current

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(event.option_index)
