"""Which of the offers comes first: by position, by what the query uses, by how hunters write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from operator import mul

from .completion import Completion, CompletionKind
from .contexts import base_columns, chains, class_of, group_of
from .cursor import Cursor
from .name_words import likeness, name_words
from .pieces import Piece
from .position import Position
from .statistics import EVERYWHERE, Statistics, probabilities

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
    "alike",
    "said",
    "sharing",
)
_MEMORY = 1_000
"""So many pieces are looked back on, or each key would cost more in a long text."""
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

    def features(self, text: str) -> tuple[float, ...]:
        """Give those from "used" to "follows both" for a word that was used."""
        count = self.counts[text]
        return (
            1.0,
            log(1 + count),
            -log(self.total - self.last[text]),
            log(1 + self.after_one[text]) if text in self.after_one else 0.0,
            log(1 + self.after_two[text]) if text in self.after_two else 0.0,
        )


_LET = CompletionKind.LET
_TABLES = (CompletionKind.TABLE, _LET)
_UNUSED = (0.0,) * 5


def words_used(pieces: Sequence[Piece]) -> Used:
    """Count the words before a cursor, and those that followed the two words next to it.

    Words very far above do not count.
    """
    texts = [piece.text for piece in pieces[-_MEMORY:]]
    one = texts[-1] if texts else ""
    two = texts[-2] if len(texts) > 1 else ""
    places = [at for at, text in enumerate(texts[:-1]) if text == one]
    after_one = Counter(texts[at + 1] for at in places)
    after_two = Counter(texts[at + 1] for at in places if at and texts[at - 1] == two)
    last = dict(zip(texts, range(len(texts)), strict=True))
    return Used(Counter(texts), last, after_one, after_two, len(texts))


def scored(
    offers: Iterable[Completion],
    cursor: Cursor,
    statistics: Statistics,
) -> list[tuple[Completion, tuple[float, ...]]]:
    """Give each offer its features, in the order of `FEATURES`."""
    listed = list(offers)
    if not listed:
        return []
    position, pieces = cursor.position, cursor.pieces
    used = words_used(pieces)
    base = base_columns(position.slot.scope, position.environment.schema)
    classes = [class_of(offer, base) for offer in listed]
    sizes = Counter(classes)
    expected, compared = position.slot.expected, position.slot.compared
    assigned = position.slot.assigned
    texts = [offer.text for offer in listed]
    alike = likeness(texts, name_words(assigned or compared))
    said = likeness(texts, cursor.said)
    named = set(position.listed)
    shared = _by_class(list(sizes), position, pieces, statistics)
    sharing = {word: -log(size) for word, size in sizes.items()}
    matches = {kind: _type_match(kind, expected) for kind in {offer.detail for offer in listed}}
    found = []
    for offer, word in zip(listed, classes, strict=True):
        text = offer.text
        foreseen, everywhere_share = shared[word]
        features = (
            *foreseen,
            *(used.features(text) if text in used.counts else _UNUSED),
            1.0 if text in named else 0.0,
            *matches[offer.detail],
            1.0 if word == "<own>" else 0.0,
            1.0 if offer.kind is _LET else 0.0,
            everywhere_share,
            1.0 if text == compared else 0.0,
            _kinship(text, assigned) if assigned else 0.0,
            alike.get(text, 0.0),
            said.get(text, 0.0) if offer.kind in _TABLES else 0.0,
            sharing[word],
        )
        found.append((offer, features))
    return found


def _by_class(
    words: Sequence[str], position: Position, pieces: Sequence[Piece], statistics: Statistics
) -> dict[str, tuple[tuple[float, ...], float]]:
    """What all offers of one class have in common: how likely each is by each line of thought.

    Beside it, how likely anywhere at all.
    """
    everywhere = statistics.at(EVERYWHERE)
    total = everywhere.total if everywhere else 1
    known = everywhere.words if everywhere else {}
    otherwise = [(known.get(word, 0) + 0.1) / (total + 100) for word in words]
    mixed = [
        probabilities(words, statistics.levels(chain), otherwise)
        for chain in chains(position, pieces)
    ]
    likely = zip(words, otherwise, zip(*mixed, strict=True), strict=True)
    return {
        word: (tuple([log(part) for part in parts]), log(anywhere))
        for word, anywhere, parts in likely
    }


def rank(
    offers: Iterable[Completion],
    cursor: Cursor,
    statistics: Statistics,
) -> list[Completion]:
    """Order offers, best first."""
    weights = statistics.weights[group_of(cursor.position)]
    points = [
        (sum(map(mul, weights, features)), offer)
        for offer, features in scored(offers, cursor, statistics)
    ]
    points.sort(key=_points, reverse=True)
    return [offer for _, offer in points]


def _points(scored_offer: tuple[float, Completion]) -> float:
    return scored_offer[0]


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
