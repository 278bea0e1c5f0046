"""The words that a name or a comment is made of, so that names can be found alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from math import log

_WORD = re.compile(r"[A-Z]{2,}s(?![a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_LEAST_LENGTH = 2


@lru_cache(maxsize=8192)
def name_words(text: str) -> frozenset[str]:
    """Give the words in small letters and without a plural's `s`: `FileNames` is file and name."""
    words = (found.lower() for found in _WORD.findall(text))
    return frozenset(_singular(word) for word in words if len(word) >= _LEAST_LENGTH)


def _singular(word: str) -> str:
    is_plural = len(word) > _LEAST_LENGTH and word[-1] == "s" and word[-2] != "s"
    return word[:-1] if is_plural else word


def likeness(names: Sequence[str], words: frozenset[str]) -> Mapping[str, float]:
    """Give the names that have words of a text, each with the share of its weight that is there.

    A word counts the more the fewer names have it; shares are above 0 and at most 1.
    """
    alike = [name for name in names if not words.isdisjoint(name_words(name))] if words else []
    if not alike:
        return {}
    having = Counter(word for name in names for word in name_words(name))
    weights = {word: log(1 + len(names) / count) for word, count in having.items()}
    return {name: _share(name_words(name), words, weights) for name in alike}


def _share(own: frozenset[str], words: frozenset[str], weights: Mapping[str, float]) -> float:
    return sum([weights[word] for word in own & words]) / sum([weights[word] for word in own])
