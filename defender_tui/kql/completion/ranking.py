"""Which of the offers comes first: by position, by what the query uses, by how hunters write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from .completion import Completion, CompletionKind
from .contexts import base_columns, chains, class_of, group_of
from .cutting import Piece
from .position import Position
from .statistics import EVERYWHERE, Statistics, probability

FEATURES = (
    "by words",
    "by operator",
    "by list",
    "by column",
    "used",
    "used often",
    "recent",
    "follows",
    "follows both",
    "in list",
    "of type",
    "of other type",
    "own",
    "let",
    "everywhere",
    "same",
    "akin",
)
_NUMERIC = ("int", "long", "real", "decimal")
_TYPES = frozenset((*_NUMERIC, "string", "bool", "datetime", "timespan", "dynamic", "guid"))


@dataclass(frozen=True, slots=True)
class Used:
    """The words before the cursor: how often, where last, and what followed what."""

    counts: Counter[str]
    last: dict[str, int]
    after_one: Counter[str]
    after_two: Counter[str]
    total: int


def words_used(pieces: Sequence[Piece]) -> Used:
    """Count the words of a query, and those that followed the two words before the cursor."""
    texts = [piece.text for piece in pieces]
    one = texts[-1] if texts else ""
    two = texts[-2] if len(texts) > 1 else ""
    places = [at for at, text in enumerate(texts[:-1]) if text == one]
    after_one = Counter(texts[at + 1] for at in places)
    after_two = Counter(texts[at + 1] for at in places if at and texts[at - 1] == two)
    last = dict(zip(texts, range(len(texts)), strict=True))
    return Used(Counter(texts), last, after_one, after_two, len(texts))


def scored(
    offers: Iterable[Completion],
    position: Position,
    pieces: Sequence[Piece],
    statistics: Statistics,
) -> list[tuple[Completion, tuple[float, ...]]]:
    """Give each offer its features, in the order of `FEATURES`."""
    listed = list(offers)
    used = words_used(pieces)
    base = base_columns(position.slot.scope, position.environment.schema)
    classes = [class_of(offer, base) for offer in listed]
    sizes = Counter(classes)
    everywhere = statistics.at(EVERYWHERE)
    total = everywhere.total if everywhere else 1
    known = everywhere.words if everywhere else {}
    levels = [statistics.levels(chain) for chain in chains(position, pieces)]
    expected = position.slot.expected
    named = set(position.listed)
    found = []
    for offer, word in zip(listed, classes, strict=True):
        text, share = offer.text, sizes[word]
        otherwise = (known.get(word, 0) + 0.1) / (total + 100)
        count = used.counts.get(text, 0)
        features = (
            *(log(probability(word, level, otherwise) / share) for level in levels),
            1.0 if count else 0.0,
            log(1 + count),
            -log(used.total - used.last[text]) if count else 0.0,
            log(1 + used.after_one[text]) if text in used.after_one else 0.0,
            log(1 + used.after_two[text]) if text in used.after_two else 0.0,
            1.0 if text in named else 0.0,
            *_type_match(offer.detail, expected),
            1.0 if word == "<own>" else 0.0,
            1.0 if offer.kind is CompletionKind.LET else 0.0,
            log(otherwise),
            1.0 if text == position.slot.compared else 0.0,
            _kinship(text, position.slot.assigned) if position.slot.assigned else 0.0,
        )
        found.append((offer, features))
    return found


def rank(
    offers: Iterable[Completion],
    position: Position,
    pieces: Sequence[Piece],
    statistics: Statistics,
) -> list[Completion]:
    """Order offers, best first."""
    weights = statistics.weights[group_of(position)]
    points = [
        (sum(map(_product, weights, features)), offer)
        for offer, features in scored(offers, position, pieces, statistics)
    ]
    points.sort(key=_points, reverse=True)
    return [offer for _, offer in points]


def _points(scored_offer: tuple[float, Completion]) -> float:
    return scored_offer[0]


def _product(weight: float, feature: float) -> float:
    return weight * feature


def _kinship(text: str, assigned: str) -> float:
    """How much a word looks like the name that its value will have."""
    one, other = text.lower(), assigned.lower()
    if one == other:
        return 1.0
    return 0.6 if one.endswith(other) or other.endswith(one) else 0.0


def _type_match(kind: str, expected: str) -> tuple[float, float]:
    """Whether a type is the one that is due, and whether it is known to be another."""
    if not expected or kind not in _TYPES:
        return 0.0, 0.0
    fits = kind in expected.split("|") or (expected == "number" and kind in _NUMERIC)
    return (1.0, 0.0) if fits else (0.0, 0.0 if kind == "dynamic" else 1.0)
