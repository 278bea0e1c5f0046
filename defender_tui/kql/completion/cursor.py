"""What is due at the end of a text, and what has been written so far."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ..schema import HuntingSchema
from ..tokens import TokenKind
from .cutting import cut_before
from .identity import SchemaKey
from .locating import position_after
from .pieces import Piece
from .position import Place, Position
from .splitting import split_on

_MAYBE_COMPARED = ("=", "=~", "!", "!~")


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the cursor is: `prefix` is the begun word, `pieces` end before it.

    `string` is what is written of the string literal that the cursor is in, `None` outside of one.
    `said` are the words of the comments just above.
    """

    position: Position
    pieces: tuple[Piece, ...]
    prefix: str = ""
    string: str | None = None
    is_comment: bool = False
    said: frozenset[str] = frozenset()


def locate(text: str, schema: HuntingSchema) -> Cursor:
    """Find out what is due at the end of a text."""
    return _located(text, SchemaKey(schema))


# Offers, ghost text and signature behind one key are for the same place.
@lru_cache(maxsize=2)
def _located(text: str, key: SchemaKey) -> Cursor:
    before = cut_before(text)
    pieces = before.pieces
    position = position_after(before.split, key)
    said = before.said
    if before.prefix in _MAYBE_COMPARED and not _may_compare(position):
        sign = (Piece(before.prefix, TokenKind.OPERATOR),)
        return Cursor(position_after(split_on(before.split, sign), key), pieces + sign, said=said)
    return Cursor(position, pieces, before.prefix, before.string, before.is_comment, said)


def _may_compare(position: Position) -> bool:
    """Whether `=` may begin a comparison here rather than give a value to a name."""
    slot = position.slot
    is_condition = bool(slot.function) or slot.expected == "bool" or slot.clause == "on"
    return position.place is Place.AFTER_OPERAND and is_condition and not slot.comparison
