"""Checks that give way to what was typed meanwhile."""

from __future__ import annotations

import pytest

from defender_tui.kql import diagnose, load_schema, tokenize
from defender_tui.kql.abandoning import Abandoned

LONG = "DeviceInfo\n" + "| where DeviceName has 'a'\n" * 200


@pytest.mark.parametrize("answers", [0, 1, 5, 20, 100])
def test_a_check_that_nobody_waits_for_ends(answers: int) -> None:
    asked = 0

    def goes_on() -> bool:
        nonlocal asked
        asked += 1
        return asked <= answers

    with pytest.raises(Abandoned):
        diagnose(LONG, load_schema(), goes_on=goes_on)
    assert asked == answers + 1


def test_a_check_that_is_waited_for_finds_the_same() -> None:
    query = LONG + "| wher X"
    assert diagnose(query, load_schema(), goes_on=lambda: True) == diagnose(query, load_schema())


def test_a_long_literal_does_not_keep_the_cutting_from_giving_way() -> None:
    with pytest.raises(Abandoned):
        tokenize("print dynamic([" + "1, " * 5000 + "])", goes_on=lambda: False)
