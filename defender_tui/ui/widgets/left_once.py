"""A screen over another one that can be left once."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual.await_complete import AwaitComplete
from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class LeftOnce(ModalScreen[Answer], Generic[Answer]):
    """The base of whatever opens over a screen.

    A key pressed twice is on its way when the first press closes the screen. The second one would
    close the next screen below, too, or end the program where there is none.
    """

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Close with an answer; once it is closed, do nothing."""
        if self not in self.app.screen_stack:
            return AwaitComplete()
        return super().dismiss(result)
