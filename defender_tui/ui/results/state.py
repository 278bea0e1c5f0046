"""What a person has done with one open result: which rows are shown, marks, columns, the place."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ...results.view.shape import Shape
from ..widgets.grid_layout import GridLayout

if TYPE_CHECKING:
    from ...results.cancellation import Cancellation
    from ...results.view.view import ResultView
    from ..hunting.result_source import ResultSource


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cursor is: a row, and a column by its place in the answer."""

    row: int = 0
    column: int = 0


@dataclass(slots=True, eq=False)
class ResultState:
    """Kept while the result is open, whichever result is shown.

    `wanted` is the shape asked for last, `shape` the one that `source` shows. `view` reads in that
    shape; it is `None` until something but rows as they came was asked for. One thread at a time
    makes that first one, under `making`; `view` and `source` change together, under `changing`,
    which nobody holds for long.
    """

    source: ResultSource
    shape: Shape = field(default_factory=Shape)
    wanted: Shape = field(default_factory=Shape)
    view: ResultView | None = None
    asking: Cancellation | None = None
    layout: GridLayout = field(default_factory=GridLayout)
    place: Place = field(default_factory=Place)
    making: threading.Lock = field(default_factory=threading.Lock)
    changing: threading.Lock = field(default_factory=threading.Lock)

    @property
    def marks(self) -> set[int]:
        """The marked rows, by their places in the answer."""
        return self.source.marks

    def shown(self) -> tuple[ResultView, ResultSource] | None:
        """Give what reads the rows and these; `None` before something was asked about them."""
        with self.changing:
            return (self.view, self.source) if self.view else None

    def begin(self, view: ResultView) -> tuple[ResultView, ResultSource]:
        """Read rows as they came by a view, unless others are shown by now; gives what is used."""
        with self.changing:
            self.view = self.view or view
            return self.view, self.source

    def put(self, view: ResultView, source: ResultSource, shape: Shape) -> ResultView | None:
        """Show other rows; gives the view that is not needed any more, to be closed."""
        with self.changing:
            before, self.view = self.view, view
            self.source, self.shape, self.asking = source, shape, None
        return before
