"""How long the program waits before it asks again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.throttle import (
    MAX_WAIT_S,
    again_in_s,
    backoff_s,
    retry_after_s,
    wait_s,
    window_s,
)

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
attempts = st.integers(1, 10_000)
jitters = st.floats(0, 1, exclude_max=True)


@pytest.mark.parametrize(
    ("seconds", "header"),
    [
        (120.0, "120"),
        (0.0, "0"),
        (1.5, " 1.5 "),
        (30.0, "Mon, 23 Nov 2026 12:00:30 GMT"),
        (30.0, "Mon, 23 Nov 2026 13:00:30 +0100"),
        (30.0, "Mon, 23 Nov 2026 12:00:30 -0000"),
        (0.0, "Mon, 23 Nov 2026 11:00:00 GMT"),
        (None, None),
        (None, ""),
        (None, "-5"),
        (None, "soon"),
        (None, "1e3"),
        (None, "Mon, 99 Nov 2026 12:00:30 GMT"),
        (None, "99999999999999"),
    ],
)
def test_retry_after_is_read_as_seconds_or_as_a_date(
    seconds: float | None, header: str | None
) -> None:
    assert seconds == retry_after_s(header, NOW)


@given(st.text() | st.from_regex(r"[A-Z][a-z]{2}, \d+ [A-Z][a-z]{2} \d+ \d+:\d+:\d+ \S+"))
def test_any_header_is_a_wait_or_says_nothing(header: str) -> None:
    seconds = retry_after_s(header, NOW)
    assert seconds is None or seconds >= 0


@given(st.integers(0, 10**8))
def test_a_date_says_the_same_as_its_seconds(seconds: int) -> None:
    date = format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)
    assert seconds == retry_after_s(date, NOW) == retry_after_s(str(seconds), NOW)


@pytest.mark.parametrize(
    ("seconds", "message"),
    [
        (60.0, "API calls quota exceeded! maximum allowed 45 per 00:01:00"),
        (3600.0, "maximum allowed 1500 per 01:00:00"),
        (None, "Please retry again later."),
        (None, "super 00:01:00"),
        (None, ""),
    ],
)
def test_the_window_of_a_quota_is_read_from_the_refusal(
    seconds: float | None, message: str
) -> None:
    assert seconds == window_s(message)


@pytest.mark.parametrize(
    ("seconds", "message"),
    [
        (840.0, "You can run queries again in 00:14:00."),
        (90_061.0, "You can run queries again in 1.01:01:01."),
        (840.0, "You can run queries again in 14 minutes."),
        (3_905.0, "Try again in 1 hour, 5 minutes and 5 seconds. It took 7 s."),
        (30.0, "again in 30s"),
        (None, "Please try again in a few minutes."),
        (None, "again in 3 parsecs"),
        (None, ""),
    ],
)
def test_the_wait_that_a_refusal_names_is_read(seconds: float | None, message: str) -> None:
    assert seconds == again_in_s(message)


@given(st.text() | st.from_regex(r"again in \S{0,30}", fullmatch=True))
def test_any_refusal_names_a_wait_or_says_nothing(message: str) -> None:
    seconds = again_in_s(message)
    assert seconds is None or seconds >= 0


@given(attempts, jitters)
def test_a_back_off_is_never_nothing_and_never_long(attempt: int, jitter: float) -> None:
    assert 0.5 <= backoff_s(attempt, jitter) <= 30.0


@given(st.integers(1, 30), jitters)
def test_a_back_off_never_shrinks_from_one_try_to_the_next(attempt: int, jitter: float) -> None:
    assert backoff_s(attempt, jitter) <= backoff_s(attempt + 1, jitter)


def test_a_back_off_doubles_until_half_a_minute() -> None:
    assert [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0] == [backoff_s(n, 0.0) for n in range(1, 8)]


def test_clients_that_failed_together_come_back_apart() -> None:
    assert 2.0 == backoff_s(3, 0.999999).__round__(3)
    assert backoff_s(3, 0.2) != backoff_s(3, 0.8)


@given(attempts, jitters)
def test_without_a_stated_wait_the_back_off_is_taken(attempt: int, jitter: float) -> None:
    assert backoff_s(attempt, jitter) == wait_s(None, attempt, jitter)


@given(st.floats(0, MAX_WAIT_S), attempts, jitters)
def test_what_the_service_asks_for_is_waited_in_full(
    asked_s: float, attempt: int, jitter: float
) -> None:
    waited = wait_s(asked_s, attempt, jitter)
    assert waited is not None
    assert asked_s <= waited < asked_s + 1.0 or waited == asked_s + jitter


def test_a_long_wait_is_left_to_the_user() -> None:
    assert wait_s(MAX_WAIT_S + 0.1, 1, 0.0) is None
