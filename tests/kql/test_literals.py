from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.kql import TokenKind, quote, tokenize, unquote

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.text(alphabet=st.characters(), max_size=60))
def test_any_text_becomes_one_string_that_reads_back(text: str) -> None:
    literal = quote(text)
    assert [TokenKind.STRING] == [token.kind for token in tokenize(literal)]
    assert text == unquote(literal)


@given(st.text(max_size=20))
def test_a_quoted_text_cannot_reach_the_rest_of_the_query(text: str) -> None:
    tokens = tokenize(f"T | where A == {quote(text)} | take 1")
    assert ["|", "take", "1"] == [t.text for t in tokens[-5:] if t.text.strip()]


@given(st.dictionaries(st.text(), JSON, max_size=3))
def test_a_document_becomes_a_dynamic_literal_of_its_json(document: dict[str, object]) -> None:
    literal = quote(document)
    assert document == json.loads(literal.removeprefix("dynamic(").removesuffix(")"))


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        (True, "true"),
        (5, "5"),
        (-5, "long(-5)"),
        (1.5, "real(1.5)"),
        (float("nan"), "real(nan)"),
        (float("-inf"), "real(-inf)"),
        (None, "dynamic(null)"),
        (date(2026, 11, 23), "datetime(2026-11-23)"),
        (datetime(2026, 11, 23, 8, 15, tzinfo=UTC), "datetime(2026-11-23T08:15:00Z)"),
        (
            datetime(2026, 11, 23, 8, 15, tzinfo=timezone(timedelta(hours=2))),
            "datetime(2026-11-23T06:15:00Z)",
        ),
        (timedelta(days=1, hours=2, microseconds=3), "timespan(1.02:00:00.0000030)"),
        (timedelta(seconds=-90), "timespan(-0.00:01:30.0000000)"),
        (
            UUID("74be27de-1e4e-49d9-b579-fe0b331d3642"),
            "guid(74be27de-1e4e-49d9-b579-fe0b331d3642)",
        ),
        (["a", 1], 'dynamic(["a", 1])'),
    ],
)
def test_each_kind_of_value_has_its_literal(value: object, literal: str) -> None:
    assert literal == quote(value)


def test_a_value_without_a_literal_is_refused() -> None:
    with pytest.raises(TypeError, match="no literal for object"):
        quote(object())


@pytest.mark.parametrize(
    ("literal", "text"),
    [
        ("'a\\'b'", "a'b"),
        ("@'C:\\a''b'", "C:\\a'b"),
        ('h"x\\u0041\\x42\\103"', "xABC"),
        ("```a\n'b'```", "a\n'b'"),
        ("'\\n\\t\\\\'", "\n\t\\"),
    ],
)
def test_each_form_of_string_reads_as_its_text(literal: str, text: str) -> None:
    assert text == unquote(literal)


@pytest.mark.parametrize("literal", ["", "abc", "'", "'abc", "```"])
def test_what_is_no_string_is_refused(literal: str) -> None:
    with pytest.raises(ValueError, match="not a KQL string"):
        unquote(literal)
