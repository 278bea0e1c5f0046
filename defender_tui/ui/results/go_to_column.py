"""Going to a column by a part of its name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static

from ..text import shown
from ..widgets.dialog import Dialog

_NAME_CELLS = 44


class GoToColumn(Dialog[int]):
    """Names that are narrowed as one types; gives the chosen one's place among `names`."""

    DEFAULT_CSS = """
    GoToColumn {
        & > Vertical { width: 54; max-height: 95%; }
        & Input { margin: 1 0 0 0; }
        & OptionList {
            height: auto; max-height: 40vh; margin: 1 0; padding: 0;
            background: transparent; border: none; scrollbar-size: 1 1;
        }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "choose(1)", "Next", show=False, priority=True, id="column.next"),
        Binding("up", "choose(-1)", "Before", show=False, priority=True, id="column.before"),
    ]

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._names = names
        self._found = list(range(len(names)))

    def compose(self) -> ComposeResult:
        with Vertical():
            yield Static(Content.styled("Go to column", "bold"))
            yield Input(placeholder="part of the name", compact=True, id="column-name")
            yield OptionList(*self._options(), compact=True)
            yield Static(Content("Enter Go   Esc Close"), classes="dialog--keys")

    def on_mount(self) -> None:
        self.query_one(Input).focus()
        self.query_one(OptionList).highlighted = 0 if self._found else None

    def _options(self) -> list[Content]:
        return [shown(self._names[place], limit=_NAME_CELLS) for place in self._found]

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        part = event.value.strip().casefold()
        places = [at for at, name in enumerate(self._names) if part in name.casefold()]
        # Those that begin so come first.
        self._found = sorted(places, key=lambda at: not self._names[at].casefold().startswith(part))
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(self._options())
        options.highlighted = 0 if self._found else None

    def action_choose(self, step: int) -> None:
        """Highlight a neighbour."""
        options = self.query_one(OptionList)
        if step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        place = self.query_one(OptionList).highlighted
        if place is not None:
            self.dismiss(self._found[place])

    @on(OptionList.OptionSelected)
    def _selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.dismiss(self._found[event.option_index])
