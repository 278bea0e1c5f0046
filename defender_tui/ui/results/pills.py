"""One line over the rows that says how they were selected and sorted; each part can be dropped."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from ...core.zones import Zone
from ...results.column_types import ResultColumn
from ...results.view.shape import Shape
from ..hunting.lower_half import ASIDE
from .shape_words import condition_words, order_words

_DROP = " ✕"
_GAP = 2


class PillLine(Static):
    """How many rows of how many, then a pill for each condition, then one for the order.

    Left and right choose a pill, Delete drops it, Enter changes it; a click on the `✕` drops it.
    Pills are counted from 0; the one of the order comes last.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    PillLine {
        height: 1; padding: 0 1; display: none; color: $text-muted;
        text-wrap: nowrap; text-overflow: ellipsis;
        &.-shown { display: block; }
    }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "choose(-1)", "Before", show=False, id="pills.left"),
        Binding("right", "choose(1)", "Next", show=False, id="pills.right"),
        Binding("delete,backspace,x", "drop", "Drop", id="pills.drop"),
        Binding("enter", "change", "Change", id="pills.change"),
        Binding("escape,down", "leave", "To the rows", id="pills.leave"),
    ]

    class Dropped(Message):
        """A pill is not wanted any more."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    class Opened(Message):
        """A pill is to be changed."""

        def __init__(self, place: int) -> None:
            super().__init__()
            self.place = place

    class Left(Message):
        """The focus is to go back to the rows."""

    def __init__(self) -> None:
        super().__init__(Content(""), classes=ASIDE)
        self._pills: tuple[Content, ...] = ()
        self._count = Content("")
        self._current = 0
        self._first = 0

    def show(
        self,
        columns: Sequence[ResultColumn],
        shape: Shape,
        zone: Zone,
        *,
        counts: tuple[int, int] = (0, 0),
        is_busy: bool = False,
    ) -> None:
        """Spell a shape, its times in a zone; nothing is shown for rows as they came.

        `counts` are those of the rows shown and of all. `is_busy` says that the rows of this shape
        are still to come.
        """
        pills = [condition_words(condition, columns, zone) for condition in shape.conditions]
        if shape.order:
            pills.append(order_words(shape.order, columns))
        self._pills = tuple(pills)
        self._current = min(self._current, max(len(pills) - 1, 0))
        shown_count, whole_count = counts
        words = f"{shown_count:,} of {whole_count:,} rows (filtered)" if shape.conditions else ""
        self._count = Content("working …" if is_busy else words or "sorted")
        self.set_class(bool(pills), "-shown")
        if not pills and self.has_focus:
            self.post_message(self.Left())
        self.can_focus = bool(pills)
        self._draw()

    def _draw(self) -> None:
        self._first = self._first_in_view()
        parts = [self._count.stylize("bold $text-primary")]
        for place, pill in list(enumerate(self._pills))[self._first :]:
            is_current = place == self._current and self.has_focus
            style = "$text on $primary 40%" if is_current else "$text on $foreground 10%"
            parts += [Content(" " * _GAP), Content.assemble(" ", pill, _DROP, " ").stylize(style)]
        self.update(Content.assemble(*parts))

    def _first_in_view(self) -> int:
        """Leave out pills at the left, as many as it takes for the chosen one to be seen."""
        if not self.has_focus:
            return 0
        first, current = 0, self._current
        ends = self._count.cell_length + sum(map(_cells_of, self._pills[: current + 1]))
        while first < current and ends > self.content_size.width:
            ends -= _cells_of(self._pills[first])
            first += 1
        return first

    def on_focus(self) -> None:
        self._draw()

    def on_blur(self) -> None:
        self._draw()

    def on_click(self, event: events.Click) -> None:
        left = self._count.cell_length
        for place, pill in list(enumerate(self._pills))[self._first :]:
            first, left = left + _GAP, left + _cells_of(pill)
            if first <= event.x - 1 < left:
                self._current = place
                is_drop = event.x - 1 >= left - 1 - len(_DROP)
                self.post_message(self.Dropped(place) if is_drop else self.Opened(place))
                return

    def action_choose(self, step: int) -> None:
        """Choose a neighbour."""
        self._current = max(0, min(self._current + step, len(self._pills) - 1))
        self._draw()

    def action_drop(self) -> None:
        """Drop the chosen pill."""
        if self._pills:
            self.post_message(self.Dropped(self._current))

    def action_change(self) -> None:
        """Change the chosen pill."""
        if self._pills:
            self.post_message(self.Opened(self._current))

    def action_leave(self) -> None:
        """Go back to the rows."""
        self.post_message(self.Left())


def _cells_of(pill: Content) -> int:
    """The width of a pill with the gap before it and a cell to either side."""
    return _GAP + pill.cell_length + len(_DROP) + 2
