"""A column in words and bars."""

from __future__ import annotations

from defender_tui.core.zones import Zone
from defender_tui.results.column_types import ResultColumn
from defender_tui.results.view.facts import ColumnProfile
from defender_tui.ui.results.profile_dialog import profile_facts, sparkline

PROFILE = ColumnProfile(
    rows=1_000,
    nulls=250,
    empties=0,
    uncast=3,
    distinct=2,
    least="2026-11-01T00:00:00.0000000Z",
    greatest="2026-11-22T00:00:00.5000000Z",
    mean=None,
    top=(("2026-11-01T00:00:00.0000000Z", 500), ("", 250)),
    histogram=(0, 1, 4, 8),
)


def told(profile: ColumnProfile, kind: str) -> str:
    facts = profile_facts(ResultColumn("T", kind), profile, Zone.UTC)
    return "\n".join(f"{label.plain}{value.plain}" for label, value in facts)


def test_a_profile_says_what_is_missing_and_what_is_most_frequent() -> None:
    text = told(PROFILE, "datetime")
    assert "250 (25.0%)" in text
    assert "3 not of type datetime" in text
    assert "2026-11-22 00:00:00.5" in text
    assert "500  2026-11-01 00:00:00" in text
    assert "empty text" in text


def test_values_that_are_all_different_are_not_listed() -> None:
    once = ColumnProfile(3, 0, 0, 0, 3, "a", "c", None, (("a", 1), ("b", 1), ("c", 1)), ())
    assert "every value once" in told(once, "string")


def test_bars_rise_with_the_counts() -> None:
    assert "  ▁▁▄▄██" == sparkline((0, 1, 4, 8))
    assert "" == sparkline(())
    assert "██" == sparkline((1,))
