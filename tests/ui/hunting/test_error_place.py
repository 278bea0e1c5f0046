"""Where an objection belongs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from defender_tui.core.errors import QueryInvalid
from defender_tui.ui.hunting.error_place import error_span

QUERY = "DeviceInfo\n| where FileNam == 'x'\n| take 5"


def marked(line: int | None, column: int | None = None, name: str | None = None) -> str | None:
    error = QueryInvalid("no", line=line, column=column, name=name)
    span = error_span(QUERY, error)
    return None if span is None else QUERY[span[0] : span[1]]


def test_the_name_at_the_place_is_marked_whole() -> None:
    assert marked(2, 9, "FileNam") == "FileNam"


def test_without_a_name_the_token_at_the_place_is_marked() -> None:
    assert marked(2, 11) == "FileNam"
    assert marked(3, 8) == "5"


def test_a_name_without_a_place_is_looked_for_as_a_whole_word() -> None:
    assert marked(None, name="take") == "take"
    assert marked(None, name="File") is None


def test_an_error_without_place_or_name_marks_nothing() -> None:
    assert marked(None) is None


def test_a_line_beyond_the_query_falls_back_to_the_name() -> None:
    assert marked(9, 1, "FileNam") == "FileNam"
    assert marked(9, 1) is None


@given(st.text(), st.integers(-2, 10), st.integers(-2, 50), st.none() | st.text())
def test_the_marked_span_always_lies_within_the_query(
    query: str, line: int, column: int, name: str | None
) -> None:
    span = error_span(query, QueryInvalid("no", line=line, column=column, name=name))
    assert span is None or 0 <= span[0] <= span[1] <= len(query)
