"""The forms of a hunting call's timespan."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.sandbox.hunting.timespan import parse_timespan

_NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
_OLDEST = _NOW - timedelta(days=30)


def _at(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        (None, _OLDEST, _NOW),
        ("", _OLDEST, _NOW),
        (" P1D ", _at(22, 9), _NOW),
        ("P7D", _at(16, 9), _NOW),
        ("P2W", _at(9, 9), _NOW),
        ("PT36H", _at(21, 21), _NOW),
        ("P1DT12H30M", _at(21, 20, 30), _NOW),
        ("PT0.5H", _at(23, 8, 30), _NOW),
        ("PT0,5H", _at(23, 8, 30), _NOW),
        ("PT90M", _at(23, 7, 30), _NOW),
        ("PT0S", _NOW, _NOW),
        ("P90D", _OLDEST, _NOW),
        ("P1Y", _OLDEST, _NOW),
        ("2026-11-20", _at(20), _NOW),
        ("2026-11-20T06:00Z", _at(20, 6), _NOW),
        ("2026-11-20T06:00:00", _at(20, 6), _NOW),
        ("2026-11-20T08:00:00+02:00", _at(20, 6), _NOW),
        ("2026-11-20T06:00:00.0000000Z", _at(20, 6), _NOW),
        ("2026-11-01/2026-11-03", _at(1), _at(3)),
        ("2026-11-01T00:00:00Z/2026-11-03T12:00:00Z", _at(1), _at(3, 12)),
        ("2026-11-01T00:00:00Z/P1D", _at(1), _at(2)),
        ("2026-11-01T00:00:00Z/PT0S", _at(1), _at(1)),
        ("P1D/2026-11-05T00:00:00Z", _at(4), _at(5)),
        ("2020-01-01/2026-11-05", _OLDEST, _at(5)),
    ],
)
def test_a_timespan_names_a_window(text: str | None, start: datetime, end: datetime) -> None:
    window = parse_timespan(text, _NOW)
    assert (start, end) == (window.start, window.end)


@pytest.mark.parametrize(
    "text",
    [
        *("soon", "7d", "p7d", "P", "PT", "P7", "7", "P-7D", "-P7D", "+P7D", "P7DT", "P1H", "PT1D"),
        *("P1.5DT1H", "P0.5Y", "P٣D", "PD", "P1D1W", "PT1S1M"),
        *("2026-99-01", "2026-02-30", "yesterday/today", "2026-11-01/", "/2026-11-01", "/"),
        *("P1D/P2D", "2026-11-01/2026-11-02/2026-11-03", "2026-11-03/2026-11-01"),
        *("0001-01-01T00:00:00+14:00", "2026-11-01/9999-12-31T23:59:59-14:00"),
        *("9999-12-31/P30D", "P30D/0001-01-01", "P900000D", "P" + "9" * 400 + "D"),
    ],
)
def test_what_names_no_window_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="timespan"):
        parse_timespan(text, _NOW)


@given(
    before=st.timedeltas(timedelta(), timedelta(days=29)),
    length_s=st.integers(0, 86_400 * 30),
    offset_min=st.integers(-14 * 60, 14 * 60),
)
def test_all_forms_of_a_window_agree(before: timedelta, length_s: int, offset_min: int) -> None:
    begin = _NOW - before
    end = begin + timedelta(seconds=length_s)
    zone = timezone(timedelta(minutes=offset_min))
    first, last = begin.astimezone(zone).isoformat(), end.astimezone(zone).isoformat()
    hours, seconds = divmod(length_s, 3600)
    for text in (
        f"{first}/{last}",
        f"{first}/PT{length_s}S",
        f"PT{hours}H{seconds}S/{last}",
        f"P0DT{length_s}S/{last}",
    ):
        window = parse_timespan(text, _NOW)
        assert (begin, end) == (window.start, window.end), text


@given(text=st.text("P/T-:.,0123456789DHMSWYZ+ ", max_size=40))
def test_any_text_is_a_window_or_refused(text: str) -> None:
    try:
        window = parse_timespan(text, _NOW)
    except ValueError as error:
        window, refusal = None, str(error)
    assert "timespan" in refusal if window is None else _OLDEST <= window.start
