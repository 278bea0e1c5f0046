"""The marks of an axis."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.zones import Zone
from defender_tui.ui.charts.ticks import moment_words, number_ticks, number_words, time_ticks

DAY_S = 86_400
MIDNIGHT_S = 1_795_392_000.0  # 2026-11-23 00:00 UTC


@pytest.mark.parametrize(
    ("value", "words"),
    [(0, "0"), (950, "950"), (1200, "1.2k"), (3_410_000, "3.41M"), (-2e9, "-2G"), (0.25, "0.25")],
)
def test_numbers_are_short(value: float, words: str) -> None:
    assert words == number_words(value)


def test_ticks_are_round_and_hold_the_range() -> None:
    assert [0, 20, 40, 60, 80] == number_ticks(3, 77, 6)
    assert [0, 1, 2] == number_ticks(0, 2, 8, is_whole=True)
    assert [7.0, 8.0] == number_ticks(7, 7, 4)


@given(st.floats(-1e300, 1e300), st.floats(-1e300, 1e300), st.integers(2, 20))
def test_any_range_has_ticks_around_it(one: float, other: float, most: int) -> None:
    low, high = min(one, other), max(one, other)
    ticks = number_ticks(low, high, most)
    slack = (high - low) * 1e-6
    assert 2 <= len(ticks) <= most + 1
    assert ticks[0] <= low + slack
    assert ticks[-1] >= high - slack


def test_moments_stand_at_round_times_with_the_day_where_it_matters() -> None:
    hours = time_ticks(MIDNIGHT_S + 60, MIDNIGHT_S + 6 * 3600, 3, Zone.UTC)
    assert [(MIDNIGHT_S + 3600 * hour, f"0{hour}:00") for hour in (2, 4, 6)] == hours
    days = time_ticks(MIDNIGHT_S, MIDNIGHT_S + 3 * DAY_S, 4, Zone.UTC)
    assert ["2026-11-23", "2026-11-24", "2026-11-25", "2026-11-26"] == [name for _, name in days]
    assert "11-23 00:30" == moment_words(MIDNIGHT_S + 1800, Zone.UTC, step_s=60, span_s=2 * DAY_S)
    assert "?" == moment_words(1e15, Zone.UTC)


@given(st.floats(-6e10, 2e11), st.floats(0, 5e10), st.integers(1, 20), st.sampled_from(Zone))
def test_any_span_has_no_more_moments_than_fit(
    low: float, span: float, most: int, zone: Zone
) -> None:
    assert len(time_ticks(low, low + span, most, zone)) <= most + 1
