"""A queue that others work on between two pages is read without loss or double, by either API.

The sandbox is a real one; its incidents share three or four moments of creation, so that a page
begins and ends within one.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from defender_tui.cli.embedded import EmbeddedSandbox
from defender_tui.client import DefenderClient
from defender_tui.client.timing import Timing
from defender_tui.core.changes import IncidentChange
from defender_tui.core.filters import Dialect, IncidentFilter
from defender_tui.core.incidents import Incident, IncidentPage
from defender_tui.core.profiles import ApiChoice
from defender_tui.core.words import IncidentStatus
from defender_tui.workflows.incident_sync import IncidentSync, QueueProgress
from tests.given_secret import GivenSecret

_COUNT = 330
_ALL = IncidentFilter()
_RESOLVED = IncidentFilter(statuses=frozenset({"resolved"}))
_ACTS_A_PAGE = 4
_APIS = [pytest.param(one, id=one.value) for one in (ApiChoice.GRAPH, ApiChoice.XDR)]


@pytest.fixture(scope="module")
def sandbox() -> Iterator[EmbeddedSandbox]:
    program = (sys.executable, "-m", "tests.sandbox.crowded", str(_COUNT))
    with EmbeddedSandbox(has_quota=False, program=program) as running:
        yield running


@asynccontextmanager
async def opened(sandbox: EmbeddedSandbox, api: ApiChoice) -> AsyncIterator[DefenderClient]:
    identity = sandbox.identity()
    waited = timedelta()

    async def sleep(seconds: float) -> None:
        nonlocal waited
        waited += timedelta(seconds=seconds)

    profile = replace(identity.profile, incidents_api=api)
    timing = Timing(now=lambda: datetime.now(UTC) + waited, sleep=sleep)
    async with DefenderClient(profile, GivenSecret(identity.secret), timing=timing) as client:
        yield client


class Busy:
    """An API of incidents, of which some are changed by others after every page."""

    def __init__(self, api: DefenderClient, others: DefenderClient, everything: list[str]) -> None:
        self._api = api.incidents
        self._others = others.incidents
        self._everything = everything
        self._random = Random(7)
        self.touched: Counter[str] = Counter()
        self.is_quiet = False
        self.page_count = 0

    async def dialect(self) -> Dialect:
        return await self._api.dialect()

    async def get(self, incident_id: str) -> Incident:
        return await self._api.get(incident_id)

    async def walk(self, wanted: IncidentFilter) -> AsyncIterator[IncidentPage]:
        async for page in self._api.walk(wanted):
            self.page_count += 1
            yield page
            if not self.is_quiet:
                await self._work()

    async def _work(self) -> None:
        """Some leave the wanted part, some enter it, some are only tagged."""
        for at in range(_ACTS_A_PAGE):
            chosen = self._random.choice(self._everything)
            self.touched[chosen] += 1
            status = (IncidentStatus.ACTIVE, IncidentStatus.RESOLVED)[at % 2]
            tag = f"turn {self.touched.total()}"
            await self._others.update(chosen, IncidentChange(status=status, tags=(tag,)))


async def _read(sync: IncidentSync, wanted: IncidentFilter) -> QueueProgress:
    """Read to the end and give the last step; no step holds an incident twice."""
    steps = [step async for step in sync.read(wanted, datetime.now(UTC))]
    for step in steps:
        assert len(step.incidents) == len({one.id for one in step.incidents})
    assert steps[-1].is_complete
    return steps[-1]


async def _there(client: DefenderClient, wanted: IncidentFilter) -> dict[str, Incident]:
    pages = [page async for page in client.incidents.walk(_ALL)]
    everything = [one for page in pages for one in page.incidents]
    assert _COUNT == len(everything) == len({one.id for one in everything})
    return {one.id: one for one in everything if wanted.matches(one)}


@pytest.mark.full
@pytest.mark.parametrize("wanted", [_ALL, _RESOLVED], ids=["all", "resolved"])
@pytest.mark.parametrize("api", _APIS)
async def test_nothing_is_lost_or_doubled_while_others_change_incidents_between_the_pages(
    sandbox: EmbeddedSandbox, api: ApiChoice, wanted: IncidentFilter
) -> None:
    other = ApiChoice.XDR if api is ApiChoice.GRAPH else ApiChoice.GRAPH
    async with opened(sandbox, api) as client, opened(sandbox, other) as others:
        before = await _there(client, _ALL)
        moments = {one.created for one in before.values()}
        assert len(moments) <= 5
        busy = Busy(client, others, list(before))
        sync = IncidentSync(busy, wanted)
        for _ in range(3):
            last = await _read(sync, wanted)
            found, now = {one.id for one in last.incidents}, await _there(client, wanted)
            # What was changed after its page may be seen by the next reading only.
            assert (found ^ now.keys()) <= busy.touched.keys()
        assert busy.page_count > 3
        assert len(busy.touched) > _ACTS_A_PAGE
        busy.is_quiet = True
        quiet = await _read(sync, wanted)
        now = await _there(client, wanted)
    assert {key: (one.status, one.tags, one.last_updated) for key, one in now.items()} == {
        one.id: (one.status, one.tags, one.last_updated) for one in quiet.incidents
    }
