"""Which chart fits a result: what its query asks for, else what its columns suggest.

Source: https://learn.microsoft.com/en-us/kusto/query/render-operator
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ...kql.rendering import ChartKind, Rendering, is_gathered, rendering_of
from ...results.column_types import NUMERIC
from ...results.view.chart import Aggregate
from .plan import OVER_LINE, ChartPlan, as_pie

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ...results.column_types import ResultColumn

_MOST_VALUES = 4
_WISHES = ("xcolumn", "ycolumns", "series")
_FOLLOWED = ("title", "kind")


@dataclass(frozen=True, slots=True)
class NoChart:
    """Why nothing is drawn, and what to do about it; names of columns are not safe to show yet."""

    reason: str


@dataclass(frozen=True, slots=True)
class _Columns:
    """Columns by what they can be; each list is in the answer's order."""

    times: tuple[int, ...]
    numbers: tuple[int, ...]
    texts: tuple[int, ...]

    @classmethod
    def of(cls, columns: Sequence[ResultColumn]) -> _Columns:
        places = range(len(columns))
        times = tuple(at for at in places if columns[at].type == "datetime")
        numbers = tuple(at for at in places if columns[at].type in NUMERIC | {"timespan"})
        return cls(times, numbers, tuple(at for at in places if at not in times + numbers))


def plan_for(columns: Sequence[ResultColumn], query: str) -> ChartPlan | NoChart:
    """Give the chart that a query's `render` asks for, or the one that its rows suggest."""
    rendering = rendering_of(query)
    if rendering and rendering.kind is ChartKind.TABLE:
        return NoChart("The query asks for a table, which is on Results. c draws a chart anyway.")
    gathered = is_gathered(query)
    plan = guessed(columns, rendering.kind if rendering else None, is_gathered=gathered)
    if rendering is None:
        return plan
    if isinstance(plan, NoChart):
        return plan if rendering.kind else NoChart(f"No “{rendering.word}” here. {plan.reason}")
    if rendering.kind is None:
        note = f"“{rendering.word}” is no chart here: drawn as {plan.kind}"
        plan = replace(plan, notes=(note,))
    return _as_rendered(plan, columns, rendering)


def guessed(
    columns: Sequence[ResultColumn], kind: ChartKind | None, *, is_gathered: bool
) -> ChartPlan | NoChart:
    """Give a chart of a kind, or of the kind that fits best.

    Rows that are `is_gathered` hold the values to draw; single events are counted.
    """
    found = _Columns.of(columns)
    if kind is None:
        kind = _best_kind(found, is_gathered=is_gathered)
    if kind is None or not columns:
        return NoChart("There are no times, numbers or texts to draw. c chooses columns.")
    if kind in OVER_LINE:
        return _over_line(kind, found, is_gathered=is_gathered)
    if kind is ChartKind.SCATTER:
        return _scattered(found)
    return _by_place(kind, found, is_gathered=is_gathered)


def _best_kind(found: _Columns, *, is_gathered: bool) -> ChartKind | None:
    if found.times and (found.numbers or not is_gathered):
        return ChartKind.TIME
    if found.texts or found.times:
        return ChartKind.BAR
    if len(found.numbers) > 1:
        return ChartKind.SCATTER
    return ChartKind.COLUMN if found.numbers else None


def _over_line(kind: ChartKind, found: _Columns, *, is_gathered: bool) -> ChartPlan | NoChart:
    if not found.times and kind is ChartKind.TIME:
        return NoChart("A timechart needs a column of times. k or c chooses another chart.")
    # As with Kusto, a time comes first, then the first column.
    x = found.times[0] if found.times else min(found.numbers + found.texts)
    values = tuple(at for at in found.numbers if at != x)
    if not values or (found.times and not is_gathered):
        return ChartPlan(kind, x, aggregate=Aggregate.COUNT)
    series = next((at for at in found.texts if at != x), None)
    return ChartPlan(kind, x, values[:_MOST_VALUES], series)


def _scattered(found: _Columns) -> ChartPlan | NoChart:
    places = found.times[:1] + found.numbers
    if not found.numbers or len(places) < 2:
        return NoChart("A scatterchart needs two columns of numbers. k or c chooses another chart.")
    series = found.texts[0] if len(found.texts) == 1 else None
    return ChartPlan(ChartKind.SCATTER, places[0], places[1:2], series)


def _by_place(kind: ChartKind, found: _Columns, *, is_gathered: bool) -> ChartPlan:
    x = min(found.texts or found.times or found.numbers)
    values = tuple(at for at in found.numbers if at != x)
    if not values or not is_gathered:
        return ChartPlan(kind, x, aggregate=Aggregate.COUNT)
    others = [at for at in found.texts if at != x]
    if kind is ChartKind.PIE:
        return as_pie(ChartPlan(kind, x, values))
    return ChartPlan(kind, x, values[:_MOST_VALUES], others[0] if others else None)


def _as_rendered(
    plan: ChartPlan, columns: Sequence[ResultColumn], rendering: Rendering
) -> ChartPlan:
    """Take over what the `with (...)` of a `render` says."""
    names = [column.name for column in columns]
    notes = list(plan.notes)

    def places(wish: str) -> tuple[int, ...]:
        wanted = rendering.columns.get(wish, ())
        missing = [name for name in wanted if name not in names]
        notes.extend(f"there is no column “{name}” for {wish}" for name in missing)
        return tuple(names.index(name) for name in wanted if name in names)

    x, y, series = places("xcolumn"), places("ycolumns"), places("series")
    if len(series) > 1:
        notes.append(f"series by “{names[series[0]]}” alone")
    if rendering.properties.get("kind", "").lower() == "stacked100":
        notes.append("stacked by value, not by share")
    named = [*rendering.properties, *(wish for wish in rendering.columns if wish not in _WISHES)]
    if ignored := [name for name in named if name not in _FOLLOWED]:
        notes.append(f"{', '.join(ignored)} of the render has no effect here")
    at = x[0] if x else plan.x
    values = y or tuple(one for one in plan.y if one != at)
    by = series[0] if series else plan.series
    rendered = replace(
        plan,
        x=at,
        y=values,
        series=None if by == at else by,
        aggregate=None if y else plan.aggregate if values else Aggregate.COUNT,
        is_stacked=rendering.is_stacked,
        title=rendering.properties.get("title", ""),
        notes=tuple(notes),
    )
    return as_pie(rendered) if rendered.kind is ChartKind.PIE else rendered
