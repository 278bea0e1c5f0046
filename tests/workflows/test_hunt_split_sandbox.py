"""Queries past the caps of a sandbox: the parts together are what the whole would be."""

from __future__ import annotations

import asyncio
import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest

from defender_tui.core.resources import Resource
from defender_tui.kql import load_schema
from defender_tui.kql.slicing import Refusal
from defender_tui.results.answer_spool import AnswerSpool
from defender_tui.results.export import iter_rows
from defender_tui.results.ingest import read_answer_bytes
from defender_tui.sandbox.data.cast import build_cast
from defender_tui.sandbox.data.stories import build_incidents
from defender_tui.sandbox.hunting import HuntingService
from defender_tui.sandbox.limits.query_bounds import QueryBounds
from defender_tui.workflows.hunt import HuntOutcome
from defender_tui.workflows.hunt_split import HuntSplit
from defender_tui.workflows.split_plan import plan_split
from tests.workflows.sliceable_queries import sliceable_query

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SCHEMA = load_schema()
_SORTED = re.compile(r"(?:sort|order) by (\w+)")


class Desk:
    """Runs queries on the sandbox's tables, up to a number of rows."""

    def __init__(self, folder: Path) -> None:
        cast = build_cast(3)
        incidents = build_incidents(cast, now=NOW, seed=3, count=40)
        self._service = HuntingService(cast, incidents, NOW, seed=3, scale=0.01)
        self.spool = AnswerSpool(folder)

    async def run(self, query: str, row_limit: int = 100_000) -> HuntOutcome:
        answer = await self._service.run(query, bounds=QueryBounds(row_limit=row_limit))
        schema = [{"name": name, "type": kind} for name, kind in answer.schema]
        body = json.dumps({"schema": schema})[:-1].encode()
        body += b', "results": ' + answer.rows_json + b"}"
        table = await asyncio.to_thread(lambda: read_answer_bytes(body, self.spool.open()))
        return HuntOutcome(table, Resource.GRAPH, 0.0, is_whole=not answer.is_cut)

    async def split(self, query: str, row_limit: int) -> tuple[HuntOutcome, int]:
        """Run a query in parts; gives the merged answer and how many parts it took."""
        plan = plan_split(query, SCHEMA, NOW)
        assert not isinstance(plan, Refusal), (query, plan)

        async def run(part: str, _: str | None) -> HuntOutcome:
            return await self.run(part, row_limit)

        split = HuntSplit(plan, run, self.spool)
        steps = [step async for step in split.carry_out()]
        await split.close()
        assert split.outcome is not None
        return split.outcome, steps[-1].parts_done


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    desk = Desk(tmp_path_factory.mktemp("spool"))
    yield desk
    desk.spool.close()


def rows_of(outcome: HuntOutcome) -> list[str]:
    return [json.dumps(row) for row in iter_rows(outcome.table)]


async def held_together(desk: Desk, query: str, random: Random) -> int:
    """Compare the merged answer with the uncapped one; give how many parts it took."""
    whole = await desk.run(query)
    row_limit = max(whole.table.row_count // random.randint(2, 4), 80)
    merged, parts = await desk.split(query, row_limit)
    await asyncio.to_thread(compare, query, whole, merged)
    return parts


def compare(query: str, whole: HuntOutcome, merged: HuntOutcome) -> None:
    with whole.table, merged.table:
        assert whole.table.columns == merged.table.columns, query
        assert Counter(rows_of(whole)) == Counter(rows_of(merged)), query
        found = _SORTED.search(query)
        if found is not None and found[1] in [c.name for c in whole.table.columns]:
            times = [[row[found[1]] for row in iter_rows(one.table)] for one in (whole, merged)]
            assert times[0] == times[1], query


@pytest.mark.full
@pytest.mark.timeout(300)
@pytest.mark.parametrize("ten", range(10))
async def test_a_hundred_random_queries_give_the_same_rows_in_parts(desk: Desk, ten: int) -> None:
    random = Random(ten)
    parts = [await held_together(desk, sliceable_query(random), random) for _ in range(10)]
    assert sum(count > 2 for count in parts) > 5, parts


async def test_rows_that_are_equal_all_come_back(desk: Desk) -> None:
    parts = await held_together(desk, "DeviceNetworkEvents | project ActionType", Random(1))
    assert parts > 3
