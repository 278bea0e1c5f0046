"""Whether the whole grammar reads a query, without running it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from duckdb_kql import KqlSyntaxError as ParseFailed
from duckdb_kql import parse

from defender_tui.kql.adapt import CannotAdapt, Surroundings, adapt
from defender_tui.kql.lexer import tokenize
from defender_tui.kql.schema import load_schema
from defender_tui.results.adapted_places import parse_error
from defender_tui.results.kql_errors import KqlSyntaxError


@dataclass(frozen=True, slots=True)
class SyntaxFault:
    """Where reading stopped, by offsets in characters, and the first of what stands there."""

    start: int
    end: int
    name: str


def check_syntax(text: str) -> SyntaxFault | None:
    """Parse one query; `None` when it can be read, or when only a tenant could tell.

    It takes from milliseconds to half a second, and keeps other threads waiting.
    """
    try:
        adapted = adapt(text, _surroundings())
    except CannotAdapt:
        return None
    try:
        parse(adapted.text)
    except RecursionError:
        return None
    except ParseFailed as cause:
        error = parse_error(text, adapted, cause)
        return _fault(text, error) if isinstance(error, KqlSyntaxError) else None
    return None


def _fault(text: str, error: KqlSyntaxError) -> SyntaxFault:
    lines = text.split("\n")
    row = min((error.line or 1) - 1, len(lines) - 1)
    at = sum(len(line) + 1 for line in lines[:row]) + (error.column or 1) - 1
    for token in tokenize(text, tables=()):
        if token.start <= at < token.end:
            end = token.start + len(token.text.partition("\n")[0])
            return SyntaxFault(token.start, end, error.name or "")
    return SyntaxFault(at, at, error.name or "")


@cache
def _surroundings() -> Surroundings:
    return Surroundings({t.name: tuple(c.name for c in t.columns) for t in load_schema()})
