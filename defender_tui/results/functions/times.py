"""Moments and spans of time.

Source: https://learn.microsoft.com/en-us/kusto/query/bin-at-function
Source: https://learn.microsoft.com/en-us/kusto/query/datetime-diff-function
Source: https://learn.microsoft.com/en-us/kusto/query/datetime-utc-to-local-function
Source: https://learn.microsoft.com/en-us/kusto/query/format-timespan-function
Source: https://learn.microsoft.com/en-us/kusto/query/make-timespan-function
Source: https://learn.microsoft.com/en-us/kusto/query/unixtime-seconds-todatetime-function
"""

from __future__ import annotations

import re

from defender_tui.results.functions.spelling import bound, function, is_span, literal

EXACT_TIMESPAN = "make_timespan to the microsecond"
WEEKS_BETWEEN = "datetime_diff in weeks"
"""Names for calls that the translator would take for its own; no query can hold them."""

_ELEMENT = re.compile(r"d{1,8}|f{1,7}|F{1,7}|H{1,2}|h{1,2}|m{1,2}|s{1,2}|[ /:,._\[\]-]")
_DAY_US = 86_400_000_000


def _from_epoch(units_a_second: int, value: str) -> str:
    if units_a_second > 1_000_000:
        micros = f"({value}) // {units_a_second // 1_000_000}"
    else:
        micros = f"({value}) * {1_000_000 // units_a_second}"
    return f"make_timestamp(CAST({micros} AS BIGINT))"


def _seconds(value: str) -> str:
    return _from_epoch(1, value)


def _milliseconds(value: str) -> str:
    return _from_epoch(1_000, value)


def _microseconds(value: str) -> str:
    return _from_epoch(1_000_000, value)


def _nanoseconds(value: str) -> str:
    return _from_epoch(1_000_000_000, value)


def _weeks(first: str, second: str) -> str:
    """Weeks begin on Sunday; the first one of the epoch's calendar began on a Sunday, day -4."""
    return f"({_week(first)} - {_week(second)})"


def _week(moment: str) -> str:
    return f"CAST(floor((floor(epoch_us({moment}) / {_DAY_US}) + 4) / 7) AS BIGINT)"


def _to_local(moment: str, zone: str) -> str:
    return f"(({moment} AT TIME ZONE 'UTC') AT TIME ZONE {zone})"


def _to_utc(moment: str, zone: str) -> str:
    return f"(({moment} AT TIME ZONE {zone}) AT TIME ZONE 'UTC')"


def _span(*parts: str) -> str:
    """Hours and minutes, with seconds, or with days before and seconds behind."""
    days, hours, minutes, seconds = {
        2: ("0", *parts, "0"),
        3: ("0", *parts),
        4: parts,
    }[len(parts)]
    micros = f"CAST(floor(CAST({seconds} AS DOUBLE) * 1000000) AS BIGINT)"
    return (
        f"(to_days(CAST({days} AS INTEGER)) + to_hours(CAST({hours} AS BIGINT))"
        f" + to_minutes(CAST({minutes} AS BIGINT)) + to_microseconds({micros}))"
    )


def _bin_at(value: str, size: str, fixed: str) -> str:
    if not is_span(size):
        steps = f"floor((CAST({value} AS DOUBLE) - {fixed}) / {size})"
        return f"({fixed} + {steps} * {size})"
    if is_span(fixed):
        steps = f"floor((epoch_us({value}) - epoch_us({fixed})) / epoch_us({size}))"
        return f"to_microseconds(CAST(epoch_us({fixed}) + {steps} * epoch_us({size}) AS BIGINT))"
    steps = f"floor((epoch_us({value}) - epoch_us({fixed})) / epoch_us({size}))"
    return f"make_timestamp(CAST(epoch_us({fixed}) + {steps} * epoch_us({size}) AS BIGINT))"


def _format(span: str, form: str) -> str:
    spelled = literal(form)
    if not spelled:
        raise ValueError("a format that is not spelled out")
    pieces: list[str] = []
    at = 0
    while at < len(spelled):
        piece = _ELEMENT.match(spelled, at)
        if piece is None:
            raise ValueError(f"the format {spelled}")
        pieces.append(_element(piece.group()))
        at = piece.end()
    return bound(" || ".join(pieces), u=f"abs(epoch_us({span}))")


def _element(element: str) -> str:
    width = len(element)
    match element[0]:
        case "d":
            return _padded(f"(__k.u // {_DAY_US})", width)
        case "h" | "H":
            return _padded("(__k.u // 3600000000 % 24)", width)
        case "m":
            return _padded("(__k.u // 60000000 % 60)", width)
        case "s":
            return _padded("(__k.u // 1000000 % 60)", width)
        case "f" | "F":
            digits = f"left(lpad(CAST(__k.u % 1000000 AS VARCHAR), 6, '0') || '0', {width})"
            if element[0] == "f":
                return digits
            return f"CASE WHEN CAST({digits} AS INTEGER) = 0 THEN '' ELSE {digits} END"
    return f"'{element}'"


def _padded(number: str, width: int) -> str:
    digits = f"CAST({number} AS VARCHAR)"
    return f"lpad({digits}, CAST(greatest(length({digits}), {width}) AS INTEGER), '0')"


FUNCTIONS = (
    function("unixtime_seconds_todatetime", _seconds),
    function("unixtime_milliseconds_todatetime", _milliseconds),
    function("unixtime_microseconds_todatetime", _microseconds),
    function("unixtime_nanoseconds_todatetime", _nanoseconds),
    function(WEEKS_BETWEEN, _weeks, 2),
    function("datetime_utc_to_local", _to_local, 2),
    function("datetime_local_to_utc", _to_utc, 2),
    function(EXACT_TIMESPAN, _span, 2, 4),
    function("bin_at", _bin_at, 3),
    function("format_timespan", _format, 2),
)
