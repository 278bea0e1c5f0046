"""The room that a chart is drawn in, with the keys of the chart."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.message import Message

from ..commands import bindings_for


class ChartBody(VerticalScroll):
    """The drawn chart; lying bars may be more than there is room for."""

    can_focus = True
    BINDINGS: ClassVar[list[BindingType]] = [*bindings_for("hunting", part="chart")]

    class Asked(Message):
        """Something is wanted of the chart; `what` names it."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    class Sized(Message):
        """There is another amount of room."""

    def action_chart(self, what: str) -> None:
        self.post_message(self.Asked(what))

    def on_resize(self, event: events.Resize) -> None:
        self.post_message(self.Sized())
