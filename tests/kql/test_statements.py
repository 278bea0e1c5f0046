from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from defender_tui.kql import query_at
from defender_tui.kql.statements import iter_queries

TWO = "DeviceEvents\n| take 1\n\nEmailEvents\n| take 2\n"


def _queries(text: str) -> list[str]:
    return [span.of(text) for span in iter_queries(text)]


def test_an_empty_line_ends_a_query() -> None:
    assert ["DeviceEvents\n| take 1", "EmailEvents\n| take 2"] == _queries(TWO)


def test_the_query_under_the_cursor_is_the_one_that_runs() -> None:
    assert "DeviceEvents\n| take 1" == query_at(TWO, 3).of(TWO)
    assert "EmailEvents\n| take 2" == query_at(TWO, TWO.index("take 2")).of(TWO)


def test_on_the_empty_line_and_at_the_end_the_query_above_runs() -> None:
    assert "DeviceEvents\n| take 1" == query_at(TWO, TWO.index("\n\n") + 1).of(TWO)
    assert "EmailEvents\n| take 2" == query_at(TWO, len(TWO)).of(TWO)


def test_before_the_first_query_the_first_one_runs() -> None:
    assert "T" == query_at("\n\nT", 0).of("\n\nT")


def test_a_let_stays_with_its_query_across_an_empty_line() -> None:
    assert ["let a = 1;\n\nT | where A == a"] == _queries("let a = 1;\n\nT | where A == a")


def test_a_comment_stays_with_the_query_below_it() -> None:
    assert ["// who\n\nT | take 1", "U"] == _queries("// who\n\nT | take 1\n\nU")


def test_an_empty_line_inside_brackets_or_a_string_ends_nothing() -> None:
    assert ["T | where A in (1,\n\n2)"] == _queries("T | where A in (1,\n\n2)")
    assert ["print ```a\n\nb```"] == _queries("print ```a\n\nb```")


def test_lines_of_spaces_and_windows_line_ends_count_as_empty() -> None:
    assert ["T", "U"] == _queries("T\r\n  \r\nU")


def test_a_text_without_a_query_gives_an_empty_span() -> None:
    assert "" == query_at(" \n\n ", 2).of(" \n\n ")


@given(st.text(alphabet="Ta |;\n()'`/", max_size=60), st.integers(0, 60))
def test_queries_are_in_order_and_hold_every_mark_once(text: str, offset: int) -> None:
    spans = list(iter_queries(text))
    assert all(left.end <= right.start for left, right in itertools.pairwise(spans))
    kept = "".join(span.of(text) for span in spans)
    assert "".join(text.split()) == "".join(kept.split())
    assert not spans or query_at(text, offset) in spans
