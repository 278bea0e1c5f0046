"""What testers tell the sandbox while it runs, and what it tells them."""

from __future__ import annotations

from datetime import timedelta

import httpx
import pytest

from defender_tui.sandbox.app import build_sandbox
from defender_tui.sandbox.clock import FixedClock
from defender_tui.sandbox.entra.signing import KeyRing
from defender_tui.sandbox.faults.spec import parse_spec
from defender_tui.sandbox.options import NotLoopback, SandboxOptions
from tests.sandbox.conftest import NOW, URL, Visitor
from tests.sandbox.spoiling import list_incidents, spoil


async def test_faults_are_listed_with_what_they_hit_and_what_is_left(visitor: Visitor) -> None:
    await spoil(visitor, "503:3@/graph", "slow-body@/xdr")
    assert 503 == (await list_incidents(visitor)).status_code
    faults = (await visitor.http.get("/sandbox/faults")).json()["faults"]
    assert [
        {"fault": "503:3@/graph", "hits": 1, "hits_left": 2, "delay_s": 5.0},
        {"fault": "slow-body@/xdr", "hits": 0, "hits_left": None, "delay_s": 5.0},
    ] == faults


async def test_lifted_faults_hit_no_more_and_stay_counted(visitor: Visitor) -> None:
    await spoil(visitor, "503")
    await list_incidents(visitor)
    assert {"faults": []} == (await visitor.http.delete("/sandbox/faults")).json()
    assert 200 == (await list_incidents(visitor)).status_code
    assert 1 == (await visitor.http.get("/sandbox/state")).json()["faults_hit"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b'{"fault": "thortle"}',
        b"{}",
        b'{"fault": "503", "delay_s": "long"}',
        b'{"fault": "503", "delay_s": -1}',
    ],
)
async def test_what_is_no_fault_is_refused_in_words(visitor: Visitor, body: bytes) -> None:
    answer = await visitor.http.post("/sandbox/faults", content=body)
    assert 400 == answer.status_code
    assert answer.json()["error"]["message"]
    assert {"faults": []} == (await visitor.http.get("/sandbox/faults")).json()


async def test_no_fault_touches_the_control_endpoint(visitor: Visitor) -> None:
    await spoil(visitor, "503@/", "html@*")
    assert 2 == len((await visitor.http.get("/sandbox/faults")).json()["faults"])


async def test_faults_given_at_the_start_are_in_force(signing_keys: KeyRing) -> None:
    faults = (parse_spec("504@/graph"), parse_spec("401:1"))
    options = SandboxOptions(seed=3, now=NOW, faults=faults)
    sandbox = build_sandbox(options, clock=FixedClock(NOW), keys=signing_keys)
    transport = httpx.ASGITransport(app=sandbox.app)
    async with httpx.AsyncClient(transport=transport, base_url=URL) as http:
        listed = (await http.get("/sandbox/faults")).json()["faults"]
    assert ["504@/graph", "401:1"] == [fault["fault"] for fault in listed]


async def test_a_sandbox_with_its_own_clock_lets_it_be_moved(visitor: Visitor) -> None:
    headers = await visitor.bearer("graph")
    answer = await visitor.http.post("/sandbox/clock", json={"advance_s": 6000})
    assert {"now": (NOW + timedelta(seconds=6000)).isoformat()} == answer.json()
    late = await visitor.http.get("/graph/v1.0/security/incidents", headers=headers)
    assert 401 == late.status_code
    assert "expired" in late.json()["error"]["message"]


@pytest.mark.parametrize("by", [None, -1, "60", True, 1e12])
async def test_the_clock_moves_ahead_only_and_by_a_number(visitor: Visitor, by: object) -> None:
    answer = await visitor.http.post("/sandbox/clock", json={"advance_s": by})
    assert 400 == answer.status_code
    assert {"now": NOW.isoformat()} == (await visitor.http.get("/sandbox/clock")).json()


async def test_the_machines_clock_is_not_moved(signing_keys: KeyRing) -> None:
    sandbox = build_sandbox(SandboxOptions(seed=3), keys=signing_keys)
    transport = httpx.ASGITransport(app=sandbox.app)
    async with httpx.AsyncClient(transport=transport, base_url=URL) as http:
        answer = await http.post("/sandbox/clock", json={"advance_s": 60})
    assert 409 == answer.status_code
    assert "--now" in answer.json()["error"]["message"]


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.7", "example.test", ""])
def test_an_address_that_others_reach_needs_two_words(host: str) -> None:
    with pytest.raises(NotLoopback):
        SandboxOptions(host=host)
    assert not SandboxOptions(host=host, is_remote_allowed=True).is_loopback


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "::1", "localhost"])
def test_loopback_needs_one(host: str) -> None:
    assert SandboxOptions(host=host).is_loopback
