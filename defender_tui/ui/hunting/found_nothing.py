"""What stands in place of rows when a query ran and found none: what to try next."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from textual.content import Content

from ...core.hunt_target import HuntTarget
from ...kql.lexer import tokenize
from ...kql.tokens import TokenKind
from ...workflows.hunt import HuntOutcome
from .run import HuntRun
from .timespans import TIMESPANS

_NOTHING_FOUND = "0 rows · the query ran and found nothing"
_TIMES = frozenset(("Timestamp", "TimeGenerated"))
_LIMITS = frozenset((">", ">=", "<", "<=", "between"))
_NOT_CODE = (TokenKind.WHITESPACE, TokenKind.COMMENT, TokenKind.STRING)
_LONGEST = TIMESPANS[-1]


def found_nothing_words(run: HuntRun, outcome: HuntOutcome) -> Content:
    """Say that there are no rows, and on the next line what may bring some."""
    words = _code_words(run.query)
    has_where = any(pair in (("|", "where"), ("|", "filter")) for pair in pairwise(words))
    has_time = any(_is_time(words, at) for at in range(len(words)))
    longer = _longer_words(run, has_time=has_time, is_local=outcome.api is HuntTarget.LOCAL)
    if longer and has_where:
        advice = f"Try {longer}, or leave out one where step."
    elif longer:
        advice = f"Try {longer}."
    elif has_where:
        advice = "Try it without one of its where steps."
    else:
        advice = "No where step narrows it: a table that it reads may be empty."
    return Content(f"{_NOTHING_FOUND}\n{advice}")


def _longer_words(run: HuntRun, *, has_time: bool, is_local: bool) -> str:
    """Name what limits the time and could be longer; empty when nothing does."""
    span = next((one for one in TIMESPANS if one.iso8601 == run.timespan), TIMESPANS[0])
    limits = []
    if span.iso8601 and span is not _LONGEST:
        limits.append(f"a longer range than the {span.title} (Ctrl+T)")
    elif span is _LONGEST and is_local:
        # A tenant keeps no more; a file may.
        limits.append(f"no range instead of the {span.title} (Ctrl+T)")
    if has_time:
        limits.append("a longer time in the query")
    return " and ".join(limits)


def _is_time(words: Sequence[str], at: int) -> bool:
    """Whether a time is limited here, rather than only shown or sorted by."""
    is_limited = not _LIMITS.isdisjoint((*words[max(at - 1, 0) : at], *words[at + 1 : at + 2]))
    return words[at] == "ago" or (words[at] in _TIMES and is_limited)


def _code_words(query: str) -> list[str]:
    return [one.text for one in tokenize(query, tables=()) if one.kind not in _NOT_CODE]
