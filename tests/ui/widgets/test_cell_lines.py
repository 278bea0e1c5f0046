"""A whole cell as lines."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from defender_tui.ui.widgets.cell_lines import SHOWN_CHARACTERS, cell_lines, indented_json

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


def test_an_object_is_indented() -> None:
    assert cell_lines('{"a":{"b":[1,2]},"c":"x: y"}', 80) == [
        "{",
        '  "a": {',
        '    "b": [',
        "      1,",
        "      2",
        "    ]",
        "  },",
        '  "c": "x: y"',
        "}",
    ]


def test_empty_containers_stay_on_one_line() -> None:
    assert indented_json('{"a": [], "b": {}}') == '{\n  "a": [],\n  "b": {}\n}'


def test_repeated_keys_and_long_numbers_are_kept_as_they_came() -> None:
    text = '{"a": 1, "a": 12345678901234567890.123456789012345678}'
    assert indented_json(text) == '{\n  "a": 1,\n  "a": 12345678901234567890.123456789012345678\n}'


@pytest.mark.parametrize("text", ["", "plain", "12", '"text"', "{not json", "[" * 100_000])
def test_what_is_no_object_or_array_is_left_alone(text: str) -> None:
    assert indented_json(text) is None


@given(st.lists(JSON) | st.dictionaries(st.text(), JSON))
def test_indenting_changes_no_value(value: object) -> None:
    text = indented_json(json.dumps(value))
    assert text is not None
    assert json.loads(text) == value


@given(st.text(), st.integers(2, 40))
def test_no_line_is_wider_than_asked_and_nothing_acts_on_a_terminal(text: str, width: int) -> None:
    lines = cell_lines(text, width)
    assert lines
    assert all(cell_len(line) <= width for line in lines)
    assert not any(character in line for line in lines for character in "\x1b\x9b\u202e\n\r")


def test_only_the_first_million_characters_are_laid_out() -> None:
    lines = cell_lines("x" * (SHOWN_CHARACTERS + 5), 100)
    assert sum(len(line) for line in lines) == SHOWN_CHARACTERS
