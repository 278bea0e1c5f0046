"""Which queries see cells as they came."""

from __future__ import annotations

import pytest

from defender_tui.results.local.exactness import Exactness, exactness_of

from .asking import Local


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("T", Exactness.CELLS),
        ("T // note\n| project A, B = C | take 5", Exactness.CELLS),
        ("union T, U | sort by Timestamp desc", Exactness.CELLS),
        ("T | where A == 'x'", Exactness.TICKS),
        ("T | where Timestamp > ago(7d) | summarize max(Timestamp) by A", Exactness.TICKS),
        ("T | summarize arg_max(Timestamp, *) by A", Exactness.TICKS),
        ("T | where * has 'x'", Exactness.MICROSECONDS),
        ("T | summarize count() by bin(Timestamp, 1h)", Exactness.MICROSECONDS),
        ("T | extend A = tostring(Timestamp)", Exactness.MICROSECONDS),
        ("T | make-series count() on Timestamp step 1d", Exactness.MICROSECONDS),
        ("let f = (x: string) { x }; T | extend A = f(B)", Exactness.MICROSECONDS),
    ],
)
def test_only_what_hands_cells_on_sees_them_as_they_came(query: str, expected: Exactness) -> None:
    assert expected is exactness_of(query)


@pytest.mark.parametrize(
    "query",
    [
        "r1 | summarize by Day = bin(Timestamp, 1d)",
        "r1 | project Day = startofday(Timestamp)",
        "r1 | make-series count() on Timestamp step 1d | project Day = todatetime(Timestamp[0])",
    ],
)
def test_the_last_instant_of_a_day_stays_in_it(local: Local, query: str) -> None:
    rows = [["2026-11-23T23:59:59.9999999Z"]]
    with local.result([("Timestamp", "DateTime")], rows) as table:
        local.tables.add_result(table)
        assert [("2026-11-23T00:00:00.0000000Z",)] == local.rows(query)
