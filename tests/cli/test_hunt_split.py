"""`hunt --split` against a sandbox that cuts answers short."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator

import pytest

from tests.cli.conftest import Announced, Run, served

AsApp = Callable[..., None]

QUERY = "DeviceNetworkEvents | project DeviceName, Timestamp | order by Timestamp asc"


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Announced]:
    with served("--scale", "0.02", "--row-limit", "400", "--seed", "3") as announced:
        yield announced


def test_all_rows_come_in_order_where_one_answer_was_cut(run: Run, as_app: AsApp) -> None:
    as_app("full")
    cut = run("hunt", QUERY, "--format", "csv")
    whole = run("hunt", QUERY, "--split", "--format", "csv")
    count = run("hunt", "DeviceNetworkEvents | count", "--format", "csv")
    assert "add --split" in cut.err
    assert 401 == len(cut.out.splitlines())
    rows = list(csv.DictReader(io.StringIO(whole.out)))
    times = [row["Timestamp"] for row in rows]
    assert int(count.out.splitlines()[1]) == len(rows)
    assert sorted(times) == times
    assert f"calls, {len(rows):,} rows." in whole.err.splitlines()[-1]


def test_a_query_that_cannot_be_split_is_refused_with_the_place(run: Run, as_app: AsApp) -> None:
    as_app("full")
    finished = run("hunt", "DeviceNetworkEvents\n| where 1 == 1\n| take 5", "--split")
    assert (1, "") == (finished.code, finished.out)
    assert "line 3, column 3: `take` picks some of all rows" in finished.err


def test_a_timespan_goes_with_every_part(run: Run, as_app: AsApp) -> None:
    as_app("full")
    query = "DeviceNetworkEvents | project Timestamp"
    day = run("hunt", query, "--split", "--timespan", "P2D", "--format", "csv")
    whole = run("hunt", query + " | count", "--timespan", "P2D", "--format", "csv")
    assert int(whole.out.splitlines()[1]) == len(day.out.splitlines()) - 1
