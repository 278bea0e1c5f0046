"""What a person asks of a chart: another kind, other columns, fewer series, a file."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from textual import on
from textual.content import Content

from ...core.errors import DefenderTuiError
from ...kql.rendering import ChartKind
from ..text import shown
from ..worker import run_guarded
from ..zone import zone_of
from .chart_body import ChartBody
from .colours import series_colours
from .guessing import NoChart, guessed, plan_for
from .messages import ChartSaved
from .picture import picture_of
from .plan import ChartPlan, as_pie
from .showing import ShowingCharts
from .words import chart_words, cut_words, legend, span_words

if TYPE_CHECKING:
    from .ports import ChartWork
    from .showing import ShownChart

_NAME_CELLS = 44
_FILE_CELLS = 200
_KINDS = tuple(kind for kind in ChartKind if kind is not ChartKind.TABLE)


class ChartAsking(ShowingCharts):
    """A chart with its dialogs."""

    def __init__(self, work: ChartWork, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._work = work

    @on(ChartBody.Asked)
    def _asked(self, event: ChartBody.Asked) -> None:
        event.stop()
        known = self.chart
        if known is None:
            return
        match event.what:
            case "choose":
                self._ask_plan(known)
            case "kind":
                self._turn_kind(known)
            case "series":
                self._ask_series(known)
            case "save":
                self._ask_file(known)
            case "restore":
                columns = known.result.outcome.table.columns
                self.take_plan(plan_for(columns, known.result.run.query))

    def _ask_plan(self, known: ShownChart) -> None:
        from .chart_dialog import ChartDialog

        columns = known.result.outcome.table.columns
        if not columns:
            return
        plan = known.plan
        if isinstance(plan, NoChart):
            plan = guessed(columns, None, is_gathered=False)
        if isinstance(plan, NoChart):
            plan = ChartPlan(ChartKind.BAR, 0)

        def chosen(plan: ChartPlan | None) -> None:
            if plan is not None and self.chart is known:
                self.take_plan(plan)

        self.app.push_screen(ChartDialog(columns, plan), chosen)

    def _turn_kind(self, known: ShownChart) -> None:
        columns, plan = known.result.outcome.table.columns, known.plan
        if isinstance(plan, NoChart):
            self.take_plan(guessed(columns, None, is_gathered=False))
            return
        base = known.base or plan
        at = _KINDS.index(plan.kind)
        following = (*_KINDS[at + 1 :], *_KINDS[:at])
        is_timed = columns[base.x].type == "datetime"
        kind = next(one for one in following if is_timed or one is not ChartKind.TIME)
        turned = replace(base, kind=kind, notes=())
        self.take_plan(as_pie(turned) if kind is ChartKind.PIE else turned, base=base)

    def _ask_series(self, known: ShownChart) -> None:
        if known.answer is None or isinstance(known.plan, NoChart):
            return
        if len(known.answer.data.series) < 2:
            self.notify("There is one series only.", markup=False)
            return
        from .series_dialog import SeriesDialog

        colours = series_colours(is_dark=self.app.current_theme.dark)
        entries = legend(known.plan, known.answer, colours, _NAME_CELLS)

        def chosen(hidden: frozenset[int] | None) -> None:
            if hidden is not None and self.chart is known:
                known.hidden = hidden
                self.draw()

        self.app.push_screen(SeriesDialog(entries, known.hidden), chosen)

    # As a file

    def _ask_file(self, known: ShownChart) -> None:
        if known.answer is None or isinstance(known.plan, NoChart):
            return
        from .save_dialog import SaveChart

        def chosen(file: Path | None) -> None:
            if file is not None:
                self._save(known, file)

        name = f"chart-{self._work.now():%Y%m%d-%H%M}-{known.result.name}.svg"
        self.app.push_screen(SaveChart(name), chosen)

    def _save(self, known: ShownChart, file: Path) -> None:
        if known.answer is None or isinstance(known.plan, NoChart):
            return
        columns, zone = known.result.outcome.table.columns, zone_of(self)
        plan, answer, hidden = known.plan, known.answer, known.hidden
        heading = [chart_words(plan, answer, columns), span_words(answer.data, zone)]
        picture = picture_of(plan, answer, zone, hidden)
        colours = series_colours(is_dark=False)
        entries = legend(plan, answer, colours, _NAME_CELLS, hidden=hidden)

        def spelled() -> str:
            from .svg import chart_svg

            def cuts(left_out: int) -> Content:
                return cut_words(plan, answer.data, left_out=left_out, hidden=len(hidden))

            return chart_svg(picture, colours, heading=heading, cuts=cuts, legend=entries)

        self._write(file, partial(asyncio.to_thread, spelled), overwrite=False)

    def _write(self, file: Path, spell: Callable[[], Awaitable[str]], *, overwrite: bool) -> None:
        async def writing() -> None:
            text = await spell()
            try:
                await self._work.write_file(file, text, overwrite=overwrite)
            except DefenderTuiError as error:
                is_taken = not overwrite and await asyncio.to_thread(file.exists)
                self.post_message(ChartSaved(file, text, error, is_taken=is_taken))
            else:
                self.post_message(ChartSaved(file, text, None))

        run_guarded(
            self,
            writing,
            name="save a chart",
            group="save a chart",
            description="write a chart to a file",
            exclusive=False,
        )

    @on(ChartSaved)
    def _chart_saved(self, event: ChartSaved) -> None:
        event.stop()
        if event.error is None:
            words = shown(f"The chart is in {event.file}.", limit=300)
            self.notify(words.plain, markup=False)
        elif event.is_taken:
            self._ask_to_replace(event.file, event.text)
        else:
            words = shown(f"{event.error.message} {event.error.hint}", limit=400)
            self.notify(words.plain, severity="error", markup=False)

    def _ask_to_replace(self, file: Path, text: str) -> None:
        from ..widgets.confirm import Confirm

        async def as_it_is() -> str:
            return text

        def answered(is_wanted: bool | None) -> None:
            if is_wanted:
                self._write(file, as_it_is, overwrite=True)

        name = shown(str(file), limit=_FILE_CELLS).stylize("bold")
        question = Content.assemble("There is a file ", name, " already. Replace it?")
        self.app.push_screen(Confirm(question, verb="Replace"), answered)
