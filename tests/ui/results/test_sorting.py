"""Which keys rows are sorted by after a key was pressed on a column."""

from __future__ import annotations

from defender_tui.results.view.shape import SortKey
from defender_tui.ui.results.sorting import with_key, with_only_key

UP, DOWN = SortKey(1), SortKey(1, descending=True)
OTHER = SortKey(2)


def test_one_key_turns_from_rising_to_falling_to_none() -> None:
    assert (UP,) == with_only_key((), 1)
    assert (DOWN,) == with_only_key((UP,), 1)
    assert () == with_only_key((DOWN,), 1)


def test_a_single_key_takes_the_place_of_others() -> None:
    assert (UP,) == with_only_key((OTHER, DOWN), 1)
    assert (UP,) == with_only_key((OTHER,), 1)


def test_a_further_key_comes_last_and_keeps_its_place_when_turned() -> None:
    assert (OTHER, UP) == with_key((OTHER,), 1)
    assert (DOWN, OTHER) == with_key((UP, OTHER), 1)
    assert (OTHER,) == with_key((DOWN, OTHER), 1)
