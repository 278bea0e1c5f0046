"""Timespans as two moments, and the limits that refusals name."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from defender_tui.core.errors import ConfigError
from defender_tui.core.hunt_limits import HuntLimit, limit_in
from defender_tui.core.hunt_timespan import pinned_timespan, timespan_bounds

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("P7D", "2026-11-16T12:00:00.000000Z/2026-11-23T12:00:00.000000Z"),
        ("PT90M", "2026-11-23T10:30:00.000000Z/2026-11-23T12:00:00.000000Z"),
        ("P1DT2H", "2026-11-22T10:00:00.000000Z/2026-11-23T12:00:00.000000Z"),
        ("2026-11-20", "2026-11-20T00:00:00.000000Z/2026-11-23T12:00:00.000000Z"),
        ("2026-11-20/P1D", "2026-11-20T00:00:00.000000Z/2026-11-21T00:00:00.000000Z"),
        ("P1D/2026-11-20", "2026-11-19T00:00:00.000000Z/2026-11-20T00:00:00.000000Z"),
        (
            "2026-11-20T02:00+02:00/2026-11-21",
            "2026-11-20T00:00:00.000000Z/2026-11-21T00:00:00.000000Z",
        ),
    ],
)
def test_a_timespan_is_pinned_to_moments(text: str, expected: str) -> None:
    assert expected == pinned_timespan(text, NOW)


@pytest.mark.parametrize(
    "text", ["", "P", "PT", "week", "P1D/P2D", "2026-11-21/2026-11-20", "P999999999D"]
)
def test_what_is_no_timespan_is_refused(text: str) -> None:
    with pytest.raises(ConfigError):
        timespan_bounds(text, NOW)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("Result size limit exceeded", HuntLimit.SIZE),
        ("Query execution has exceeded the allowed result size. Optimize", HuntLimit.SIZE),
        ("Query exceeded the timeout period.", HuntLimit.RUN_TIME),
        ("Query stopped due to excessive resource consumption.", HuntLimit.RESOURCES),
        ("The query cannot run because it exceeds the allowed size limit when processed.", None),
        ("A recognition error occurred.", None),
    ],
)
def test_a_refusal_names_the_limit_that_was_met(message: str, expected: HuntLimit | None) -> None:
    assert expected == limit_in(message)
