"""Tokens that follow the text as it is typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from defender_tui.kql.lexer import TokenKind
from defender_tui.ui.widgets.kql_colours import MAX_CHARACTERS, MAX_LINES, LineTokens

LINES = st.lists(st.sampled_from(["DeviceInfo", "| where a == 'b'", "```", "x ``` y", "", "// c"]))


def all_tokens(tokens: LineTokens, count: int) -> list[list[tuple[TokenKind, str]]]:
    return [[(token.kind, token.text) for token in tokens.tokens(at)] for at in range(count)]


@given(LINES, LINES)
def test_after_an_edit_the_colours_are_those_of_the_new_text(
    before: list[str], after: list[str]
) -> None:
    edited, fresh = LineTokens(), LineTokens()
    edited.follow(before)
    all_tokens(edited, len(before))
    edited.follow(after)
    fresh.follow(after)
    assert all_tokens(edited, len(after)) == all_tokens(fresh, len(after))


def test_a_string_over_several_lines_colours_all_of_them() -> None:
    tokens = LineTokens()
    tokens.follow(["print ```one", "where two", "three```"])
    assert [token.kind for token in tokens.tokens(1)] == [TokenKind.STRING]


def test_a_very_long_text_is_not_coloured() -> None:
    tokens = LineTokens()
    for lines in (["x"] * (MAX_LINES + 1), ["x" * (MAX_CHARACTERS + 1)]):
        tokens.follow(lines)
        assert tokens.is_too_long
        assert tokens.tokens(0) == []


def test_a_line_that_is_not_there_has_no_tokens() -> None:
    tokens = LineTokens()
    tokens.follow(["x"])
    assert tokens.tokens(5) == []
