"""Under every fault of a served sandbox no incident and no edit is lost or doubled."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from defender_tui.cli.demo_identity import DemoIdentity, read_announcement
from defender_tui.client import DefenderClient
from defender_tui.client.timing import Timing
from defender_tui.core.changes import IncidentChange
from defender_tui.core.errors import DefenderTuiError
from defender_tui.core.filters import IncidentFilter
from defender_tui.core.incidents import Incident
from defender_tui.core.profiles import ApiChoice
from defender_tui.sandbox.faults.spec import NAMES
from defender_tui.workflows.incident_changes import Changed, IncidentChanges, NotChanged, Unclear
from defender_tui.workflows.incident_sync import IncidentSync, QueueProgress
from tests.given_secret import GivenSecret
from tests.sandbox.served import announced, running, trusting

_COUNT = 120
_OF_MANAGED_IDENTITIES = frozenset({"404", "410"})
_FAULTS = [one for one in NAMES if one not in _OF_MANAGED_IDENTITIES]
# One of each family in the quick tier: refused, lost, cut, unreadable, led astray, odd content.
_QUICK = {"throttle", "504", "reset-body", "truncated-json", "nextlink-loop", "merged-incident"}
_PARAMETERS = [
    one if one in _QUICK else pytest.param(one, marks=pytest.mark.full) for one in _FAULTS
]
_ALL = IncidentFilter()
# How often a fault hits: once is outlasted by most calls, five times by none.
_HITS = [1, pytest.param(5, marks=pytest.mark.full)]
_LISTS = {ApiChoice.GRAPH: "*/security/incidents", ApiChoice.XDR: "*/api/incidents"}
_APIS = [
    pytest.param(ApiChoice.GRAPH, id="graph"),
    pytest.param(ApiChoice.XDR, id="xdr", marks=pytest.mark.full),
]


@dataclass(frozen=True, slots=True)
class Bench:
    """A sandbox that serves, and the ways to spoil it and to clear it."""

    control: httpx.Client
    identity: DemoIdentity

    def clear(self) -> None:
        self.control.delete("/sandbox/faults").raise_for_status()

    def spoil(self, spec: str) -> None:
        self.clear()
        self.control.post("/sandbox/faults", json={"fault": spec}).raise_for_status()

    def strays(self) -> int:
        """Count the calls that a fault led astray."""
        state: dict[str, Any] = self.control.get("/sandbox/state").json()
        return int(state["foreign_calls"])

    @asynccontextmanager
    async def client(self, api: ApiChoice) -> AsyncIterator[DefenderClient]:
        """Give a client that waits for nothing."""

        async def sleep(_seconds: float) -> None:
            return

        profile = replace(self.identity.profile, incidents_api=api)
        secrets = GivenSecret(self.identity.secret)
        async with DefenderClient(profile, secrets, timing=Timing(sleep=sleep)) as opened:
            yield opened


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    options = ("--exit-with-stdin", "--no-quota", "--incidents", str(_COUNT))
    with running(*options, "--fault-delay", "0.05") as process:
        line = announced(process)
        with httpx.Client(verify=trusting(line), base_url=line["url"]) as control:
            yield Bench(control, read_announcement(json.dumps(line).encode()))


async def _sleep(_seconds: float) -> None:
    return


async def _whole(client: DefenderClient) -> dict[str, Incident]:
    """Give the queue by ids, as it is without a fault."""
    return {one.id: one async for page in client.incidents.walk(_ALL) for one in page.incidents}


def _ids(step: QueueProgress) -> list[str]:
    return sorted(one.id for one in step.incidents)


async def _read_while_others_work(
    sync: IncidentSync, others: DefenderClient, changed: tuple[str, ...], tag: str
) -> QueueProgress | None:
    """Read once; between two pages somebody tags the incidents of the `changed` ids.

    Gives the last step, or `None` when the reading failed.
    """
    last = None
    try:
        async for step in sync.read(_ALL, datetime.now(UTC)):
            last = step
            assert len(set(_ids(step))) == len(step.incidents)
            if not step.is_complete:
                for one in changed:
                    await others.incidents.update(one, IncidentChange(tags=(tag,)))
    except DefenderTuiError:
        return None
    assert last is not None
    assert last.is_complete
    return last


def test_every_fault_is_among_them() -> None:
    assert {*NAMES} - _OF_MANAGED_IDENTITIES == {*_FAULTS}


@pytest.mark.parametrize("hits", _HITS)
@pytest.mark.parametrize("api", _APIS)
@pytest.mark.parametrize("fault", _PARAMETERS)
async def test_a_queue_read_under_a_fault_loses_and_doubles_nothing(
    bench: Bench, fault: str, api: ApiChoice, hits: int
) -> None:
    bench.clear()
    # Those who work meanwhile do so through the other API, which the fault spares.
    other = ApiChoice.XDR if api is ApiChoice.GRAPH else ApiChoice.GRAPH
    async with bench.client(api) as client, bench.client(other) as others:
        everything = list(await _whole(client))
        ends = everything[0], everything[-1]
        sync = IncidentSync(client.incidents, _ALL)
        bench.spoil(f"{fault}:{hits}@{_LISTS[api]}")
        spoiled = [
            await _read_while_others_work(sync, others, ends, f"{fault}-{hits}-{at}")
            for at in range(2)
        ]
        bench.clear()
        quiet = await _read_while_others_work(sync, others, (), "")
        now = await _whole(client)
    assert quiet is not None
    for step in (*spoiled, quiet):
        assert step is None or sorted(everything) == _ids(step)
    if fault not in ("nulls", "unknown-enum", "hostile-text", "merged-incident"):
        # Those four have the service say something else than it holds.
        assert {key: one.tags for key, one in now.items()} == {
            one.id: one.tags for one in quiet.incidents
        }
    assert 0 == bench.strays()


@pytest.mark.parametrize("hits", _HITS)
@pytest.mark.parametrize("api", _APIS)
@pytest.mark.parametrize("fault", _PARAMETERS)
async def test_an_edit_under_a_fault_is_made_once_or_said_not_to_be(
    bench: Bench, fault: str, api: ApiChoice, hits: int
) -> None:
    bench.clear()
    words = f"{fault} {hits} {api}"
    change = IncidentChange(tags=(words,), comment=words)
    async with bench.client(api) as client:
        seen = next(iter((await _whole(client)).values()))
        seen = await client.incidents.get(seen.id)
        bench.spoil(f"{fault}:{hits}@*/incidents/*")
        changes = IncidentChanges(client.incidents, _sleep)
        result = await changes.make(seen, change, even_if_moved=True)
        bench.clear()
        there = await client.incidents.get(seen.id)
    texts = Counter(one.text for one in there.comments)
    assert texts[words] <= 1
    if isinstance(result, Changed):
        assert (1, (words,)) == (texts[words], there.tags)
    elif isinstance(result, NotChanged) and not result.error.message.startswith("The fields"):
        assert (0, seen.tags) == (texts[words], there.tags)
    else:
        assert isinstance(result, NotChanged | Unclear)
        assert result.error.hint
    assert 0 == bench.strays()


@pytest.mark.parametrize("api", _APIS)
async def test_a_token_that_expires_between_two_pages_loses_and_doubles_nothing(
    bench: Bench, api: ApiChoice
) -> None:
    bench.clear()
    async with bench.client(api) as client:
        everything = await _whole(client)
        sync = IncidentSync(client.incidents, _ALL)
        last = None
        async for step in sync.read(_ALL, datetime.now(UTC)):
            last = step
            if not step.is_complete:
                bench.spoil(f"401:1@{_LISTS[api]}")
    assert last is not None
    assert sorted(everything) == _ids(last)
