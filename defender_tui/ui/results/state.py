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
    shape; it is `None` until something but rows as they came was asked for, and made under `lock`.
    """

    source: ResultSource
    shape: Shape = field(default_factory=Shape)
    wanted: Shape = field(default_factory=Shape)
    view: ResultView | None = None
    asking: Cancellation | None = None
    layout: GridLayout = field(default_factory=GridLayout)
    place: Place = field(default_factory=Place)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def marks(self) -> set[int]:
        """The marked rows, by their places in the answer."""
        return self.source.marks
