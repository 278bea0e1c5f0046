"""The positions at which completion is measured: the starts of words in real queries."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from defender_tui.kql import TokenKind, load_schema, tokenize
from defender_tui.kql.completion.signatures import load_signatures
from defender_tui.kql.vocabulary import load_vocabulary

_WORDS = (
    TokenKind.KEYWORD,
    TokenKind.FUNCTION,
    TokenKind.TYPE,
    TokenKind.TABLE,
    TokenKind.NAME,
    TokenKind.OPERATOR,
)
_COMPARISONS = ("==", "=~", "!=", "!~", "<", ">", "<=", ">=")


class WordPosition(NamedTuple):
    """The start of a word, by its offset in the query."""

    offset: int
    word: str


def word_positions(query: str, *, with_symbols: bool = False) -> Iterator[WordPosition]:
    """Walk over the words that someone could foresee.

    These are identifiers, keywords and operators spelt with letters that are known to the
    language or the schema, or stand earlier in the same query: a name's first use is an invention.
    `with_symbols` adds what is offered too but is no word: operators such as `=~`, and timespans.
    """
    seen: set[str] = set()
    for token in tokenize(query):
        if token.kind is TokenKind.TIMESPAN and with_symbols:
            yield WordPosition(token.start, token.text)
        if token.kind not in _WORDS:
            continue
        if not any(map(str.isalpha, token.text)):
            if with_symbols and token.text in _COMPARISONS:
                yield WordPosition(token.start, token.text)
            continue
        if token.text[0] == "[":
            continue
        if token.text in known_words() or token.text in seen:
            yield WordPosition(token.start, token.text)
        seen.add(token.text)


@cache
def known_words() -> frozenset[str]:
    """All words of the language and of the schema that ships here."""
    schema, known, called = load_schema(), load_vocabulary(), load_signatures()
    return (
        schema.names
        | frozenset(column.name for table in schema for column in table.columns)
        | known.keywords
        | known.tabular_operators
        | known.functions
        | known.operators
        | known.types
        | frozenset(called.hunting)
        | frozenset(called.options["join_kinds"])
        | frozenset(called.options["visualizations"])
        | frozenset(("$left", "$right"))
    )
