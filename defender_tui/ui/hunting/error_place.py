"""Where in a query the service's objection belongs."""

from __future__ import annotations

import re

from ...core.errors import QueryInvalid
from ...kql.lexer import tokenize


def error_span(query: str, error: QueryInvalid) -> tuple[int, int] | None:
    """Give the first and the after-last character that the error is about; `None` without a place.

    The named thing at the place is taken whole, else the token there. An error with a name but no
    line means the name's first occurrence as a word of its own.
    """
    if error.line is None:
        return _named(query, error.name)
    lines = query.split("\n")
    if not 1 <= error.line <= len(lines):
        return _named(query, error.name)
    line = lines[error.line - 1]
    column = min(max((error.column or 1) - 1, 0), len(line))
    start = sum(len(above) + 1 for above in lines[: error.line - 1]) + column
    if error.name and query.startswith(error.name, start):
        return start, start + len(error.name)
    for token in tokenize(query):
        if token.start <= start < token.end and token.text.strip():
            return token.start, min(token.end, start - column + len(line))
    return start, min(start + 1, len(query))


def _named(query: str, name: str | None) -> tuple[int, int] | None:
    if not name:
        return None
    found = re.search(rf"(?<![\w$]){re.escape(name)}(?![\w$])", query)
    return found.span() if found else None
