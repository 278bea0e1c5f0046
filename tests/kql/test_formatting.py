from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.kql import TokenKind, format_query, tokenize

_TEXTS = (
    "DeviceEvents § | §(§)§[§]§{§}§,§;§let x =§==§'a'§\"b §5§1d§ by §summarize§count()§\n\n§\n§   "
    "§//c\n§ // d §union§*§ in§~§.§..§$left§```a\n b```§-§!§é§\r\n§\t§'open§h'"
    "§datetime( 2026-01-01 )§toscalar(T | count)§{ a; b }"
)
_PIECES = st.sampled_from(_TEXTS.split("§"))


def _words(text: str) -> list[str]:
    blank = TokenKind.WHITESPACE
    return [
        token.text.rstrip() if token.kind is TokenKind.COMMENT else token.text
        for token in tokenize(text)
        if token.kind is not blank
    ]


def test_each_operator_gets_its_line() -> None:
    assert "DeviceEvents\n| where FileName == 'a'\n| take 5\n" == format_query(
        "DeviceEvents|where FileName=='a' |   take 5"
    )


def test_a_subquery_of_several_operators_is_indented() -> None:
    query = "T | join kind=inner (U | where A == 1 | project B) on B | take 5"
    assert (
        "T\n| join kind=inner (\n    U\n    | where A == 1\n    | project B\n) on B\n| take 5\n"
        == format_query(query)
    )


def test_a_short_subquery_stays_on_its_line() -> None:
    query = "let n = toscalar(T | count);\nU\n| where A in ((T | distinct A))\n"
    assert query == format_query(query)


def test_a_functions_body_is_indented() -> None:
    query = "let f = (a: string) { let b = 1; T | where A == a | take b };\nf('x')"
    body = "let b = 1;\n    T\n    | where A == a\n    | take b"
    expected = f"let f = (a: string) {{\n    {body}\n}};\nf('x')\n"
    assert expected == format_query(query)


def test_line_breaks_inside_an_operator_stay() -> None:
    query = "T\n| where A in (\n'a',\n'b'\n)\nor B == 1"
    expected = "T\n| where A in (\n    'a',\n    'b'\n)\n    or B == 1\n"
    assert expected == format_query(query)


def test_comments_stay_where_they_are() -> None:
    query = "// first\nT // second\n  // third\n| take 5 // fourth"
    assert "// first\nT // second\n// third\n| take 5 // fourth\n" == format_query(query)


def test_empty_lines_stay_because_they_end_a_query() -> None:
    assert "T\n| take 5\n\nU\n| take 6\n" == format_query("T | take 5\n\n\n\nU | take 6\n\n")


def test_blanks_in_literals_stay() -> None:
    query = "print a = 'x  y', b = ```p\n  q```, c = datetime(  2026-01-01 )\n"
    assert query == format_query(query)


@pytest.mark.parametrize("text", ["", "  \n ", "\n\n"])
def test_nothing_stays_nothing(text: str) -> None:
    assert "" == format_query(text)


def test_an_open_string_keeps_what_stands_behind_its_line() -> None:
    assert "T\n| where A == 'open | take 5\n| take 6\n" == format_query(
        "T | where A == 'open | take 5\n| take 6"
    )


@given(st.lists(_PIECES, max_size=40))
def test_the_layout_of_any_text_is_stable_and_keeps_its_meaning(pieces: list[str]) -> None:
    text = "".join(pieces)
    laid_out = format_query(text)
    assert _words(text) == _words(laid_out)
    assert laid_out == format_query(laid_out)


def test_real_queries_keep_their_meaning(reference: Path) -> None:
    file = reference.parent / "corpus" / "hunting-queries.json"
    if not file.is_file():
        pytest.skip("the public queries are not beside the repository")
    for query in json.loads(file.read_text("utf-8"))["queries"]:
        text = query["query"]
        laid_out = format_query(text)
        assert _words(text) == _words(laid_out), query["name"]
        assert laid_out == format_query(laid_out), query["name"]
