"""The queue is read through the XDR API as fast as its quota allows, and never refused."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from defender_tui.cli.demo_identity import read_announcement
from defender_tui.client import DefenderClient
from defender_tui.client.timing import Timing
from defender_tui.core.filters import IncidentFilter
from defender_tui.core.profiles import ApiChoice
from defender_tui.workflows.incident_sync import IncidentSync
from tests.given_secret import GivenSecret
from tests.sandbox.served import announced, running, trusting

_COUNT = 120
# Two pages, and one more look at what was updated meanwhile.
_CALLS_OF_A_READING = 3
_READINGS = 20
_CALLS_A_MINUTE = 50


async def test_more_readings_than_a_minute_has_calls_wait_and_meet_no_429(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, logger="httpx")
    begin = datetime.now(UTC).replace(microsecond=0)
    options = ("--exit-with-stdin", "--incidents", str(_COUNT), "--now", begin.isoformat())
    waited = timedelta()
    with running(*options) as process:
        line = announced(process)
        with httpx.Client(verify=trusting(line), base_url=line["url"]) as control:
            identity = read_announcement(json.dumps(line).encode())

            async def sleep(seconds: float) -> None:
                nonlocal waited
                waited += timedelta(seconds=seconds)
                body = {"advance_s": seconds}
                answer = await asyncio.to_thread(control.post, "/sandbox/clock", json=body)
                answer.raise_for_status()

            profile = replace(identity.profile, incidents_api=ApiChoice.XDR)
            timing = Timing(now=lambda: begin + waited, sleep=sleep)
            async with DefenderClient(profile, GivenSecret(identity.secret), timing=timing) as it:
                for _ in range(_READINGS):
                    sync = IncidentSync(it.incidents, IncidentFilter())
                    last = [one async for one in sync.read(IncidentFilter(), timing.now())][-1]
                    assert _COUNT == len(last.incidents)
    calls = [one.getMessage() for one in caplog.records if "/api/incidents" in one.getMessage()]
    assert _READINGS * _CALLS_OF_A_READING == len(calls)
    assert not [one for one in calls if "200 OK" not in one]
    assert _CALLS_A_MINUTE < len(calls)
    assert timedelta(seconds=60) <= waited < timedelta(seconds=70)
