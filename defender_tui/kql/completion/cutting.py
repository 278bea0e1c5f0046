"""The text before a cursor as pieces: tokens that mean something, without blanks and comments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from ..lexer import LineState, tokenize_line
from ..tokens import Token, TokenKind
from ..vocabulary import load_vocabulary, spelled

_PREFIX = re.compile(r"(?:!?[\w$]*~?|[=!]~?)\Z")
_HYPHENATED = re.compile(r"[a-z]+(?:-[a-z]*)+\Z")
_STRING_MARKS = re.compile(r"""[hH]?(?P<verbatim>@?)(?P<mark>```|~~~|['"])""")
_SKIPPED = (TokenKind.WHITESPACE, TokenKind.COMMENT)


class Piece(NamedTuple):
    """One token; its text and what it is."""

    text: str
    kind: TokenKind


GAP = Piece("", TokenKind.WHITESPACE)
"""Stands where empty lines were."""


@dataclass(frozen=True, slots=True)
class Before:
    """What stands before a cursor.

    `prefix` is the begun word at the cursor, empty when none is begun; `pieces` end before it.
    `string` is what is written so far of the string literal that the cursor is in, `None` outside
    of one, and `mark` is what opened it. In a comment `is_comment` is true.
    """

    pieces: tuple[Piece, ...]
    prefix: str = ""
    string: str | None = None
    mark: str = ""
    is_comment: bool = False


# All help behind one key cuts the same text.
@lru_cache(maxsize=2)
def cut_before(text: str) -> Before:
    """Cut a text that ends at the cursor."""
    pieces: list[Piece] = []
    state = LineState()
    *lines, last = text.split("\n")
    opened: list[str] = []
    for line in lines:
        found, after = _cut_line(line, state)
        if not state.fence and not found and not line.strip():
            pieces.append(GAP)
        pieces.extend(found)
        if after.fence:
            opened = [*opened, line] if state.fence else [line]
        state = after
    return _with_last_line(pieces, opened, last, state)


def _with_last_line(pieces: list[Piece], opened: list[str], line: str, state: LineState) -> Before:
    tokens, after = tokenize_line(line, state, tables=())
    if after.fence:
        return _in_fence(pieces, opened, line, after.fence, is_begun=bool(state.fence))
    significant = [token for token in tokens if _means(token)]
    if tokens and tokens[-1].kind is TokenKind.COMMENT:
        pieces.extend(Piece(token.text, token.kind) for token in significant)
        return Before(tuple(pieces), is_comment=True)
    if significant and significant[-1].kind is TokenKind.UNFINISHED:
        begun = significant.pop().text
        marks = _STRING_MARKS.match(begun)
        pieces.extend(Piece(token.text, token.kind) for token in significant)
        end = marks.end() if marks else 0
        return Before(tuple(pieces), string=begun[end:], mark=begun[:end])
    start = _prefix_start(line)
    while significant and significant[-1].end > start:
        start = min(start, significant.pop().start)
    pieces.extend(Piece(token.text, token.kind) for token in significant)
    return Before(tuple(pieces), prefix=line[start:])


def _in_fence(
    pieces: list[Piece], opened: list[str], line: str, fence: str, *, is_begun: bool
) -> Before:
    lines = [*opened, line] if is_begun else [line]
    if is_begun and pieces:
        del pieces[_first_of_fence(pieces) :]
    begun = "\n".join(lines)
    return Before(tuple(pieces), string=begun[begun.rfind(fence) + len(fence) :], mark=fence)


def _first_of_fence(pieces: list[Piece]) -> int:
    """Where the open string begins: its lines are the last pieces, each a string."""
    at = len(pieces)
    while at and pieces[at - 1].kind is TokenKind.STRING:
        at -= 1
        if pieces[at].text.lstrip("hH")[:3] in ("```", "~~~"):
            break
    return at


def _prefix_start(line: str) -> int:
    match = _PREFIX.search(line)
    start = match.start() if match else len(line)
    hyphenated = _HYPHENATED.search(line)
    if hyphenated and (hyphenated.start() < start or line.endswith("-")):
        begun = hyphenated.group()
        if any(word.startswith(begun) for word in load_vocabulary().tabular_operators):
            return hyphenated.start()
    return start


@lru_cache(maxsize=4096)
def _cut_line(line: str, state: LineState) -> tuple[tuple[Piece, ...], LineState]:
    tokens, after = tokenize_line(line, state, tables=())
    found = tuple(Piece(token.text, token.kind) for token in tokens if _means(token))
    return found, after


def _means(token: Token) -> bool:
    """Whether a token is more than a blank, a comment or an invisible character."""
    return token.kind not in _SKIPPED and token.text.isprintable()


def split_statements(pieces: Iterable[Piece]) -> list[tuple[Piece, ...]]:
    """Split into statements without their `;` and gaps; the last one is that of the cursor.

    An empty line ends a statement too, unless the next piece goes on with it or a bracket is open.
    """
    statements: list[tuple[Piece, ...]] = []
    current: list[Piece] = []
    depth, is_after_gap = 0, False
    for piece in pieces:
        if piece is GAP:
            is_after_gap = True
            continue
        text = piece.text
        if is_after_gap:
            is_after_gap = False
            if text == "let" or (depth == 0 and _ends(current, text)):
                statements.append(tuple(current))
                current, depth = [], 0
        if text in _BRACKETS and piece.kind is TokenKind.PUNCTUATION:
            depth = max(depth + _BRACKETS[text], 0)
        if text == ";" and depth == 0:
            statements.append(tuple(current))
            current = []
        else:
            current.append(piece)
    if is_after_gap and depth == 0 and _ends(current, ""):
        statements.append(tuple(current))
        current = []
    return [*statements, tuple(current)]


_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
_GOES_ON = frozenset(spelled("| , ) ] } and or by on . = == =~ != !~ in with"))
_OPEN_END = frozenset(
    spelled("| , ( [ { and or by on . = == =~ != !~ < > <= >= + - * / in let where")
)


def _ends(current: list[Piece], following: str) -> bool:
    """Whether an empty line between `current` and the following piece ends the statement."""
    return bool(current) and following not in _GOES_ON and current[-1].text not in _OPEN_END
