from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from defender_tui.results.spool import Spool
from defender_tui.results.view.shape import Comparison, Condition, Shape
from defender_tui.results.view.timeline import Timeline

from .tables import make_table, one_column


def test_rows_are_counted_in_round_spans_from_the_first_to_the_last(spool: Spool) -> None:
    cells = ["2026-05-01T10:59:59.9999999Z", "2026-05-01T11:00:00Z", "2026-05-01T13:30:00Z", None]
    with one_column(spool, "DateTime", [*cells, "later"]) as table:
        timeline = table.view(Shape()).timeline(0, 4)
    assert datetime(2026, 5, 1, 10, tzinfo=UTC) == timeline.start
    assert (timedelta(hours=1), (1, 1, 0, 1), 2) == (
        timeline.step,
        timeline.counts,
        timeline.untimed,
    )
    assert datetime(2026, 5, 1, 14, tzinfo=UTC) == timeline.moment(4)


def test_counts_can_be_split_by_another_column(spool: Spool) -> None:
    rows = [(f"2026-05-0{1 + n % 2}", "a" if n < 5 else f"v{n}") for n in range(15)]
    rows.append(("2026-05-02", None))  # type: ignore[arg-type]
    with make_table(spool, [("t", "DateTime"), ("v", "String")], rows) as table:
        view = table.view(Shape((Condition(1, Comparison.DIFFERS, ("v14",)),)))
        timeline = view.timeline(0, 2, by=1)
    assert (7, 8) == timeline.counts
    assert ("a", (3, 2)) == timeline.groups[0]
    assert 8 == len(timeline.groups)
    groups = [of_group for _, of_group in timeline.groups]
    assert timeline.counts == tuple(map(sum, zip(*groups, timeline.others, strict=True)))


@pytest.mark.parametrize(
    "cells",
    [
        ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.9999999Z"],
        ["2026-05-01T00:00:00Z"],
        ["1969-12-31T23:59:59.999999Z", "1970-01-01T00:00:00.000001Z"],
        ["2026-05-01T00:00:00Z", "2026-05-01T00:00:00.0000017Z"],
    ],
)
def test_any_range_of_time_fits_into_any_number_of_spans(spool: Spool, cells: list[str]) -> None:
    with one_column(spool, "DateTime", cells) as table, table.view(Shape()) as view:
        for buckets in (1, 2, 50, 400):
            timeline = view.timeline(0, buckets)
            assert len(cells) == sum(timeline.counts)
            assert max(buckets, 2) >= len(timeline.counts)
            assert timeline.counts[0] * timeline.counts[-1] > 0
            assert timeline.start <= timeline.moment(len(timeline.counts))


def test_without_a_moment_there_is_no_span(spool: Spool) -> None:
    with one_column(spool, "DateTime", [None, "infinity", "12026-05-01"]) as table:
        timeline = table.view(Shape()).timeline(0, 10)
    assert Timeline(0, timeline.step, (), untimed=3) == timeline
