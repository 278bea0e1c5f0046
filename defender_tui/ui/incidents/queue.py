"""The queue on the screen: searched, sorted, grouped, marked, and always in its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Static

from ...core.call_wait import wait_words
from ...core.incidents import Incident
from ..widgets.grid import Grid, GridColumn
from .arranging import Order, laid_out
from .columns import DEFAULT_COLUMNS, Group, grid_columns
from .queue_messages import IncidentHighlighted, IncidentOpened
from .rows import IncidentRows
from .seeking import QueueSeeking
from .state import ListFacts, empty_text, progress_text, summary_text
from .wanted import Wanted

if TYPE_CHECKING:
    from ..ports import IncidentWork

# How often it is seen whether a call waits, and for how long still.
WAITS_S = 1.0


class IncidentQueue(QueueSeeking):
    """The list of incidents with the line above that says what it holds.

    `news` holds the ids that were not looked at since they changed.
    """

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
        super().__init__(session, id=id)
        self.columns = DEFAULT_COLUMNS
        self.set_name = ""
        self._group = Group.NONE
        self._folded: frozenset[str] = frozenset()
        self._search = ""
        self._told: Incident | None = None
        self._summary = Content("")
        self._progress = Content("")
        self._was_waiting = False

    def compose(self) -> ComposeResult:
        with Horizontal(id="queue-line"):
            yield Static(Content(""), id="queue-summary")
            yield Static(Content(""), id="queue-progress")
        yield Input(placeholder="id, title, owner or tag", id="queue-search", compact=True)
        yield Grid(self._grid_columns(), id="queue-grid")

    def on_mount(self) -> None:
        self.await_slowness()
        self.set_interval(WAITS_S, self._look_at_waits, name="waits")
        self.line_changed()

    @property
    def search(self) -> str:
        """What the list is narrowed to; empty for everything."""
        return self._search

    # The look of the list

    @property
    def group(self) -> Group:
        """What the list is grouped by."""
        return self._group

    def put_in_order(self, order: Order, group: Group, columns: tuple[str, ...]) -> None:
        """Put the list in another order, under other headings or columns; the cursor stays."""
        if group is not self._group:
            self._folded = frozenset()
        self._group, self.columns = group, columns
        if order == self.order:
            self._lay_out()
        else:
            self.sort_by(order)

    def want(self, wanted: Wanted, set_name: str = "") -> None:
        """Read another part of the queue; `set_name` is the kept filter that it is, if any."""
        self.set_name = set_name
        self.chosen.clear()
        super().want(wanted)

    def forget(self) -> None:
        """Drop what was read, for it belongs to another profile; filter and order stay."""
        self.chosen.clear()
        super().forget()

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
        self.search_for(event.value)

    def search_for(self, text: str) -> None:
        """Narrow the list to what has a text in id, title, owner or tags; empty for all of it."""
        self._search = text.strip()
        self._lay_out()

    @on(Input.Submitted, "#queue-search")
    def _search_ended(self, event: Input.Submitted) -> None:
        event.stop()
        self.grid.focus()

    # Showing

    def entries_changed(self) -> None:
        """Show them; marks of what is not there any more are gone."""
        if self.chosen:
            self.chosen &= {one.incident.id for one in self.entries}
        self._lay_out()

    def _lay_out(self) -> None:
        """Draw the list anew; the cursor stays on its line, or on top of a growing list."""
        row = self.grid.cursor_row
        before = self._rows
        found = laid_out(self.entries, search=self._search, group=self._group, folded=self._folded)
        self._rows = IncidentRows(
            found, self._session.now(), self.columns, self._group, self.chosen, self.news
        )
        self.grid.empty = self._empty_text()
        self.grid.set_source(self._rows, columns=self._grid_columns())
        is_growing = self.is_reading and not self._keeps_list
        place = None if is_growing and row == 0 else self._rows.row_like(before, row)
        if place is not None:
            self.grid.move_cursor(row=place)
        elif self.grid.cursor_row == 0 and self.current is None:
            self.step(1)
        self.line_changed()
        self._tell_current()
        self.welcome_guest()

    @property
    def shown_rows(self) -> IncidentRows:
        return self._rows

    def show_everything(self) -> None:
        self._folded = frozenset()
        self.query_one("#queue-search", Input).value = ""
        self.remove_class("-searching")
        self.search_for("")

    def _grid_columns(self) -> tuple[GridColumn, ...]:
        return grid_columns(
            self.columns,
            sort=self.order.column,
            is_falling=self.order.is_falling,
            id_width=self.id_width,
        )

    def line_changed(self) -> None:
        """Say anew what the list holds and how current it is."""
        facts = self._facts()
        summary = summary_text(self.state, self._wanted, facts)
        progress = progress_text(self.state, facts)
        if summary != self._summary:
            self._summary = summary
            self.query_one("#queue-summary", Static).update(summary, layout=False)
        if progress != self._progress:
            is_wider = progress.cell_length != self._progress.cell_length
            self._progress = progress
            self.query_one("#queue-progress", Static).update(progress, layout=is_wider)
        self.grid.empty = self._empty_text()

    def _look_at_waits(self) -> None:
        is_waiting = bool(self._session.call_waits())
        if is_waiting or self._was_waiting:
            self.line_changed()
        self._was_waiting = is_waiting

    def _facts(self) -> ListFacts:
        return ListFacts(
            search=self._search,
            found_count=self._rows.incident_count,
            chosen_count=len(self.chosen),
            news_count=len(self.news),
            set_name=self.set_name,
            is_watching=self.is_watching,
            is_slow=self._is_slow,
            waiting=wait_words(
                self._session.call_waits(), self._session.now(), reads_list=self.is_reading
            ),
        )

    def _empty_text(self) -> Content:
        return empty_text(
            self.state,
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
        if current is self._told:
            return
        is_other = current is None or self._told is None or current.id != self._told.id
        if is_other and self._told is not None and current is not None:
            self._look_at(current)
        self._told = current
        self.post_message(IncidentHighlighted(current))

    def _look_at(self, incident: Incident) -> None:
        """Take the mark of the new off a row that the cursor came to."""
        if incident.id in self.news:
            self.news.discard(incident.id)
            self.grid.refresh_row(self.grid.cursor_row)
            self.line_changed()

    @on(Grid.RowOpened, "#queue-grid")
    def _row_opened(self, event: Grid.RowOpened) -> None:
        event.stop()
        incident = self.current
        if incident is not None:
            self._look_at(incident)
            self.post_message(IncidentOpened(incident))
            return
        heading = self._rows.heading_at(event.row)
        if heading is not None:
            self._folded ^= {heading.key}
            self._lay_out()
