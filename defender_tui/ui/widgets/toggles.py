"""Boxes and dots to choose with, whose state shows by their sign and not by colour alone."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.strip import Strip
from textual.widgets import RadioButton, SelectionList

_BOX_CELLS = len("[x]")


class Dot(RadioButton):
    """One of several: `(•)` when chosen, `( )` otherwise."""

    def __init__(self, label: Content, *, value: bool) -> None:
        super().__init__(label, value=value, compact=True)

    @property
    def _button(self) -> Content:
        return Content("(•)" if self.value else "( )")


class Boxes(SelectionList[str]):
    """Any number of several: `[x]` when chosen, `[ ]` otherwise."""

    def render_line(self, y: int) -> Strip:
        line = super().render_line(y)
        at = y + self.scroll_offset.y
        if at >= self.option_count:
            return line
        is_chosen = self.get_option_at_index(at).value in self.selected
        label = line.crop(_BOX_CELLS, line.cell_length)
        beside = next(iter(label)).style or Style()
        # A click on the box is told apart by the option named in its style.
        box = Segment("[x]" if is_chosen else "[ ]", beside + Style(meta={"option": at}))
        return Strip.join([Strip([box]), label])
