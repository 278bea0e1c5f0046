"""Keeping the queue in order while it grows, without holding up the screen."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from textual.timer import Timer

from ..worker import run_guarded
from .arranging import Entry, Order, Sorter
from .reading import QueueReading

if TYPE_CHECKING:
    from ..ports import IncidentWork

# What takes longer than a frame is put in order beside the loop.
_SORTED_AT_ONCE = 1000
# While pages come in, the list is not drawn more often than people can follow.
_GROWTH_S = 0.25


class QueueOrdering(QueueReading):
    """The part of the queue widget that sorts.

    `entries` are all that was read, in order, `id_width` is how long the longest of their ids is.
    """

    def __init__(self, session: IncidentWork, *, id: str | None = None) -> None:
        super().__init__(session, id=id)
        self.entries: tuple[Entry, ...] = ()
        self.id_width = 0
        self._order = Order()
        self._sorter = Sorter()
        self._is_sorting = False
        self._is_unsorted = False
        self._sorted_at = 0.0
        self._growth: Timer | None = None

    @property
    def order(self) -> Order:
        """By what the list is sorted."""
        return self._order

    @property
    def is_sorting(self) -> bool:
        """Whether the list is being put in order beside the loop."""
        return self._is_sorting

    def entries_changed(self) -> None:
        """Hear that other entries are to be shown, or the same in another order."""

    def sort_by(self, order: Order) -> None:
        """Put the list in another order."""
        self._order = order
        self._sort_anew()

    def incidents_changed(self, *, is_growing: bool = False) -> None:
        """Put what there is now in order; a growing list every so often."""
        if self._growth is not None:
            self._growth.stop()
            self._growth = None
        wait_s = self._sorted_at + _GROWTH_S - time.monotonic()
        if is_growing and self.entries and wait_s > 0:
            self._growth = self.set_timer(wait_s, self._sort_anew, name="growth")
            self.line_changed()
        else:
            self._sort_anew()

    def _sort_anew(self) -> None:
        self._is_unsorted = True
        if self._is_sorting:
            return
        if len(self.state.incidents) <= _SORTED_AT_ONCE:
            self._is_unsorted = False
            self._take(self._sorter.sort(self.state.incidents, self._order))
            return
        self._is_sorting = True
        self.line_changed()
        run_guarded(
            self,
            self._sorting,
            name="sort the queue",
            group="sort",
            description="sort the incident queue",
        )

    async def _sorting(self) -> None:
        """Sort until there is nothing newer to be sorted."""
        try:
            while self._is_unsorted:
                self._is_unsorted = False
                incidents, order = self.state.incidents, self._order
                entries = await asyncio.to_thread(self._sorter.sort, incidents, order)
                if not self._is_unsorted:
                    self._take(entries)
        finally:
            self._is_sorting = False

    def _take(self, entries: tuple[Entry, ...]) -> None:
        self.entries = entries
        self.id_width = self._sorter.id_width
        self._sorted_at = time.monotonic()
        self.entries_changed()
