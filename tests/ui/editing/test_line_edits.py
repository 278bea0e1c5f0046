"""Edits of whole lines, pairs, finding and placing: the pure parts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.geometry import Offset, Size

from defender_tui.ui.editing.finding import all_replaced, index_from, places_of
from defender_tui.ui.editing.line_edits import (
    comment_toggled,
    indented,
    new_line_indent,
    outdented,
)
from defender_tui.ui.editing.pairs import closer_for
from defender_tui.ui.editing.placing import places

LINES = st.lists(st.text("ab |\t", max_size=8).filter(lambda line: "//" not in line), min_size=1)


@given(LINES)
def test_a_comment_toggled_twice_leaves_lines_as_they_were(lines: list[str]) -> None:
    if any(line.strip() for line in lines):
        assert lines == comment_toggled(comment_toggled(lines))


@given(LINES)
def test_an_indent_is_taken_back_by_an_outdent(lines: list[str]) -> None:
    assert [line if line.strip() else outdented([line])[0] for line in lines] == outdented(
        indented(lines)
    )


@pytest.mark.parametrize(
    ("before", "indent"),
    [("", ""), ("  x", "  "), ("f(", "    "), ("| where a and", "    "), ("  by", "      ")],
)
def test_a_line_that_must_go_on_indents_the_next_one(before: str, indent: str) -> None:
    assert indent == new_line_indent(before)


@pytest.mark.parametrize(
    ("typed", "before", "after", "closer"),
    [
        ("(", "f", "", ")"),
        ("(", "f", "x", ""),
        ("(", "f", ")", ")"),
        ("'", "it", "", ""),
        ("'", "h", "", "'"),
        ("x", "", "", ""),
    ],
)
def test_what_closes_a_sign_comes_along_where_it_fits(
    typed: str, before: str, after: str, closer: str
) -> None:
    assert closer == closer_for(typed, before, after, is_in_text=False)
    assert closer_for(typed, before, after, is_in_text=True) == ""


def test_finding_minds_case_only_when_a_capital_is_wanted() -> None:
    assert [(0, 1), (2, 3)] == places_of("a", "A a")
    assert [(0, 1)] == places_of("A", "A a")
    assert [] == places_of("", "A a")


def test_the_next_place_goes_around_the_ends() -> None:
    found = [(0, 1), (4, 5), (8, 9)]
    assert [1, 0, 2, 1] == [
        index_from(found, 0, 1),
        index_from(found, 8, 1),
        index_from(found, 0, -1),
        index_from(found, 4, 0),
    ]


def test_replacing_takes_both_texts_as_they_are() -> None:
    assert (r"\1(x", 1) == all_replaced("a.b(", r"\1(", "A.B(x")
    assert ("aXb", 0) == all_replaced("a.b", "", "aXb")


SIZES = st.builds(Size, st.integers(1, 60), st.integers(0, 10))


@given(
    st.builds(Offset, st.integers(0, 79), st.integers(0, 23)),
    SIZES,
    st.builds(Size, st.integers(1, 60), st.integers(0, 6)),
)
def test_boxes_never_cover_the_cursors_line_nor_each_other(
    cursor: Offset, offers: Size, hint: Size
) -> None:
    found = places(cursor, offers, hint, Size(80, 24))
    used = [*range(found.offers.y, found.offers.y + offers.height)]
    hinted = [*range(found.hint.y, found.hint.y + hint.height)]
    assert cursor.y not in used
    assert cursor.y not in hinted
    assert not set(used) & set(hinted)
    assert found.offers.x + offers.width <= 80
