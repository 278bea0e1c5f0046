"""From a cell of a result to a step of its query, and where that step belongs.

Source: https://learn.microsoft.com/en-us/kusto/query/where-operator
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .lexer import Token, TokenKind, tokenize
from .literals import quote
from .member_path import Step, member_text
from .spelled_names import spell_name
from .statements import query_at

_MOMENT = re.compile(
    r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,7})?)?(?:Z|[+-]\d\d:\d\d)?)?",
    re.ASCII,
)
_SPAN = re.compile(r"-?(?:\d+\.)?\d\d?:\d\d:\d\d(?:\.\d{1,7})?", re.ASCII)
_ID = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_WHOLE = re.compile(r"-?\d{1,19}", re.ASCII)
_LONGS = range(-(2**63), 2**63)
_REAL = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_COMPARED = {"==", "!="}


@dataclass(frozen=True, slots=True)
class Addition:
    """A text to put before a character of a query."""

    offset: int
    text: str


def condition(column: str, kind: str, comparison: str, value: str | None) -> str:
    """Give the step `where COLUMN COMPARISON VALUE`; `kind` is the column's type.

    `comparison` is `==`, `!=` or `has`. A value that does not fit the column's type is compared as
    text, a null by `isnull`, a missing text by `isempty`.
    """
    name = spell_name(column)
    if value is None:
        suffix = "empty" if kind == "string" else "null"
        return f"where is{'not' if comparison == '!=' else ''}{suffix}({name})"
    literal = _literal(kind, value) if comparison in _COMPARED else None
    if literal is not None:
        return f"where {name} {comparison} {literal}"
    text = name if kind == "string" else f"tostring({name})"
    return f"where {text} {comparison} {quote(value)}"


def member_condition(
    column: str,
    steps: Sequence[Step],
    comparison: str,
    value: str | None,
    *,
    is_parsed: bool,
) -> str:
    """Give the step that compares a member of a column's JSON as text.

    `is_parsed` says that the column is dynamic already.
    """
    text = member_text(column, steps, is_parsed=is_parsed)
    if value is None:
        return f"where is{'not' if comparison == '!=' else ''}empty({text})"
    return f"where {text} {comparison} {quote(value)}"


def next_step(query: str, step: str) -> Addition:
    """Tell where a further step of a query goes: behind its last one, but before a `render`."""
    tokens = [
        token
        for token in tokenize(query, tables=())
        if token.kind not in (TokenKind.WHITESPACE, TokenKind.COMMENT)
    ]
    while tokens and tokens[-1].text == ";":
        tokens.pop()
    drawn = _render(tokens)
    tokens = tokens[:drawn] if drawn is not None else tokens
    if not tokens:
        return Addition(len(query), f"\n| {step}" if query.strip() else step)
    return Addition(tokens[-1].end, f"\n| {step}")


def step_in_text(text: str, query: str, offset: int, step: str) -> Addition | None:
    """Tell where in a text a further step of one of its queries goes.

    `query` is what was run, `offset` where it stood; steps put behind it since count as its own.
    `None` when it is no longer there.
    """
    if not text.startswith(query, offset):
        found = text.find(query)
        if found < 0 or text.find(query, found + 1) >= 0:
            return _grown(text, query, offset, step)
        offset = found
    grown = _grown(text, query, offset, step)
    if grown is not None:
        return grown
    addition = next_step(query, step)
    return Addition(offset + addition.offset, addition.text)


def _grown(text: str, query: str, offset: int, step: str) -> Addition | None:
    """Find the place in the one query of the text that begins as the one that was run."""
    begun = query[: next_step(query, step).offset]
    if not begun or not text.startswith(begun, offset):
        return None
    span = query_at(text, offset)
    if span.start != offset or span.end < offset + len(begun):
        return None
    addition = next_step(span.of(text), step)
    return Addition(offset + addition.offset, addition.text)


def _render(tokens: list[Token]) -> int | None:
    """Give the place of the pipe before a last `render`; `None` without one."""
    pipes = [at for at, token in enumerate(tokens) if token.text == "|"]
    last = pipes[-1] if pipes else None
    if last is None or last + 1 >= len(tokens) or tokens[last + 1].text != "render":
        return None
    return last


def _literal(kind: str, value: str) -> str | None:
    """Spell a value of a type; `None` when it is none of it."""
    match kind:
        case "string":
            return quote(value)
        case "bool" if value.casefold() in ("true", "false"):
            return value.casefold()
        case "int" | "long" if _WHOLE.fullmatch(value) and int(value) in _LONGS:
            return quote(int(value))
        case "real" if _REAL.fullmatch(value):
            return f"real({value})"
        case "decimal" if _REAL.fullmatch(value):
            return f"decimal({value})"
        case "datetime" if _MOMENT.fullmatch(value):
            return f"datetime({value})"
        case "timespan" if _SPAN.fullmatch(value):
            return f"timespan({value})"
        case "guid" if _ID.fullmatch(value):
            return f"guid({value})"
    return None
