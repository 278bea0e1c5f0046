"""A plot of plotext in cells: it draws axes and signals, what is drawn where is said in cells."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from rich.text import Text
from textual_plotext import Plot

from .cell_text import CellText

Colour = tuple[int, int, int]
BRAILLE = "braille"
# The library keeps themes and sizes in its modules.
_LOCK = threading.Lock()


class Canvas:
    """Draws on `columns` x `rows` cells, 0 to the left and at the bottom, with an axis beside.

    `labels` stand beside the rows, with room for the longest; they were made by `text.spelled`.
    """

    def __init__(
        self, width: int, height: int, labels: Sequence[tuple[float, str]], text: CellText
    ) -> None:
        gutter = max((len(label) for _, label in labels), default=0)
        self.columns = max(width - gutter - 1, 1)
        self.rows = max(height - 2, 1)
        self.text = text
        self._cells: dict[tuple[int, int], tuple[str, Colour]] = {}
        plot = self._plot = Plot()
        plot.plotsize(width, height)
        # The library cuts a plot to the terminal that it believes to be in.
        plot._set_size(width, height)
        plot.theme("clear")
        plot.xaxes(True, False)
        plot.yaxes(True, False)
        plot.xlim(0, max(self.columns - 1, 1))
        plot.ylim(0, max(self.rows - 1, 1))
        plot.yticks([at for at, _ in labels], [label.rjust(gutter) for _, label in labels])
        plot.xticks([], [])

    def name_columns(self, labels: Sequence[tuple[float, str]]) -> None:
        """Name places of the lower axis; where names would touch, the later is left out."""
        self._plot.xticks([at for at, _ in labels], [label for _, label in labels])

    def line(self, points: Sequence[tuple[float, float]], marker: str, colour: Colour) -> None:
        """Join points."""
        xs, ys = [x for x, _ in points], [y for _, y in points]
        self._plot.plot(xs, ys, marker=marker, color=colour)

    def marks(self, points: Sequence[tuple[float, float]], marker: str, colour: Colour) -> None:
        """Fill the cell of each point with one character, over lines and what was there before."""
        for x, y in points:
            self._cells[round(x), round(y)] = (marker, colour)

    def write(self, words: str, column: float, row: float) -> None:
        """Write beside a bar; the words were made by `text.spelled`."""
        self._plot.text(words, column, row, alignment="left")

    def drawn(self) -> Text:
        """Give all of it as text, a line for each row and two for the axis."""
        by_look: dict[tuple[str, Colour], tuple[list[int], list[int]]] = {}
        for (column, row), look in self._cells.items():
            columns, rows = by_look.setdefault(look, ([], []))
            columns.append(column)
            rows.append(row)
        for (marker, colour), (columns, rows) in by_look.items():
            self._plot.scatter(columns, rows, marker=marker, color=colour)
        with _LOCK:
            built = self._plot.build()
        return Text.from_ansi(self.text.put_back(built).rstrip("\n"))
