"""A query as coloured text, to look at."""

from __future__ import annotations

from textual.content import Content

from ...core.text import many_lines
from ...kql.lexer import tokenize
from ...kql.tokens import TokenKind

LONGEST_CHARACTERS = 4_000
_STYLES = {
    TokenKind.KEYWORD: "bold $text-primary",
    TokenKind.OPERATOR: "$text-primary",
    TokenKind.FUNCTION: "$text-secondary",
    TokenKind.TYPE: "$text-secondary",
    TokenKind.TABLE: "bold",
    TokenKind.STRING: "$text-success",
    TokenKind.UNFINISHED: "$text-error",
    TokenKind.NUMBER: "$text-warning",
    TokenKind.TIMESPAN: "$text-warning",
    TokenKind.LITERAL: "$text-warning",
    TokenKind.COMMENT: "italic $text-muted",
}


def load_colours() -> None:
    """Load what colours rest on, in a thread: it lies on disk."""
    tokenize("T")


def coloured_query(text: str) -> Content:
    """Give a query with its colours, safe to show; of one over 4,000 characters the beginning."""
    cut = text[:LONGEST_CHARACTERS]
    parts = [(many_lines(token.text), _STYLES.get(token.kind, "")) for token in tokenize(cut)]
    note = f"\n… ({len(text):,} characters)" if len(cut) < len(text) else ""
    return Content.assemble(*parts, (note, "$text-muted"))
