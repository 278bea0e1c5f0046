from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from defender_tui.kql import complete, ghost_text, hover, load_schema, signature_at, tokenize

SCHEMA = load_schema()
PARTS = 16
WORDS = st.sampled_from(
    [
        *("DeviceEvents", "where", "project", "summarize", "by", "join", "kind", "on", "let", "f"),
        *("union", "parse", "with", "mv-expand", "to", "typeof", "extend", "ago", "7d", "in", "!"),
        *("|", "(", ")", "[", "]", "{", "}", ",", ";", "=", "==", ".", ":", "*", "'", '"', "```"),
        *(
            "\n",
            "\n\n",
            "//",
            "$left",
            "$right",
            "range",
            "search",
            "find",
            "render",
            "é",
            "\u200b",
        ),
        *("make-series", "top-nested", "mv-apply", "print", "datatable", "as", "hint", "not", "-"),
    ]
)
QUERIES = st.lists(WORDS, max_size=25).map(" ".join) | st.lists(WORDS, max_size=25).map("".join)


@given(QUERIES | st.text(max_size=60), st.integers(-2, 200))
def test_any_offset_of_any_text_is_answered(text: str, offset: int) -> None:
    for offer in complete(text, offset, SCHEMA):
        assert offer.text
    ghost_text(text, offset, SCHEMA)
    hover(text, offset, SCHEMA)
    signature_at(text, offset, SCHEMA)


@given(QUERIES)
def test_no_word_is_offered_twice(text: str) -> None:
    texts = [offer.text for offer in complete(text, len(text), SCHEMA)]
    assert sorted(set(texts)) == sorted(texts)


@pytest.mark.parametrize(
    "opening", ["(", "f(", "[", "{", "not(", "T | where (", "let f=(){", "in ("]
)
def test_a_thousand_brackets_are_answered(opening: str) -> None:
    text = opening * 1000
    assert isinstance(complete(text, len(text), SCHEMA), list)


@pytest.fixture
def queries(reference: Path) -> list[str]:
    file = reference.parent / "corpus" / "hunting-queries.json"
    if not file.is_file():
        pytest.skip("the public queries are not beside the repository")
    return [query["query"] for query in json.loads(file.read_text("utf-8"))["queries"]]


def test_real_queries_are_answered_at_some_offsets(queries: list[str]) -> None:
    chosen = random.Random(7)
    for query in queries:
        for _ in range(20):
            complete(query, chosen.randrange(len(query) + 1), SCHEMA)


@pytest.mark.full
@pytest.mark.timeout(900)
@pytest.mark.parametrize("part", range(PARTS))
def test_real_queries_are_answered_at_every_offset(queries: list[str], part: int) -> None:
    for query in queries[part::PARTS]:
        for offset in range(len(query) + 1):
            complete(query, offset, SCHEMA)
        # All offsets of a word have the same meaning; every fourth word, as each is read anew.
        for token in tokenize(query)[::4]:
            hover(query, token.start, SCHEMA)
