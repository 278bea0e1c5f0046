"""How often hunters write which word where: small counts learnt from public queries."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from ..package_data import read_document

EVERYWHERE = ""
"""The key of the counts over all positions."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Words at one key, how many they are and their sum."""

    words: Mapping[str, int]
    variety: int
    total: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """Counts by key, and for each group of positions the weights of the features."""

    counts: Mapping[str, Mapping[str, int]]
    weights: Mapping[str, Sequence[float]]
    _sums: dict[str, Counts] = field(default_factory=dict, repr=False, compare=False)

    def at(self, key: str) -> Counts | None:
        """Give the counts of a key, if that was ever seen."""
        found = self._sums.get(key)
        if found is None:
            words = self.counts.get(key)
            if words is None:
                return None
            found = self._sums[key] = Counts(words, len(words), sum(words.values()))
        return found

    def levels(self, chain: Sequence[str]) -> list[Counts]:
        """Give the counts along a chain, as far as it was seen."""
        return [found for key in chain if (found := self.at(key)) is not None]


StatisticsLoader = Callable[[], Statistics]


def probabilities(
    words: Sequence[str], levels: Sequence[Counts], otherwise: Sequence[float]
) -> Sequence[float]:
    """Mix the counts of words from general to specific; `otherwise` is each word's own share.

    What is new at one level counts by the level's variety.

    Source: the Witten-Bell estimate, as in any book on language models
    """
    mixed = otherwise
    for level in levels:
        count, variety, whole = level.words.get, level.variety, level.total + level.variety
        mixed = [
            (count(word, 0) + variety * share) / whole
            for word, share in zip(words, mixed, strict=True)
        ]
    return mixed


@cache
def load_statistics() -> Statistics:
    """Read the statistics that ship here, once."""
    return statistics_of(read_document("completion-statistics.json"))


def statistics_of(document: Mapping[str, object]) -> Statistics:
    """Build statistics of a document.

    It has `words`, a list; `counts`, by key the number of a word, then how often it was written,
    and so on in turn; and `weights`, by group a list in the order of the features.

    Raises:
        TypeError: the document has another form.
    """
    words, counts, weights = document["words"], document["counts"], document["weights"]
    if not (isinstance(words, list) and isinstance(counts, dict) and isinstance(weights, dict)):
        raise TypeError("the document does not hold words, counts and weights")
    return Statistics(
        {
            key: {words[number]: count for number, count in zip(row[::2], row[1::2], strict=True)}
            for key, row in counts.items()
        },
        weights,
    )
