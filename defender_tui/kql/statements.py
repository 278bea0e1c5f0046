"""Which part of a text is the query under the cursor.

Source: https://learn.microsoft.com/en-us/defender-xdr/advanced-hunting-query-language
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .lexer import Token, TokenKind, tokenize


@dataclass(frozen=True, slots=True)
class Span:
    """Part of a text, by offsets in characters; `end` is the one after the last character."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """Cut this part out of the text it belongs to."""
        return text[self.start : self.end]


def query_at(text: str, offset: int) -> Span:
    """Find the query that the cursor is in, without the space around it.

    As in the portal, an empty line ends a query. Three kinds of block stay with the block after
    them: one that ends in `;` (a `let` before its query), one of comments only, and one left open
    inside brackets or a multi-line string. On an empty line the query above is meant, before the
    first query the first. A text without any query gives an empty span.
    """
    spans = list(iter_queries(text))
    if not spans:
        return Span(0, 0)
    begun = [span for span in spans if span.start <= offset]
    return begun[-1] if begun else spans[0]


def iter_queries(text: str) -> Iterator[Span]:
    """Walk over the queries of a text in order; their spans neither overlap nor are empty."""
    start: int | None = None
    end = depth = 0
    last: Token | None = None
    for token in tokenize(text, tables=()):
        if token.kind is TokenKind.WHITESPACE:
            is_gap = token.text.replace("\r\n", "\n").count("\n") > 1
            if is_gap and start is not None and depth == 0 and last and last.text != ";":
                yield Span(start, end)
                start, last = None, None
            continue
        start = token.start if start is None else start
        end = token.end
        if token.kind is not TokenKind.COMMENT:
            last = token
            depth = _depth_after(depth, token)
    if start is not None:
        yield Span(start, end)


def _depth_after(depth: int, token: Token) -> int:
    if token.kind is not TokenKind.PUNCTUATION:
        return depth
    if token.text in "([{":
        return depth + 1
    return max(depth - 1, 0) if token.text in ")]}" else depth
