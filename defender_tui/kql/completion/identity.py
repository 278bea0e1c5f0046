"""An object as the key of what is kept for it, without a look into it."""

from __future__ import annotations

from typing import Generic, TypeVar

from ..schema import HuntingSchema

KNOWN_SCHEMAS = 4
"""For so many schemas something is kept; each that learns members replaces another."""

T = TypeVar("T")


class Same(Generic[T]):
    """Equal for the same object only: comparing whole schemas or scopes would take too long."""

    __slots__ = ("one",)

    def __init__(self, one: T) -> None:
        self.one = one

    def __hash__(self) -> int:
        return id(self.one)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Same) and self.one is other.one


SchemaKey = Same[HuntingSchema]
