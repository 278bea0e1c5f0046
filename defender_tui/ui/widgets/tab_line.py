"""A line of tab names, for panes that change what they show without widgets of their own."""

from __future__ import annotations

from collections.abc import Sequence

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static


class TabLine(Static):
    """Names with one of them current; a click chooses."""

    DEFAULT_CSS = """
    TabLine { height: 1; width: auto; text-wrap: nowrap; }
    """
    ALLOW_SELECT = False

    class Chosen(Message):
        """A tab was clicked; `index` counts from 0."""

        def __init__(self, line: TabLine, index: int) -> None:
            super().__init__()
            self.line = line
            self.index = index

        @property
        def control(self) -> TabLine:
            """The line itself, so that a handler can tell several apart."""
            return self.line

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(Content(""), id=id)
        self._names: tuple[str, ...] = ()
        self._gap = 3

    def show(self, names: Sequence[str], current: int, *, gap: int = 3) -> None:
        """Draw the names, which are our own words, with one of them current."""
        self._names = tuple(names)
        self._gap = gap
        parts = [
            Content.styled(name, "bold underline $text-primary" if at == current else "$text-muted")
            for at, name in enumerate(names)
        ]
        self.update(Content(" " * gap).join(parts))

    def on_click(self, event: events.Click) -> None:
        left = 0
        for index, name in enumerate(self._names):
            if left <= event.x < left + len(name):
                self.post_message(self.Chosen(self, index))
                return
            left += len(name) + self._gap
