"""What the Chart pane says of a chart."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from ...core.zones import Zone
from ...results.column_types import ResultColumn
from ...results.view.chart import Axis, ChartData
from ..text import duration, shown
from .picture import series_mark
from .plan import ChartPlan, value_words
from .reading import ChartAnswer
from .ticks import moment_words

_NAME_CELLS = 32
_NOTE_CELLS = 120
_YEAR_S = 364 * 86_400
_MINUTE_S = 60


def chart_words(plan: ChartPlan, answer: ChartAnswer, columns: Sequence[ResultColumn]) -> Content:
    """Say what is drawn: `timechart · n by FileName over Timestamp · steps of 1 h`."""
    parts = [Content(plan.kind.value), _what(plan, columns)]
    if plan.title:
        parts.insert(0, shown(plan.title, limit=_NAME_CELLS).stylize("bold"))
    if answer.step:
        parts.append(Content(f"steps of {duration(answer.step.total_seconds())}"))
    return Content(" · ").join(parts)


def span_words(data: ChartData, zone: Zone) -> Content:
    """Say from when until when: `2026-11-22 04:02 – 09:44 UTC`; empty where there are no times."""
    moments = [x for series in data.series for x, _ in series.points]
    if data.axis is not Axis.TIME or not moments:
        return Content("")
    low, high = min(moments), max(moments)
    year = moment_words(low, zone, step_s=_YEAR_S)
    start, end = (moment_words(one, zone, step_s=_MINUTE_S) for one in (low, high))
    day, _, clock = end.partition(" ")
    name = "UTC" if zone is Zone.UTC else "local time"
    return Content(f"{year}-{start} – {clock if start.startswith(day) else end} {name}")


def _what(plan: ChartPlan, columns: Sequence[ResultColumn]) -> Content:
    value = shown(value_words(plan, columns), limit=_NAME_CELLS)
    x = shown(columns[plan.x].name, limit=_NAME_CELLS)
    if plan.series is None:
        return Content.assemble(value, " over ", x)
    series = shown(columns[plan.series].name, limit=_NAME_CELLS)
    return Content.assemble(value, " by ", series, " over ", x)


def cut_words(plan: ChartPlan, data: ChartData, *, left_out: int, hidden: int) -> Content:
    """Say what of the rows is not drawn, and which wishes were not met; empty for nothing."""
    parts: list[str] = []
    kept = len(data.series)
    if data.cut_series:
        parts.append(f"{kept} of {kept + data.cut_series:,} series")
    if data.cut_points:
        drawn = sum(len(series.points) for series in data.series)
        parts.append(f"{drawn:,} of {drawn + data.cut_points:,} points")
    if left_out:
        parts.append(f"{left_out:,} more places have no room")
    if data.skipped:
        cells = "cell is" if data.skipped == 1 else "cells are"
        parts.append(f"{data.skipped:,} {cells} empty or not of the axis's type")
    if hidden:
        parts.append(f"{hidden} of {kept} series hidden")
    return Content(" · ").join(shown(part, limit=_NOTE_CELLS) for part in (*parts, *plan.notes))


def legend(
    plan: ChartPlan,
    answer: ChartAnswer,
    colours: Sequence[tuple[int, int, int]],
    limit: int,
    *,
    hidden: frozenset[int] = frozenset(),
) -> list[Content]:
    """Give each series with its mark in its colour; one that is `hidden` is dim, without mark."""
    entries = []
    for number, series in enumerate(answer.data.series):
        red, green, blue = colours[number % len(colours)]
        name = shown(series.name, limit=limit) if series.name else Content("empty text")
        if number in hidden:
            entries.append(Content.assemble("- ", name).stylize("dim"))
        else:
            mark = series_mark(plan.kind, number)
            entries.append(Content.assemble((f"{mark} ", f"rgb({red},{green},{blue})"), name))
    return entries
