"""What is to be drawn of a result."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...kql.rendering import ChartKind
from ...results.view.chart import Aggregate

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from ...results.column_types import ResultColumn

OVER_LINE = frozenset({ChartKind.TIME, ChartKind.LINE, ChartKind.AREA, ChartKind.STACKED_AREA})
"""Kinds that join the points of a series."""


@dataclass(frozen=True, slots=True)
class ChartPlan:
    """Which columns, by their places in the answer, are drawn how.

    As in a `ChartSpec`, no `aggregate` draws each row as a point of each y column, and counting
    needs no y; but bars and columns show the sum of what shares a place. Without a `step`, moments
    that are gathered get one that fits. `notes` say what of the query's wishes could not be met.
    """

    kind: ChartKind
    x: int
    y: tuple[int, ...] = ()
    series: int | None = None
    aggregate: Aggregate | None = None
    step: timedelta | None = None
    is_stacked: bool = False
    title: str = ""
    notes: tuple[str, ...] = ()


def as_pie(plan: ChartPlan) -> ChartPlan:
    """Give the shares of the series; without series, those of the places."""
    x = plan.x if plan.series is None else plan.series
    return replace(plan, kind=ChartKind.PIE, x=x, y=plan.y[:1], series=None, step=None)


def value_words(plan: ChartPlan, columns: Sequence[ResultColumn]) -> str:
    """Say what the height of a point is: `n`, `sum of n`, `rows`; names are as they came."""
    names = ", ".join(columns[place].name for place in plan.y)
    if plan.aggregate is None:
        return names
    return "rows" if plan.aggregate is Aggregate.COUNT else f"{plan.aggregate} of {names}"
