"""What a part of the Hunting screen asks the screen to do."""

from __future__ import annotations

from textual.message import Message


class QueryWanted(Message):
    """A query is wanted in the editor; `run` has it run as well."""

    def __init__(self, query: str, *, run: bool = False) -> None:
        super().__init__()
        self.query = query
        self.run = run


class TextWanted(Message):
    """A text is wanted where the editor's cursor is, in place of what is selected."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.text = text


class SplitWanted(Message):
    """The query of the current result is wanted run again in parts of its time."""
