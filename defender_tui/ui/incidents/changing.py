"""Changing the incident at hand: asking what to change, writing it, telling what came of it."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.content import Content
from textual.message import Message
from textual.worker import Worker

from ...core.changes import IncidentChange
from ...core.errors import DefenderTuiError
from ...core.incidents import Incident
from ...core.text import one_line
from ..ports import IncidentWork
from ..screens.base import WorkScreen
from ..text import shown
from .change_words import about_incident, changed_words, missing_role


class IncidentChanged(Message):
    """A change was made; `incident` is what the API says it is then."""

    def __init__(self, incident: Incident, change: IncidentChange, generation: int) -> None:
        super().__init__()
        self.incident = incident
        self.change = change
        self.generation = generation


class ChangeFailed(Message):
    """A change was refused, or nobody knows whether it was made."""

    def __init__(self, incident_id: str, error: DefenderTuiError) -> None:
        super().__init__()
        self.incident_id = incident_id
        self.error = error


class IncidentChanging(WorkScreen):
    """A screen with an incident at hand, which can be assigned, set in status and commented on.

    One change runs at a time, and it is never cancelled: it may have been applied by then.
    """

    def __init__(self, session: IncidentWork) -> None:
        super().__init__(session)
        self._changes = session
        self._owner = ""
        self._unsent_comments: dict[str, str] = {}
        self._change_worker: Worker[None] | None = None

    def incident_at_hand(self) -> Incident | None:
        """Give the incident that a change is for; `None` while there is none."""
        return None

    def incident_renewed(self, incident: Incident) -> None:
        """Hear what the API says of an incident after a change."""

    def forget_unsent(self) -> None:
        """Drop comments that were not accepted: they were meant for another tenant."""
        self._unsent_comments.clear()

    def action_assign(self) -> None:
        """Ask for an owner."""
        from .entry import OwnerEntry

        if (incident := self._changeable()) is None:
            return

        def entered(owner: str | None) -> None:
            if owner is not None:
                self._owner = owner
                self._change(incident, IncidentChange(assigned_to=owner or None))

        about = about_incident("Assign", incident, self._changes.profile)
        # A field draws its value as it is, so nothing that is not safe to show goes into one.
        owner = self._owner or one_line(incident.assigned_to)
        self.app.push_screen(OwnerEntry(about, owner), entered)

    def action_status(self) -> None:
        """Ask for a status, and for the verdict that resolving takes."""
        from ..widgets.choice import Choice
        from .status_steps import place_of, status_steps

        if (incident := self._changeable()) is None:
            return

        steps = status_steps()

        def chosen(place: int | None) -> None:
            if place is not None:
                self._change(incident, steps[place].change)

        dialog = Choice(
            about_incident("Set the status of", incident, self._changes.profile),
            [Content(step.words) for step in steps],
            current=place_of(incident.status, steps),
            verb="Set",
            refusal="Leave it",
        )
        self.app.push_screen(dialog, chosen)

    def action_comment(self) -> None:
        """Ask for a comment."""
        from .entry import CommentEntry

        if (incident := self._changeable()) is None:
            return

        def entered(text: str | None) -> None:
            if text is not None:
                self._unsent_comments[incident.id] = text
                self._change(incident, IncidentChange(comment=text))

        about = about_incident("Comment on", incident, self._changes.profile)
        text = self._unsent_comments.get(incident.id, "")
        self.app.push_screen(CommentEntry(about, text), entered)

    def _changeable(self) -> Incident | None:
        """Give the incident under the cursor, unless nothing may be changed just now."""
        incident = self.incident_at_hand()
        if incident is None:
            self.notify("There is no incident to change.", markup=False)
            return None
        if self._change_worker is not None and not self._change_worker.is_finished:
            self.notify("The last change is still on its way.", markup=False)
            return None
        api = self._changes.incidents_api
        problem = missing_role(api, self._changes.known_token(api))
        if problem is not None:
            self.show_error(problem, f"Could not change incident {incident.id}")
            return None
        return incident

    def _change(self, incident: Incident, change: IncidentChange) -> None:
        self.clear_error()
        self._change_worker = self.guarded(
            partial(self._changing, incident.id, change, self._changes.generation),
            name="change an incident",
            group="change",
            description="change one incident",
        )

    async def _changing(self, incident_id: str, change: IncidentChange, generation: int) -> None:
        try:
            incident = await self._changes.change_incident(incident_id, change)
        except DefenderTuiError as error:
            self.post_message(ChangeFailed(incident_id, error))
        else:
            self.post_message(IncidentChanged(incident, change, generation))

    @on(IncidentChanged)
    def _changed(self, event: IncidentChanged) -> None:
        incident = event.incident
        self._unsent_comments.pop(incident.id, None)
        if event.generation == self._changes.generation:
            self.incident_renewed(incident)
        words = shown(changed_words(incident, event.change), limit=300).plain
        self.notify(words, markup=False)

    @on(ChangeFailed)
    def _change_failed(self, event: ChangeFailed) -> None:
        self.show_error(event.error, f"Could not change incident {event.incident_id}")
