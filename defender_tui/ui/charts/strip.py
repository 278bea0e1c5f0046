"""The line of time above the rows: how many there are when, and a window to narrow them to."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ...core.zones import Zone
from ..hunting.lower_half import ASIDE
from ..text import duration, shown
from ..zone import zone_of
from .strip_line import bar_lines, bucket_at
from .ticks import moment_words

if TYPE_CHECKING:
    from ...results.view.timeline import Timeline

_NAME_CELLS = 24
_LEAP = 10
_TALL_ROWS = 30
_WIDE = 90


class TimelineStrip(Static):
    """Bars over a line of words; the arrows go from span to span.

    Space marks the one end of a window, the cursor is the other; without a mark the window is the
    span under the cursor.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    TimelineStrip {
        height: auto; max-height: 3; padding: 0 1; display: none;
        text-wrap: nowrap; text-overflow: ellipsis; color: $text-muted;
        &.-shown { display: block; }
        &:focus { background: $foreground 6%; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", "Before", show=False, id="timeline.left"),
        Binding("right", "move(1)", "Next", show=False, id="timeline.right"),
        Binding("pageup,shift+left", f"move(-{_LEAP})", "Leap", show=False, id="timeline.back"),
        Binding("pagedown,shift+right", f"move({_LEAP})", "Leap", show=False, id="timeline.on"),
        Binding("home", "end(-1)", "First", show=False, id="timeline.first"),
        Binding("end", "end(1)", "Last", show=False, id="timeline.last"),
        Binding("space", "mark", "Mark an end", id="timeline.mark"),
        Binding("enter", "narrow", "Only these", id="timeline.narrow"),
        Binding("escape", "widen", "Back", id="timeline.widen"),
        Binding("c", "turn_column", "Other times", id="timeline.column"),
        Binding("t", "turn_off", "Off", id="timeline.off"),
        Binding("down", "leave", "To the rows", show=False, id="timeline.leave"),
    ]

    class Narrowed(Message):
        """Only rows from `start` on and before `end` are wanted, UTC and aware."""

        def __init__(self, column: int, start: datetime, end: datetime) -> None:
            super().__init__()
            self.column = column
            self.start = start
            self.end = end

    class Widened(Message):
        """The rows are not to be narrowed by this column's window any more."""

        def __init__(self, column: int) -> None:
            super().__init__()
            self.column = column

    class Left(Message):
        """The focus is to go back to the rows."""

    class TurnedOff(Message):
        """The line is not wanted any more."""

    class ColumnTurned(Message):
        """The rows are to be counted by another column of times."""

    def __init__(self) -> None:
        super().__init__(Content(""), classes=ASIDE)
        self._column = 0
        self._title = Content("")
        self._timeline: Timeline | None = None
        self._is_narrowed = False
        self._cursor = 0
        self._mark: int | None = None

    def show(self, column: int, name: str, timeline: Timeline, *, is_narrowed: bool) -> None:
        """Draw the rows of a result by a column; `is_narrowed` when a window is chosen already."""
        if timeline != self._timeline or column != self._column:
            self._mark = None
            self._cursor = 0
        self._column = column
        self._title = shown(name, limit=_NAME_CELLS)
        self._timeline = timeline
        self._is_narrowed = is_narrowed
        self.set_class(True, "-shown")
        self.can_focus = True
        self.draw()

    def hide(self) -> None:
        """Take the line away."""
        self._timeline = None
        self.set_class(False, "-shown")
        if self.has_focus:
            self.post_message(self.Left())
        self.can_focus = False

    @property
    def window(self) -> range:
        """The chosen spans of the timeline, by their numbers from 0; empty without any rows."""
        count = len(self._timeline.counts) if self._timeline else 0
        if not count:
            return range(0)
        ends = (self._cursor, self._cursor if self._mark is None else self._mark)
        return range(min(ends), min(max(ends) + 1, count))

    def draw(self) -> None:
        """Draw the line anew, in the room that there is."""
        timeline = self._timeline
        if timeline is None:
            return
        width = self.content_size.width or self.app.size.width - 2
        height = 2 if self.app.size.height >= _TALL_ROWS else 1
        chosen = self.window if self.has_focus else None
        lines = bar_lines(timeline.counts, width, height, chosen)
        self.update(Content("\n").join([*lines, self._words(timeline)]))

    def _words(self, timeline: Timeline) -> Content:
        zone = zone_of(self)
        count = len(timeline.counts)
        if not count:
            return Content.assemble(self._title, " · no row has a time")
        chosen = self.window if self.has_focus else range(count)
        start, end = timeline.moment(chosen.start), timeline.moment(chosen.stop)
        rows = sum(timeline.counts[chosen.start : chosen.stop])
        step_s = timeline.step.total_seconds()
        spelled = " – ".join(
            moment_words(one.timestamp(), zone, step_s=step_s) for one in (start, end)
        )
        facts = [
            f"{spelled} {'UTC' if zone is Zone.UTC else 'local'}",
            f"{rows:,} {'row' if rows == 1 else 'rows'}",
        ]
        if self.has_focus:
            facts.append("Enter only these")
            if self.content_size.width >= _WIDE:
                facts.append("Space other end" if self._mark is None else "Esc no window")
        else:
            facts.append(f"bars of {duration(step_s)}" if step_s >= 1 else f"bars of {step_s:g} s")
            if timeline.untimed:
                facts.append(f"{timeline.untimed:,} without a time")
            if self._is_narrowed:
                facts.append("narrowed: t, then Esc goes back")
        return Content(" · ").join([self._title, *map(Content, facts)])

    def on_focus(self) -> None:
        self.draw()

    def on_blur(self) -> None:
        self._mark = None
        self.draw()

    def on_resize(self) -> None:
        self.draw()

    def on_click(self, event: events.Click) -> None:
        if self._timeline and self._timeline.counts:
            count = len(self._timeline.counts)
            self._cursor = bucket_at(event.x - 1, count, self.content_size.width)
            self.draw()

    def action_move(self, step: int) -> None:
        """Go to another span."""
        if self._timeline and self._timeline.counts:
            last = len(self._timeline.counts) - 1
            self._cursor = max(0, min(self._cursor + step, last))
            self.draw()

    def action_end(self, side: int) -> None:
        """Go to the first span, or the last."""
        self.action_move(side * len(self._timeline.counts) if self._timeline else 0)

    def action_mark(self) -> None:
        """Make the span under the cursor the one end of a window."""
        self._mark = self._cursor if self._mark is None else None
        self.draw()

    def action_narrow(self) -> None:
        """Want the rows of the window only."""
        timeline, window = self._timeline, self.window
        if timeline and window:
            start, end = timeline.moment(window.start), timeline.moment(window.stop)
            self.post_message(self.Narrowed(self._column, start, end))

    def action_widen(self) -> None:
        """Drop the mark; else the window that the rows were narrowed to; else leave."""
        if self._mark is not None:
            self._mark = None
            self.draw()
        elif self._is_narrowed:
            self.post_message(self.Widened(self._column))
        else:
            self.post_message(self.Left())

    def action_turn_column(self) -> None:
        """Want the rows by another column."""
        self.post_message(self.ColumnTurned())

    def action_turn_off(self) -> None:
        """Take the line away."""
        self.post_message(self.TurnedOff())

    def action_leave(self) -> None:
        """Go to the rows."""
        self.post_message(self.Left())
