"""What a part of the Hunting screen asks the screen to do."""

from __future__ import annotations

from textual.message import Message

from .timespans import Timespan


class QueryWanted(Message):
    """A query is wanted in the editor; `run` has it run as well, all of it as one query.

    `timespan` is the range to choose for it; `None` leaves the one that is chosen. `name` is for
    the tab, where it is free.
    """

    def __init__(
        self, query: str, *, run: bool = False, timespan: Timespan | None = None, name: str = ""
    ) -> None:
        super().__init__()
        self.query = query
        self.run = run
        self.timespan = timespan
        self.name = name


class TextWanted(Message):
    """A text is wanted where the editor's cursor is, in place of what is selected."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class SplitWanted(Message):
    """The query of the current result is wanted run again in parts of its time."""
