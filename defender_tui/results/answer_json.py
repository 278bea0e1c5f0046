"""DuckDB rows as the JSON that the hunting APIs answer with.

Source: https://learn.microsoft.com/en-us/graph/api/security-security-runhuntingquery
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from defender_tui.results.connection import quote_name

if TYPE_CHECKING:
    from collections.abc import Iterable


def row_json(columns: Iterable[tuple[str, str]]) -> str:
    """Build the SQL expression that spells one row as a JSON object.

    `columns` are pairs of name and KQL type. Moments carry seven digits and `Z`, timespans are
    `d.hh:mm:ss.fffffff`, dynamic values JSON in a string, text is never null.
    """
    members = (f"{quote_name(name)} := {_value(quote_name(name), kind)}" for name, kind in columns)
    return f"to_json(struct_pack({', '.join(members)}))"


def _value(column: str, kind: str) -> str:
    match kind:
        case "string":
            return f"coalesce({column}, '')"
        case "datetime":
            return f"strftime({column}, '%Y-%m-%dT%H:%M:%S.%f0Z')"
        case "timespan":
            return timespan_text(column)
        case "real":
            return (
                f"CASE WHEN isfinite({column}) OR {column} IS NULL THEN to_json({column})"
                f" ELSE to_json({_not_finite(column)}) END"
            )
        case "dynamic":
            document = f"to_json({column})"
            return (
                f"CASE json_type({document}) WHEN 'VARCHAR' THEN {document} ->> '$'"
                f" ELSE CAST({document} AS VARCHAR) END"
            )
        case "guid" | "decimal":
            return f"CAST({column} AS VARCHAR)"
    return column


def _not_finite(column: str) -> str:
    signed = f"CASE WHEN {column} > 0 THEN 'Infinity' ELSE '-Infinity' END"
    return f"CASE WHEN isnan({column}) THEN 'NaN' ELSE {signed} END"


def timespan_text(column: str) -> str:
    """Build the SQL for `[-][d.]hh:mm:ss[.fffffff]`, the service's general short form."""
    micros = f"abs(epoch_us({column}))"
    sign = f"CASE WHEN epoch_us({column}) < 0 THEN '-' ELSE '' END"
    days = f"CASE WHEN {micros} >= 86400000000 THEN ({micros} // 86400000000) || '.' ELSE '' END"
    seconds = f"({micros} // 1000000)"
    clock = (
        f"printf('%02d:%02d:%02d', {seconds} // 3600 % 24, {seconds} // 60 % 60, {seconds} % 60)"
    )
    rest = f"{micros} % 1000000"
    fraction = f"CASE WHEN {rest} = 0 THEN '' ELSE printf('.%06d0', {rest}) END"
    return f"{sign} || {days} || {clock} || {fraction}"
