"""Mistakes planted in queries: misspelt words, a missing pipe, a missing bracket."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from defender_tui.kql import Token, TokenKind, load_schema, tokenize
from defender_tui.kql.completion.signatures import load_signatures
from defender_tui.kql.vocabulary import load_vocabulary

KINDS = ("table", "column", "operator", "function", "pipe", "bracket")
_BLANK = (TokenKind.WHITESPACE, TokenKind.COMMENT)
_CLOSING = {")": "(", "]": "[", "}": "{"}


@dataclass(frozen=True, slots=True)
class Mistake:
    """A query with one mistake, and the stretches of it where a mark is right."""

    kind: str
    query: str
    places: tuple[tuple[int, int], ...]

    def is_marked_by(self, start: int, end: int) -> bool:
        """Whether a mark from `start` to `end` touches one of the right places."""
        return any(start < last and first < end for first, last in self.places)


def plant(query: str, kind: str, random: Random) -> Mistake | None:
    """Plant one mistake of a kind; `None` when the query has nothing of it to spoil."""
    tokens = [token for token in tokenize(query) if token.kind not in _BLANK]
    candidates = list(_of_kind(tokens, kind))
    if not candidates:
        return None
    at = random.choice(candidates)
    token = tokens[at]
    if kind in ("pipe", "bracket"):
        return _without(query, tokens, at, kind)
    word = misspell(token.text, random)
    spoilt = query[: token.start] + word + query[token.end :]
    return Mistake(kind, spoilt, ((token.start, token.start + len(word)),))


def misspell(word: str, random: Random) -> str:
    """Leave out, double, change or swap one letter so that no known word comes out."""
    known = _known_words()
    while True:
        at = random.randrange(len(word) - 1)
        changed = random.choice(
            (
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + random.choice("aeinorst") + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            )
        )
        is_word = changed[:1].isalpha() and changed.replace("_", "a").replace("-", "a").isalnum()
        if changed not in known and changed != word and is_word:
            return changed


def _without(query: str, tokens: list[Token], at: int, kind: str) -> Mistake:
    """Take a token out; its neighbours are right places, for a bracket its partner too."""
    token = tokens[at]
    near = [tokens[n] for n in (at - 1, at + 1) if 0 <= n < len(tokens)]
    if kind == "bracket":
        near += [tokens[partner] for partner in [_partner(tokens, at)] if partner is not None]
    spoilt = query[: token.start] + " " + query[token.end :]
    return Mistake(kind, spoilt, tuple((other.start, other.end) for other in near))


def _partner(tokens: list[Token], at: int) -> int | None:
    depth = 0
    step = 1 if tokens[at].text in _CLOSING.values() else -1
    n = at
    while 0 <= n < len(tokens):
        if tokens[n].kind is TokenKind.PUNCTUATION:
            depth += (tokens[n].text in _CLOSING.values()) - (tokens[n].text in _CLOSING)
        if depth == 0:
            return n
        n += step
    return None


def _of_kind(tokens: list[Token], kind: str) -> Iterator[int]:
    columns = frozenset(column.name for table in load_schema() for column in table.columns)
    known = load_vocabulary()
    for at, token in enumerate(tokens):
        before = tokens[at - 1].text if at else ""
        after = tokens[at + 1].text if at + 1 < len(tokens) else ""
        is_word = len(token.text) > 3 and token.text[0].isalpha()
        match kind:
            case "table":
                is_one = token.kind is TokenKind.TABLE
            case "column":
                is_name = token.kind is TokenKind.NAME and token.text in columns
                is_one = is_name and is_word and before != "." and after not in ("=", ":", "(")
            case "operator":
                is_pipe = before == "|" and token.text in known.tabular_operators
                is_one = is_word and (is_pipe or token.kind is TokenKind.OPERATOR)
            case "function":
                is_one = is_word and token.kind is TokenKind.FUNCTION
            case "pipe":
                is_one = token.text == "|" and token.kind is TokenKind.PUNCTUATION
            case _:
                is_one = token.text in ("(", ")") and token.kind is TokenKind.PUNCTUATION
        if is_one:
            yield at


def _known_words() -> frozenset[str]:
    schema, known, called = load_schema(), load_vocabulary(), load_signatures()
    columns = frozenset(column.name for table in schema for column in table.columns)
    functions = known.functions | frozenset(called.hunting)
    return schema.names | columns | functions | known.operators | known.tabular_operators
