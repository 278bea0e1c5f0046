"""Pieces split into statements, and the last of these into parts at its pipes.

A split can be fed on, so that what was split once for the lines above is not split again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from ..tokens import TokenKind
from ..vocabulary import spelled
from .pieces import GAP, Piece

Part = tuple[Piece, ...]
"""From behind one pipe to the next with that; the first begins where the statement does."""
Parts = tuple["Parts | None", Part]
"""Parts or statements from the last back to the first: what is added shares what was there."""

_BRACKETS = {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}
_GOES_ON = frozenset(spelled("| , ) ] } and or by on . = == =~ != !~ in with"))
_OPEN_END = frozenset(
    spelled("| , ( [ { and or by on . = == =~ != !~ < > <= >= + - * / in let where")
)


@dataclass(frozen=True, eq=False, slots=True)
class Split:
    """How the pieces so far fall apart; equal to itself only.

    `finished` are statements without their `;` and gaps; `parts` and, behind the last outer pipe,
    `rest` are those of the statement that is still open.
    """

    finished: Parts | None = None
    parts: Parts | None = None
    rest: Part = ()
    depth: int = 0
    is_after_gap: bool = False

    @property
    def statements(self) -> list[Part]:
        """The finished statements, the first one first."""
        return listed(self.finished)

    @property
    def last(self) -> Split:
        """The split at its end, where a gap may have ended the last statement."""
        is_over = self.is_after_gap and self.depth == 0 and _ends(self.rest, "")
        return self._without_statement() if is_over else self

    @property
    def open_statement(self) -> Part:
        """The pieces of the last statement."""
        return (*chain.from_iterable(listed(self.parts)), *self.rest)

    def _without_statement(self) -> Split:
        return Split((self.finished, self.open_statement))


NOTHING_SPLIT = Split()


def listed(found: Parts | None) -> list[Part]:
    """Give the links of a chain, the first one first."""
    parts: list[Part] = []
    while found is not None:
        found, part = found
        parts.append(part)
    parts.reverse()
    return parts


def split_statements(pieces: Iterable[Piece]) -> list[Part]:
    """Split into statements without their `;` and gaps; the last one is that of the cursor.

    An empty line ends a statement too, unless the next piece goes on with it or a bracket is open.
    """
    split = _fed(NOTHING_SPLIT, pieces).last
    return [*split.statements, split.open_statement]


@lru_cache(maxsize=4096)
def split_on(split: Split, pieces: Part) -> Split:
    """Feed a split with the pieces that follow; gives the same object for the same again."""
    return _fed(split, pieces) if pieces else split


def _fed(split: Split, pieces: Iterable[Piece]) -> Split:
    finished, parts, depth = split.finished, split.parts, split.depth
    is_after_gap = split.is_after_gap
    rest = list(split.rest)
    for piece in pieces:
        if piece is GAP:
            is_after_gap = True
            continue
        text = piece.text
        if is_after_gap:
            is_after_gap = False
            if text == "let" or (depth == 0 and _ends(rest, text)):
                finished = (finished, (*chain.from_iterable(listed(parts)), *rest))
                parts, rest, depth = None, [], 0
        if text in _BRACKETS and piece.kind is TokenKind.PUNCTUATION:
            depth = max(depth + _BRACKETS[text], 0)
        if depth == 0 and text == ";":
            finished = (finished, (*chain.from_iterable(listed(parts)), *rest))
            parts, rest = None, []
            continue
        rest.append(piece)
        if depth == 0 and text == "|":
            parts, rest = (parts, tuple(rest)), []
    return Split(finished, parts, tuple(rest), depth, is_after_gap)


def _ends(current: Sequence[Piece], following: str) -> bool:
    """Whether an empty line between `current` and the following piece ends the statement.

    Nothing stands in `current` at a statement's start and behind a pipe, where none ends.
    """
    return bool(current) and following not in _GOES_ON and current[-1].text not in _OPEN_END
