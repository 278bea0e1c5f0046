"""The profile of a column and its distinct values, counted by DuckDB."""

from __future__ import annotations

from typing import TYPE_CHECKING

from defender_tui.results.column_types import NUMERIC, text_sql
from defender_tui.results.view.comparing import key_sql, number_sql
from defender_tui.results.view.facts import ColumnProfile, Distinct
from defender_tui.results.view.values import as_float, as_int, as_text

if TYPE_CHECKING:
    from defender_tui.results.reading import Fetch

_TOP = 10
_BARS = 24
_MEASURED = NUMERIC | {"datetime", "timespan"}


def distinct_values(fetch: Fetch, source: str, column: int, kind: str, *, limit: int) -> Distinct:
    """Count the values of a column of `source`, a relation with the columns c0, c1, ..."""
    shown = text_sql(f"c{column}", kind)
    rows = fetch(
        f"SELECT {shown} AS value, count(*) AS rows, count(*) OVER () FROM {source}"
        f" GROUP BY value ORDER BY rows DESC, value NULLS LAST LIMIT {max(limit, 1)}"
    )
    total = as_int(rows[0][2]) if rows else 0
    values = tuple((as_text(value), as_int(count)) for value, count, _ in rows)
    return Distinct(values[: max(limit, 0)], total)


def profile_column(fetch: Fetch, source: str, column: int, kind: str) -> ColumnProfile:
    """Describe a column of `source`, a relation with the columns c0, c1, ..."""
    cell, shown = f"c{column}", text_sql(f"c{column}", kind)
    key, number = key_sql(cell, kind), number_sql(cell, kind)
    is_measured = kind in _MEASURED
    has_value = f"{key} IS NOT NULL" if kind == "string" else f"{cell} <> '' AND {key} IS NOT NULL"
    fits = f"FILTER (WHERE {has_value})"
    measured = f"min({number}), max({number}), avg({number})" if is_measured else "NULL, NULL, NULL"
    counted = (f"{cell} IS NULL", f"{cell} = ''", f"{cell} <> '' AND {key} IS NULL")
    counts = ", ".join(f"count(*) FILTER (WHERE {met})" for met in counted)
    ((rows, nulls, empties, uncast, least, greatest, low, high, mean),) = fetch(
        f"SELECT count(*), {counts},"
        f" arg_min({shown}, {key}) {fits}, arg_max({shown}, {key}) {fits},"
        f" {measured} FROM {source}"
    )
    top = distinct_values(fetch, source, column, kind, limit=_TOP + 1)
    has_null = as_int(nulls) > 0
    return ColumnProfile(
        rows=as_int(rows),
        nulls=as_int(nulls),
        empties=as_int(empties),
        uncast=as_int(uncast),
        distinct=top.total - has_null,
        least=as_text(least),
        greatest=as_text(greatest),
        mean=as_float(mean) if kind in NUMERIC else None,
        top=tuple(pair for pair in top.values if pair[0] is not None)[:_TOP],
        histogram=_histogram(fetch, source, number, as_float(low), as_float(high)),
    )


def _histogram(
    fetch: Fetch, source: str, number: str, low: float | None, high: float | None
) -> tuple[int, ...]:
    if low is None or high is None:
        return ()
    # Half of each, since the width of the whole range may be no number any more.
    width = (high / 2 - low / 2) / _BARS * 2
    bar = "0" if width == 0 else f"least(floor((x / 2 - {low / 2!r}) / {width / 2!r}), {_BARS - 1})"
    counted = fetch(
        f"SELECT CAST({bar} AS INTEGER) AS bar, count(*) FROM (SELECT {number} AS x FROM {source})"
        f" WHERE x IS NOT NULL GROUP BY bar"
    )
    counts = {as_int(bar): as_int(count) for bar, count in counted}
    return tuple(counts.get(bar, 0) for bar in range(_BARS))
