"""Rows with their line of time above them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING

from textual import on

from ...core.errors import DefenderTuiError
from ...results.cancellation import Cancellation, ReadingCancelled
from ...results.view.shape import Comparison, Condition
from ..results.inspecting import InspectedPane
from ..text import shown
from ..worker import run_guarded
from .messages import TimelineRead
from .strip import TimelineStrip

if TYPE_CHECKING:
    from ...results.view.view import ResultView
    from ..results.shelf import OpenResult

# As in the portal.
_FEWEST_ROWS = 41
# Below this the rows need the room themselves.
_FEWEST_LINES = 9
_USUAL = ("Timestamp", "TimeGenerated")
_BOUNDS = (Comparison.AT_LEAST, Comparison.LESS)


class TimedPane(InspectedPane):
    """Rows that can be narrowed to a window of time, which is a filter as any other."""

    DEFAULT_CSS = """
    TimedPane.-low TimelineStrip.-shown { display: none; }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._is_timeline_on = True
        self._time_column: dict[str, int] = {}
        self._counting: Cancellation | None = None

    def on_resize(self) -> None:
        self.set_class(self.size.height < _FEWEST_LINES, "-low")

    @property
    def strip(self) -> TimelineStrip:
        """The line of time."""
        return self.query_one(TimelineStrip)

    def follow_time(self) -> None:
        """Count the rows that are shown now by time, where there are times and enough rows."""
        if self._counting:
            self._counting.cancel()
            self._counting = None
        result = self.result
        column = None if result is None else self._column_of(result)
        is_worth_it = result and result.outcome.table.row_count >= _FEWEST_ROWS
        if result is None or column is None or not (self._is_timeline_on and is_worth_it):
            self.strip.hide()
            return
        self._counting = Cancellation()
        run_guarded(
            self,
            partial(self._counting_by_time, result, column, self._counting),
            name="timeline",
            group="timeline",
            description="count rows by time",
        )

    async def _counting_by_time(
        self, result: OpenResult, column: int, cancellation: Cancellation
    ) -> None:
        buckets = max(self.size.width - 2, 20)

        def counted(view: ResultView) -> TimelineRead:
            timeline = view.timeline(column, buckets, cancellation=cancellation)
            return TimelineRead(result, column, timeline)

        try:
            found = await self.ask_view(result, counted)
        except ReadingCancelled:
            return
        except DefenderTuiError as error:
            found = TimelineRead(result, column, error)
        if found is not None:
            self.post_message(found)

    @on(TimelineRead)
    def _timeline_read(self, event: TimelineRead) -> None:
        event.stop()
        if event.result is not self.result or not self._is_timeline_on:
            return
        if isinstance(event.timeline, DefenderTuiError):
            self.strip.hide()
            words = shown(f"No timeline: {event.timeline.message}", limit=300)
            self.app.notify(words.plain, severity="warning", markup=False)
            return
        name = event.result.outcome.table.columns[event.column].name
        self.strip.show(
            event.column, name, event.timeline, is_narrowed=self._is_narrowed(event.column)
        )

    def go_to_timeline(self) -> None:
        """Show the line of time and give it the focus; say so where there is none."""
        result = self.result
        if result is None:
            return
        if self._column_of(result) is None:
            self.app.notify("These rows have no column of times.", markup=False)
        elif result.outcome.table.row_count < _FEWEST_ROWS:
            self.app.notify(f"The timeline needs {_FEWEST_ROWS} rows or more.", markup=False)
        elif self.has_class("-low"):
            self.app.notify(
                "There is no room for the timeline: make the window higher.", markup=False
            )
        elif not self._is_timeline_on:
            self._is_timeline_on = True
            self.follow_time()
        else:
            self.strip.focus()

    @on(TimelineStrip.Narrowed)
    def _narrowed(self, event: TimelineStrip.Narrowed) -> None:
        event.stop()
        bounds = zip(_BOUNDS, (event.start, event.end), strict=True)
        window = tuple(Condition(event.column, how, (_spelled(at),)) for how, at in bounds)
        kept = self._without_window(event.column)
        self.shape_rows(replace(self.wanted, conditions=(*kept, *window)))

    @on(TimelineStrip.Widened)
    def _widened(self, event: TimelineStrip.Widened) -> None:
        event.stop()
        self.shape_rows(replace(self.wanted, conditions=self._without_window(event.column)))

    @on(TimelineStrip.Left)
    def _strip_left(self, event: TimelineStrip.Left) -> None:
        event.stop()
        self.grid.focus()

    @on(TimelineStrip.TurnedOff)
    def _turned_off(self, event: TimelineStrip.TurnedOff) -> None:
        event.stop()
        self._is_timeline_on = False
        self.follow_time()

    @on(TimelineStrip.ColumnTurned)
    def _column_turned(self, event: TimelineStrip.ColumnTurned) -> None:
        event.stop()
        result = self.result
        if result is None:
            return
        times, current = _times(result), self._column_of(result)
        if current is not None and len(times) > 1:
            self._time_column[result.name] = times[(times.index(current) + 1) % len(times)]
            self.follow_time()

    def _column_of(self, result: OpenResult) -> int | None:
        """The column to count by: the one that was chosen, the usual one, else the first."""
        times = _times(result)
        chosen = self._time_column.get(result.name)
        if chosen in times:
            return chosen
        names = [column.name for column in result.outcome.table.columns]
        usual = (at for at in times if names[at] in _USUAL)
        return next(usual, times[0] if times else None)

    def _without_window(self, column: int) -> tuple[Condition, ...]:
        conditions = self.wanted.conditions
        return tuple(
            one for one in conditions if one.column != column or one.comparison not in _BOUNDS
        )

    def _is_narrowed(self, column: int) -> bool:
        return self._without_window(column) != self.wanted.conditions


def _times(result: OpenResult) -> list[int]:
    columns = result.outcome.table.columns
    return [at for at, column in enumerate(columns) if column.type == "datetime"]


def _spelled(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
