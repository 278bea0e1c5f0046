"""What a chart shows, apart from where it is shown: forms, series with their looks, places."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from typing import TYPE_CHECKING

from ...core.zones import Zone
from ...kql.rendering import ChartKind
from ...results.view.chart import Axis
from .plan import OVER_LINE, ChartPlan
from .ticks import moment_words

if TYPE_CHECKING:
    from ...results.view.chart import ChartData
    from .reading import ChartAnswer

# Series differ by these as well as by colour, for terminals and eyes without colours.
_MARKS = "●▲■◆+xo*#%@&"
_FILLS = "█▒▓░#=+xo*%@"
# Lying bars with a little room between them.
_BAR_FILLS = "▇▒▓░#=+xo*%@"


class Form(Enum):
    """How the points of a series become a picture."""

    LINES = "lines"
    POINTS = "points"
    AREAS = "areas"
    COLUMNS = "columns"
    BARS = "bars"


@dataclass(frozen=True, slots=True)
class DrawnSeries:
    """A series with its mark and its number, which chooses its colour, whatever else is hidden.

    Names are as they came. `whole` is the sum of what is drawn.
    """

    name: str
    number: int
    mark: str
    points: tuple[tuple[float, float], ...]

    @property
    def whole(self) -> float:
        return sum(y for _, y in self.points)


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart ready to be drawn at any size.

    `places` name the x of columns and bars and of a category axis: place 0 comes first. With
    `has_shares` each value is said with its share of the whole.
    """

    form: Form
    axis: Axis
    series: tuple[DrawnSeries, ...]
    zone: Zone
    places: tuple[str, ...] = ()
    is_stacked: bool = False
    has_shares: bool = False


def series_mark(kind: ChartKind, number: int) -> str:
    """Give the mark that a series bears in charts of a kind."""
    match _form(kind):
        case Form.LINES | Form.POINTS:
            marks = _MARKS
        case Form.BARS:
            marks = _BAR_FILLS
        case _:
            marks = _FILLS
    return marks[number % len(marks)]


def picture_of(
    plan: ChartPlan, answer: ChartAnswer, zone: Zone, hidden: frozenset[int] = frozenset()
) -> Picture:
    """Bring points into the form of a chart; series that are `hidden` by number are left out."""
    data, form = answer.data, _form(plan.kind)
    drawn = tuple(
        DrawnSeries(series.name, number, series_mark(plan.kind, number), series.points)
        for number, series in enumerate(data.series)
        if number not in hidden
    )
    is_stacked = plan.is_stacked or plan.kind is ChartKind.STACKED_AREA
    picture = Picture(form, data.axis, drawn, zone, data.categories, is_stacked=is_stacked)
    if form in (Form.COLUMNS, Form.BARS):
        if data.axis is not Axis.CATEGORY:
            step = answer.step.total_seconds() if answer.step else None
            picture = _by_place(picture, data, step)
        if plan.kind is ChartKind.PIE:
            picture = _by_share(picture)
    return picture


def _form(kind: ChartKind) -> Form:
    if kind in (ChartKind.AREA, ChartKind.STACKED_AREA):
        return Form.AREAS
    if kind in OVER_LINE:
        return Form.LINES
    if kind is ChartKind.SCATTER:
        return Form.POINTS
    return Form.COLUMNS if kind is ChartKind.COLUMN else Form.BARS


def _by_place(picture: Picture, data: ChartData, step_s: float | None) -> Picture:
    """Give each number or moment on the x axis a place of its own."""
    values = sorted({x for series in picture.series for x, _ in series.points})
    if data.axis is Axis.TIME:
        span = values[-1] - values[0] if values else 0
        finest = step_s or min((after - before for before, after in pairwise(values)), default=1)
        names = [moment_words(x, picture.zone, step_s=finest, span_s=span) for x in values]
    else:
        names = [f"{x:g}" for x in values]
    place = {x: float(at) for at, x in enumerate(values)}

    def placed(series: DrawnSeries) -> DrawnSeries:
        return replace(series, points=tuple((place[x], y) for x, y in series.points))

    series = tuple(placed(one) for one in picture.series)
    return replace(picture, series=series, places=tuple(names), axis=Axis.CATEGORY)


def _by_share(picture: Picture) -> Picture:
    """Sort the places of the first series by value, the greatest first."""
    if not picture.series:
        return replace(picture, has_shares=True)
    first = picture.series[0]
    ranked = sorted(first.points, key=lambda point: -point[1])
    places = tuple(picture.places[int(x)] for x, _ in ranked)
    points = tuple((float(at), y) for at, (_, y) in enumerate(ranked))
    series = (replace(first, points=points),)
    return replace(picture, series=series, places=places, has_shares=True)
