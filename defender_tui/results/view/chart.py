"""The points of a chart, whatever its kind."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from defender_tui.results.column_types import NUMERIC

if TYPE_CHECKING:
    from datetime import timedelta

    from defender_tui.results.column_types import ResultColumn


class Aggregate(StrEnum):
    """What the rows of one point come to; spelt as KQL spells it."""

    COUNT = "count"
    SUM = "sum"
    AVERAGE = "avg"
    LEAST = "min"
    GREATEST = "max"


class Axis(StrEnum):
    """What the x of a chart is."""

    TIME = "time"
    NUMBER = "number"
    CATEGORY = "category"


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """Which columns of a result a chart draws.

    Without an `aggregate` each row is a point of each y column. With one, the rows that share x
    and series are one point; `count` needs no y. `step` gathers moments. More series than
    `most_series`, more places on the x axis or more points of a series than `most_points`, are
    cut and counted.
    """

    x: int
    y: tuple[int, ...] = ()
    series: int | None = None
    aggregate: Aggregate | None = None
    step: timedelta | None = None
    most_points: int = 500
    most_series: int = 12


@dataclass(frozen=True, slots=True)
class ChartSeries:
    """Points of one name, by x; among equal x and on a category axis in the view's order."""

    name: str
    points: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class ChartData:
    """Series by size, the greatest total first.

    x is seconds since 1970 on a time axis, a place in `categories` on a category axis (whose
    order is that of first appearance). `cut_points` and `cut_series` were more than the chart may
    have, `skipped` cells were no numbers or had no x.
    """

    axis: Axis
    series: tuple[ChartSeries, ...]
    categories: tuple[str, ...] = ()
    cut_points: int = 0
    cut_series: int = 0
    skipped: int = 0


def axis_of(column: ResultColumn) -> Axis:
    """Say what axis the values of a column stand on."""
    if column.type == "datetime":
        return Axis.TIME
    return Axis.NUMBER if column.type in NUMERIC | {"timespan"} else Axis.CATEGORY
