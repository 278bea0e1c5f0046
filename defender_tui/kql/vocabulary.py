"""The words of KQL by what they are."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from .package_data import read_document, words

OLDER_SPELLINGS = {
    "filter": "where",
    "order": "sort",
    "limit": "take",
    "mvexpand": "mv-expand",
    "mvapply": "mv-apply",
}
"""Second names of operators, each with the one that it means."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Word sets; a word may be in several (`count` is an operator and a function)."""

    keywords: frozenset[str]
    tabular_operators: frozenset[str]
    functions: frozenset[str]
    operators: frozenset[str]
    types: frozenset[str]
    timespan_suffixes: frozenset[str]


def spelled(words: str) -> tuple[str, ...]:
    """Give the words of a text with spaces between them."""
    return tuple(words.split())


@cache
def load_vocabulary() -> Vocabulary:
    """Read the vocabulary that ships here, once.

    Source: https://learn.microsoft.com/en-us/kusto/query/
    """
    document = read_document("kql-vocabulary.json")
    return Vocabulary(
        keywords=words(document, "keywords") | words(document, "statements"),
        tabular_operators=words(document, "tabular_operators"),
        functions=words(document, "scalar_functions")
        | words(document, "aggregation_functions")
        | words(document, "plugins"),
        operators=frozenset(
            word for name in words(document, "scalar_operators") for word in name.split()
        ),
        types=words(document, "types"),
        timespan_suffixes=words(document, "timespan_suffixes"),
    )
