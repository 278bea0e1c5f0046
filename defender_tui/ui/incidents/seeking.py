"""Bringing one incident into the list from elsewhere, whether or not the filter would have it."""

from __future__ import annotations

from abc import abstractmethod
from dataclasses import replace

from ...core.incidents import Incident
from ...core.listed_incident import listed
from .marking import QueueMarking
from .queue_messages import IncidentOpened
from .rows import IncidentRows


class QueueSeeking(QueueMarking):
    """A list that goes to an incident once it is read. The next reading drops what it left out."""

    _guest: Incident | None = None

    @property
    @abstractmethod
    def shown_rows(self) -> IncidentRows:
        """The rows as they are drawn."""

    @abstractmethod
    def show_everything(self) -> None:
        """Drop the search and unfold all groups."""

    def seek(self, incident: Incident) -> None:
        """Go to an incident and open it, when the list is read; until then, remember it."""
        self._guest = incident
        self.welcome_guest()

    def welcome_guest(self) -> None:
        """Go to the incident that is remembered, if there is one and the list is read."""
        guest = self._guest
        if guest is None or self.is_reading:
            return
        if all(one.id != guest.id for one in self.state.incidents):
            incidents = (listed(guest), *self.state.incidents)
            self.state = replace(self.state, incidents=incidents)
            self.incidents_changed()
            return
        row = self.shown_rows.row_of(guest.id)
        if row is None and not self.is_sorting:
            self._guest = None
            self.show_everything()
            row = self.shown_rows.row_of(guest.id)
        if row is not None:
            self._guest = None
            self.grid.move_cursor(row=row)
            self.post_message(IncidentOpened(guest))
