"""What work on the rows of a result comes back with, and what the rows ask others to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.message import Message

if TYPE_CHECKING:
    from ...core.errors import DefenderTuiError
    from ...core.evidence import Evidence
    from ...results.view.shape import Shape
    from ...results.view.view import ResultView
    from ..hunting.result_source import Page, PageReader, ResultSource
    from .shelf import OpenResult


class PageRead(Message):
    """A page of rows was read, by a reader that the source may have left by now."""

    def __init__(self, source: ResultSource, reader: PageReader, number: int, page: Page) -> None:
        super().__init__()
        self.source = source
        self.reader = reader
        self.number = number
        self.page = page


class CellRead(Message):
    """A whole cell was read, to be copied."""

    def __init__(self, result: OpenResult, value: str | None) -> None:
        super().__init__()
        self.result = result
        self.value = value


class RowsShown(Message):
    """Other rows are shown: of another result, or of the same in another shape; or none."""


class ShapeMade(Message):
    """Rows were selected and sorted; `row` is where to go. Whoever handles this owns the view."""

    def __init__(
        self,
        result: OpenResult,
        shape: Shape,
        view: ResultView,
        source: ResultSource,
        *,
        row: int = 0,
    ) -> None:
        super().__init__()
        self.result = result
        self.shape = shape
        self.view = view
        self.source = source
        self.row = row


class ShapeFailed(Message):
    """Rows could not be selected or sorted."""

    def __init__(self, result: OpenResult, shape: Shape, error: DefenderTuiError) -> None:
        super().__init__()
        self.result = result
        self.shape = shape
        self.error = error


class Found(Message):
    """A text was looked for: where it is, in so many rows; `None` when it is nowhere."""

    def __init__(
        self, result: OpenResult, serial: int, place: tuple[int, int] | None, count: int
    ) -> None:
        super().__init__()
        self.result = result
        self.serial = serial
        self.place = place
        self.count = count


class StepWanted(Message):
    """A step is wanted at the end of the query that gave a result."""

    def __init__(self, result: OpenResult, step: str) -> None:
        super().__init__()
        self.result = result
        self.step = step


class PivotWanted(Message):
    """A hunt for an entity is wanted, around a moment as the row spells it, if it has one."""

    def __init__(self, entity: Evidence, moment: str | None) -> None:
        super().__init__()
        self.entity = entity
        self.moment = moment
