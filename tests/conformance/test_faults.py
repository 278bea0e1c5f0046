"""Other people's clients when the sandbox fails on purpose."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from .served import GRAPH_SCOPE, Served, serving

pytest.importorskip("msgraph")

import msal
import requests

from .test_msgraph_sdk import connected

pytestmark = [pytest.mark.full, pytest.mark.timeout(120)]


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """Give a sandbox that no other test relies on."""
    home = tmp_path_factory.mktemp("failing")
    with serving("--seed", "3", home=home) as sandbox:
        yield sandbox


@pytest.fixture
def control(failing: Served) -> Iterator[Any]:
    """Give a session for `/sandbox/…`; the faults that it asked for end with the test."""
    with requests.Session() as session:
        session.verify = str(failing.ca_file)
        yield session
        session.delete(f"{failing.authority}/sandbox/faults")


def _fail(control: Any, failing: Served, fault: str) -> None:
    answer = control.post(f"{failing.authority}/sandbox/faults", json={"fault": fault})
    assert 201 == answer.status_code, answer.text


def _hits(control: Any, failing: Served) -> int:
    return int(control.get(f"{failing.authority}/sandbox/state").json()["faults_hit"])


@pytest.fixture
async def graph(failing: Served) -> AsyncIterator[Any]:
    async with connected(failing) as client:
        yield client


def test_a_code_asked_for_at_the_start_is_met_once(tmp_path: Path) -> None:
    codes = []
    with serving("--seed", "3", "--fault", "aadsts-50196:1", home=tmp_path) as sandbox:
        app = sandbox.app()
        for _ in range(2):
            client = msal.ConfidentialClientApplication(
                app.client_id,
                client_credential=app.client_secret,
                authority=sandbox.tenant_authority,
                instance_discovery=False,
                verify=str(sandbox.ca_file),
            )
            answer = client.acquire_token_for_client([GRAPH_SCOPE])
            codes.append(answer.get("error_codes"))
    assert [[50196], None] == codes


async def test_the_sdk_waits_out_a_throttle(graph: Any, failing: Served, control: Any) -> None:
    before = _hits(control, failing)
    _fail(control, failing, "throttle:1@/graph")
    assert (await graph.security.incidents.get()).value
    assert before + 1 == _hits(control, failing)


async def test_the_sdk_meets_a_claims_challenge_with_a_new_token(
    graph: Any, failing: Served, control: Any
) -> None:
    before = _hits(control, failing)
    _fail(control, failing, "cae:1@/graph")
    assert (await graph.security.incidents.get()).value
    assert before + 1 == _hits(control, failing)


@pytest.mark.parametrize("fault", ["unknown-enum", "unknown-evidence", "nulls", "hostile-text"])
async def test_the_sdk_reads_data_that_it_does_not_expect(
    graph: Any, failing: Served, control: Any, fault: str
) -> None:
    _fail(control, failing, f"{fault}@/graph")
    found = await graph.security.incidents.get()
    # A null may stand where an incident should.
    assert 50 <= len(found.value) <= 51


def test_an_unknown_fault_is_refused_with_the_known_ones(failing: Served, control: Any) -> None:
    answer = control.post(f"{failing.authority}/sandbox/faults", json={"fault": "flood"})
    assert 400 == answer.status_code
    assert "throttle" in answer.json()["error"]["message"]
