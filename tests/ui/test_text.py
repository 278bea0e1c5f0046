from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from defender_tui.ui.text import absolute, ago, duration, severity_mark, shown

from .rendered import HOSTILE

NOW = datetime(2026, 11, 23, 14, 3, 5, tzinfo=UTC)
_ANY_TEXT = st.text(st.characters(codec=None))


@given(_ANY_TEXT, st.integers(min_value=1, max_value=200))
def test_shown_text_never_takes_more_cells_than_allowed(text: str, limit: int) -> None:
    assert shown(text, limit=limit).cell_length <= limit


@given(_ANY_TEXT)
def test_shown_text_holds_no_control_character_and_no_surrogate(text: str) -> None:
    plain = shown(text).plain
    assert not [char for char in plain if char < " " or "\x7f" <= char <= "\x9f"]
    plain.encode()


@given(_ANY_TEXT)
def test_only_line_breaks_are_kept_where_lines_are_wanted(text: str) -> None:
    plain = shown(text, lines=True).plain
    assert not [char for char in plain if char < " " and char != "\n"]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_data_stays_text(text: str) -> None:
    content = shown(text)
    assert [] == content.spans
    assert content.plain.count("[") == text.count("[")


def test_a_cut_text_ends_in_a_mark_and_tells_its_true_length() -> None:
    assert shown("x" * 1_000_000, limit=100).plain.endswith("xx… (1,000,000 characters)")
    assert shown("x" * 50, limit=10).plain == "xxxxxxxxx…"


def test_a_text_of_marks_without_width_is_cut_too() -> None:
    assert len(shown("e" + "\u0301" * 1_000_000, limit=100).plain) < 1_000


def test_wide_characters_are_cut_at_a_whole_one() -> None:
    content = shown("宽" * 50, limit=20)
    assert cell_len(content.plain) <= 20
    assert content.plain.endswith("宽…")


@pytest.mark.parametrize(
    ("past", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=12), "12 min ago"),
        (timedelta(hours=3, minutes=59), "3 h ago"),
        (timedelta(days=2), "2 d ago"),
        (timedelta(days=80), "2026-09-04"),
        (-timedelta(minutes=58), "in 58 min"),
    ],
)
def test_a_time_is_told_as_people_say_it(past: timedelta, words: str) -> None:
    assert words == ago(NOW - past, NOW)


def test_a_missing_time_is_empty() -> None:
    assert ("", "") == (ago(None, NOW), absolute(None))


def test_an_absolute_time_names_its_zone() -> None:
    assert "2026-11-23 14:03:05 UTC" == absolute(NOW)


def test_a_duration_never_counts_below_nothing() -> None:
    assert "0 s" == duration(-5)


def test_a_severity_that_nobody_knows_keeps_its_own_word() -> None:
    assert "apocalyptic" == severity_mark("apocalyptic").plain
    assert "High" == severity_mark("high").plain
    assert "—" == severity_mark(None).plain
