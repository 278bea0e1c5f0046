"""A screen over another one that can be left once."""

from __future__ import annotations

from typing import Generic, TypeVar

from textual import on
from textual.await_complete import AwaitComplete
from textual.events import ScreenResume
from textual.screen import ModalScreen

Answer = TypeVar("Answer")


class LeftOnce(ModalScreen[Answer], Generic[Answer]):
    """The base of whatever opens over a screen.

    A key pressed twice is on its way when the first press closes the screen. The second one would
    close the next screen below, too, or end the program where there is none.
    """

    _is_left = False
    _answers: tuple[Answer | None, ...] = ()
    """The answer of a screen that is to close once it is in front again."""

    def dismiss(self, result: Answer | None = None) -> AwaitComplete:
        """Close with an answer, the first that is given; afterwards do nothing.

        While another screen is in front, it is closed once that is gone.
        """
        if self._is_left:
            return AwaitComplete()
        if not self.is_active:
            # What is closed is always the screen in front.
            self._answers = self._answers or (result,)
            return AwaitComplete()
        self._is_left = True
        return super().dismiss(*(self._answers or (result,)))

    @on(ScreenResume)
    def _leave_at_last(self) -> None:
        if self._answers:
            self.dismiss()
