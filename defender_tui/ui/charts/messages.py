"""What work on a chart comes back with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from textual.strip import Strip

    from ...core.errors import DefenderTuiError
    from ...results.view.shape import Shape
    from ...results.view.timeline import Timeline
    from ..results.shelf import OpenResult
    from .plan import ChartPlan
    from .reading import ChartAnswer
    from .showing import ShownChart


class ChartRead(Message):
    """The points of a chart were read in a shape of the rows, or why they could not be."""

    def __init__(
        self,
        result: OpenResult,
        plan: ChartPlan,
        shape: Shape,
        answer: ChartAnswer | DefenderTuiError,
    ) -> None:
        super().__init__()
        self.result = result
        self.plan = plan
        self.shape = shape
        self.answer = answer


class ChartDrawn(Message):
    """A chart became lines; `left_out` places of it had no room."""

    def __init__(self, chart: ShownChart, strips: Sequence[Strip], left_out: int) -> None:
        super().__init__()
        self.chart = chart
        self.strips = strips
        self.left_out = left_out


class ChartSaved(Message):
    """A chart was written to a file, or why it was not; `is_taken` when one of that name is there.

    `text` is the file's.
    """

    def __init__(
        self, file: Path, text: str, error: DefenderTuiError | None, *, is_taken: bool = False
    ) -> None:
        super().__init__()
        self.file = file
        self.text = text
        self.error = error
        self.is_taken = is_taken


class TimelineRead(Message):
    """The rows of a result were counted by time, or why they could not be."""

    def __init__(
        self, result: OpenResult, column: int, timeline: Timeline | DefenderTuiError
    ) -> None:
        super().__init__()
        self.result = result
        self.column = column
        self.timeline = timeline
