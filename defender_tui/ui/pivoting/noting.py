"""Noting a hunting result on an incident: look the incident up, confirm, write the comment."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import TYPE_CHECKING

from textual.app import App

from ...core.errors import DefenderTuiError
from ..worker import WorkFailed, run_guarded
from .messages import NoteFound, NoteSent, NoteWanted

# This is part of the first frame, so it does without the models at run time.
if TYPE_CHECKING:
    from ...core.incidents import Incident
    from ...workflows.incident_changes import ChangeResult
    from ..ports import IncidentWork


class Noting:
    """Noting for the app, which hears the messages and hands them back here.

    Problems go to the screen as `WorkFailed`. A note is never sent twice by itself.
    """

    def __init__(self, app: App[None], work: IncidentWork) -> None:
        self._app = app
        self._work = work
        self._generation = 0

    def ask(self, event: NoteWanted) -> None:
        """Show what is to be noted and ask on which incident, if the token's role allows it."""
        from ..incidents.change_words import missing_role

        api = self._work.incidents_api
        problem = missing_role(api, self._work.known_token(api))
        if problem is not None:
            self._fail(problem)
            return
        # What is noted belongs to the tenant that it was found in.
        self._generation = self._work.generation
        self._do(partial(self._preparing, event), "write a note")

    async def _preparing(self, event: NoteWanted) -> None:
        from .note_text import note_text

        outcome = event.outcome
        comment = await asyncio.to_thread(
            partial(
                note_text,
                event.query,
                outcome.table,
                [column.name for column in outcome.table.columns],
                api=outcome.api.label,
                at=self._work.now(),
                is_cut=outcome.reached_limit,
            )
        )
        self._app.call_later(self._ask_incident, comment, event.incident_id)

    def _ask_incident(self, comment: str, incident_id: str) -> None:
        from .note_entry import NoteEntry

        def entered(wanted: str | None) -> None:
            if wanted:
                self._do(partial(self._finding, wanted, comment), "look an incident up")

        self._app.push_screen(NoteEntry(comment, incident_id), entered)

    async def _finding(self, incident_id: str, comment: str) -> None:
        incident = await self._work.load_incident(incident_id)
        self._app.post_message(NoteFound(incident, comment, self._generation))

    def confirm(self, event: NoteFound) -> None:
        """Name incident and tenant, and write the comment when that is agreed to."""
        if event.generation != self._work.generation:
            words = "The result belonged to another profile. Run the query again to note it."
            self._app.notify(words, markup=False)
            return
        from ..incidents.change_words import about_incident
        from ..widgets.confirm import Confirm

        def answered(is_wanted: bool | None) -> None:
            if is_wanted:
                self._do(partial(self._writing, event.incident, event.comment), "note a result")

        question = about_incident("Comment on", event.incident, self._work.profile)
        self._app.push_screen(Confirm(question, verb="Add the comment"), answered)

    async def _writing(self, incident: Incident, comment: str) -> None:
        from ...core.changes import IncidentChange

        # Whatever else moved meanwhile, a comment takes nothing away.
        change = IncidentChange(comment=comment)
        result = await self._work.change(incident, change, even_if_moved=True)
        self._tell(incident, result)

    def _tell(self, incident: Incident, result: ChangeResult) -> None:
        from ...workflows.incident_changes import Changed, NotChanged, Unclear

        if isinstance(result, NotChanged | Unclear):
            self._fail(result.error)
        elif isinstance(result, Changed):
            words = f"The result was noted on incident {incident.id}."
            self._app.post_message(NoteSent(incident.id, words))

    def _fail(self, error: DefenderTuiError) -> None:
        self._app.screen.post_message(WorkFailed(error))

    def _do(self, work: Callable[[], Coroutine[None, None, None]], description: str) -> None:
        # On the app: a dialog that asked for it is gone by the time that it is done.
        run_guarded(
            self._app,
            partial(self._doing, work),
            name=description,
            group="note",
            description=description,
        )

    async def _doing(self, work: Callable[[], Coroutine[None, None, None]]) -> None:
        try:
            await work()
        except DefenderTuiError as error:
            self._fail(error)
