"""The Incidents screen: the queue above, one incident below, and the work on it."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.message import Message
from textual.timer import Timer

from ...core.errors import DefenderTuiError
from ...core.filters import Dialect
from ...core.incidents import Incident
from ..incidents.changing import IncidentChanging
from ..incidents.detail import IncidentDetail
from ..incidents.queue import IncidentQueue
from ..incidents.queue_messages import (
    IncidentHighlighted,
    IncidentOpened,
    PageRead,
    ReadingFailed,
)
from ..incidents.rows import Sort
from ..incidents.wanted import Wanted
from ..ports import IncidentWork
from ..text import shown
from ..widgets.copying import copy_value

_REST_S = 0.15
# What the list of choices leaves beside a name.
_COPY_CELLS = 40


class IncidentsScreen(IncidentChanging):
    """What is burning, and who works on it. Details are read when the cursor rests on a row.

    `whole_incidents` holds by id what was read in full since the last refresh.
    """

    MODE: ClassVar[str] = "incidents"
    AUTO_FOCUS = "#queue-grid"
    DEFAULT_CSS = """
    IncidentsScreen {
        & #queue { height: 1fr; }
        & #detail { height: 45%; }
        &.-reading #queue { height: 11; }
        &.-reading #detail { height: 1fr; }
        &.-reading.-narrow #queue { height: 7; }
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

    def __init__(self, session: IncidentWork) -> None:
        super().__init__(session)
        self._work = session
        self.whole_incidents: dict[str, Incident] = {}
        self._rest: Timer | None = None

    def compose_body(self) -> ComposeResult:
        yield IncidentQueue(self._work, id="queue")
        yield IncidentDetail(self._work, id="detail")

    @property
    def _queue(self) -> IncidentQueue:
        return self.query_one(IncidentQueue)

    @property
    def _detail(self) -> IncidentDetail:
        return self.query_one(IncidentDetail)

    # The queue

    def on_mount(self) -> None:
        if self._work.profile is not None:
            self._queue.read()

    def session_switched(self) -> None:
        self.whole_incidents.clear()
        self.forget_unsent()
        self.clear_error()
        self.workers.cancel_group(self, "detail")
        self._queue.forget()
        if self._work.profile is not None:
            self._queue.read()

    def action_refresh_queue(self) -> None:
        """Read the queue anew, or stop reading it."""
        if self._queue.is_reading:
            self._queue.stop()
            return
        self.clear_error()
        self.whole_incidents.clear()
        self._queue.read()

    @on(PageRead)
    def _page_read(self) -> None:
        self.refresh_frame()

    @on(ReadingFailed)
    def _reading_failed(self, event: ReadingFailed) -> None:
        self.show_error(event.error, "Could not list incidents", retry="refresh_queue")

    def action_search(self) -> None:
        """Go to the search field."""
        self._queue.open_search()

    def action_filter(self) -> None:
        """Ask which part of the queue to read."""
        from ..incidents.filter_dialog import FilterDialog

        dialect = Dialect(self._work.incidents_api.value)
        dialog = FilterDialog(self._queue.wanted, dialect, self._work.now())
        self.app.push_screen(dialog, self._filter_chosen)

    def _filter_chosen(self, wanted: Wanted | None) -> None:
        if wanted is not None and wanted != self._queue.wanted:
            self.clear_error()
            self._queue.want(wanted)

    def action_sort(self) -> None:
        """Ask for the order of the list."""
        from ..widgets.choice import Choice

        orders = list(Sort)
        options = [Content(order.value) for order in orders]
        dialog = Choice(Content("Order"), options, current=orders.index(self._queue.sort))

        def chosen(place: int | None) -> None:
            if place is not None:
                self._queue.order(orders[place])

        self.app.push_screen(dialog, chosen)

    # One incident

    @on(IncidentHighlighted)
    def _highlighted(self, event: IncidentHighlighted) -> None:
        incident = event.incident
        if self._rest is not None:
            self._rest.stop()
        self._detail.show(self.whole_incidents.get(incident.id, incident) if incident else None)
        if incident is not None and incident.id not in self.whole_incidents:
            self._rest = self.set_timer(_REST_S, self._load_current, name="cursor rests")

    @on(IncidentOpened)
    def _opened(self) -> None:
        self.add_class("-reading")
        self._detail.focus_body()
        self._load_current()

    def on_descendant_focus(self) -> None:
        if self.focused is self._queue.grid:
            self.remove_class("-reading")

    def _load_current(self) -> None:
        incident = self._queue.current
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
        current = self._queue.current
        is_current = current is not None and current.id == event.incident_id
        if event.generation == self._work.generation and is_current:
            what = f"Could not read incident {event.incident_id}"
            self.show_error(event.error, what, retry=self._load_current)

    def incident_at_hand(self) -> Incident | None:
        return self._queue.current

    def incident_renewed(self, incident: Incident) -> None:
        self.whole_incidents[incident.id] = incident
        self._queue.renew(incident)

    def _take(self, incident: Incident) -> None:
        self.whole_incidents[incident.id] = incident
        current = self._queue.current
        if current is not None and current.id == incident.id:
            self._detail.show(incident)

    def action_turn_tab(self, step: int) -> None:
        """Go to another tab of the details."""
        self._detail.turn(step)

    def action_back(self) -> None:
        """Leave the details; else leave the search; else drop it."""
        if self._detail.has_focus_within:
            self._queue.grid.focus()
        else:
            self._queue.close_search()

    def action_copy(self) -> None:
        """Ask which of its names to send to the terminal's clipboard."""
        incident = self._queue.current
        if incident is None:
            return
        from ..widgets.choice import Choice

        named = (("Id", incident.id), ("Title", incident.title), ("Link", incident.web_url))
        values = [(name, value) for name, value in named if value]

        def chosen(place: int | None) -> None:
            if place is not None:
                copy_value(self.app, values[place][1])

        options = [
            Content.assemble((name.ljust(7), "$text-muted"), shown(value, limit=_COPY_CELLS))
            for name, value in values
        ]
        self.app.push_screen(Choice(Content("Copy"), options), chosen)

    def action_portal(self) -> None:
        """Show the incident's address and open it when that is agreed to."""
        incident = self._queue.current
        if incident is None:
            self.notify("There is no incident to open.", markup=False)
            return
        url = incident.web_url
        if not url or not url.startswith("https://"):
            self.notify("This incident came without a link that can be opened.", markup=False)
            return

        def answered(is_wanted: bool | None) -> None:
            if is_wanted:
                self.app.open_url(url)

        from ..widgets.confirm import Confirm

        question = Content.assemble("Open this address in a browser?\n", shown(url, limit=400))
        self.app.push_screen(Confirm(question, verb="Open"), answered)
