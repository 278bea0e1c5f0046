"""How much of a cell a query lets through.

KQL counts time in 100 nanoseconds and knows no null text; the engine's own times end at the
microsecond, and its texts can be null. So a table keeps its cells as they came, and a query that
could tell the difference reads it with texts filled in and, where need be, times cut.
"""

from __future__ import annotations

import re
from enum import IntEnum
from itertools import pairwise

from defender_tui.kql.lexer import tokenize
from defender_tui.kql.tokens import TokenKind


class Exactness(IntEnum):
    """What of the cells as they came a query gets to see; each holds less than the one before."""

    CELLS = 0
    TICKS = 1
    """Null texts are empty, as in KQL."""
    MICROSECONDS = 2
    """Times have lost their seventh digit as well."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# They hand rows on and look at no text.
_PASSING = _words(
    "as asc by count desc first last limit nulls order project project-away project-keep "
    "project-rename project-reorder sort take top union"
)
_PASSING_MARKS = frozenset({"=", ",", "|", ";"})
_FINE = _PASSING | _words(
    "distinct extend filter inner innerunique isfuzzy join kind leftanti leftouter leftsemi let "
    "lookup on outer rightanti rightouter rightsemi serialize summarize where withsource"
)
# They give the same for times of seven digits as for those of six. What splits a time is not among
# them: the engine would round it first, and 23:59:59.9999999 be of the next day.
_FINE_CALLS = _words(
    "ago any arg_max arg_min case coalesce count countif datetime dcount dcountif iff iif isempty "
    "isnotempty isnotnull isnull max maxif min minif not now sum sumif take_any tolower toupper"
)


def exactness_of(query: str) -> Exactness:
    """Tell how a query may read its tables."""
    tokens = [
        token
        for token in tokenize(query, tables=())
        if token.kind not in (TokenKind.WHITESPACE, TokenKind.COMMENT)
    ]
    words = {token.text for token in tokens if token.kind is TokenKind.KEYWORD}
    called = {
        token.text
        for token, behind in pairwise(tokens)
        if behind.text == "(" and token.kind in (TokenKind.NAME, TokenKind.FUNCTION)
    }
    marks = {token.text for token in tokens if token.kind is TokenKind.OPERATOR}
    if words <= _PASSING and not called and marks <= _PASSING_MARKS:
        return Exactness.CELLS
    # With a star every column is read as text.
    is_fine = words <= _FINE and called <= _FINE_CALLS and not _reads_all(query)
    return Exactness.TICKS if is_fine else Exactness.MICROSECONDS


def _reads_all(query: str) -> bool:
    return re.search(r"\*\s*(?:!?[a-z]|=~|!~|==|!=)", query) is not None
