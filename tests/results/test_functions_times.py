"""Moments and spans give the documented answers.

Source: https://learn.microsoft.com/en-us/kusto/query/bin-at-function
Source: https://learn.microsoft.com/en-us/kusto/query/datetime-diff-function
Source: https://learn.microsoft.com/en-us/kusto/query/datetime-utc-to-local-function
Source: https://learn.microsoft.com/en-us/kusto/query/format-timespan-function
Source: https://learn.microsoft.com/en-us/kusto/query/make-datetime-function
Source: https://learn.microsoft.com/en-us/kusto/query/make-timespan-function
Source: https://learn.microsoft.com/en-us/kusto/query/unixtime-seconds-todatetime-function
"""

from __future__ import annotations

import pytest

from defender_tui.results.engine import KqlEngine
from tests.results.functions_answers import value_of


@pytest.mark.parametrize(
    ("expected", "expression"),
    [
        ("2019-01-01T00:00:00.0000000Z", "unixtime_seconds_todatetime(1546300800)"),
        ("2019-01-01T00:00:00.1230000Z", "unixtime_milliseconds_todatetime(1546300800123)"),
        ("2019-01-01T00:00:00.1234560Z", "unixtime_nanoseconds_todatetime(1546300800123456700)"),
        (5, 'datetime_diff("week",datetime(2017-10-29),datetime(2017-09-30 23:59))'),
        (
            "2023-07-01T05:00:00.0000000Z",
            'datetime_utc_to_local(datetime(2023-07-01 12:00), "US/Pacific")',
        ),
        (
            "2023-07-01T10:00:00.0000000Z",
            'datetime_local_to_utc(datetime(2023-07-01 12:00), "Europe/Berlin")',
        ),
        ("12:30:55.1230000", "make_timespan(12,30,55.123)"),
        ("1.12:30:55.1230000", "make_timespan(1,12,30,55.123)"),
        ("01:12:00", "make_timespan(1,12)"),
        (4.5, "bin_at(6.5,2.5,7)"),
        ("-12:00:00", "bin_at(time(1h),1d,12h)"),
        (
            "2017-05-14T12:00:00.0000000Z",
            "bin_at(datetime(2017-05-15 10:20:00.0), 1d, datetime(1970-01-01 12:00:00.0))",
        ),
        (
            "2017-05-14T00:00:00.0000000Z",
            "bin_at(datetime(2017-05-17 10:20:00.0), 7d, datetime(2017-06-04 00:00:00.0))",
        ),
        ("29.09:00:05:12", "format_timespan(time(29.09:00:05.12345),'dd.hh:mm:ss:FF')"),
        (
            "029.9:00:05 [1234500]",
            "format_timespan(time(29.09:00:05.12345),'ddd.h:mm:ss [fffffff]')",
        ),
        ("2017-10-01T12:10:00.0000000Z", "make_datetime(2017,10,01,12,10)"),
        ("2014-05-05T00:00:00.0000000Z", 'make_datetime("2014-05-05")'),
        ("01:00:00", 'totime("01:00:00")'),
        (5, 'datepart("day", datetime(2026-01-05))'),
        (-1, 'datetime_diff("Week", datetime(2026-01-03), datetime(2026-01-04))'),
    ],
)
def test_a_time_function_answers_as_documented(
    engine: KqlEngine, expected: object, expression: str
) -> None:
    assert expected == value_of(engine, expression)
