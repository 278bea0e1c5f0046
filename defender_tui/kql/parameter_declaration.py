"""The statement that declares a query's parameters.

Source: https://learn.microsoft.com/en-us/kusto/query/query-parameters-statement
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from .literals import unquote
from .parameter_values import literal, type_named
from .tokens import Token, TokenKind

_BLANK = (TokenKind.WHITESPACE, TokenKind.COMMENT)
_NAME = re.compile(r"[A-Za-z_]\w{0,63}")
_TYPED = re.compile(r"\w+\s*\((.*)\)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Declaration:
    """`parameters` are name, type and default as typed; `token_count` includes blanks inside."""

    start: int
    end: int
    token_count: int
    parameters: tuple[tuple[str, str, str | None], ...]


def declaration_at(tokens: Sequence[Token], at: int) -> Declaration | None:
    """Read the declaration that begins at a token, its `;` included.

    `None` when none begins there, or one that cannot be read: with a table as parameter, say.
    """
    if tokens[at].text != "declare":
        return None
    places = [place for place in range(at, len(tokens)) if tokens[place].kind not in _BLANK]
    words = [tokens[place].text for place in places]
    if words[1:3] != ["query_parameters", "("]:
        return None
    close = _closing(words)
    if close is None:
        return None
    entries = [_entry([tokens[place] for place in part]) for part in _parts(places, words, close)]
    parameters = tuple(entry for entry in entries if entry is not None)
    if len(parameters) != len(entries) or not parameters:
        return None
    last = places[close + 1] if words[close + 1 : close + 2] == [";"] else places[close]
    return Declaration(tokens[at].start, tokens[last].end, last - at + 1, parameters)


def _closing(words: Sequence[str]) -> int | None:
    depth = 0
    for place, word in enumerate(words):
        depth += (word in ("(", "[", "{")) - (word in (")", "]", "}"))
        if depth == 0 and word == ")":
            return place
    return None


def _parts(places: Sequence[int], words: Sequence[str], close: int) -> list[list[int]]:
    """Cut what stands between the brackets at its commas."""
    parts: list[list[int]] = [[]]
    depth = 0
    for place, word in zip(places[3:close], words[3:close], strict=True):
        depth += (word in ("(", "[", "{")) - (word in (")", "]", "}"))
        if word == "," and depth == 0:
            parts.append([])
        else:
            parts[-1].append(place)
    return parts


def _entry(tokens: Sequence[Token]) -> tuple[str, str, str | None] | None:
    words = [token.text for token in tokens]
    if len(words) < 3 or words[1] != ":" or not _NAME.fullmatch(words[0]):
        return None
    kind = type_named(words[2])
    if kind is None or (len(words) > 3 and (words[3] != "=" or len(words) < 5)):
        return None
    return words[0], kind, _default(kind, tokens[4:])


def _default(kind: str, tokens: Sequence[Token]) -> str | None:
    """Give a default as a person would type it; `None` for none, or for more than one literal."""
    if not tokens:
        return None
    if kind == "string":
        is_text = len(tokens) == 1 and tokens[0].kind is TokenKind.STRING
        return unquote(tokens[0].text) if is_text else None
    text = "".join(token.text for token in tokens)
    typed = _TYPED.fullmatch(text)
    default = (typed.group(1) if typed else text).strip().strip("'\"")
    try:
        literal(kind, default)
    except ValueError:
        return None
    return default
