"""Carrying out a change: writing it, telling what came of it, asking about what moved."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.message import Message
from textual.worker import Worker

from ...core.errors import DefenderTuiError
from ...core.incidents import Incident
from ...core.wording import in_words
from ..text import shown
from .change_plans import ChangePlan
from .change_words import about_moved, changed_words
from .listing import ListChoosing
from .words import counted

if TYPE_CHECKING:
    from ...workflows.incident_changes import ChangeResult, Moved
    from ..ports import IncidentWork


class ChangeEnded(Message):
    """A change of one incident was made, refused, or is unclear."""

    def __init__(
        self, incident: Incident, plan: ChangePlan, result: ChangeResult, generation: int
    ) -> None:
        super().__init__()
        self.incident = incident
        self.plan = plan
        self.result = result
        self.generation = generation


class ChangeBroken(Message):
    """A change could not even be begun."""

    def __init__(self, incident: Incident, plan: ChangePlan, error: DefenderTuiError) -> None:
        super().__init__()
        self.incident = incident
        self.plan = plan
        self.error = error


class CarryingOut(ListChoosing):
    """A screen that changes incidents. One change runs at a time, and is never cancelled.

    `unsent` holds what was typed and not accepted yet, by verb and ids.
    """

    def __init__(self, session: IncidentWork) -> None:
        super().__init__(session)
        self._changes = session
        self.unsent: dict[tuple[str, tuple[str, ...]], str] = {}
        self._change_worker: Worker[None] | None = None

    @property
    def is_changing(self) -> bool:
        """Whether a change is still on its way."""
        return self._change_worker is not None and not self._change_worker.is_finished

    def incident_renewed(self, incident: Incident) -> None:
        """Hear what the API says of an incident after a change."""

    def changed_several(self, left: tuple[Incident, ...]) -> None:
        """Hear that several incidents were changed, but for those that are `left`."""

    def forget_unsent(self) -> None:
        """Drop what was typed and not accepted: it was meant for another tenant."""
        self.unsent.clear()

    def carry_out(self, incidents: tuple[Incident, ...], plan: ChangePlan) -> None:
        """Do what is planned: on one incident at once, on several after they were shown."""
        self.clear_error()
        if len(incidents) == 1:
            self._change_one(incidents[0], plan)
            return
        from .several_dialog import SeveralDialog

        def closed(left: tuple[Incident, ...] | None) -> None:
            if left is None:
                return
            typed = self.unsent.pop((plan.verb, ids_of(incidents)), "")
            if left and typed:
                self.unsent[plan.verb, ids_of(left)] = typed
            self.changed_several(left)

        self.app.push_screen(
            SeveralDialog(self._changes, incidents, plan, self.incident_renewed), closed
        )

    def _change_one(self, incident: Incident, plan: ChangePlan) -> None:
        self._change_worker = self.guarded(
            partial(self._changing, incident, plan, self._changes.generation),
            name="change an incident",
            group="change",
            description="change one incident",
        )

    async def _changing(self, incident: Incident, plan: ChangePlan, generation: int) -> None:
        try:
            result = await self._changes.change(incident, plan.make(incident))
        except DefenderTuiError as error:
            self.post_message(ChangeBroken(incident, plan, error))
        else:
            self.post_message(ChangeEnded(incident, plan, result, generation))

    @on(ChangeBroken)
    def _broken(self, event: ChangeBroken) -> None:
        self._could_not(event.incident, event.plan, event.error)

    @on(ChangeEnded)
    def _ended(self, event: ChangeEnded) -> None:
        from ...workflows.incident_changes import Changed, Moved, NotChanged

        result, plan = event.result, event.plan
        is_current = event.generation == self._changes.generation
        if isinstance(result, Changed):
            self.unsent.pop((plan.verb, (event.incident.id,)), None)
            if is_current:
                self.incident_renewed(result.incident)
            words = changed_words(result.incident, plan.make(event.incident))
            if result.was_unclear:
                words += " Its answer got lost, so it was looked at again."
            self.notify(shown(words, limit=300).plain, markup=False)
        elif isinstance(result, Moved):
            if is_current:
                self.incident_renewed(result.now)
                self._ask_about_moved(result, plan)
        elif isinstance(result, NotChanged):
            self._could_not(event.incident, plan, result.error)
        else:
            self.show_error(
                result.error,
                f"Could not change incident {result.incident_id}",
                retry=partial(self._look_again, event.incident),
                retry_words="Look again",
            )

    def _could_not(self, incident: Incident, plan: ChangePlan, error: DefenderTuiError) -> None:
        self.show_error(
            error,
            f"Could not change incident {incident.id}",
            retry=partial(self._change_one, incident, plan),
        )

    def _ask_about_moved(self, result: Moved, plan: ChangePlan) -> None:
        from ..widgets.confirm import Confirm

        question = about_moved(result.now, result.differences, plan.verb, self._changes.profile)

        def answered(is_wanted: bool | None) -> None:
            if is_wanted:
                # It is seen now as it is, so what moves from here on is asked about again.
                self._change_one(result.now, plan)

        self.app.push_screen(Confirm(question, verb="Change it"), answered)

    def _look_again(self, incident: Incident) -> None:
        """Read an incident again of which nobody could tell whether it was changed."""
        self.clear_error()
        self.guarded(
            partial(self._looking_again, incident.id, self._changes.generation),
            name="look again",
            group="look",
            description="read one incident again",
        )

    async def _looking_again(self, incident_id: str, generation: int) -> None:
        try:
            incident = await self._changes.load_incident(incident_id)
        except DefenderTuiError as error:
            self.show_error(error, f"Could not read incident {incident_id}")
            return
        if generation == self._changes.generation:
            self.incident_renewed(incident)
            owner = incident.assigned_to or "nobody"
            status = in_words(incident.status).lower()
            comments = counted(len(incident.comments), "comment")
            words = f"Incident {incident.id} is now {status}, owned by {owner}, with {comments}."
            self.notify(shown(words, limit=300).plain, markup=False)


def ids_of(incidents: tuple[Incident, ...]) -> tuple[str, ...]:
    """Give the ids of incidents, under which what was typed for them is held."""
    return tuple(one.id for one in incidents)
