"""Rows counted by time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from defender_tui.results.column_types import typed_sql
from defender_tui.results.view.values import as_int, as_text

if TYPE_CHECKING:
    from defender_tui.results.reading import Fetch

_GROUPS = 8
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = datetime(1, 1, 1, tzinfo=UTC)
_LAST = datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
_US = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_STEPS = (
    *(_US * length * 10**power for power in range(6) for length in (1, 2, 5)),
    *(timedelta(seconds=seconds) for seconds in (1, 2, 5, 10, 15, 30)),
    *(timedelta(minutes=minutes) for minutes in (1, 2, 5, 10, 15, 30)),
    *(timedelta(hours=hours) for hours in (1, 2, 3, 6, 12)),
    *(timedelta(days=days) for days in (1, 2, 7, 14, 28, 91, 182, 364)),
    *(364 * _DAY * length * 10**power for power in range(4) for length in (2, 5, 10)),
)


@dataclass(frozen=True, slots=True)
class Timeline:
    """Numbers of rows in half-open spans of one length, from the first with a row to the last.

    `groups` are the same counts for the most frequent values of a second column, most frequent
    first; `others` counts the rows of its remaining values. Rows in `untimed` have no moment.
    All are empty when no row has one. `first` numbers the first span, counted from 1970.
    """

    first: int
    step: timedelta
    counts: tuple[int, ...]
    groups: tuple[tuple[str | None, tuple[int, ...]], ...] = ()
    others: tuple[int, ...] = ()
    untimed: int = 0

    @property
    def start(self) -> datetime:
        """The start of the first span, in UTC."""
        return self.moment(0)

    def moment(self, bucket: int) -> datetime:
        """Give the start of a span in UTC; that of the one behind the last is the end of all."""
        try:
            return _EPOCH + (self.first + bucket) * self.step
        except OverflowError:
            return _FIRST if self.first + bucket < 0 else _LAST


def count_by_time(
    fetch: Fetch, source: str, column: str, *, buckets: int, group: str | None
) -> Timeline:
    """Count the rows of `source` by the moments in a column; `group` is SQL of what else to."""
    # A moment in a text column counts, too.
    us = f"epoch_us({typed_sql(column, 'datetime')})"
    timed = f"(SELECT *, {us} AS us FROM {source})"
    ((rows, count, low, high),) = fetch(
        f"SELECT count(*), count(us), min(us), max(us) FROM {timed}"
    )
    untimed = as_int(rows) - as_int(count)
    if not count:
        return Timeline(0, _STEPS[0], (), untimed=untimed)
    step, first, length = _spans(as_int(low), as_int(high), buckets)
    bucket = f"(us - us % {step // _US}) // {step // _US} - if(us % {step // _US} < 0, 1, 0)"
    counted = fetch(
        f"SELECT {bucket} AS bucket, {group or 'NULL'} AS named, count(*) FROM {timed}"
        " WHERE us IS NOT NULL GROUP BY bucket, named"
    )
    counts = [0] * length
    by_group: dict[str | None, list[int]] = {}
    for span, named, number in counted:
        at = as_int(span) - first
        counts[at] += as_int(number)
        by_group.setdefault(as_text(named), [0] * length)[at] += as_int(number)
    if group is None:
        return Timeline(first, step, tuple(counts), untimed=untimed)
    ranked = sorted(by_group.items(), key=lambda one: (-sum(one[1]), one[0] is None, one[0] or ""))
    rest = [of_group for _, of_group in ranked[_GROUPS:]]
    return Timeline(
        first,
        step,
        tuple(counts),
        tuple((named, tuple(of_group)) for named, of_group in ranked[:_GROUPS]),
        tuple(sum(of_span) for of_span in zip(*rest, strict=True)),
        untimed,
    )


def _spans(low_us: int, high_us: int, buckets: int) -> tuple[timedelta, int, int]:
    """The shortest round step that is enough; the number of the first span; how many there are.

    The longest step is enough for the years 1 to 9999, which it cuts in 1970.
    """
    found = (
        (step, low_us // (step // _US), high_us // (step // _US) - low_us // (step // _US) + 1)
        for step in _STEPS
    )
    return next(spans for spans in found if spans[2] <= max(buckets, 2))
