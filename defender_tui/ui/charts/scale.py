"""From values of an axis to the cells of a terminal."""

from __future__ import annotations

from math import inf


class Scale:
    """Puts `low` into cell 0 and `high` into the last one; with no range all into `alone`."""

    def __init__(self, low: float, high: float, cells: int, *, alone: float = 0.0) -> None:
        self._low, self._range = low, high - low
        self._last = cells - 1
        self._alone = alone

    def __call__(self, value: float) -> float:
        # Divided first: cells by a range that is next to nothing would be infinite.
        if not 0 < self._range < inf:
            return self._alone
        return (value - self._low) / self._range * self._last
