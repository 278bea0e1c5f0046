from __future__ import annotations

from argparse import ArgumentTypeError
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.cli import values


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30m", timedelta(minutes=30)),
        ("12h", timedelta(hours=12)),
        ("7d", timedelta(days=7)),
        ("2w", timedelta(weeks=2)),
        ("2026-11-23", datetime(2026, 11, 23, tzinfo=UTC)),
        ("2026-11-23T08:30:00Z", datetime(2026, 11, 23, 8, 30, tzinfo=UTC)),
        ("2026-11-23T08:30:00+02:00", datetime(2026, 11, 23, 6, 30, tzinfo=UTC)),
    ],
)
def test_since_takes_spans_and_times(text: str, expected: object) -> None:
    assert expected == values.moment_or_span(text)


@given(st.text(max_size=20))
def test_since_either_understands_or_says_what_it_wants(text: str) -> None:
    try:
        found = values.moment_or_span(text)
    except ArgumentTypeError as error:
        found = None
        complaint = str(error)
    assert found is not None or "such as" in complaint


def test_words_are_taken_in_any_case_and_given_in_the_vendors() -> None:
    read = values.words(["active", "inProgress"])
    assert frozenset({"active", "inProgress"}) == read("Active, INPROGRESS")


def test_an_unknown_word_names_the_known_ones() -> None:
    with pytest.raises(ArgumentTypeError, match="active, inProgress"):
        values.words(["active", "inProgress"])("open")


@pytest.mark.parametrize("text", ["0", "-1", "1.5", "", "²", "ten"])
def test_a_count_is_a_whole_number_from_one_up(text: str) -> None:
    with pytest.raises(ArgumentTypeError):
        values.positive(text)


@pytest.mark.parametrize("text", ["0", "-1", "nan", "inf", "much"])
def test_a_factor_is_a_number_above_zero(text: str) -> None:
    with pytest.raises(ArgumentTypeError):
        values.factor(text)


def test_an_assignment_keeps_equal_signs_in_its_value() -> None:
    assert ("title", "a=b") == values.assignment("title=a=b")


@pytest.mark.parametrize("text", ["status", "=active", ""])
def test_what_is_no_assignment_is_refused(text: str) -> None:
    with pytest.raises(ArgumentTypeError, match="name=value"):
        values.assignment(text)
