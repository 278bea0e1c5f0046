"""The Chart pane: the rows of the shown result as a picture."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from ..worker import run_guarded
from ..zone import zone_of
from .asking import ChartAsking
from .chart_body import ChartBody
from .chart_plot import ChartPlot
from .colours import series_colours
from .guessing import NoChart
from .messages import ChartDrawn
from .picture import Picture, picture_of
from .showing import NO_ROWS
from .words import chart_words, cut_words, legend, span_words

if TYPE_CHECKING:
    from textual.strip import Strip

    from .plan import ChartPlan
    from .reading import ChartAnswer
    from .showing import ShownChart

MIN_WIDTH, MIN_HEIGHT = 30, 5
_WIDE = 100
_LEGEND_CELLS = 23


class ChartPane(ChartAsking):
    """Lines that say what is drawn and what is not; the chart; its legend, where series are many.

    Drawing happens off the loop, one at a time; what is wanted by the end of it is drawn next.
    """

    DEFAULT_CSS = """
    ChartPane {
        & > Static { height: 1; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & #chart-line { height: 1; padding: 0 1; color: $text-muted; }
        & #chart-what { width: 1fr; text-wrap: nowrap; text-overflow: ellipsis; }
        & #chart-span { width: auto; margin-left: 1; }
        & #chart-cuts { display: none; color: $text-warning; &.-shown { display: block; } }
        & #chart-names { display: none; }
        & #chart-parts { height: 1fr; }
        & ChartBody {
            width: 1fr; height: 1fr; padding: 0 1; scrollbar-size: 1 1; scrollbar-gutter: stable;
        }
        & #chart-words { display: none; height: auto; color: $text-muted; }
        &.-words ChartPlot { display: none; }
        &.-words #chart-words { display: block; }
        & #chart-legend {
            display: none; width: 28; height: 1fr; padding: 0 1; border-left: solid $border;
            text-wrap: nowrap; text-overflow: ellipsis;
        }
        &.-several #chart-names { display: block; }
        &.-several.-wide #chart-names { display: none; }
        &.-several.-wide #chart-legend { display: block; }
    }
    """

    def compose(self) -> ComposeResult:
        with Horizontal(id="chart-line"):
            yield Static(Content(""), id="chart-what")
            yield Static(Content(""), id="chart-span")
        yield Static(Content(""), id="chart-cuts")
        with Horizontal(id="chart-parts"):
            with ChartBody(id="chart-body"):
                yield Static(Content(NO_ROWS), id="chart-words")
                yield ChartPlot(id="chart-plot")
            yield Static(Content(""), id="chart-legend")
        yield Static(Content(""), id="chart-names")

    def on_mount(self) -> None:
        self._is_drawing = self._is_stale = False
        self.set_class(True, "-words")
        self.app.theme_changed_signal.subscribe(self, lambda _: self.draw())

    def on_resize(self) -> None:
        self.set_class(self.size.width >= _WIDE, "-wide")

    @on(ChartBody.Sized)
    def _sized(self, event: ChartBody.Sized) -> None:
        event.stop()
        self.draw()

    def say(self, words: Content) -> None:
        """Put words in place of the chart."""
        self._head(Content(""), Content(""))
        self._show_cuts(Content(""))
        self.set_class(False, "-several")
        self._say_instead(words)

    def draw(self) -> None:
        """Draw what was read in the room that there is, or say why not."""
        known = self.chart
        if known is None or known.answer is None or isinstance(known.plan, NoChart):
            return
        plan, answer = known.plan, known.answer
        if not any(series.points for series in answer.data.series):
            self.say(Content(_empty_words(answer)))
            return
        columns = known.result.outcome.table.columns
        self._head(chart_words(plan, answer, columns), span_words(answer.data, zone_of(self)))
        self._show_legend(known, plan, answer)
        width, height = self.query_one(ChartBody).scrollable_content_region.size
        if not (width and height):
            # It is not laid out yet; it will say when it is.
            return
        if width < MIN_WIDTH or height < MIN_HEIGHT:
            self._say_instead(Content(f"No room to draw in: {width} x {height} cells."))
        elif self._is_drawing:
            self._is_stale = True
        else:
            self._is_drawing = True
            picture = picture_of(plan, answer, zone_of(self), known.hidden)
            run_guarded(
                self,
                partial(self._drawing, known, picture, width, height),
                name="draw a chart",
                group="draw a chart",
                description="draw a chart",
                exclusive=False,
            )

    async def _drawing(self, known: ShownChart, picture: Picture, width: int, height: int) -> None:
        def drawn() -> tuple[list[Strip], int]:
            # The library is loaded for the first chart.
            from .drawing import draw

            drawing = draw(picture, width, height, colours)
            return drawing.strips(), drawing.left_out

        colours = series_colours(is_dark=self.app.current_theme.dark)
        try:
            strips, left_out = await asyncio.to_thread(drawn)
        finally:
            self._is_drawing = False
        self.post_message(ChartDrawn(known, strips, left_out))

    @on(ChartDrawn)
    def _chart_drawn(self, event: ChartDrawn) -> None:
        event.stop()
        if self._is_stale:
            self._is_stale = False
            self.draw()
            return
        known = self.chart
        if known is not event.chart or known.answer is None or isinstance(known.plan, NoChart):
            return
        self.set_class(False, "-words")
        self.query_one(ChartPlot).show(event.strips)
        hidden = len(known.hidden)
        data = known.answer.data
        self._show_cuts(cut_words(known.plan, data, left_out=event.left_out, hidden=hidden))

    def _head(self, what: Content, span: Content) -> None:
        self.query_one("#chart-what", Static).update(what)
        self.query_one("#chart-span", Static).update(span)

    def _say_instead(self, words: Content) -> None:
        self.query_one("#chart-words", Static).update(words)
        self.set_class(True, "-words")

    def _show_cuts(self, words: Content) -> None:
        line = self.query_one("#chart-cuts", Static)
        line.update(words)
        line.set_class(bool(words), "-shown")

    def _show_legend(self, known: ShownChart, plan: ChartPlan, answer: ChartAnswer) -> None:
        colours = series_colours(is_dark=self.app.current_theme.dark)
        entries = legend(plan, answer, colours, _LEGEND_CELLS, hidden=known.hidden)
        self.set_class(len(entries) > 1, "-several")
        self.query_one("#chart-legend", Static).update(Content("\n").join(entries))
        self.query_one("#chart-names", Static).update(Content("  ").join(entries))


def _empty_words(answer: ChartAnswer) -> str:
    if not answer.row_count:
        return "There is nothing to draw: no rows."
    return (
        f"There is nothing to draw: no row has a value for both axes, of {answer.row_count:,}."
        " c chooses other columns."
    )
