"""Alerts and traces of an incident, told when first looked at: most incidents never are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Generic, TypeVar, overload

Item = TypeVar("Item")


class ToldOnDemand(Sequence[Item], Generic[Item]):
    """A sequence that is made when first looked into, and equals every one of the same items."""

    __slots__ = ("_items", "_tell")

    def __init__(self, tell: Callable[[], Sequence[Item]]) -> None:
        self._tell: Callable[[], Sequence[Item]] | None = tell
        self._items: Sequence[Item] = ()

    def _told(self) -> Sequence[Item]:
        tell = self._tell
        if tell is not None:
            # Two threads may both tell: the outcome is the same.
            self._items = tell()
            self._tell = None
        return self._items

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Item]: ...
    def __getitem__(self, index: int | slice) -> Item | Sequence[Item]:
        return self._told()[index]

    def __len__(self) -> int:
        return len(self._told())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash(tuple(self))
