"""Roles that are granted in Entra beside those that a token holds: the two part for a while."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GrantComparison:
    """How grants and token differ.

    `waiting` is granted, but not in this token yet; `withdrawn` is in the token, but not granted
    any more. Both are sorted; both are empty when all is well.
    """

    waiting: tuple[str, ...]
    withdrawn: tuple[str, ...]


def compare_grants(granted: Collection[str], held: Collection[str]) -> GrantComparison:
    """Compare what is granted on an API with what a token for it holds."""
    return GrantComparison(
        waiting=tuple(sorted(set(granted) - set(held))),
        withdrawn=tuple(sorted(set(held) - set(granted))),
    )
