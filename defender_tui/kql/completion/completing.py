"""Completion from text and cursor to a list, best first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..schema import HuntingSchema
from .candidates import candidates
from .completion import Completion, CompletionKind
from .cursor import Cursor, locate
from .new_names import new_names
from .pieces import Piece
from .position import Place
from .ranking import rank
from .statistics import EVERYWHERE, Statistics, StatisticsLoader, load_statistics
from .values import values_within

_ALWAYS_RANKED = 160
"""So many offers are ranked in full; of more, only those that hunters use or the query just did."""
_RECENT = 500
_NEW_NAME = CompletionKind.NEW_NAME
_LEAST_OF_NAMES = 2
"""So many letters must be typed before names are offered for what the query calls anew."""
_MANY = (
    CompletionKind.COLUMN,
    CompletionKind.FUNCTION,
    CompletionKind.AGGREGATE,
    CompletionKind.NEW_NAME,
)


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
    ranked = _ranked(first, cursor, known)
    if len(begun) < _LEAST_OF_NAMES:
        return _exact_first(ranked, cursor.prefix)
    begins = {offer.text for offer in first}
    inside = [o for o in offers if o.text not in begins and begun in o.text.lower()]
    names = new_names(cursor, {offer.text for offer in offers})
    ranked += _ranked(names, cursor, known)
    return [*_exact_first(ranked, cursor.prefix), *_ranked(inside, cursor, known)]


def _ranked(offers: list[Completion], cursor: Cursor, known: Statistics) -> list[Completion]:
    """Order offers; the never used after all others."""
    if not offers:
        return []
    rest: list[Completion] = []
    if len(offers) > _ALWAYS_RANKED:
        offers, rest = _split_by_use(offers, cursor.pieces, known)
    if any(offer.kind is _NEW_NAME for offer in offers):
        offers = _by_use(offers, known)
    return [*rank(offers, cursor, known), *rest]


def _exact_first(offers: list[Completion], prefix: str) -> list[Completion]:
    """Put what begins with capital letters as they were typed before the rest."""
    if prefix == prefix.lower():
        return offers
    return sorted(offers, key=lambda offer: not offer.text.startswith(prefix))


def _by_use(offers: Iterable[Completion], known: Statistics) -> list[Completion]:
    """Put what hunters write often before the rest: ranking cannot tell new names apart."""
    everywhere = known.at(EVERYWHERE)
    common = everywhere.words if everywhere else {}
    return sorted(offers, key=lambda offer: -common.get(offer.text, 0))


def _split_by_use(
    offers: Iterable[Completion], pieces: Sequence[Piece], known: Statistics
) -> tuple[list[Completion], list[Completion]]:
    everywhere = known.at(EVERYWHERE)
    common = everywhere.words if everywhere else {}
    used = {piece.text for piece in pieces[-_RECENT:]}
    split: tuple[list[Completion], list[Completion]] = ([], [])
    for offer in offers:
        text = offer.text
        split[text not in common and text not in used and offer.kind in _MANY].append(offer)
    return split
