"""The points of a chart, computed by DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from defender_tui.results.column_types import text_sql
from defender_tui.results.connection import quote_text
from defender_tui.results.export.names import distinct_names
from defender_tui.results.view.chart import (
    Aggregate,
    Axis,
    ChartData,
    ChartSeries,
    ChartSpec,
    axis_of,
)
from defender_tui.results.view.comparing import number_sql
from defender_tui.results.view.values import as_float, as_int, as_text

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from defender_tui.results.column_types import ResultColumn
    from defender_tui.results.reading import Fetch

    Keep = Callable[[str], AbstractContextManager[tuple[Fetch, str]]]
    """Gives the rows of a query as a table, for the length of a `with`, and what reads it."""


def chart_data(
    keep: Keep, source: str, columns: Sequence[ResultColumn], spec: ChartSpec
) -> ChartData:
    """Read the points of a chart from `source`, a relation with `pos` and the cells.

    Raises:
        IndexError: there is no such column.
    """
    axis = axis_of(columns[spec.x])
    with keep(_points_sql(source, columns, spec, axis)) as (fetch, every):
        whole = f"(SELECT * FROM {every} WHERE x IS NOT NULL AND y IS NOT NULL)"
        ((skipped,),) = fetch(f"SELECT count(*) FROM {every} WHERE x IS NULL OR y IS NULL")
        if spec.aggregate is None:
            return _drawn(fetch, whole, axis, spec, as_int(skipped))
        gathered = (
            f"SELECT x, name, {_aggregated(spec.aggregate)} AS y, min(pos) AS pos"
            f" FROM {whole} GROUP BY x, name"
        )
        with keep(gathered) as (fetch, points):
            return _drawn(fetch, points, axis, spec, as_int(skipped))


def _drawn(fetch: Fetch, points: str, axis: Axis, spec: ChartSpec, skipped: int) -> ChartData:
    names, cut_series = _names(fetch, points, spec.most_series)
    chosen = f"(SELECT * FROM {points} WHERE name IN (SELECT unnest($1)))"
    ((count,),) = fetch(f"SELECT count(*) FROM {chosen}", [names])
    first = "min(pos)" if axis is Axis.CATEGORY else "x"
    limit = max(spec.most_points, 1)
    rows = fetch(
        f"WITH places AS (SELECT x, row_number() OVER (ORDER BY {first}) - 1 AS place"
        f" FROM {chosen} GROUP BY x ORDER BY {first} LIMIT {limit})"
        f" SELECT name, place, x, y FROM {chosen} JOIN places USING (x)"
        f" QUALIFY row_number() OVER (PARTITION BY name ORDER BY place, pos) <= {limit}"
        " ORDER BY place, pos",
        [names],
    )
    drawn: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    categories: dict[int, str] = {}
    for name, place, x, y in rows:
        at = as_int(place)
        if axis is Axis.CATEGORY:
            categories[at] = as_text(x) or ""
        drawn[as_text(name) or ""].append((_number(at if categories else x), _number(y)))
    return ChartData(
        axis,
        tuple(ChartSeries(name, tuple(drawn[name])) for name in names),
        tuple(categories.values()),
        cut_points=as_int(count) - len(rows),
        cut_series=cut_series,
        skipped=skipped,
    )


def _points_sql(source: str, columns: Sequence[ResultColumn], spec: ChartSpec, axis: Axis) -> str:
    """A query of `pos`, `name`, `x` and `y`, a row for each row and y column."""
    cell = f"c{spec.x}"
    kind = columns[spec.x].type
    x = _category(cell, kind) if axis is Axis.CATEGORY else number_sql(cell, kind)
    if axis is Axis.TIME and spec.step is not None:
        length = spec.step.total_seconds()
        x = f"floor({x} / {length!r}) * {length!r}"
    group = None if spec.series is None else _category(f"c{spec.series}", columns[spec.series].type)
    names = distinct_names([columns[y] for y in spec.y])
    ys = [
        (name, number_sql(f"c{y}", columns[y].type)) for name, y in zip(names, spec.y, strict=True)
    ]
    if not ys:
        ys = [(str(Aggregate.COUNT), "CAST(1 AS DOUBLE)")]
    legs = []
    for name, number in ys:
        of_column = quote_text(name)
        both = of_column if group is None else f"{group} || ': ' || {of_column}"
        named = both if group is None or len(ys) > 1 else group
        legs.append(f"SELECT pos, {named} AS name, {x} AS x, {number} AS y FROM {source}")
    return " UNION ALL ".join(legs)


def _category(cell: str, kind: str) -> str:
    return f"coalesce({text_sql(cell, kind)}, '')"


def _aggregated(aggregate: Aggregate) -> str:
    return "CAST(count(*) AS DOUBLE)" if aggregate is Aggregate.COUNT else f"{aggregate}(y)"


def _names(fetch: Fetch, points: str, limit: int) -> tuple[list[str], int]:
    """The series with the greatest totals, and how many are left out."""
    rows = fetch(
        f"SELECT name, count(*) OVER () FROM {points} GROUP BY name"
        f" ORDER BY sum(abs(y)) DESC, min(pos), name LIMIT {max(limit, 1)}"
    )
    total = as_int(rows[0][1]) if rows else 0
    return [as_text(name) or "" for name, _ in rows], total - len(rows)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int) else as_float(value) or 0.0
