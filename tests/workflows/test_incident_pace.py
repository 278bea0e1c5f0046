"""Incidents are read and changed through the XDR API as fast as its quotas allow, never refused."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from defender_tui.cli.demo_identity import read_announcement
from defender_tui.client import DefenderClient
from defender_tui.client.timing import Timing
from defender_tui.core.changes import IncidentChange
from defender_tui.core.filters import IncidentFilter
from defender_tui.core.profiles import ApiChoice
from defender_tui.workflows.incident_changes import Changed, IncidentChanges
from defender_tui.workflows.incident_sync import IncidentSync
from tests.given_secret import GivenSecret
from tests.sandbox.served import announced, running, trusting

_COUNT = 120
# A small page, two more that overlap, and one look at what was updated meanwhile.
_CALLS_OF_A_READING = 4
_READINGS = 20
_CALLS_A_MINUTE = 50
_EDITS = 100


@dataclass(slots=True)
class Waiting:
    """A client of a sandbox with its quotas; both clocks go by what the client waits."""

    client: DefenderClient
    timing: Timing
    waited: timedelta = timedelta()


@asynccontextmanager
async def waiting() -> AsyncIterator[Waiting]:
    """Open a client through the XDR API."""
    begin = datetime.now(UTC).replace(microsecond=0)
    options = ("--exit-with-stdin", "--incidents", str(_COUNT), "--now", begin.isoformat())
    with running(*options) as process:
        line = announced(process)
        with httpx.Client(verify=trusting(line), base_url=line["url"]) as control:
            identity = read_announcement(json.dumps(line).encode())

            async def sleep(seconds: float) -> None:
                opened.waited += timedelta(seconds=seconds)
                body = {"advance_s": seconds}
                answer = await asyncio.to_thread(control.post, "/sandbox/clock", json=body)
                answer.raise_for_status()

            profile = replace(identity.profile, incidents_api=ApiChoice.XDR)
            timing = Timing(now=lambda: begin + opened.waited, sleep=sleep)
            async with DefenderClient(profile, GivenSecret(identity.secret), timing=timing) as it:
                opened = Waiting(it, timing)
                yield opened


def _calls(caplog: pytest.LogCaptureFixture, method: str) -> list[str]:
    said = (one.getMessage() for one in caplog.records)
    return [one for one in said if f"{method} " in one and "/api/incidents" in one]


@pytest.mark.full
async def test_more_readings_than_a_minute_has_calls_wait_and_meet_no_429(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="httpx")
    async with waiting() as bench:
        for _ in range(_READINGS):
            sync = IncidentSync(bench.client.incidents, IncidentFilter())
            last = [one async for one in sync.read(IncidentFilter(), bench.timing.now())][-1]
            assert _COUNT == len(last.incidents)
    calls = _calls(caplog, "GET")
    assert _READINGS * _CALLS_OF_A_READING == len(calls)
    assert not [one for one in calls if "200 OK" not in one]
    assert _CALLS_A_MINUTE < len(calls)
    assert timedelta(seconds=60) <= bench.waited < timedelta(seconds=70)


@pytest.mark.full
async def test_a_hundred_edits_in_one_go_wait_and_meet_no_429(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="httpx")
    change = IncidentChange(tags=("swept",))
    async with waiting() as bench:
        sync = IncidentSync(bench.client.incidents, IncidentFilter())
        last = [one async for one in sync.read(IncidentFilter(), bench.timing.now())][-1]
        chosen = last.incidents[:_EDITS]
        changes = IncidentChanges(bench.client.incidents, bench.timing.sleep)
        wanted = {one.id: change for one in chosen}
        results = [one async for one in changes.make_all(wanted, chosen)]
    assert _EDITS == sum(isinstance(one, Changed) and not one.was_unclear for one in results)
    assert (_EDITS, _EDITS) == (
        len(_calls(caplog, "PATCH")),
        len(_calls(caplog, "GET")) - _CALLS_OF_A_READING,
    )
    said = [*_calls(caplog, "PATCH"), *_calls(caplog, "GET")]
    assert not [one for one in said if "200 OK" not in one]
    # The second fifty have to wait for a minute, and no more than that.
    assert timedelta(seconds=60) <= bench.waited < timedelta(seconds=70)
