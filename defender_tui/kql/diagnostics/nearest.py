"""The known name that a misspelt one was meant to be."""

from __future__ import annotations

from collections.abc import Iterable

_LONG = 9
"""Names of this length may differ in two places, shorter ones in one."""
_SHORTEST = 3


def nearest(name: str, known: Iterable[str]) -> str | None:
    """Give the most similar known name, `None` when all are too far off.

    Left out, added, changed and swapped characters count one each; case counts little.
    """
    if len(name) < _SHORTEST:
        return None
    limit = 2 if len(name) >= _LONG else 1
    best: tuple[float, str] | None = None
    for other in known:
        if abs(len(other) - len(name)) > limit or other == name:
            continue
        found = _distance(name.lower(), other.lower(), limit)
        if found > limit:
            continue
        rating = (found + 0.5 * (name[0].lower() != other[0].lower()), other)
        best = rating if best is None or rating < best else best
    return best[1] if best else None


def _distance(left: str, right: str, limit: int) -> int:
    """Count the edits between two words; anything above the limit when there are more."""
    before: list[int] = []
    row = list(range(len(right) + 1))
    for i, a in enumerate(left, 1):
        above, before_last = row, before
        row = [i]
        for j, b in enumerate(right, 1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == right[j - 2] and left[i - 2] == b:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        if min(row) > limit and min(above) > limit:
            return limit + 1
        before = above
    return row[-1]
