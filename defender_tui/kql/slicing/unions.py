"""The legs of a union.

Source: https://learn.microsoft.com/en-us/kusto/query/union-operator
"""

from __future__ import annotations

from dataclasses import dataclass

from .options import take_options
from .words import Stretch, Words


@dataclass(frozen=True, slots=True)
class Union:
    """One union: its words, its legs in order, and whether rows say which leg they are from."""

    operator: Stretch
    legs: list[Stretch]
    names_sources: bool


def read_union(words: Words, operator: Stretch) -> Union:
    """Read `union` with what follows it.

    Raises:
        CannotSlice: it has no legs.
    """
    options, rest = take_options(words, operator.after())
    legs = words.split(rest, ",")
    if any(leg.is_empty for leg in legs):
        raise words.refuse("A leg of this union is missing.", operator)
    return Union(operator, legs, "withsource" in options or "with_source" in options)
