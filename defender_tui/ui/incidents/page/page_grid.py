"""The grid of an incident's page, whose rows may unfold."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import BindingType
from textual.message import Message

from ...commands import bindings_for
from ...widgets.grid import Grid


class PageGrid(Grid):
    """Alerts or evidence; with keys to unfold a row, to fold it, and to do whichever is due."""

    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("incidents", part="page")]

    class BranchTurned(Message):
        """The row under the cursor is to be unfolded or folded; `None` for what it is not."""

        def __init__(self, *, is_to_unfold: bool | None) -> None:
            super().__init__()
            self.is_to_unfold = is_to_unfold

    def action_unfold(self) -> None:
        self.post_message(self.BranchTurned(is_to_unfold=True))

    def action_fold(self) -> None:
        self.post_message(self.BranchTurned(is_to_unfold=False))

    def action_turn_branch(self) -> None:
        self.post_message(self.BranchTurned(is_to_unfold=None))
