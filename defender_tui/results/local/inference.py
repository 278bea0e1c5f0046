"""Which KQL type the texts of a column are, looked at whole: no cell is lost to a guess."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from defender_tui.results.column_types import ResultColumn
from defender_tui.results.local.cells import value_sql

if TYPE_CHECKING:
    import duckdb

_AT_ONCE = 25
# A text that does not come back as it was is better left a text: 007, +5, 1e999, 12345678901234567.
_FORMS = {
    "bool": "[Tt]rue|TRUE|[Ff]alse|FALSE",
    "long": "-?(?:0|[1-9][0-9]{0,18})",
    "real": r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]+)?(?:[eE][-+]?[0-9]{1,3})?|NaN|-?Infinity",
    "datetime": (
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]{1,7})?)?"
        r"(?:Z|[-+][0-9]{2}:?[0-9]{2})?)?"
    ),
    "dynamic": r"(?s)\s*(?:\{.*\}|\[.*\])\s*",
}


def inferred_columns(
    cursor: duckdb.DuckDBPyConnection, source: str, names: Sequence[str], texts: Sequence[str]
) -> list[ResultColumn]:
    """Give each column, whose text is the SQL in `texts`, the first type that all its cells have.

    Empty cells are of every type; a column of nothing else is of texts.
    """
    found: list[ResultColumn] = []
    for first in range(0, len(names), _AT_ONCE):
        batch = range(first, min(first + _AT_ONCE, len(names)))
        asked = ", ".join(_fits(texts[number]) for number in batch)
        counts = cursor.execute(f"SELECT {asked} FROM {source}").fetchone() or ()
        width = 1 + len(_FORMS)
        for place, number in enumerate(batch):
            filled, *fitting = counts[width * place : width * (place + 1)]
            kinds = [
                kind for kind, n in zip(_FORMS, fitting, strict=True) if filled and n == filled
            ]
            found.append(ResultColumn(names[number], kinds[0] if kinds else "string"))
    return found


def _fits(text: str) -> str:
    counts = [f"count(CASE WHEN {text} <> '' THEN 1 END)"]
    for kind, form in _FORMS.items():
        is_value = f"regexp_full_match({text}, '{form}') AND {_is_value(text, kind)}"
        counts.append(f"count(CASE WHEN {is_value} THEN 1 END)")
    return ", ".join(counts)


def _is_value(text: str, kind: str) -> str:
    if kind == "dynamic":
        return f"json_valid({text})"
    if kind == "real":
        is_named = f"{text} IN ('NaN', 'Infinity', '-Infinity')"
        return f"({is_named} OR isfinite(TRY_CAST({text} AS DOUBLE)))"
    return f"{value_sql(text, kind)} IS NOT NULL"
