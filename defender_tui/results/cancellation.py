"""Readings that are not wanted any more, and results that are gone."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

from defender_tui.core.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Iterator


_INTERRUPT_EVERY_S = 0.02


class Interruptible(Protocol):
    """What runs statements and can be made to end the one that it runs."""

    def interrupt(self) -> None: ...


class ResultClosed(StoreError):
    """The result was closed before, or while, somebody read it."""


class ReadingCancelled(StoreError):
    """What was asked for is not wanted any more."""


class Cancellation:
    """A handle by which any thread ends readings; once cancelled, each that has it is refused."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._running: list[Interruptible] = []
        self._is_cancelled = False

    @property
    def is_cancelled(self) -> bool:
        """Whether `cancel` was called."""
        return self._is_cancelled

    def cancel(self) -> None:
        """End what runs and refuse what would; returns at once."""
        self._is_cancelled = True
        if self._running:
            threading.Thread(target=self._interrupt, name="cancellation", daemon=True).start()

    @contextmanager
    def guarding(self, cursor: Interruptible) -> Iterator[None]:
        """Let `cancel` interrupt a cursor for the length of a `with`.

        Raises:
            ReadingCancelled: it was cancelled before the end.
        """
        with self._changed:
            self._running.append(cursor)
        try:
            self.check()
            yield
            self.check()
        finally:
            with self._changed:
                self._running.remove(cursor)
                self._changed.notify_all()

    def check(self) -> None:
        """Raise once it is cancelled.

        Raises:
            ReadingCancelled: it is.
        """
        if self._is_cancelled:
            raise ReadingCancelled("The reading of the result was cancelled.")

    def _interrupt(self) -> None:
        """Interrupt until nothing runs: one that comes just before its statement is lost."""
        with self._changed:
            while self._running:
                for cursor in self._running:
                    cursor.interrupt()
                self._changed.wait(_INTERRUPT_EVERY_S)
