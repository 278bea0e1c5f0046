"""The values of a column, to be ticked."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets.selection_list import Selection

from ...core.zones import Zone, spelled_time
from ...results.column_types import ResultColumn
from ...results.view.facts import Distinct
from ..widgets.toggles import Boxes
from .shape_words import value_words

_VALUE_CELLS = 48


class ValueBoxes(Boxes):
    """Values with their counts, most frequent first; where Enter applies instead of ticking.

    What is ticked stays so while it is not listed.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.apply", "Apply", show=False, id="values.apply"),
    ]

    def __init__(self, column: ResultColumn, zone: Zone, ticked: set[str | None]) -> None:
        super().__init__(compact=True)
        self.values: Distinct | None = None
        self.ticked = ticked
        self._is_of_times = column.type == "datetime"
        self._zone = zone
        self._listed: list[str | None] = []

    def list_those_with(self, part: str) -> None:
        """List the values that hold a text, in any case; all for an empty one."""
        if self.values is None:
            return
        wanted = part.casefold()
        found = [
            (value, count)
            for value, count in self.values.values
            if wanted in (self._spelled(value) or "null").casefold()
        ]
        self._listed = [value for value, _ in found]
        room = max((len(f"{count:,}") for _, count in found), default=1)
        self.clear_options()
        self.add_options(
            [
                Selection(_line(self._spelled(value), count, room), str(at), value in self.ticked)
                for at, (value, count) in enumerate(found)
            ]
        )
        if found:
            self.highlighted = 0

    def turn(self, at: int) -> None:
        """Note that a listed value was ticked, or its tick taken off."""
        self.ticked ^= {self._listed[at]}

    @property
    def summary(self) -> str:
        """How many values there are, are listed, and are ticked."""
        if self.values is None:
            return "reading the values …"
        total, known, listed = self.values.total, len(self.values.values), len(self._listed)
        words = f"{total:,} values" if total != 1 else "1 value"
        if known < total:
            words += f", the {known:,} most frequent listed"
        if listed < known:
            words += f", {listed:,} with what is typed"
        if self.ticked:
            words += f" · {len(self.ticked):,} ticked"
        return words

    @property
    def chosen(self) -> tuple[str | None, ...]:
        """What is ticked, else what is under the bar: with none ticked, Enter means that one."""
        place = self.highlighted
        under_bar = {self._listed[place]} if place is not None and self._listed else set()
        chosen = self.ticked or under_bar
        known = [value for value, _ in self.values.values] if self.values else []
        ordered = [value for value in known if value in chosen]
        return (*ordered, *(chosen - set(ordered)))

    def _spelled(self, value: str | None) -> str | None:
        """Give a value as the rows show it."""
        return spelled_time(value, self._zone) if value and self._is_of_times else value


def _line(value: str | None, count: int, room: int) -> Content:
    return Content.assemble(
        (f"{count:,}".rjust(room) + "  ", "$text-muted"), value_words(value, _VALUE_CELLS)
    )
