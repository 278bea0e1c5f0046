"""The type words of hunting answers, and how a cell's text reads as a value.

Source: https://learn.microsoft.com/en-us/kusto/query/scalar-data-types/
"""

from __future__ import annotations

from dataclasses import dataclass

_KQL_TYPES = {
    "boolean": "bool",
    "sbyte": "bool",
    "byte": "int",
    "int16": "int",
    "int32": "int",
    "uint16": "int",
    "int64": "long",
    "uint32": "long",
    "uint64": "long",
    "double": "real",
    "single": "real",
    "float": "real",
    "date": "datetime",
    "datetimeoffset": "datetime",
    "object": "dynamic",
    "uuid": "guid",
    "time": "timespan",
    "sqldecimal": "decimal",
}
_KNOWN = {"bool", "int", "long", "real", "decimal", "datetime", "timespan", "guid", "dynamic"}
NUMERIC = frozenset({"int", "long", "real", "decimal"})


@dataclass(frozen=True, slots=True)
class ResultColumn:
    """A column of an answer; `type` is a KQL type word, `string` for words that are not known."""

    name: str
    type: str


def kql_type(word: str) -> str:
    """Give the KQL type that an answer's type word stands for: `long` for `System.Int64`."""
    plain = word.rpartition(".")[2].lower()
    plain = _KQL_TYPES.get(plain, plain)
    return plain if plain in _KNOWN else "string"


def typed_sql(column: str, kind: str) -> str:
    """Build the SQL that reads a text column as its type: null where the text does not fit."""
    match kind:
        case "bool":
            return f"CASE lower({column}) {_BOOLEANS} END"
        case "int" | "long":
            # DuckDB would round 1.5 to 2. Most numbers come in its own spelling, which costs less
            # to compare than a pattern.
            number = f"TRY_CAST({column} AS BIGINT)"
            return (
                f"CASE WHEN CAST({number} AS VARCHAR) = {column} THEN {number}"
                f" WHEN regexp_full_match({column}, '[-+]?[0-9]+') THEN {number} END"
            )
        case "real":
            return f"TRY_CAST({column} AS DOUBLE)"
        case "decimal":
            return f"TRY_CAST({column} AS DECIMAL(38, 10))"
        case "datetime":
            # DuckDB also reads years of five digits and `infinity`, which no service sends. Its
            # type without a zone ignores one in the text, but casts in half the time.
            return (
                f"CASE WHEN substring({column}, 5, 1) <> '-' THEN NULL"
                f" WHEN suffix({column}, 'Z') THEN TRY_CAST({column} AS TIMESTAMP)"
                f" ELSE TRY_CAST({column} AS TIMESTAMPTZ) AT TIME ZONE 'UTC' END"
            )
        case "guid":
            return f"TRY_CAST({column} AS UUID)"
        case "dynamic":
            is_json = f"json_valid({column})"
            return f"CASE WHEN {is_json} THEN CAST({column} AS JSON) ELSE to_json({column}) END"
    return column


def text_sql(column: str, kind: str) -> str:
    """Build the SQL that gives a text column as it is shown: booleans in one spelling."""
    if kind != "bool":
        return column
    return f"coalesce(CAST({typed_sql(column, kind)} AS VARCHAR), {column})"


_BOOLEANS = "WHEN '1' THEN true WHEN 'true' THEN true WHEN '0' THEN false WHEN 'false' THEN false"
