"""One line under the editor for finding and replacing."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from ...core.text import one_line
from ..widgets.line_input import LineInput
from .finding import all_replaced, index_from, places_of
from .writing_area import WritingArea


class FindBar(Horizontal):
    """Finds as one types, from where the cursor stood. Esc goes back to the text.

    In the first field Enter and Down go to the next place, Up to the one before; in the second
    Enter replaces the place and goes on, alt+a replaces all.
    """

    DEFAULT_CSS = """
    FindBar {
        height: 1; padding: 0 1; display: none; background: $panel;
        & Static { width: auto; padding: 0 1; color: $text-muted; }
        & Input { width: 1fr; background: $surface; }
        & #find-count { min-width: 10; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Back to the text", id="find.close"),
        Binding("down", "find(1)", "Next", show=False, id="find.next"),
        Binding("up", "find(-1)", "Before", show=False, id="find.before"),
        Binding("alt+a", "replace_all", "Replace all", id="find.replace_all"),
    ]

    def __init__(self, editor: WritingArea) -> None:
        super().__init__()
        self._editor = editor
        self._from = 0
        self._count = Static("", id="find-count", markup=False)
        self._wanted = LineInput(placeholder="find", compact=True, id="find-wanted")
        self._by = LineInput(placeholder="replace by", compact=True, id="find-by")

    def compose(self) -> ComposeResult:
        yield Static("Find", markup=False)
        yield self._wanted
        yield self._count
        yield Static("by", markup=False)
        yield self._by
        yield Static("Enter Next  alt+a All", markup=False)

    @property
    def wanted(self) -> str:
        """What is looked for."""
        return self._wanted.value

    def open(self, selected: str) -> None:
        """Show the line, with what is selected as what is wanted, if a field can show that."""
        self._from = self._editor.selection_offset
        self.display = True
        # A field draws its value as it is.
        if selected and one_line(selected) == selected.replace("\t", " "):
            self._wanted.value = selected
        self._wanted.focus()
        self._say(None)

    def action_close(self) -> None:
        """Put the line away; the place that was found stays selected."""
        self.display = False
        self._editor.focus()

    def action_find(self, step: int) -> None:
        """Go to another place."""
        self.find(step)

    def find(self, step: int) -> bool:
        """Select the next place, or the one before; false when there is none."""
        places = places_of(self.wanted, self._editor.text)
        if not places:
            self._say(0)
            return False
        at = index_from(places, self._from, step)
        self._from = places[at][0]
        self._editor.select_offsets(*places[at])
        self._say(len(places), at + 1)
        return True

    def action_replace_all(self) -> None:
        """Replace every place, as one step to undo."""
        text, count = all_replaced(self.wanted, self._by.value, self._editor.text)
        if count:
            self._editor.replace_offsets(0, len(self._editor.text), text)
        self._count.update(f"{count:,} replaced")

    @on(Input.Changed, "#find-wanted")
    def _wanted_changed(self, event: Input.Changed) -> None:
        event.stop()
        if self.display:
            self.find(0)

    @on(Input.Changed, "#find-by")
    def _by_changed(self, event: Input.Changed) -> None:
        event.stop()

    @on(Input.Submitted, "#find-wanted")
    def _find_next(self, event: Input.Submitted) -> None:
        event.stop()
        self.find(1)

    @on(Input.Submitted, "#find-by")
    def _replace(self, event: Input.Submitted) -> None:
        event.stop()
        if not self.find(0):
            return
        start = self._from
        self._editor.replace_offsets(start, start + len(self.wanted), event.value)
        self._from = start + len(event.value)
        self.find(0)

    def _say(self, count: int | None, at: int = 0) -> None:
        if count is None or not self.wanted:
            self._count.update("")
        elif not count:
            self._count.update("not found")
        else:
            self._count.update(Content(f"{at:,} of {count:,}"))
