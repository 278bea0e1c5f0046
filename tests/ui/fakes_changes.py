"""Incidents that can be changed in memory; what is refused or lost is staged on the workbench."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from defender_tui.core.changes import UNSET, IncidentChange
from defender_tui.core.incidents import Comment, Incident

from .fakes_credentials import NOW

if TYPE_CHECKING:
    from .fakes import FakeWorkbench


class StagedChanges:
    """`ChangeApi` for one change: the incident is as it was seen, unless it was moved."""

    def __init__(self, workbench: FakeWorkbench, seen: Incident) -> None:
        self._workbench = workbench
        self._incident = workbench.moved.pop(seen.id, seen)
        self._has_sent = False

    async def get(self, incident_id: str) -> Incident:
        await self._workbench.door.wait()
        if self._has_sent and self._workbench.load_error is not None:
            raise self._workbench.load_error
        return self._incident

    async def update(self, incident_id: str, change: IncidentChange) -> Incident:
        self._workbench.changes.append((incident_id, change))
        self._has_sent = True
        error = self._workbench.change_errors.get(incident_id, self._workbench.change_error)
        if error is not None:
            raise error
        self._incident = applied(self._incident, change)
        queue = self._workbench.incidents
        self._workbench.incidents = tuple(
            self._incident if one.id == incident_id else one for one in queue
        )
        return self._incident

    async def sleep(self, _seconds: float) -> None:
        """Do not wait."""


def applied(incident: Incident, change: IncidentChange) -> Incident:
    """Give an incident as it is after a change."""
    remark = (Comment(change.remark, "app", NOW),) if change.remark else ()
    owner = incident.assigned_to if change.assigned_to is UNSET else change.assigned_to
    return replace(
        incident,
        status=incident.status if change.status is UNSET else change.status,
        assigned_to=owner,
        classification=(
            incident.classification if change.classification is UNSET else change.classification
        ),
        determination=(
            incident.determination if change.determination is UNSET else change.determination
        ),
        severity=incident.severity if change.severity is UNSET else change.severity,
        title=incident.title if change.title is UNSET else change.title,
        tags=incident.tags if change.tags is UNSET else change.tags,
        comments=(*incident.comments, *remark),
    )
