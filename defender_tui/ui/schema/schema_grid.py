"""The rows of the browser, with their keys."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from ..commands import bindings_for
from ..widgets.grid import Grid


class SchemaGrid(Grid):
    """Every key is told to the pane that knows what the rows are."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("hunting", part="schema")]

    class Asked(Message):
        """Something is wanted of the row under the cursor, or of all; `what` names it."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    def action_schema(self, what: str) -> None:
        self.post_message(self.Asked(what))
