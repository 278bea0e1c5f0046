"""The text before a cursor as pieces: tokens that mean something, without blanks and comments."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from ..lexer import LineState, tokenize_line
from ..tokens import Token, TokenKind
from ..vocabulary import load_vocabulary
from .name_words import name_words
from .pieces import GAP, Piece
from .splitting import NOTHING_SPLIT, Split, split_on

_PREFIX = re.compile(r"(?:!?[\w$]*~?|[=!]~?)\Z")
_HYPHENATED = re.compile(r"[a-z]+(?:-[a-z]*)+\Z")
_STRING_MARKS = re.compile(r"""[hH]?(?P<verbatim>@?)(?P<mark>```|~~~|['"])""")
_LISTENED_LINES = 16
_SKIPPED = (TokenKind.WHITESPACE, TokenKind.COMMENT)


@dataclass(frozen=True, slots=True)
class Before:
    """What stands before a cursor.

    `prefix` is the begun word at the cursor, empty when none is begun; `pieces` end before it, and
    `split` says how they fall into statements. `string` is what is written so far of the string
    literal that the cursor is in, `None` outside of one, and `mark` is what opened it. In a comment
    `is_comment` is true. `said` are the words of the comments just above.
    """

    pieces: tuple[Piece, ...]
    split: Split
    prefix: str = ""
    string: str | None = None
    mark: str = ""
    is_comment: bool = False
    said: frozenset[str] = frozenset()


@dataclass(frozen=True, eq=False, slots=True)
class _Line:
    """A finished line and, through `above`, those before it; equal to itself only.

    `split` takes in all pieces so far. While a multi-line string is open, `outside` stands for the
    line that opened it, with only the pieces before the string.
    """

    above: _Line | None
    pieces: tuple[Piece, ...]
    state: LineState
    split: Split
    outside: _Line | None = None
    text: str = ""
    said: frozenset[str] = frozenset()


_FIRST = _Line(None, (), LineState(), NOTHING_SPLIT)


# All help behind one key cuts the same text.
@lru_cache(maxsize=2)
def cut_before(text: str) -> Before:
    """Cut a text that ends at the cursor."""
    *lines, last = text.split("\n")
    line = _FIRST
    for finished in lines:
        line = _line_below(line, finished)
    return _with_last_line(line, last)


# What stands above the cursor's line is the same with each key.
@lru_cache(maxsize=4096)
def _line_below(above: _Line, text: str) -> _Line:
    tokens, state = tokenize_line(text, above.state, tables=())
    pieces = _pieces(tokens)
    if not above.state.fence and not pieces and not text.strip():
        pieces = (GAP,)
    outside = None
    if state.fence:
        outside = above.outside if len(tokens) <= 1 else None
        if outside is None:
            first = pieces[:-1]
            outside = _Line(above, first, above.state, split_on(above.split, first))
    split, said = split_on(above.split, pieces), _said(tokens)
    return _Line(above, pieces, state, split, outside, text, said)


def _with_last_line(above: _Line, text: str) -> Before:
    tokens, after = tokenize_line(text, above.state, tables=())
    if after.fence:
        return _in_fence(_line_below(above, text))
    significant = [token for token in tokens if _means(token)]
    if tokens and tokens[-1].kind is TokenKind.COMMENT:
        return _before(above, significant, is_comment=True)
    if significant and significant[-1].kind is TokenKind.UNFINISHED:
        begun = significant.pop().text
        marks = _STRING_MARKS.match(begun)
        end = marks.end() if marks else 0
        return _before(above, significant, string=begun[end:], mark=begun[:end])
    start = _prefix_start(text)
    while significant and significant[-1].end > start:
        start = min(start, significant.pop().start)
    return _before(above, significant, prefix=text[start:])


def _before(
    above: _Line,
    tokens: Iterable[Token],
    *,
    prefix: str = "",
    string: str | None = None,
    mark: str = "",
    is_comment: bool = False,
) -> Before:
    pieces = _pieces(tokens)
    split = split_on(above.split, pieces)
    before, said = _down_to(above), _said_above(above)
    return Before(before + pieces, split, prefix, string, mark, is_comment, said)


def _in_fence(line: _Line) -> Before:
    outside, fence = line.outside or line, line.state.fence
    lines: list[str] = []
    above: _Line | None = line
    while above is not None and above is not outside.above:
        lines.append(above.text)
        above = above.above
    begun = "\n".join(reversed(lines))
    string = begun[begun.rfind(fence) + len(fence) :]
    return Before(_down_to(outside), outside.split, string=string, mark=fence)


@lru_cache(maxsize=2)
def _down_to(line: _Line) -> tuple[Piece, ...]:
    """All pieces from the first line to this one."""
    found = [line.pieces]
    while line.above is not None:
        line = line.above
        found.append(line.pieces)
    return tuple(chain.from_iterable(reversed(found)))


def _prefix_start(line: str) -> int:
    match = _PREFIX.search(line)
    start = match.start() if match else len(line)
    hyphenated = _HYPHENATED.search(line)
    if hyphenated and (hyphenated.start() < start or line.endswith("-")):
        begun = hyphenated.group()
        if any(word.startswith(begun) for word in load_vocabulary().tabular_operators):
            return hyphenated.start()
    return start


@lru_cache(maxsize=2)
def _said_above(line: _Line) -> frozenset[str]:
    """The words of comments in the last lines."""
    found = line.said
    for _ in range(_LISTENED_LINES - 1):
        if line.above is None:
            break
        line = line.above
        found |= line.said
    return found


def _said(tokens: Iterable[Token]) -> frozenset[str]:
    said = [token.text for token in tokens if token.kind is TokenKind.COMMENT]
    return name_words(said[-1]) if said else frozenset()


def _pieces(tokens: Iterable[Token]) -> tuple[Piece, ...]:
    return tuple(Piece(token.text, token.kind) for token in tokens if _means(token))


def _means(token: Token) -> bool:
    """Whether a token is more than a blank, a comment or an invisible character."""
    return token.kind not in _SKIPPED and token.text.isprintable()
