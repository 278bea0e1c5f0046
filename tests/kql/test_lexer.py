from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.kql import LineState, TokenKind, tokenize, tokenize_line

PIECES = st.sampled_from(
    [
        *"'\"`~@hH\\[](){}|;,.:=<>!-+*/%$_ \t\r\n",
        "```",
        "~~~",
        "//",
        "7d",
        "1.5h",
        "0x1F",
        "1e9",
        "datetime(",
        "dynamic(",
        "where",
        "project-away",
        "!in~",
        "é",
        "\ud800",
        "😀",
    ]
)
QUERY_LIKE = st.lists(PIECES | st.text(max_size=4), max_size=40).map("".join)


def _kinds(text: str) -> list[tuple[TokenKind, str]]:
    return [
        (token.kind, token.text)
        for token in tokenize(text)
        if token.kind is not TokenKind.WHITESPACE
    ]


@given(QUERY_LIKE)
def test_no_character_is_lost_or_moved(text: str) -> None:
    tokens = tokenize(text)
    assert text == "".join(token.text for token in tokens)
    assert all(text[token.start : token.end] == token.text for token in tokens)
    assert all(token.text for token in tokens)


@given(QUERY_LIKE)
def test_lines_painted_one_by_one_lose_no_character_either(text: str) -> None:
    state = LineState()
    for line in text.split("\n"):
        tokens, state = tokenize_line(line, state)
        assert line == "".join(token.text for token in tokens)


@pytest.mark.parametrize(
    "literal",
    [
        "'it\\'s'",
        '"say \\"x\\""',
        "@'C:\\'",
        '@"C:\\temp\\""x"""',
        "h'secret'",
        'H@"secret"',
        "```one\n'two'\nthree```",
        "~~~a`b~~~",
        "h```x```",
        "''",
    ],
)
def test_every_form_of_string_is_one_token(literal: str) -> None:
    assert [(TokenKind.NAME, "T"), (TokenKind.STRING, literal)] == _kinds(f"T {literal}")


@pytest.mark.parametrize("unfinished", ["'abc", '"abc\\"', "@'abc", "h'abc", "```a\nb", "~~~"])
def test_a_string_without_an_end_is_one_token_that_says_so(unfinished: str) -> None:
    assert [(TokenKind.UNFINISHED, unfinished)] == _kinds(unfinished)


def test_an_unfinished_string_ends_with_its_line() -> None:
    assert [
        (TokenKind.UNFINISHED, "'abc"),
        (TokenKind.PUNCTUATION, "|"),
        (TokenKind.KEYWORD, "take"),
        (TokenKind.NUMBER, "1"),
    ] == _kinds("'abc\n| take 1")


@pytest.mark.parametrize("literal", ["7d", "1.5h", "10ms", "1tick", "3microseconds", "2days"])
def test_a_number_with_a_unit_is_a_timespan(literal: str) -> None:
    assert [(TokenKind.TIMESPAN, literal)] == _kinds(literal)


@pytest.mark.parametrize("literal", ["1", "0x7fF", "1.5", "1e9", "2.5E-3"])
def test_numbers_are_numbers(literal: str) -> None:
    assert [(TokenKind.NUMBER, literal)] == _kinds(literal)


def test_a_range_is_two_numbers_and_an_operator() -> None:
    assert [
        (TokenKind.NUMBER, "1"),
        (TokenKind.OPERATOR, ".."),
        (TokenKind.NUMBER, "5"),
    ] == _kinds("1..5")


@pytest.mark.parametrize(
    "literal", ["datetime(2026-11-23T08:00:00Z)", "guid(74be27de-1e4e)", "int(null)", "real(+inf)"]
)
def test_a_typed_literal_is_one_token(literal: str) -> None:
    assert [(TokenKind.LITERAL, literal)] == _kinds(literal)


def test_a_long_timespan_is_a_timespan() -> None:
    assert [(TokenKind.TIMESPAN, "timespan(0.12:34:56.7)")] == _kinds("timespan(0.12:34:56.7)")


@pytest.mark.parametrize(
    "operator", ["!in~", "in~", "=~", "!~", "!contains_cs", "!has", "has_any", "matches", "between"]
)
def test_comparisons_are_operators_whatever_their_signs(operator: str) -> None:
    assert (TokenKind.OPERATOR, operator) in _kinds(f"T | where A {operator} ('x')")


def test_words_are_told_apart_by_where_they_stand() -> None:
    query = "DeviceEvents | summarize count = count() by bin(Timestamp, 1d) | project-away count"
    kinds = _kinds(query)
    assert (TokenKind.TABLE, "DeviceEvents") == kinds[0]
    assert (TokenKind.KEYWORD, "summarize") in kinds
    assert (TokenKind.FUNCTION, "count") in kinds
    assert (TokenKind.FUNCTION, "bin") in kinds
    assert (TokenKind.KEYWORD, "project-away") in kinds


def test_a_minus_between_names_does_not_join_them() -> None:
    assert [(TokenKind.NAME, "a"), (TokenKind.OPERATOR, "-"), (TokenKind.NAME, "b")] == _kinds(
        "a-b"
    )


def test_a_bracketed_name_is_a_name_and_an_index_is_not() -> None:
    assert (TokenKind.NAME, "['odd name']") in _kinds("T | project ['odd name']")
    assert (TokenKind.STRING, "'key'") in _kinds("T | project Fields['key']")
    assert (TokenKind.STRING, "'a'") in _kinds("print dynamic([['a'], ['b']])")


def test_a_comment_ends_with_its_line_and_a_url_in_a_string_is_none() -> None:
    assert [
        (TokenKind.STRING, "'https://x'"),
        (TokenKind.COMMENT, "// why"),
        (TokenKind.NAME, "T"),
    ] == _kinds("'https://x' // why\nT")


def test_tables_are_those_of_the_schema_or_those_given() -> None:
    assert [TokenKind.TABLE] == [token.kind for token in tokenize("EmailEvents")]
    assert [TokenKind.NAME] == [token.kind for token in tokenize("EmailEvents", tables=())]


def test_a_string_over_several_lines_is_carried_from_line_to_line() -> None:
    lines = ["print ```one", "where 'x'", "", "end``` | take 1"]
    state, painted = LineState(), []
    for line in lines:
        tokens, state = tokenize_line(line, state)
        painted.append([(t.kind, t.text) for t in tokens if t.kind is not TokenKind.WHITESPACE])
    assert (TokenKind.STRING, "```one") == painted[0][-1]
    assert [(TokenKind.STRING, "where 'x'")] == painted[1]
    assert [] == painted[2]
    assert (TokenKind.STRING, "end```") == painted[3][0]
    assert (TokenKind.KEYWORD, "take") in painted[3]


def test_an_operator_on_a_new_line_is_still_one() -> None:
    _, state = tokenize_line("T |", LineState())
    tokens, _ = tokenize_line("  where A == 1", state)
    assert TokenKind.KEYWORD is tokens[1].kind


@pytest.mark.parametrize("piece", ["'", "['", "`", "```", "@'", "\\'", "int(", "[ ", "x \n"])
def test_a_long_hostile_text_is_read_whole(piece: str) -> None:
    # Work that grew with the square of the length would run into the limit of every test.
    text = piece * 150_000
    assert len(text) == sum(len(token.text) for token in tokenize(text))
