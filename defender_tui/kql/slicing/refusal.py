"""Why a query cannot be cut into parts."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """A sentence, and the part of the query that it is about, by offsets in characters."""

    reason: str
    start: int
    end: int


class CannotSlice(Exception):
    """Reading came to something that parts would answer differently."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.reason)
        self.refusal = refusal
