"""Tokens for whoever runs on the right machine."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass

import httpx
import pytest

from defender_tui.sandbox.tenant import App
from tests.sandbox.conftest import Visitor
from tests.sandbox.token_forms import NOBODY, asked, assertion_form, claims_of, outcome

_IMDS = "/metadata/identity/oauth2/token"
_APP_SERVICE = "/msi/token"
_GRAPH = "https://graph.microsoft.com"
_VAULT = "https://vault.azure.net"


@dataclass(frozen=True, slots=True)
class Machine:
    """A machine of the home tenant, seen from inside."""

    visitor: Visitor
    http: httpx.AsyncClient

    @property
    def system(self) -> App:
        return self.visitor.sandbox.tenants[0].identities[0]

    @property
    def assigned(self) -> App:
        return self.visitor.sandbox.tenants[0].identities[1]

    async def imds(
        self, change: dict[str, str] | None = None, headers: dict[str, str] | None = None
    ) -> httpx.Response:
        """Ask the metadata service; an empty parameter is left out."""
        whole = {"api-version": "2018-02-01", "resource": _GRAPH, **(change or {})}
        params = {name: value for name, value in whole.items() if value}
        sent = {"Metadata": "true"} if headers is None else headers
        return await self.http.get(_IMDS, params=params, headers=sent)

    async def app_service(
        self, change: dict[str, str] | None = None, word: str | None = ""
    ) -> httpx.Response:
        """Ask the App Service; without a `word` of its own the right one is sent."""
        whole = {"api-version": "2019-08-01", "resource": _GRAPH, **(change or {})}
        params = {name: value for name, value in whole.items() if value}
        right = self.visitor.sandbox.identity_header
        headers = {} if word is None else {"X-IDENTITY-HEADER": word or right}
        return await self.http.get(_APP_SERVICE, params=params, headers=headers)


@pytest.fixture
async def machine(visitor: Visitor) -> AsyncIterator[Machine]:
    transport = httpx.ASGITransport(app=visitor.sandbox.make_identity_app())
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:50342") as http:
        yield Machine(visitor, http)


async def test_a_virtual_machine_s_answer_writes_every_number_as_text(machine: Machine) -> None:
    answer = await machine.imds()
    assert 200 == answer.status_code, answer.text
    body = answer.json()
    assert {str} == {type(value) for value in body.values()}
    assert (_GRAPH, "Bearer", "") == (body["resource"], body["token_type"], body["refresh_token"])
    now = int(machine.visitor.clock.now().timestamp())
    assert now + 24 * 3600 == int(body["expires_on"])
    assert 24 * 3600 - 1 == int(body["expires_in"])


async def test_its_token_says_that_a_managed_identity_is_behind_it(machine: Machine) -> None:
    claims = claims_of((await machine.imds()).json()["access_token"])
    assert ("app", "2", machine.system.client_id) == (
        claims["idtyp"],
        claims["appidacr"],
        claims["appid"],
    )
    assert machine.system.resource_id == claims["xms_mirid"]
    assert claims["xms_mirid"].endswith("/providers/Microsoft.Compute/virtualMachines/soc-vm")
    assert claims["oid"] == claims["sub"] == machine.system.principal_id
    assert "SecurityIncident.Read.All" in claims["roles"]


@pytest.mark.parametrize("name", ["client_id", "object_id", "msi_res_id", "mi_res_id"])
async def test_an_assigned_identity_is_found_by_any_of_its_ids(machine: Machine, name: str) -> None:
    own = machine.assigned
    ids = {"client_id": own.client_id, "object_id": own.principal_id}
    answer = await machine.imds({name: ids.get(name, own.resource_id).upper()})
    assert own.client_id == answer.json()["client_id"]
    claims = claims_of(answer.json()["access_token"])
    assert (own.client_id, own.resource_id) == (claims["appid"], claims["xms_mirid"])


async def test_its_tokens_open_incidents_and_secrets(machine: Machine) -> None:
    http = machine.visitor.http
    graph, vault = [
        (await machine.imds({"resource": resource})).json()["access_token"]
        for resource in (_GRAPH, _VAULT)
    ]
    listed = await http.get(
        "/graph/v1.0/security/incidents?$top=1", headers={"Authorization": f"Bearer {graph}"}
    )
    assert 1 == len(listed.json()["value"])
    secret = await http.get(
        "/keyvault/secrets/client-secret-full?api-version=7.4",
        headers={"Authorization": f"Bearer {vault}"},
    )
    assert machine.visitor.app().client_secret == secret.json()["value"]


async def test_it_may_read_and_not_change(machine: Machine) -> None:
    token = (await machine.imds()).json()["access_token"]
    answer = await machine.visitor.http.patch(
        "/graph/v1.0/security/incidents/1",
        json={"status": "resolved"},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert 403 == answer.status_code


@pytest.mark.parametrize(
    ("change", "headers", "status", "error"),
    [
        ({}, {}, 400, "bad_request_102"),
        ({}, {"Metadata": "false"}, 400, "bad_request_102"),
        ({}, {"Metadata": "true", "X-Forwarded-For": "192.0.2.1"}, 400, "bad_request"),
        ({"resource": ""}, None, 400, "invalid_request"),
        ({"api-version": ""}, None, 400, "invalid_request"),
        ({"api-version": "1999-01-01"}, None, 400, "bad_request_100"),
        ({"client_id": NOBODY}, None, 400, "invalid_request"),
        ({"object_id": NOBODY}, None, 400, "invalid_request"),
        ({"msi_res_id": "/subscriptions/none"}, None, 400, "invalid_request"),
        ({"resource": "https://nowhere.example"}, None, 400, "invalid_resource"),
    ],
)
async def test_the_metadata_service_refuses_in_its_own_shape(
    machine: Machine,
    change: dict[str, str],
    headers: dict[str, str] | None,
    status: int,
    error: str,
) -> None:
    answer = await machine.imds(change, headers)
    assert (status, error) == (answer.status_code, answer.json()["error"])
    assert answer.json()["error_description"]


async def test_an_id_of_another_kind_or_two_ids_name_nobody(machine: Machine) -> None:
    own = machine.assigned
    for change in (
        {"client_id": own.principal_id},
        {"client_id": own.client_id, "object_id": machine.system.principal_id},
    ):
        answer = await machine.imds(change)
        assert (400, "Identity not found") == (
            answer.status_code,
            answer.json()["error_description"],
        )


async def test_an_address_that_is_none_is_an_unknown_source(machine: Machine) -> None:
    answer = await machine.http.get("/metadata/identity", headers={"Metadata": "true"})
    assert (401, "unknown_source") == (answer.status_code, answer.json()["error"])


async def test_only_reading_is_allowed(machine: Machine) -> None:
    answer = await machine.http.post(_IMDS, headers={"Metadata": "true"})
    assert 405 == answer.status_code


async def test_an_app_service_answers_with_the_moment_of_the_end(machine: Machine) -> None:
    body = (await machine.app_service()).json()
    assert {"access_token", "client_id", "expires_on", "resource", "token_type"} == set(body)
    now = int(machine.visitor.clock.now().timestamp())
    assert str(now + 24 * 3600) == body["expires_on"]
    assert machine.system.client_id == claims_of(body["access_token"])["appid"]


@pytest.mark.parametrize("name", ["client_id", "principal_id", "object_id", "mi_res_id"])
async def test_an_app_service_finds_an_assigned_identity(machine: Machine, name: str) -> None:
    own = machine.assigned
    ids = {"client_id": own.client_id, "mi_res_id": own.resource_id}
    answer = await machine.app_service({name: ids.get(name, own.principal_id)})
    assert own.client_id == answer.json()["client_id"]


@pytest.mark.parametrize(
    ("change", "word", "status"),
    [
        ({}, None, 401),
        ({}, "wrong", 403),
        ({"api-version": ""}, "", 400),
        ({"api-version": "2018-02-01"}, "", 400),
        ({"resource": ""}, "", 400),
        ({"client_id": NOBODY}, "", 400),
        ({"resource": "https://nowhere.example"}, "", 500),
    ],
)
async def test_an_app_service_refuses_with_a_status_and_a_message(
    machine: Machine, change: dict[str, str], word: str | None, status: int
) -> None:
    answer = await machine.app_service(change, word)
    assert (status, status) == (answer.status_code, answer.json()["statusCode"])
    assert {"statusCode", "message", "correlationId"} == set(answer.json())


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        ("404", 404),
        ("410:1", 410),
        ("503@/metadata", 503),
        ("throttle@/metadata", 429),
        ("500-empty@/metadata", 500),
    ],
)
async def test_faults_reach_the_metadata_service(machine: Machine, fault: str, status: int) -> None:
    await machine.visitor.http.post("/sandbox/faults", json={"fault": fault})
    answer = await machine.imds()
    assert status == answer.status_code
    assert {"error", "error_description"} == set(answer.json())
    if ":1" in fault:
        assert 200 == (await machine.imds()).status_code


async def test_its_own_faults_hit_nothing_else(machine: Machine) -> None:
    await machine.visitor.http.post("/sandbox/faults", json={"fault": "410"})
    headers = await machine.visitor.bearer("graph")
    listed = await machine.visitor.http.get("/graph/v1.0/security/alerts_v2", headers=headers)
    assert 200 == listed.status_code
    answer = await machine.app_service()
    assert (410, 410) == (answer.status_code, answer.json()["statusCode"])


async def test_faults_of_the_apis_leave_it_alone_unless_a_path_says_so(machine: Machine) -> None:
    for fault in ("503", "throttle", "aadsts-7000215"):
        await machine.visitor.http.post("/sandbox/faults", json={"fault": fault})
    assert 200 == (await machine.imds()).status_code


async def test_an_identity_signs_in_nowhere_else(machine: Machine) -> None:
    form = {"client_id": machine.system.client_id, "client_secret": "guessed"}
    answer = await asked(machine.visitor, form)
    assert (400, "unauthorized_client", [700016]) == outcome(answer)
    assert 404 == (await machine.visitor.http.get(_IMDS, headers={"Metadata": "true"})).status_code


async def test_its_token_for_the_exchange_signs_in_the_application_that_trusts_it(
    machine: Machine,
) -> None:
    visitor = machine.visitor
    exchange = {"resource": "api://AzureADTokenExchange"}
    own, assigned = [
        (await machine.imds({**exchange, **change})).json()["access_token"]
        for change in ({}, {"client_id": machine.assigned.client_id})
    ]
    assert ("2.0", "2", machine.assigned.principal_id) == (
        claims_of(assigned)["ver"],
        claims_of(assigned)["azpacr"],
        claims_of(assigned)["sub"],
    )
    answer = await asked(visitor, assertion_form(visitor, "federated", assigned))
    assert visitor.app("federated").client_id == claims_of(answer.json()["access_token"])["appid"]
    for token, code in ((own, 700213), (f"{assigned.rpartition('.')[0]}.c2ln", 50013)):
        refused = await asked(visitor, assertion_form(visitor, "federated", token))
        assert [code] == outcome(refused)[2]


async def test_its_tokens_for_other_resources_are_no_assertions(machine: Machine) -> None:
    visitor = machine.visitor
    token = (await machine.imds({"client_id": machine.assigned.client_id})).json()["access_token"]
    answer = await asked(visitor, assertion_form(visitor, "federated", token))
    assert (401, "invalid_client", [700222]) == outcome(answer)


async def test_its_tokens_are_counted(machine: Machine) -> None:
    await machine.imds()
    await machine.imds({"resource": "https://nowhere.example"})
    state = (await machine.visitor.http.get("/sandbox/state")).json()
    assert (1, 1) == (state["tokens_issued"], state["tokens_refused"])
