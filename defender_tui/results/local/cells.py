"""Cells between the text that they came as and the values that the engine counts with.

Source: https://learn.microsoft.com/en-us/kusto/query/scalar-data-types/
"""

from __future__ import annotations

from defender_tui.results.answer_json import timespan_text
from defender_tui.results.column_types import typed_sql

TICKS = "TIMESTAMP_NS"
_TIMESPAN = r"(-?)(?:(\d{1,8})\.)?(\d{1,2}):(\d{1,2}):(\d{1,2})(?:\.(\d{1,7}))?"
_SEVENTH_DIGIT = r":\d\d\.\d{6}([1-9])"
# What 64 bits of nanoseconds reach.
_FIRST_YEAR, _LAST_YEAR = 1678, 2261


def value_sql(column: str, kind: str) -> str:
    """Build the SQL that reads a text as a value of a KQL type, null where it is none."""
    match kind:
        case "timespan":
            return _interval(column)
        case "datetime":
            moment = typed_sql(column, kind)
            return f"CASE WHEN isfinite({moment}) THEN {moment} END"
    return typed_sql(column, kind)


def ticks_sql(column: str) -> str:
    """Build the SQL that reads a text as a time of seven digits; null outside of its years."""
    moment = value_sql(column, "datetime")
    seventh = f"regexp_extract({column}, '{_SEVENTH_DIGIT}', 1)"
    return (
        f"CASE WHEN {is_in_reach(moment)} THEN make_timestamp_ns(epoch_us({moment}) * 1000"
        f" + coalesce(TRY_CAST({seventh} AS BIGINT), 0) * 100) END"
    )


def has_seventh_digit(column: str) -> str:
    """Build the SQL that is true for a text that names a time more exactly than microseconds."""
    return f"regexp_matches({column}, '{_SEVENTH_DIGIT}')"


def is_in_reach(moment: str) -> str:
    """Build the SQL that is true for a time that can be kept with seven digits."""
    return f"year({moment}) BETWEEN {_FIRST_YEAR} AND {_LAST_YEAR}"


def microseconds_sql(column: str) -> str:
    """Build the SQL that cuts a time of seven digits to six; a cast would round it up."""
    ns = f"epoch_ns({column})"
    return f"make_timestamp(({ns} - (({ns} % 1000 + 1000) % 1000)) // 1000)"


def text_of(column: str, kind: str, stored_as: str) -> str:
    """Build the SQL that spells a value as the hunting APIs do; null stays null.

    `stored_as` is the engine's own name of its type.
    """
    match kind:
        case "datetime" if stored_as == TICKS:
            return f"left(strftime({column}, '%Y-%m-%dT%H:%M:%S.%n'), 27) || 'Z'"
        case "datetime":
            return f"strftime({column}, '%Y-%m-%dT%H:%M:%S.%f0Z')"
        case "timespan":
            return timespan_text(column)
        case "dynamic":
            return _document(column, stored_as)
        case "real":
            return (
                f"CASE WHEN isnan({column}) THEN 'NaN' WHEN isfinite({column})"
                f" THEN CAST({column} AS VARCHAR)"
                f" WHEN {column} > 0 THEN 'Infinity' WHEN {column} < 0 THEN '-Infinity' END"
            )
        case "decimal":
            trimmed = rf"regexp_replace(CAST({column} AS VARCHAR), '(\.\d*?)0+$', '\1')"
            return f"rtrim({trimmed}, '.')"
    return f"CAST({column} AS VARCHAR)"


def _document(column: str, stored_as: str) -> str:
    """A dynamic value as JSON, a text in it bare, as the APIs give it."""
    # Of JSON this would take out the spaces.
    document = column if stored_as == "JSON" else f"to_json({column})"
    return (
        f"CASE json_type({document}) WHEN 'VARCHAR' THEN {document} ->> '$'"
        f" ELSE CAST({document} AS VARCHAR) END"
    )


def _interval(column: str) -> str:
    found = (
        f"regexp_extract({column}, '^{_TIMESPAN}$',"
        " ['sign', 'days', 'hours', 'minutes', 'seconds', 'fraction'])"
    )
    size = (
        "(coalesce(TRY_CAST(t.days AS BIGINT), 0) * 86400 + CAST(t.hours AS BIGINT) * 3600"
        " + CAST(t.minutes AS BIGINT) * 60 + CAST(t.seconds AS BIGINT)) * 1000000"
        " + CAST(rpad(left(t.fraction, 6), 6, '0') AS BIGINT)"
    )
    signed = f"CASE WHEN t.sign = '-' THEN -({size}) ELSE {size} END"
    return (
        f"CASE WHEN regexp_full_match({column}, '{_TIMESPAN}') THEN"
        f" to_microseconds(list_transform([{found}], lambda t: {signed})[1]) END"
    )
