"""The points of a chart, read off the loop."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...kql.rendering import ChartKind
from ...results.view.chart import (
    Aggregate,
    Axis,
    ChartData,
    ChartSeries,
    ChartSpec,
    axis_of,
)

if TYPE_CHECKING:
    from datetime import timedelta

    from ...results.cancellation import Cancellation
    from ...results.view.view import ResultView
    from .plan import ChartPlan

_STEPS = 60
_MOST_STEPS = 2_000
_BY_PLACE = (ChartKind.COLUMN, ChartKind.BAR, ChartKind.PIE)
_ADDED_UP = (Aggregate.COUNT, Aggregate.SUM)


@dataclass(frozen=True, slots=True)
class ChartAnswer:
    """What is drawn; `step` is the one that moments were gathered by, if they were."""

    data: ChartData
    row_count: int
    step: timedelta | None = None


def read_chart(view: ResultView, plan: ChartPlan, cancellation: Cancellation) -> ChartAnswer:
    """Read the points of a chart. Blocks.

    Where rows are counted or added up by time, a step without rows is a zero.
    """
    step = plan.step
    is_timed = axis_of(view.columns[plan.x]) is Axis.TIME and plan.aggregate is not None
    if is_timed and step is None:
        step = view.timeline(plan.x, _STEPS, cancellation=cancellation).step
    aggregate = plan.aggregate
    if aggregate is None and plan.kind in _BY_PLACE:
        aggregate = Aggregate.SUM
    spec = ChartSpec(plan.x, plan.y, plan.series, aggregate, step if is_timed else None)
    data = _finite(view.chart(spec, cancellation=cancellation))
    if is_timed and step and plan.aggregate in _ADDED_UP:
        data = _with_zeroes(data, step.total_seconds())
    return ChartAnswer(data, view.row_count, step if is_timed else None)


def _finite(data: ChartData) -> ChartData:
    """Leave out what has no place on an axis: infinity, and what is no number."""

    def kept(series: ChartSeries) -> ChartSeries:
        points = (point for point in series.points if all(map(math.isfinite, point)))
        return ChartSeries(series.name, tuple(points))

    every = tuple(kept(series) for series in data.series)
    lost = sum(len(series.points) for series in data.series) - sum(len(one.points) for one in every)
    return replace(data, series=every, skipped=data.skipped + lost)


def _with_zeroes(data: ChartData, step_s: float) -> ChartData:
    places = [round(x / step_s) for series in data.series for x, _ in series.points]
    if not places or max(places) - min(places) > _MOST_STEPS or data.cut_points:
        return data
    every = range(min(places), max(places) + 1)

    def filled(series: ChartSeries) -> ChartSeries:
        known = {round(x / step_s): y for x, y in series.points}
        points = tuple((place * step_s, known.get(place, 0.0)) for place in every)
        return ChartSeries(series.name, points)

    return replace(data, series=tuple(filled(series) for series in data.series))
