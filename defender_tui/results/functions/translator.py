"""Tells the KQL translator of functions that it does not know.

Its tables of functions are open: what stands in them is translated, the rest refused by name.
"""

from __future__ import annotations

from functools import cache

from duckdb_kql.translate.functions import AGGREGATE_FUNCTIONS, SCALAR_FUNCTIONS

from defender_tui.results.functions import (
    aggregates,
    arrays,
    bags,
    command_line,
    documents,
    encodings,
    ipv4,
    ipv6,
    numbers,
    parsing,
    sets,
    texts,
    times,
)

_FAMILIES = (
    arrays.FUNCTIONS,
    bags.FUNCTIONS,
    command_line.FUNCTIONS,
    documents.FUNCTIONS,
    encodings.FUNCTIONS,
    ipv4.FUNCTIONS,
    ipv6.FUNCTIONS,
    numbers.FUNCTIONS,
    parsing.FUNCTIONS,
    sets.FUNCTIONS,
    texts.FUNCTIONS,
    times.FUNCTIONS,
)


@cache
def extend_translator() -> None:
    """Add every family to the translator's tables, once in a process."""
    for family in _FAMILIES:
        SCALAR_FUNCTIONS.update({spec.name: spec for spec in family})
    AGGREGATE_FUNCTIONS.update({spec.name: spec for spec in aggregates.AGGREGATES})
