"""Every fault of the sandbox against every kind of call: an answer, or an error of ours."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest

from defender_tui.cli.demo_identity import DemoIdentity, read_announcement
from defender_tui.client import DefenderClient
from defender_tui.client.timing import Timing
from defender_tui.core.changes import IncidentChange
from defender_tui.core.errors import (
    AuthError,
    ConnectFailed,
    ConsentRequired,
    CredentialsRejected,
    DefenderTuiError,
    OutcomeUnknown,
    ProtocolError,
    ServerFault,
    Throttled,
    TokenExpired,
)
from defender_tui.core.profiles import ApiChoice
from defender_tui.core.resources import Resource
from defender_tui.sandbox.faults.spec import NAMES
from tests.given_secret import GivenSecret
from tests.sandbox.served import announced, running, trusting

_Error = type[DefenderTuiError] | None
_INCIDENTS = 120


@dataclass(frozen=True, slots=True)
class Ends:
    """How calls end under a fault that stays; `None` is a good answer.

    `once` is a list of incidents where only the first request is hit.
    """

    list: _Error = None
    once: _Error = None
    change: _Error = None
    hunt: _Error = None
    xdr_list: _Error | str = "as list"


_BUSY = Ends(Throttled, None, Throttled, Throttled)
_LOST = Ends(ServerFault, None, OutcomeUnknown, ServerFault)
_BROKEN = Ends(ConnectFailed, None, OutcomeUnknown, ConnectFailed)
_UNREADABLE = Ends(ProtocolError, ProtocolError, OutcomeUnknown, ProtocolError)
_NOT_FOLLOWED = Ends(ProtocolError, ProtocolError, xdr_list=None)
_GOOD = Ends()
EXPECTED = {
    "throttle": _BUSY,
    "throttle-date": _BUSY,
    "throttle-bare": _BUSY,
    "500-empty": _LOST,
    "503": Ends(ServerFault, None, ServerFault, ServerFault),
    "504": _LOST,
    "reset": _BROKEN,
    "reset-body": _BROKEN,
    "slow-first-byte": _GOOD,
    "slow-body": _GOOD,
    "truncated-json": _UNREADABLE,
    "wrong-content-type": _GOOD,
    "html": _UNREADABLE,
    "huge-body": Ends(ProtocolError, ProtocolError, OutcomeUnknown, None),
    "nextlink-foreign": _NOT_FOLLOWED,
    "nextlink-http": _NOT_FOLLOWED,
    "nextlink-outside": _NOT_FOLLOWED,
    "nextlink-loop": Ends(ProtocolError, xdr_list=None),
    "redirect-foreign": Ends(ProtocolError, ProtocolError, ProtocolError, ProtocolError),
    "401": Ends(TokenExpired, None, TokenExpired, TokenExpired),
    "cae": _GOOD,
    "rotated-keys": _GOOD,
    "skewed-clock": _GOOD,
    "unknown-evidence": _GOOD,
    "unknown-enum": _GOOD,
    "nulls": _GOOD,
    "duplicate-incident": _GOOD,
    "merged-incident": _GOOD,
    "hostile-text": _GOOD,
}
TOKEN_EXPECTED: dict[str, _Error] = {
    "throttle": Throttled,
    "throttle-date": Throttled,
    "throttle-bare": Throttled,
    "500-empty": ServerFault,
    "503": ServerFault,
    "504": ServerFault,
    "reset": ConnectFailed,
    "reset-body": ConnectFailed,
    "slow-first-byte": None,
    "slow-body": None,
    "truncated-json": ProtocolError,
    "wrong-content-type": None,
    "html": ProtocolError,
    "huge-body": ProtocolError,
    "redirect-foreign": ProtocolError,
    "nulls": ProtocolError,
    "hostile-text": ProtocolError,
    "skewed-clock": None,
    "aadsts-7000215": CredentialsRejected,
    "aadsts-7000222": CredentialsRejected,
    "aadsts-65001": ConsentRequired,
    "aadsts-53003": AuthError,
    "aadsts-99999": AuthError,
}
_APIS = ("graph", "xdr")
# One of each family in the quick tier, for each kind of call that it asks for.
_QUICK = {
    "throttle-date",
    "504",
    "reset-body",
    "truncated-json",
    "nextlink-foreign",
    "401",
    "cae",
    "hostile-text",
    "aadsts-7000215",
}


def _faults(expected: Iterable[str]) -> list[object]:
    return [
        fault if fault in _QUICK else pytest.param(fault, marks=pytest.mark.full)
        for fault in expected
    ]


@dataclass(frozen=True, slots=True)
class Bench:
    """A sandbox that serves, and the way to tell it what to spoil."""

    control: httpx.Client
    identity: DemoIdentity

    def spoil(self, spec: str) -> None:
        self.control.delete("/sandbox/faults").raise_for_status()
        self.control.post("/sandbox/faults", json={"fault": spec}).raise_for_status()

    def hits(self) -> int:
        faults: list[dict[str, Any]] = self.control.get("/sandbox/faults").json()["faults"]
        return sum(fault["hits"] for fault in faults)

    def strays(self) -> int:
        """Count the calls that a fault led astray."""
        return int(self.control.get("/sandbox/state").json()["foreign_calls"])


@pytest.fixture(scope="module")
def bench() -> Iterator[Bench]:
    options = ("--exit-with-stdin", "--no-quota", "--incidents", str(_INCIDENTS))
    with running(*options, "--fault-delay", "0.1") as process:
        line = announced(process)
        with httpx.Client(verify=trusting(line), base_url=line["url"]) as control:
            yield Bench(control, read_announcement(json.dumps(line).encode()))


@pytest.fixture
def api() -> str:
    """Name the API that answers; tests that ask both say so themselves."""
    return "graph"


@pytest.fixture
async def client(bench: Bench, api: str) -> AsyncIterator[DefenderClient]:
    """Give a client in the middle of its session, which waits for nothing."""

    bench.control.delete("/sandbox/faults")

    async def sleep(_seconds: float) -> None:
        return

    choice = ApiChoice(api)
    profile = replace(bench.identity.profile, incidents_api=choice, hunting_api=choice)
    secrets = GivenSecret(bench.identity.secret)
    async with DefenderClient(profile, secrets, timing=Timing(sleep=sleep)) as opened:
        await opened.tokens.get(Resource(api))
        yield opened


async def _listed(client: DefenderClient) -> None:
    ids = [one.id async for page in client.incidents.pages() for one in page.incidents]
    assert (_INCIDENTS, _INCIDENTS) == (len(ids), len(set(ids)))


async def _hunted(client: DefenderClient) -> None:
    run = await client.hunting.run("DeviceProcessEvents | take 3")
    try:
        assert run.table.row_count >= 3
    finally:
        run.table.close()


async def _ends(call: Callable[[], Awaitable[object]], expected: _Error) -> None:
    if expected is None:
        await call()
        return
    with pytest.raises(DefenderTuiError) as caught:
        await call()
    assert expected is type(caught.value)
    assert caught.value.message
    assert caught.value.hint


def test_every_fault_is_in_the_matrix() -> None:
    of_managed_identities = {"404", "410"}
    assert set(NAMES) - of_managed_identities == set(EXPECTED)


@pytest.mark.parametrize("fault", _faults(EXPECTED))
async def test_a_list_ends_as_it_should(client: DefenderClient, bench: Bench, fault: str) -> None:
    bench.spoil(fault)
    await _ends(lambda: _listed(client), EXPECTED[fault].list)
    assert bench.hits() > 0
    assert 0 == bench.strays()


@pytest.mark.full
@pytest.mark.parametrize("api", ["xdr"])
@pytest.mark.parametrize("fault", EXPECTED)
async def test_a_list_through_xdr_ends_as_it_should(
    client: DefenderClient, bench: Bench, fault: str
) -> None:
    ends = EXPECTED[fault]
    bench.spoil(fault)
    wanted = ends.list if isinstance(ends.xdr_list, str) else ends.xdr_list
    await _ends(lambda: _listed(client), wanted)
    assert bench.hits() > 0
    assert 0 == bench.strays()


@pytest.mark.full
@pytest.mark.parametrize("fault", EXPECTED)
async def test_a_list_survives_one_hit_where_it_can(
    client: DefenderClient, bench: Bench, fault: str
) -> None:
    bench.spoil(f"{fault}:1")
    await _ends(lambda: _listed(client), EXPECTED[fault].once)
    assert 1 == bench.hits()
    assert 0 == bench.strays()


@pytest.mark.full
@pytest.mark.parametrize("api", _APIS)
@pytest.mark.parametrize("fault", EXPECTED)
async def test_a_change_ends_as_it_should(client: DefenderClient, bench: Bench, fault: str) -> None:
    bench.control.delete("/sandbox/faults")
    pages = client.incidents.pages()
    incident = (await anext(pages)).incidents[0]
    change = IncidentChange(tags=(fault,))
    bench.spoil(fault)
    await _ends(lambda: client.incidents.update(incident.id, change), EXPECTED[fault].change)
    assert 0 == bench.strays()


@pytest.mark.full
@pytest.mark.parametrize("api", _APIS)
@pytest.mark.parametrize("fault", EXPECTED)
async def test_a_hunt_ends_as_it_should(client: DefenderClient, bench: Bench, fault: str) -> None:
    bench.spoil(fault)
    await _ends(lambda: _hunted(client), EXPECTED[fault].hunt)
    assert 0 == bench.strays()


@pytest.mark.parametrize("fault", _faults(TOKEN_EXPECTED))
async def test_a_request_for_a_token_ends_as_it_should(
    client: DefenderClient, bench: Bench, fault: str
) -> None:
    bench.spoil(fault if fault.startswith("aadsts") else f"{fault}@*/token")
    await _ends(lambda: client.tokens.acquire(Resource.GRAPH), TOKEN_EXPECTED[fault])
    assert bench.hits() > 0
    assert 0 == bench.strays()


@pytest.mark.parametrize("fault", _faults(["throttle-date", "503", "reset"]))
async def test_a_list_survives_one_fault_on_the_way_to_its_token(
    bench: Bench, client: DefenderClient, fault: str
) -> None:
    async with DefenderClient(
        bench.identity.profile,
        GivenSecret(bench.identity.secret),
        timing=client._timing,
    ) as fresh:
        bench.spoil(f"{fault}:1@*/token")
        await _listed(fresh)
    assert 1 == bench.hits()
