"""What moving about in a large result costs: `python -m tests.bench.result_grid [ROUNDS]`.

Two apps of 200 x 60 run at once in this process: one with the grid, one with a bare widget of the
line API that holds the grid's lines as plain text. Each step is taken in both in turn, so that both
see the same machine. A step lasts from the key until the bytes for the terminal are made, in
processor time: what else the machine does is not ours.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import AsyncExitStack
from functools import partial

from rich.segment import Segment
from textual._compositor import CompositorUpdate
from textual.app import App, ComposeResult
from textual.geometry import Size
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip

from defender_tui.results.column_types import ResultColumn
from defender_tui.ui.hunting.result_source import PAGE_ROWS, PageReader, ResultSource, read_source
from defender_tui.ui.widgets.grid import Grid

from .incident_queue import Figure, p95

SIZE = (200, 60)
ROWS = 100_000
COLUMNS = 30
ROUNDS = 100
_LIMIT_S = 10.0


class MadeRows:
    """Rows of an answer that are made up as they are read."""

    row_count = ROWS
    columns = tuple(
        ResultColumn(f"Column{at}", "long" if at % 5 == 2 else "string") for at in range(COLUMNS)
    )

    def page(self, offset: int, limit: int) -> list[tuple[str | None, ...]]:
        """Give rows with texts, numbers and nulls."""
        return [
            tuple(_cell(row, column) for column in range(COLUMNS))
            for row in range(offset, min(offset + limit, ROWS))
        ]


def _cell(row: int, column: int) -> str | None:
    if (row + column) % 7 == 0:
        return None
    return str(row * column) if column % 5 == 2 else f"value {row % 1_000} of column {column}"


class BareLines(ScrollView, can_focus=True):
    """Texts drawn as they are; the least that a widget of the line API can do."""

    DEFAULT_CSS = "BareLines { background: transparent; scrollbar-size: 1 1; }"

    def __init__(self, lines: Sequence[str], row_count: int) -> None:
        super().__init__()
        self._lines = lines
        self._row_count = row_count

    def on_mount(self) -> None:
        """Reach as far down as the grid does."""
        self.virtual_size = Size(SIZE[0], self._row_count)

    def render_line(self, y: int) -> Strip:
        text = self._lines[(y + self.scroll_offset.y) % len(self._lines)]
        return Strip([Segment(text, self.rich_style)], len(text))


class OneWidget(App[None]):
    """An app that tells when it has drawn."""

    CSS = "Grid { height: 1fr; } BareLines { height: 1fr; }"

    def __init__(self, widget: Grid | BareLines) -> None:
        super().__init__()
        self.widget = widget
        self.written = 0

    def compose(self) -> ComposeResult:
        yield self.widget

    def _display(self, screen: Screen[object], renderable: object) -> None:
        super()._display(screen, renderable)  # type: ignore[arg-type]
        if isinstance(renderable, CompositorUpdate):
            # Without a terminal nobody would make the bytes.
            self.written += len(renderable.render_segments(self.console))


def load_ahead(source: ResultSource, row: int) -> None:
    """Read the pages around a row and behind it, as the screen would in the background."""
    for number in range(row // PAGE_ROWS, row // PAGE_ROWS + 2):
        if source.cells(number * PAGE_ROWS) is None:
            source.put(number, source.reader.read(number))


def lines_of(grid: Grid) -> list[str]:
    """Give the grid's lines as plain text, those of more rows than fit the view."""
    width = grid.size.width
    painter = grid._painted_with()
    return [grid._row_strip(painter, row).text[:width].ljust(width) for row in range(PAGE_ROWS)]


async def step_ms(app: OneWidget, step: Callable[[], None]) -> float:
    """Do what a key does and wait until the app has drawn."""
    written = app.written
    begun = time.process_time()
    step()
    async with asyncio.timeout(_LIMIT_S):
        while app.written == written:  # noqa: ASYNC110 (nothing tells of it)
            await asyncio.sleep(0.01)
    # It draws sixty times a second, and perhaps twice for one key.
    await asyncio.sleep(1 / 20)
    return (time.process_time() - begun) * 1000


async def measure(rounds: int) -> list[Figure]:
    """Walk about in both, in turn."""
    rows = MadeRows()
    source = await asyncio.to_thread(read_source, PageReader(rows, rows.columns))
    grid = Grid(cursor="cell")
    of_grid = OneWidget(grid)
    async with AsyncExitStack() as stack:
        pilot = await stack.enter_async_context(of_grid.run_test(size=SIZE))
        grid.set_source(source, columns=source.columns)
        grid.focus()
        await pilot.pause()
        lines = lines_of(grid)
        grid.refresh_rows()
        bare = BareLines(lines, ROWS)
        of_bare = OneWidget(bare)
        await (await stack.enter_async_context(of_bare.run_test(size=SIZE))).pause()
        steps = [
            partial(grid.action_move_rows, 1),
            partial(grid.action_move_columns, 1),
            partial(grid.action_move_rows, 1),
            partial(grid.action_move_columns, -1),
        ]
        moves = [await step_ms(of_grid, step) for _ in range(rounds // 4) for step in steps]
        page = grid.page_rows
        turn = partial(bare.scroll_relative, y=page, animate=False, force=True)
        pages: list[float] = []
        bare_pages: list[float] = []
        # A round of the garbage collector takes as long as four pages, and hits either of them.
        gc.disable()
        for _ in range(rounds):
            load_ahead(source, grid.cursor_row)
            pages.append(await step_ms(of_grid, partial(grid.action_move_pages, 1)))
            bare_pages.append(await step_ms(of_bare, turn))
        gc.enable()
    return [
        Figure("cursor move in a result, p95", p95(moves), "ms", 16),
        Figure("page scroll in a result, p95", p95(pages), "ms"),
        Figure("  the same lines in a bare widget, p95", p95(bare_pages), "ms"),
        Figure("  ratio", p95(pages) / p95(bare_pages), "x", 1.25),
    ]


def main() -> int:
    """Print the figures and give 1 when one misses its target."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    figures = asyncio.run(measure(rounds))
    for figure in figures:
        print(figure)
    return 0 if all(figure.has_passed for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
