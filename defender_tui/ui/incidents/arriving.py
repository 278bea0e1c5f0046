"""Coming to an incident from a row of a hunt, which names it or one of its alerts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message

from ...core.errors import DefenderTuiError, NotFound
from ...core.incidents import Incident
from ..screens.base import WorkScreen
from .queue import IncidentQueue

if TYPE_CHECKING:
    from ..ports import IncidentWork


class IncidentFound(Message):
    """The incident that was asked for was read, under a generation of the session."""

    def __init__(self, incident: Incident, generation: int) -> None:
        super().__init__()
        self.incident = incident
        self.generation = generation


class SeekFailed(Message):
    """The incident that was asked for could not be read."""

    def __init__(self, error: DefenderTuiError, what: str) -> None:
        super().__init__()
        self.error = error
        self.what = what


class IncidentArriving(WorkScreen):
    """A screen with the queue that can be sent to one incident."""

    def seek_incident(self, work: IncidentWork, *, incident_id: str, alert_id: str) -> None:
        """Read an incident by its id, or by that of one of its alerts, and go there."""
        self.guarded(
            partial(self._seeking, work, incident_id, alert_id),
            name="go to an incident",
            group="go to an incident",
            description="read the incident to go to",
        )

    async def _seeking(self, work: IncidentWork, incident_id: str, alert_id: str) -> None:
        generation = work.generation
        what = f"incident {incident_id}" if incident_id else f"the incident of alert {alert_id}"
        try:
            if not incident_id:
                incident_id = await work.incident_of_alert(alert_id)
            if not incident_id:
                raise NotFound("The alert belongs to no incident.", status=0)
            incident = await work.load_incident(incident_id)
        except DefenderTuiError as error:
            self.post_message(SeekFailed(error, f"Could not open {what}"))
        else:
            self.post_message(IncidentFound(incident, generation))

    @on(IncidentFound)
    def _incident_found(self, event: IncidentFound) -> None:
        if event.generation == self._session_seen.generation:
            self.query_one(IncidentQueue).seek(event.incident)

    @on(SeekFailed)
    def _seek_failed(self, event: SeekFailed) -> None:
        self.show_error(event.error, event.what)
