"""The Incidents screen: the queue above, one incident below, and the work on it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.message import Message
from textual.timer import Timer

from ...core.errors import DefenderTuiError
from ...core.incidents import Incident
from ..incidents.arriving import IncidentArriving
from ..incidents.changing import IncidentChanging
from ..incidents.detail import IncidentDetail
from ..incidents.forgetting import Forgetting
from ..incidents.page.page_actions import PageActions
from ..incidents.queue import IncidentQueue
from ..incidents.queue_messages import (
    IncidentHighlighted,
    IncidentOpened,
    NewsRead,
    PageRead,
    ReadingFailed,
)

if TYPE_CHECKING:
    from ...core.as_code import Language
    from ..ports import IncidentPageWork

# A key that is held down moves the cursor on before the details of a row are drawn.
_GLANCE_S = 0.06
_REST_S = 0.15
_HELD_WHOLE = 200


class IncidentsScreen(IncidentChanging, PageActions, Forgetting, IncidentArriving):
    """What is burning, and who works on it. Details are read when the cursor rests on a row.

    `whole_incidents` holds by id what was read in full, the last two hundred.
    """

    MODE: ClassVar[str] = "incidents"
    AUTO_FOCUS = "#queue-grid"
    DEFAULT_CSS = """
    IncidentsScreen {
        & #queue { height: 1fr; }
        & #detail { height: 45%; }
        &.-reading #queue { display: none; }
        &.-reading #detail { height: 1fr; }
    }
    """

    class IncidentLoaded(Message):
        """One whole incident arrived, asked for under a generation of the session."""

        def __init__(self, incident: Incident, generation: int) -> None:
            super().__init__()
            self.incident = incident
            self.generation = generation

    class LoadFailed(Message):
        """One incident could not be read."""

        def __init__(self, incident_id: str, error: DefenderTuiError, generation: int) -> None:
            super().__init__()
            self.incident_id = incident_id
            self.error = error
            self.generation = generation

    def __init__(self, session: IncidentPageWork) -> None:
        super().__init__(session)
        self._work = session
        self._shown_id: str | None = None
        self.whole_incidents: dict[str, Incident] = {}
        self._glance: Timer | None = None
        self._rest: Timer | None = None

    def compose_body(self) -> ComposeResult:
        yield IncidentQueue(self._work, id="queue")
        yield IncidentDetail(self._work, id="detail")

    # The queue

    def on_mount(self) -> None:
        self._begin()

    def session_switched(self) -> None:
        self.whole_incidents.clear()
        self.forget_unsent()
        self.clear_error()
        self.workers.cancel_group(self, "detail")
        self.queue.forget()
        self._begin()

    def _begin(self) -> None:
        if self._work.profile is not None:
            self.queue.read()
            self.recall()

    def action_refresh_queue(self) -> None:
        """Read what has changed since the last time, or stop reading."""
        if self.queue.is_reading:
            self.queue.stop()
            return
        self.clear_error()
        self.queue.read()

    def action_read_anew(self) -> None:
        """Read every page of the queue again, and what was read of single incidents."""
        self.clear_error()
        self.whole_incidents.clear()
        self.queue.read(anew=True)
        self._load_current()

    @on(PageRead)
    def _page_read(self) -> None:
        self.refresh_frame()

    @on(NewsRead)
    def _news_read(self, event: NewsRead) -> None:
        for incident in event.incidents:
            self.whole_incidents.pop(incident.id, None)
        if self.queue.is_watching:
            self.tell_news(tuple(one.title or one.id for one in event.incidents))

    @on(ReadingFailed)
    def _reading_failed(self, event: ReadingFailed) -> None:
        self.show_error(event.error, "Could not list incidents", retry="refresh_queue")

    def action_search(self) -> None:
        """Search the JSON of the details where it is shown, else the list."""
        if not self.detail.open_search():
            self.remove_class("-reading")
            self.queue.open_search()

    def action_mark(self) -> None:
        """Mark the incident under the cursor, or take its mark off."""
        if self.queue.grid.has_focus:
            self.queue.toggle_mark()

    def action_mark_all(self) -> None:
        """Mark every incident in the list, or take all marks off."""
        self.queue.toggle_all_marks()

    def action_as_code(self) -> None:
        """Show the request for the list, with its filter, as code."""
        profile = self._work.profile
        if profile is None:
            self.notify("Set up a profile first.", markup=False)
            return
        from ...core.as_code import incidents_code
        from ..widgets.as_code_view import AsCodeView

        api, wanted = self._work.incidents_api, self.queue.wanted.as_filter(self._work.now())

        def make(language: Language) -> str:
            return incidents_code(language, profile, api, wanted)

        self.app.push_screen(AsCodeView("This list as code", make, "The first page."))

    # One incident

    @on(IncidentHighlighted)
    def _highlighted(self, event: IncidentHighlighted) -> None:
        incident = event.incident
        for timer in (self._glance, self._rest):
            if timer is not None:
                timer.stop()
        if incident is not None and self._shown_id not in {None, incident.id}:
            self._glance = self.set_timer(_GLANCE_S, self._show_current, name="cursor stops")
        else:
            self._show_current()
        if incident is not None and incident.id not in self.whole_incidents:
            self._rest = self.set_timer(_REST_S, self._load_current, name="cursor rests")

    def _show_current(self) -> None:
        current = self.queue.current
        self._shown_id = current.id if current else None
        self.detail.show(self.whole_incidents.get(current.id, current) if current else None)

    @on(IncidentOpened)
    def _opened(self) -> None:
        self.add_class("-reading")
        self.detail.focus_body()
        self._load_current()

    def on_descendant_focus(self) -> None:
        if self.focused is self.queue.grid:
            self.remove_class("-reading")

    def _load_current(self) -> None:
        incident = self.queue.current
        if incident is not None and incident.id not in self.whole_incidents:
            self.guarded(
                partial(self._loading, incident.id, self._work.generation),
                name="read an incident",
                group="detail",
                description="read one incident",
            )

    async def _loading(self, incident_id: str, generation: int) -> None:
        try:
            incident = await self._work.load_incident(incident_id)
        except DefenderTuiError as error:
            self.post_message(self.LoadFailed(incident_id, error, generation))
        else:
            self.post_message(self.IncidentLoaded(incident, generation))

    def on_incidents_screen_incident_loaded(self, event: IncidentLoaded) -> None:
        if event.generation == self._work.generation:
            self._take(event.incident)

    def on_incidents_screen_load_failed(self, event: LoadFailed) -> None:
        current = self.queue.current
        is_current = current is not None and current.id == event.incident_id
        if event.generation == self._work.generation and is_current:
            what = f"Could not read incident {event.incident_id}"
            self.show_error(event.error, what, retry=self._load_current)

    def incident_at_hand(self) -> Incident | None:
        current = self.queue.current
        return self.whole_incidents.get(current.id, current) if current else None

    def marked_incidents(self) -> tuple[Incident, ...]:
        return self._as_read(self.queue.chosen_incidents)

    def shown_incidents(self) -> tuple[Incident, ...]:
        return self._as_read(self.queue.shown_incidents)

    def _as_read(self, incidents: tuple[Incident, ...]) -> tuple[Incident, ...]:
        return tuple(self.whole_incidents.get(one.id, one) for one in incidents)

    def changed_several(self, left: tuple[Incident, ...]) -> None:
        self.queue.mark_only(one.id for one in left)

    def incident_renewed(self, incident: Incident) -> None:
        self._hold(incident)
        self.queue.renew(incident)

    def _hold(self, incident: Incident) -> None:
        self.whole_incidents.pop(incident.id, None)
        self.whole_incidents[incident.id] = incident
        if len(self.whole_incidents) > _HELD_WHOLE:
            del self.whole_incidents[next(iter(self.whole_incidents))]

    def _take(self, incident: Incident) -> None:
        self._hold(incident)
        current = self.queue.current
        if current is None or current.id != incident.id:
            return
        if current.last_updated == incident.last_updated:
            self._show_current()
        else:
            self.queue.renew(incident)

    def action_turn_tab(self, step: int) -> None:
        """Go to another tab of the details."""
        self.detail.turn(step)

    def action_back(self) -> None:
        """Leave the details; else leave the search; else drop it; else take the marks off."""
        if self.detail.has_focus_within:
            self.remove_class("-reading")
            self.queue.grid.focus()
        elif not self.queue.close_search():
            self.queue.clear_marks()
