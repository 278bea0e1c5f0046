"""Completion from text and cursor to a list, best first."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from ..schema import HuntingSchema
from ..tokens import TokenKind
from .candidates import candidates
from .completion import Completion, CompletionKind
from .cutting import Piece, cut_before
from .position import Place, Position
from .ranking import rank
from .schema_key import SchemaKey
from .statements import position_after
from .statistics import EVERYWHERE, Statistics, StatisticsLoader, load_statistics
from .values import values_within

_MAYBE_COMPARED = ("=", "=~", "!", "!~")
_ALWAYS_RANKED = 160
"""So many offers are ranked in full; of more, only those that hunters or the query use."""
_CALLED = (CompletionKind.FUNCTION, CompletionKind.AGGREGATE)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the cursor is: `prefix` is the begun word, `pieces` end before it.

    `string` is what is written of the string literal that the cursor is in, `None` outside of one.
    """

    position: Position
    pieces: tuple[Piece, ...]
    prefix: str = ""
    string: str | None = None
    is_comment: bool = False


def complete(text: str, offset: int, schema: HuntingSchema) -> list[Completion]:
    """Offer the words that may stand at the cursor, best first; empty where nothing is known.

    `offset` counts characters; outside of the text it means the nearest end. What stands behind
    the cursor is not looked at. A begun word is compared without regard to case; offers that hold
    it further inside follow those that begin with it. Inside a string literal the documented
    values of the column that it is compared with are offered.
    """
    return complete_by(load_statistics, text, offset, schema)


def complete_by(
    statistics: Statistics | StatisticsLoader, text: str, offset: int, schema: HuntingSchema
) -> list[Completion]:
    """Complete as `complete` does, ranking by other statistics."""
    cursor = locate(text[: max(offset, 0)], schema)
    if cursor.is_comment:
        return []
    if cursor.string is not None:
        return values_within(cursor.string, cursor.position)
    if cursor.prefix[:1].isdigit() and cursor.position.place is not Place.OPERAND:
        return []
    known = statistics if isinstance(statistics, Statistics) else statistics()
    offers = candidates(cursor.position, cursor.pieces)
    if not cursor.prefix:
        return _ranked(offers, cursor, known)
    begun = cursor.prefix.lower()
    first = [offer for offer in offers if offer.text.lower().removeprefix("| ").startswith(begun)]
    if len(begun) < 2:
        return _ranked(first, cursor, known)
    inside = [offer for offer in offers if begun in offer.text.lower() and offer not in first]
    return [*_ranked(first, cursor, known), *_ranked(inside, cursor, known)]


def locate(text: str, schema: HuntingSchema) -> Cursor:
    """Find out what is due at the end of a text."""
    return _located(text, SchemaKey(schema))


# Offers, ghost text and signature behind one key are for the same place.
@lru_cache(maxsize=2)
def _located(text: str, key: SchemaKey) -> Cursor:
    schema = key.schema
    before = cut_before(text)
    pieces = before.pieces
    position = position_after(pieces, schema)
    if before.prefix in _MAYBE_COMPARED and not _may_compare(position):
        pieces = (*pieces, Piece(before.prefix, TokenKind.OPERATOR))
        return Cursor(position_after(pieces, schema), pieces)
    return Cursor(position, pieces, before.prefix, before.string, before.is_comment)


def _may_compare(position: Position) -> bool:
    """Whether `=` may begin a comparison here rather than give a value to a name."""
    slot = position.slot
    is_condition = bool(slot.function) or slot.expected == "bool" or slot.clause == "on"
    return position.place is Place.AFTER_OPERAND and is_condition and not slot.comparison


def _ranked(offers: list[Completion], cursor: Cursor, known: Statistics) -> list[Completion]:
    """Order offers; an exact case before another, the never used after all others."""
    if not offers:
        return []
    rest: list[Completion] = []
    if len(offers) > _ALWAYS_RANKED:
        offers, rest = _split_by_use(offers, cursor.pieces, known)
    ranked = rank(offers, cursor.position, cursor.pieces, known)
    prefix = cursor.prefix
    if prefix and prefix != prefix.lower():
        ranked.sort(key=lambda offer: not offer.text.startswith(prefix))
    return [*ranked, *rest]


def _split_by_use(
    offers: Iterable[Completion], pieces: Iterable[Piece], known: Statistics
) -> tuple[list[Completion], list[Completion]]:
    everywhere = known.at(EVERYWHERE)
    used = {piece.text for piece in pieces}
    used.update(everywhere.words if everywhere else ())
    split: tuple[list[Completion], list[Completion]] = ([], [])
    for offer in offers:
        is_rare = offer.kind in (*_CALLED, CompletionKind.COLUMN, CompletionKind.NEW_NAME)
        split[is_rare and offer.text not in used].append(offer)
    return split
