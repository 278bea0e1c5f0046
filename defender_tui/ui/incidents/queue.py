"""The queue on the screen: reading it in, searching it, sorting it, keeping its place."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, Static

from ...core.errors import DefenderTuiError
from ...core.incidents import Incident
from ..ports import IncidentWork
from ..widgets.grid import Grid
from ..worker import run_guarded
from .queue_messages import IncidentHighlighted, IncidentOpened, PageRead, ReadingFailed
from .rows import COLUMNS, IncidentRows, Sort, arranged
from .state import QueueState, Reading, empty_text, progress_text, summary_text
from .wanted import Wanted

_PATIENCE_S = 0.3


class IncidentQueue(Vertical):
    """The list of incidents with the line above that says what it holds."""

    DEFAULT_CSS = """
    IncidentQueue {
        & #queue-line { height: 1; padding: 0 1; }
        & #queue-summary { width: 1fr; height: 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & #queue-progress { width: auto; height: 1; margin-left: 2; }
        & #queue-search { display: none; height: 1; border: none; padding: 0 1; margin: 0; }
        & Grid { height: 1fr; }
        &.-searching #queue-search { display: block; }
    }
    """

    def __init__(self, session: IncidentWork, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._session = session
        self._wanted = Wanted()
        self._sort = Sort.ACTIVITY
        self._search = ""
        self._state = QueueState()
        self._rows = IncidentRows((), session.now())
        self._run = 0
        self._keeps_list = False
        self._is_slow = False
        self._patience: Timer | None = None
        self._told: Incident | None = None

    def compose(self) -> ComposeResult:
        with Horizontal(id="queue-line"):
            yield Static(Content(""), id="queue-summary")
            yield Static(Content(""), id="queue-progress")
        yield Input(placeholder="id, title, owner or tag", id="queue-search", compact=True)
        yield Grid(COLUMNS, id="queue-grid")

    def on_mount(self) -> None:
        self._patience = self.set_timer(_PATIENCE_S, self._admit_slowness, name="patience")
        self._show_line()

    @property
    def grid(self) -> Grid:
        """The list itself."""
        return self.query_one(Grid)

    @property
    def current(self) -> Incident | None:
        """The incident under the cursor; `None` while the list is empty."""
        incidents = self._rows.incidents
        return incidents[min(self.grid.cursor_row, len(incidents) - 1)] if incidents else None

    # What is asked for

    @property
    def wanted(self) -> Wanted:
        """The part of the queue that is read."""
        return self._wanted

    @property
    def sort(self) -> Sort:
        """The order of the list."""
        return self._sort

    def want(self, wanted: Wanted) -> None:
        """Read another part of the queue."""
        self._wanted = wanted
        self._state = QueueState()
        self.read()

    def order(self, sort: Sort) -> None:
        """Put the list in another order; the cursor stays with its incident."""
        self._sort = sort
        self._show_rows()

    # Reading

    @property
    def is_reading(self) -> bool:
        """Whether pages are still on their way."""
        return self._state.reading is Reading.RUNNING

    def forget(self) -> None:
        """Drop what was read, for it belongs to another profile; filter and order stay."""
        self._end_reading()
        self._run += 1
        self._state = QueueState()
        self._show_rows()

    def read(self) -> None:
        """Read the queue from its first page; a list that is there stays until this is done."""
        self._end_reading()
        self._run += 1
        self._keeps_list = bool(self._state.incidents)
        self._state = replace(self._state, reading=Reading.RUNNING, page_count=0, read_count=0)
        self._is_slow = False
        self._patience = self.set_timer(_PATIENCE_S, self._admit_slowness, name="patience")
        self._show_rows()
        run_guarded(
            self,
            partial(self._reading, self._run),
            name="read the queue",
            group="queue",
            description="read the incident queue",
        )

    def stop(self) -> None:
        """Stop reading; what has come stays."""
        self._end_reading()
        self._state = replace(self._state, reading=Reading.STOPPED)
        self._show_rows()

    async def _reading(self, run: int) -> None:
        wanted = self._wanted.as_filter(self._session.now())
        try:
            async for progress in self._session.load_queue(wanted):
                self.post_message(PageRead(run, progress))
        except DefenderTuiError as error:
            self.post_message(ReadingFailed(run, error))

    def _end_reading(self) -> None:
        self.workers.cancel_group(self, "queue")
        if self._patience is not None:
            self._patience.stop()

    def _admit_slowness(self) -> None:
        self._is_slow = True
        self._show_line()

    @on(PageRead)
    def _page_read(self, event: PageRead) -> None:
        if event.run != self._run or not self.is_reading:
            event.stop()
            return
        progress = event.progress
        is_new = progress.is_complete or not self._keeps_list
        self._state = replace(
            self._state,
            incidents=progress.incidents if is_new else self._state.incidents,
            reading=Reading.COMPLETE if progress.is_complete else Reading.RUNNING,
            page_count=self._state.page_count + 1,
            read_count=progress.read_count,
            local=progress.local,
            synced_at=self._session.now() if progress.is_complete else self._state.synced_at,
        )
        if progress.is_complete:
            self._end_reading()
        self._show_rows()

    @on(ReadingFailed)
    def _reading_failed(self, event: ReadingFailed) -> None:
        if event.run != self._run or not self.is_reading:
            event.stop()
            return
        self._end_reading()
        self._state = replace(self._state, reading=Reading.FAILED)
        self._show_rows()

    def on_work_failed(self) -> None:
        """Show that reading ended; the screen tells why."""
        self._end_reading()
        self._state = replace(self._state, reading=Reading.FAILED)
        self._show_rows()

    def renew(self, incident: Incident) -> None:
        """Put a changed incident in the place of what the list knows of it."""
        incidents = tuple(
            incident if one.id == incident.id else one for one in self._state.incidents
        )
        self._state = replace(self._state, incidents=incidents)
        self._show_rows()

    # Searching

    def open_search(self) -> None:
        """Show the search field and go there."""
        self.add_class("-searching")
        self.query_one("#queue-search", Input).focus()

    def close_search(self) -> bool:
        """Leave the search field, or drop the search; tells whether there was anything to leave."""
        field = self.query_one("#queue-search", Input)
        if field.has_focus and field.value:
            self.grid.focus()
            return True
        if not self.has_class("-searching"):
            return False
        field.value = ""
        self.remove_class("-searching")
        self.grid.focus()
        return True

    @on(Input.Changed, "#queue-search")
    def _searched(self, event: Input.Changed) -> None:
        event.stop()
        self._search = event.value.strip()
        self._show_rows()

    @on(Input.Submitted, "#queue-search")
    def _search_ended(self, event: Input.Submitted) -> None:
        event.stop()
        self.grid.focus()

    # Showing

    def _show_rows(self) -> None:
        """Draw the list anew; the cursor stays with its incident, or on top of a growing list."""
        current, row = self.current, self.grid.cursor_row
        found = arranged(self._state.incidents, search=self._search, sort=self._sort)
        self._rows = IncidentRows(found, self._session.now())
        self.grid.empty = self._empty_text()
        self.grid.set_source(self._rows)
        is_growing = self.is_reading and not self._keeps_list
        place = self._rows.row_of(current.id) if current and not (is_growing and row == 0) else None
        if place is not None:
            self.grid.move_cursor(row=place)
        self._show_line()
        self._tell_current()

    def _show_line(self) -> None:
        summary = summary_text(
            self._state, self._wanted, search=self._search, found_count=self._rows.row_count
        )
        progress = progress_text(self._state, is_slow=self._is_slow)
        self.query_one("#queue-summary", Static).update(summary)
        self.query_one("#queue-progress", Static).update(progress)
        self.grid.empty = self._empty_text()

    def _empty_text(self) -> Content:
        return empty_text(
            self._state,
            self._wanted,
            search=self._search,
            api=self._session.incidents_api,
            is_slow=self._is_slow,
        )

    @on(Grid.RowHighlighted, "#queue-grid")
    def _row_highlighted(self, event: Grid.RowHighlighted) -> None:
        event.stop()
        self._tell_current()

    def _tell_current(self) -> None:
        current = self.current
        if current is not self._told:
            self._told = current
            self.post_message(IncidentHighlighted(current))

    @on(Grid.RowOpened, "#queue-grid")
    def _row_opened(self, event: Grid.RowOpened) -> None:
        event.stop()
        self.post_message(IncidentOpened(self.current))
