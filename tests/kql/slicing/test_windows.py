"""Windows: together they hold every moment once, however they were cut."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from defender_tui.kql.slicing import Window, moment_words, ticks_of
from defender_tui.kql.slicing.moments import END_OF_TIME

_TICKS = st.integers(0, END_OF_TIME - 1)
_SPANS = st.tuples(_TICKS, _TICKS).map(lambda pair: Window(min(pair), max(pair) + 1))


def holds(window: Window, tick: int) -> bool:
    after = window.start is None or window.start <= tick
    return after and (window.end is None or tick < window.end)


def cut(choices: list[bool], span: Window) -> list[Window]:
    """Cut the whole again and again, going on with one half each time."""
    done, window = [], Window()
    for is_first in choices:
        halves = window.halves(span)
        if halves is None:
            break
        window, other = halves if is_first else halves[::-1]
        done.append(other)
    return [*done, window]


@given(_SPANS, st.lists(st.booleans(), max_size=70), st.lists(_TICKS, min_size=1))
def test_every_moment_lies_in_exactly_one_window(
    span: Window, choices: list[bool], moments: list[int]
) -> None:
    windows = cut(choices, span)
    edges = [w.start for w in windows if w.start is not None]
    for tick in [*moments, *edges, *(edge - 1 for edge in edges if edge)]:
        assert 1 == sum(holds(window, tick) for window in windows)


@given(_SPANS, _TICKS)
def test_cutting_goes_on_until_a_single_moment_is_left(span: Window, moment: int) -> None:
    window = Window()
    while (halves := window.halves(span)) is not None:
        (window,) = (half for half in halves if holds(half, moment))
    first = window.start or 0
    assert [moment, moment + 1] == [first, END_OF_TIME if window.end is None else window.end]


def test_an_open_window_is_cut_inside_the_span_first() -> None:
    assert (Window(None, 150), Window(150, None)) == Window().halves(Window(100, 200))


def test_what_lies_before_the_span_is_cut_off_at_its_edge() -> None:
    assert (Window(None, 100), Window(100, 101)) == Window(None, 101).halves(Window(100, 200))


def test_rows_without_a_time_cannot_be_cut() -> None:
    assert Window(is_timeless=True).halves(Window(1, 9)) is None


def test_conditions_are_half_open_and_have_seven_digits() -> None:
    start = ticks_of(datetime(2026, 11, 23, 1, 2, 3, 456789, tzinfo=UTC)) + 7
    expected = (
        "T >= datetime(2026-11-23T01:02:03.4567897Z) and T < datetime(2026-11-23T01:02:03.4567898Z)"
    )
    assert expected == Window(start, start + 1).condition("T")
    assert "T >= datetime(2026-11-23T01:02:03.4567897Z)" == Window(start).condition("T")
    assert "isnotnull(T)" == Window().condition("T")
    assert "isnull(T)" == Window(is_timeless=True).condition("T")


def test_the_first_and_last_moment_can_be_spelled() -> None:
    assert "0001-01-01T00:00:00.0000000Z" == moment_words(0)
    assert "9999-12-31T23:59:59.9999999Z" == moment_words(END_OF_TIME - 1)
