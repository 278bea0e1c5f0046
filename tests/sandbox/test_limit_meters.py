"""The counting behind the limits, on sequences of calls that nobody thought of."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.sandbox.clock import FixedClock
from defender_tui.sandbox.limits.call_meter import CallMeter
from defender_tui.sandbox.limits.quota import CallQuota, QuotaExceeded, RunTimeQuota, dotnet_span
from defender_tui.sandbox.limits.run_time_meter import RunTimeMeter
from tests.sandbox.conftest import NOW

_KEY = ("list incidents", "tenant", "app")
_QUOTAS = (CallQuota(3, timedelta(seconds=10)), CallQuota(5, timedelta(seconds=60)))
_PAUSES_S = st.lists(st.integers(0, 15), max_size=60)


@given(_PAUSES_S)
def test_a_call_is_refused_exactly_when_a_window_that_ends_with_it_is_full(
    pauses_s: list[int],
) -> None:
    clock = FixedClock(NOW)
    meter = CallMeter(clock)
    granted: list[int] = []
    moment_s = 0
    for pause_s in pauses_s:
        moment_s += pause_s
        clock.advance(timedelta(seconds=pause_s))
        is_full = any(
            sum(moment_s - then < quota.span.total_seconds() for then in granted) >= quota.most
            for quota in _QUOTAS
        )
        if is_full:
            with pytest.raises(QuotaExceeded):
                meter.count(_KEY, _QUOTAS)
        else:
            meter.count(_KEY, _QUOTAS)
            granted.append(moment_s)


@given(_PAUSES_S)
def test_who_waits_as_long_as_is_asked_is_served_and_not_a_moment_before(
    pauses_s: list[int],
) -> None:
    clock = FixedClock(NOW)
    meter = CallMeter(clock)
    for pause_s in pauses_s:
        clock.advance(timedelta(seconds=pause_s))
        try:
            meter.count(_KEY, _QUOTAS)
        except QuotaExceeded as exceeded:
            clock.advance(exceeded.retry_after - timedelta(microseconds=1))
            with pytest.raises(QuotaExceeded):
                meter.count(_KEY, _QUOTAS)
            clock.advance(timedelta(microseconds=1))
            meter.count(_KEY, _QUOTAS)


def test_the_calls_of_an_hour_are_counted() -> None:
    clock = FixedClock(NOW)
    meter = CallMeter(clock)
    quotas = (CallQuota(50, timedelta(minutes=1)), CallQuota(1500, timedelta(hours=1)))
    for _ in range(30):
        for _ in range(50):
            meter.count(_KEY, quotas)
        clock.advance(timedelta(minutes=1))
    with pytest.raises(QuotaExceeded) as caught:
        meter.count(_KEY, quotas)
    assert (quotas[1], timedelta(minutes=30)) == (caught.value.quota, caught.value.retry_after)
    assert "1500 per 01:00:00" == str(caught.value.quota)


def test_running_time_is_free_again_with_the_next_cycle() -> None:
    clock = FixedClock(NOW + timedelta(minutes=5))
    meter = RunTimeMeter(clock)
    quotas = (RunTimeQuota(timedelta(seconds=10), timedelta(minutes=15)),)
    meter.add(_KEY, quotas, timedelta(seconds=9))
    meter.insist(_KEY, quotas)
    meter.add(_KEY, quotas, timedelta(seconds=1))
    meter.insist(("another",), quotas)
    with pytest.raises(QuotaExceeded) as caught:
        meter.insist(_KEY, quotas)
    assert timedelta(minutes=10) == caught.value.retry_after
    clock.advance(timedelta(minutes=10))
    meter.insist(_KEY, quotas)


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(minutes=1), "00:01:00"),
        (timedelta(hours=1), "01:00:00"),
        (timedelta(days=1, seconds=5), "1.00:00:05"),
        (timedelta(seconds=19, microseconds=46875), "00:00:19.0468750"),
    ],
)
def test_spans_are_written_as_dotnet_does(span: timedelta, text: str) -> None:
    assert text == dotnet_span(span)
