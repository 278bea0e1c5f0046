"""A split on its way: halves until each part fits, and goes on where it stopped."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from defender_tui.core.errors import (
    ConnectFailed,
    DefenderTuiError,
    QueryInvalid,
    ServerFault,
    TimedOut,
)
from defender_tui.core.resources import Resource
from defender_tui.kql import load_schema
from defender_tui.kql.slicing import Refusal, moment_words, ticks_of
from defender_tui.kql.vocabulary import load_vocabulary
from defender_tui.results.answer_spool import AnswerSpool
from defender_tui.results.ingest import read_answer_bytes
from defender_tui.results.table import ResultTable
from defender_tui.workflows.hunt import HuntOutcome
from defender_tui.workflows.hunt_split import HuntSplit
from defender_tui.workflows.split_plan import SplitPlan, plan_split

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
# Read here, since a test's loop must not wait for a file.
SCHEMA = load_schema()
load_vocabulary()
_FROM = re.compile(r"Timestamp >= datetime\(([^)]*)\)")
_TO = re.compile(r"Timestamp < datetime\(([^)]*)\)")
TOO_LARGE = QueryInvalid("Result size limit exceeded")
TOO_SLOW = QueryInvalid("Query exceeded the timeout period.")
GAVE_UP = ServerFault("The gateway gave up.", status=504)
NO_ANSWER = TimedOut("No answer came in time.")


class Table:
    """Rows by their time, in ticks, `None` for none, of which an answer holds `row_limit`."""

    def __init__(self, spool: AnswerSpool, times: list[int | None], row_limit: int = 3) -> None:
        self._spool = spool
        self._times = [None if time is None else moment_words(time) for time in times]
        self._row_limit = row_limit
        self.queries: list[str] = []
        self.timespans: set[str | None] = set()
        self.failures: dict[int, DefenderTuiError] = {}
        self.is_refusing: Callable[[int], DefenderTuiError | None] = lambda count: None

    async def run(self, query: str, timespan: str | None) -> HuntOutcome:
        self.queries.append(query)
        self.timespans.add(timespan)
        failure = self.failures.pop(len(self.queries), None)
        if failure is not None:
            raise failure
        found = [time for time in self._times if self._holds(query, time)]
        refusal = self.is_refusing(len(found))
        if refusal is not None:
            raise refusal
        found = found[::-1] if "sort by Timestamp |" in f"{query} |" else found
        table = await asyncio.to_thread(self._answer, found[: self._row_limit])
        is_whole = len(found) <= self._row_limit
        return HuntOutcome(table, Resource.GRAPH, 1.0, ("caveat",), is_whole)

    def _answer(self, found: list[str | None]) -> ResultTable:
        body = {
            "schema": [{"name": "Timestamp", "type": "DateTime"}],
            "results": [{"Timestamp": time} for time in found],
        }
        return read_answer_bytes(json.dumps(body).encode(), self._spool.open())

    def _holds(self, query: str, time: str | None) -> bool:
        if "isnull(Timestamp)" in query or time is None:
            return time is None and "isnull(Timestamp)" in query
        start, end = _FROM.search(query), _TO.search(query)
        return (start is None or start[1] <= time) and (end is None or time < end[1])


def at(hours_ago: float, ticks: int = 0) -> int:
    return ticks_of(NOW - timedelta(hours=hours_ago)) + ticks


def planned(query: str = "DeviceEvents", timespan: str | None = None) -> SplitPlan:
    plan = plan_split(query, SCHEMA, NOW, timespan=timespan)
    assert not isinstance(plan, Refusal)
    return plan


async def rows_of(split: HuntSplit) -> list[str | None]:
    assert split.outcome is not None
    with split.outcome.table as table:
        return [row[0] for row in await asyncio.to_thread(table.page, 0, 10_000)]


async def carried_out(split: HuntSplit) -> list[str | None]:
    async for _ in split.carry_out():
        pass
    await split.close()
    return await rows_of(split)


@pytest.fixture
def spool(tmp_path: Path) -> Iterator[AnswerSpool]:
    spool = AnswerSpool(tmp_path)
    yield spool
    spool.close()


TIMES = [at(24 * 31), *(at(hours) for hours in range(700, 0, -90)), at(1), at(1), at(-2)]


async def test_all_rows_come_whatever_lies_outside_the_span(spool: AnswerSpool) -> None:
    table = Table(spool, [*TIMES, None, None])
    rows = await carried_out(HuntSplit(planned(), table.run, spool))
    assert [moment_words(time) for time in TIMES] + [None, None] == rows


async def test_rows_keep_the_order_of_a_query_that_sorts_by_time(spool: AnswerSpool) -> None:
    table = Table(spool, [*TIMES, None])
    split = HuntSplit(planned("DeviceEvents | sort by Timestamp"), table.run, spool)
    assert [*(moment_words(time) for time in TIMES[::-1]), None] == await carried_out(split)


async def test_a_whole_that_fits_is_not_cut(spool: AnswerSpool) -> None:
    table = Table(spool, [at(5)])
    await carried_out(HuntSplit(planned(), table.run, spool))
    assert [
        "DeviceEvents | where isnotnull(Timestamp)",
        "DeviceEvents | where isnull(Timestamp)",
    ] == table.queries


async def test_a_whole_known_to_be_too_large_is_not_tried(spool: AnswerSpool) -> None:
    table = Table(spool, [at(5)])
    await carried_out(HuntSplit(planned(), table.run, spool, is_too_large=True))
    assert "DeviceEvents | where isnotnull(Timestamp)" not in table.queries


@pytest.mark.parametrize("refusal", [TOO_LARGE, TOO_SLOW, GAVE_UP, NO_ANSWER])
async def test_a_part_that_is_refused_for_its_size_or_takes_too_long_is_cut(
    spool: AnswerSpool, refusal: DefenderTuiError
) -> None:
    table = Table(spool, [*TIMES], row_limit=99)
    table.is_refusing = lambda count: refusal if count > 4 else None
    rows = await carried_out(HuntSplit(planned(), table.run, spool))
    assert [moment_words(time) for time in TIMES] == rows


async def test_the_outcome_says_that_it_is_whole_and_what_it_took(spool: AnswerSpool) -> None:
    table = Table(spool, [*TIMES])
    split = HuntSplit(planned(), table.run, spool)
    steps = [step async for step in split.carry_out()]
    outcome = split.outcome
    assert outcome is not None
    await asyncio.to_thread(outcome.table.close)
    assert not outcome.reached_limit
    assert ("caveat",) == outcome.adapted
    assert float(steps[-1].parts_done) == outcome.elapsed_s
    assert (True, 0, len(table.queries), len(TIMES)) == (
        steps[-1].is_done,
        steps[-1].parts_left,
        steps[-1].calls,
        steps[-1].rows,
    )
    shares = [step.share for step in steps]
    assert sorted(shares) == shares
    await split.close()


async def test_a_single_moment_over_the_limit_is_named_and_nothing_is_cut_off(
    spool: AnswerSpool,
) -> None:
    moment = at(0.5, ticks=7)
    table = Table(spool, [*[moment] * 4, moment + 1])
    table.is_refusing = lambda count: TOO_LARGE if count > 3 else None
    split = HuntSplit(planned(timespan="PT1H"), table.run, spool)
    with pytest.raises(DefenderTuiError, match=re.escape(moment_words(moment))):
        await carried_out(split)
    assert split.outcome is None
    await split.close()


async def test_rows_without_a_time_over_the_limit_are_told(spool: AnswerSpool) -> None:
    split = HuntSplit(planned(), Table(spool, [None] * 4).run, spool)
    with pytest.raises(DefenderTuiError, match="without a time"):
        await carried_out(split)
    await split.close()


async def test_a_query_that_stays_slow_in_short_parts_is_given_up(spool: AnswerSpool) -> None:
    table = Table(spool, [])
    table.is_refusing = lambda count: TOO_SLOW
    split = HuntSplit(planned(), table.run, spool)
    with pytest.raises(DefenderTuiError, match="does not help"):
        await carried_out(split)
    assert len(table.queries) < 20
    await split.close()


@pytest.mark.parametrize("unanswered", [GAVE_UP, NO_ANSWER])
async def test_a_service_that_never_answers_is_not_asked_for_hours(
    spool: AnswerSpool, unanswered: DefenderTuiError
) -> None:
    table = Table(spool, [])
    table.is_refusing = lambda count: unanswered
    split = HuntSplit(planned(), table.run, spool)
    with pytest.raises(type(unanswered)):
        await carried_out_without_close(split)
    assert len(table.queries) <= 5
    table.is_refusing = lambda count: None
    assert [] == await carried_out(split)


async def test_rows_without_a_time_that_nobody_answered_are_told_as_what_happened(
    spool: AnswerSpool,
) -> None:
    table = Table(spool, [])
    table.failures[2] = NO_ANSWER
    split = HuntSplit(planned(), table.run, spool)
    with pytest.raises(TimedOut, match="No answer came"):
        await carried_out_without_close(split)
    assert [] == await carried_out(split)


async def test_a_fault_of_the_service_that_is_no_time_out_ends_it(spool: AnswerSpool) -> None:
    table = Table(spool, [])
    table.failures[1] = ServerFault("It broke.", status=500)
    with pytest.raises(ServerFault, match="broke"):
        await carried_out_without_close(HuntSplit(planned(), table.run, spool))


async def test_after_a_failure_it_goes_on_with_the_part_that_failed(spool: AnswerSpool) -> None:
    table = Table(spool, [*TIMES])
    table.failures[6] = ConnectFailed("No connection.")
    split = HuntSplit(planned(), table.run, spool)
    with pytest.raises(ConnectFailed):
        await carried_out_without_close(split)
    done = split.progress.parts_done
    assert done > 0
    rows = await carried_out(split)
    assert [moment_words(time) for time in TIMES] == rows
    assert table.queries[5] == table.queries[6]
    assert len(set(table.queries)) == len(table.queries) - 1


async def carried_out_without_close(split: HuntSplit) -> None:
    async for _ in split.carry_out():
        pass


async def test_a_stopped_split_can_go_on(spool: AnswerSpool) -> None:
    table = Table(spool, [*TIMES])
    split = HuntSplit(planned(), table.run, spool)
    async for step in split.carry_out():
        if step.parts_done == 2:
            break
    assert [moment_words(time) for time in TIMES] == await carried_out(split)


async def test_a_refusal_that_is_no_limit_ends_it(spool: AnswerSpool) -> None:
    table = Table(spool, [])
    table.failures[1] = QueryInvalid("Failed to resolve column.")
    with pytest.raises(QueryInvalid, match="resolve column"):
        await carried_out_without_close(HuntSplit(planned(), table.run, spool))


async def test_a_given_up_split_leaves_no_part_behind(spool: AnswerSpool) -> None:
    split = HuntSplit(planned(), Table(spool, [*TIMES]).run, spool)
    async for step in split.carry_out():
        if step.parts_done == 3:
            break
    await split.close()
    assert [] == await asyncio.to_thread(lambda: list(spool.open().folder.glob("part-*")))


async def test_every_part_has_the_same_pinned_timespan(spool: AnswerSpool) -> None:
    table = Table(spool, [at(hours) for hours in range(9)])
    await carried_out(HuntSplit(planned(timespan="P7D"), table.run, spool))
    assert len(table.queries) > 3
    expected = "2026-11-16T12:00:00.000000Z/2026-11-23T12:00:00.000000Z"
    assert {expected} == table.timespans
