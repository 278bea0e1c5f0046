"""The list's rows: which incident stands where, and which are marked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ...core.incidents import Incident
from ..widgets.grid import Grid
from .ordering import QueueOrdering
from .rows import IncidentRows

if TYPE_CHECKING:
    from ..ports import IncidentWork


class QueueMarking(QueueOrdering):
    """The part of the queue widget that knows its rows; `chosen` holds the ids of marked ones."""

    def __init__(self, session: IncidentWork, *, id: str | None = None) -> None:
        super().__init__(session, id=id)
        self.chosen: set[str] = set()
        self._rows = IncidentRows((), session.now())

    @property
    def grid(self) -> Grid:
        """The list itself."""
        return self.query_one(Grid)

    @property
    def current(self) -> Incident | None:
        """The incident under the cursor; `None` on a heading and while the list is empty."""
        return self._rows.incident(self.grid.cursor_row)

    @property
    def shown_incidents(self) -> tuple[Incident, ...]:
        """The incidents in the list, in its order: those of folded groups are not."""
        return self._rows.incidents

    @property
    def chosen_incidents(self) -> tuple[Incident, ...]:
        """The marked incidents in the order of the list; also those that a search hides."""
        return tuple(entry.incident for entry in self.entries if entry.incident.id in self.chosen)

    def step(self, rows: int) -> None:
        """Go to the next or the previous incident; headings are passed over."""
        place = self.grid.cursor_row + rows
        while 0 <= place < self._rows.row_count:
            if self._rows.incident(place) is not None:
                self.grid.move_cursor(row=place)
                return
            place += rows

    def toggle_mark(self) -> None:
        """Mark the row under the cursor or take its mark off, and go on; a heading: its group."""
        row = self.grid.cursor_row
        incident = self._rows.incident(row)
        if incident is not None:
            self.chosen ^= {incident.id}
            self.grid.refresh_row(row)
            self.grid.move_cursor(row=row + 1)
        else:
            self._toggle_all([one.id for one in self._rows.members(row)])
        self.line_changed()

    def toggle_all_marks(self) -> None:
        """Mark every incident in the list, or take all marks off when all of them are marked."""
        self._toggle_all([one.id for one in self._rows.incidents])

    def mark_only(self, ids: Iterable[str]) -> None:
        """Mark these incidents and no others."""
        self.chosen.clear()
        self.chosen.update(ids)
        self.grid.refresh_rows()
        self.line_changed()

    def clear_marks(self) -> bool:
        """Take all marks off; tells whether there were any."""
        had_marks = bool(self.chosen)
        self._toggle_all(list(self.chosen))
        return had_marks

    def _toggle_all(self, ids: list[str]) -> None:
        if self.chosen.issuperset(ids):
            self.chosen.difference_update(ids)
        else:
            self.chosen.update(ids)
        self.grid.refresh_rows()
        self.line_changed()
