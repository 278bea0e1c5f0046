"""One line under the rows to look for a text in them."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from ..text import shown
from ..widgets.line_input import LineInput

_NAME_CELLS = 20


class FindLine(Horizontal):
    """Tells what is looked for as it is typed; Enter keeps it and goes to the rows, Esc drops it.

    Tab changes between all columns and the one under the cursor.
    """

    DEFAULT_CSS = """
    FindLine {
        height: 1; padding: 0 1; display: none; background: $panel;
        &.-shown { display: block; }
        & Static { width: auto; padding: 0 1; color: $text-muted; }
        & Input { width: 1fr; background: $surface; }
        & #find-hits { min-width: 16; }
        & #find-hits.-none { color: $text-error; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "drop", "Drop", id="find_rows.drop"),
        Binding("down", "step(1)", "Next", show=False, id="find_rows.next"),
        Binding("up", "step(-1)", "Before", show=False, id="find_rows.before"),
        Binding("tab", "turn_scope", "Column", show=False, priority=True, id="find_rows.scope"),
    ]

    class Changed(Message):
        """Another text is looked for, perhaps in other columns; empty for none."""

    class Stepped(Message):
        """The next hit is wanted, or the one before."""

        def __init__(self, step: int) -> None:
            super().__init__()
            self.step = step

    class Closed(Message):
        """The line is not used any more."""

    def __init__(self) -> None:
        super().__init__()
        self._column: tuple[int, str] | None = None
        self._is_in_column = False

    def compose(self) -> ComposeResult:
        yield Static("Find", markup=False)
        yield LineInput(compact=True, id="find-in-rows")
        yield Static("", id="find-hits", markup=False)
        yield Static("", id="find-scope")

    @property
    def text(self) -> str:
        """What is looked for."""
        return self.query_one(Input).value

    @property
    def column(self) -> int | None:
        """The column to look in; `None` for all."""
        return self._column[0] if self._column and self._is_in_column else None

    def open(self, column: tuple[int, str] | None) -> None:
        """Show the line; `column` is the one under the cursor, by place and name."""
        self._column = column
        self.add_class("-shown")
        self._show_scope()
        self.query_one(Input).focus()

    def say(self, words: str, *, is_none: bool = False) -> None:
        """Tell how much was found."""
        hits = self.query_one("#find-hits", Static)
        hits.update(words)
        hits.set_class(is_none, "-none")

    def _show_scope(self) -> None:
        name = shown(self._column[1], limit=_NAME_CELLS) if self._column else Content("")
        where = name if self._is_in_column else Content("all columns")
        self.query_one("#find-scope", Static).update(Content.assemble("Tab ", where))

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Changed())

    @on(Input.Submitted)
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.close()

    def close(self) -> None:
        """Put the line away; what was found stays marked."""
        self.remove_class("-shown")
        self.post_message(self.Closed())

    def action_drop(self) -> None:
        """Look for nothing any more."""
        self.query_one(Input).value = ""
        self.close()

    def action_step(self, step: int) -> None:
        """Go to the next hit, or the one before."""
        self.post_message(self.Stepped(step))

    def action_turn_scope(self) -> None:
        """Look in all columns, or in the one that was under the cursor."""
        self._is_in_column = not self._is_in_column and self._column is not None
        self._show_scope()
        self.post_message(self.Changed())
