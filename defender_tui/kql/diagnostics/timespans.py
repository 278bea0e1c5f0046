"""Whether the range of a run and the query's own time filter agree."""

from __future__ import annotations

import re
from datetime import timedelta

from ..lexer import tokenize
from ..tokens import Token, TokenKind
from .diagnostic import Diagnostic, Severity

_SPAN = re.compile(r"(\d+(?:\.\d+)?)([a-z]+)")
_SECONDS = {"d": 86400, "h": 3600, "m": 60, "s": 1}
_SPELLED = {"ms": 0.001, "milli": 0.001, "micro": 1e-6, "nano": 1e-9, "tick": 1e-7}


def diagnose_timespan(text: str, timespan: timedelta) -> list[Diagnostic]:
    """Warn of each `ago(...)` that looks back further than the range which goes with the run.

    The service takes the shorter of both.

    Source: https://learn.microsoft.com/en-us/graph/api/security-security-runhuntingquery
    """
    tokens = [token for token in tokenize(text, tables=()) if _means(token)]
    found: list[Diagnostic] = []
    for called, bracket, span in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if called.text != "ago" or bracket.text != "(" or span.kind is not TokenKind.TIMESPAN:
            continue
        asked = span_of(span.text)
        if asked is not None and asked > timespan:
            message = f"The range cuts this to {_words(timespan)}: the service takes the shorter."
            found.append(Diagnostic(called.start, span.end + 1, Severity.WARNING, message))
    return found


def span_of(literal: str) -> timedelta | None:
    """Give the length of a literal such as `7d`; `None` for forms that are not read here."""
    match = _SPAN.fullmatch(literal)
    if match is None:
        return None
    number, unit = float(match[1]), match[2]
    seconds = next((size for word, size in _SPELLED.items() if unit.startswith(word)), None)
    if seconds is None:
        seconds = _SECONDS.get(unit[0])
    try:
        return None if seconds is None else timedelta(seconds=number * seconds)
    except OverflowError:
        return timedelta.max


def _words(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    for unit, size in _SECONDS.items():
        if seconds >= size and seconds % size == 0:
            return f"{seconds // size}{unit}"
    return f"{span.total_seconds():g}s"


def _means(token: Token) -> bool:
    return token.kind not in (TokenKind.WHITESPACE, TokenKind.COMMENT)
