"""What is known of the rows at one pipe."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .ordering import RowOrder
from .refusal import CannotSlice


@dataclass(frozen=True, slots=True)
class Flow:
    """Rows that are cut by time.

    `time` names the column that still holds, in every row, the time it is cut by; `None` when no
    column surely does. `order` is how they are sorted by it; `unkept` says why another order that
    is in force cannot be kept.
    """

    time: str | None
    order: RowOrder | None = None
    unkept: CannotSlice | None = None

    def unsorted(self) -> Flow:
        """The same rows in no order that anybody may rely on."""
        return Flow(self.time)

    def with_time(self, time: str | None) -> Flow:
        """The same rows with their time under another name, or lost."""
        return replace(self, time=time)

    def beside(self, other: Flow) -> Flow:
        """Rows of either, in no order."""
        return Flow(self.time if self.time == other.time else None)
