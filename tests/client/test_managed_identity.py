"""Managed identities, in the form of a virtual machine and in that of an App Service."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from defender_tui.client import DefenderClient
from defender_tui.core.credentials import Credential, ManagedIdentity, VaultValue
from defender_tui.core.errors import AuthError, ConfigError, TlsFailed
from defender_tui.core.profiles import Profile
from defender_tui.core.resources import Resource
from tests.client.conftest import Clock
from tests.client.credential_bench import Bench, SecretsAtHand, benches
from tests.client.plain_server import PlainServer, serving_plain
from tests.client.staged import Reply, StagedServer, serving

TOKEN = "/metadata/identity/oauth2/token"
GRANTED = {"access_token": "a.b.c", "expires_in": "3599", "token_type": "Bearer"}


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with benches(tmp_path_factory.mktemp("proxy")) as both:
        yield both["direct"]


@pytest.fixture(params=["vm", "app-service"])
def machine(request: pytest.FixtureRequest, bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """Stand on a machine with an identity, behind a proxy that must never be asked."""
    announced = bench.line["managed_identity"]
    if request.param == "vm":
        monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", announced["imds"])
    else:
        monkeypatch.setenv("IDENTITY_ENDPOINT", announced["identity_endpoint"])
        monkeypatch.setenv("IDENTITY_HEADER", announced["identity_header"])
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    return bench


def _client(bench: Bench, credential: Credential) -> DefenderClient:
    return DefenderClient(bench.profile("full", credential), SecretsAtHand({}))


async def test_the_machines_own_identity_gets_a_token(machine: Bench) -> None:
    async with _client(machine, ManagedIdentity()) as client:
        token = await client.tokens.get(Resource.GRAPH)
        incidents = await anext(client.incidents.pages(page_size=1))
    assert token.decoded is not None
    assert machine.line["managed_identity"]["system_client_id"] == token.decoded.client_id
    assert incidents.incidents


@pytest.mark.parametrize("by", ["client_id", "object_id", "resource_id"])
async def test_an_assigned_identity_is_named_by_any_of_its_ids(machine: Bench, by: str) -> None:
    assigned = machine.line["managed_identity"]["user_assigned"]
    async with _client(machine, ManagedIdentity(**{by: assigned[by]})) as client:
        token = await client.tokens.get(Resource.XDR)
    assert token.decoded is not None
    assert assigned["client_id"] == token.decoded.client_id


async def test_an_identity_that_was_not_assigned_is_named(machine: Bench) -> None:
    stranger = ManagedIdentity(client_id="00001111-aaaa-2222-bbbb-3333cccc4444")
    async with _client(machine, stranger) as client:
        with pytest.raises(ConfigError, match="no managed identity 00001111") as caught:
            await client.tokens.get(Resource.GRAPH)
    assert "Assign it" in caught.value.hint


async def test_the_machine_opens_the_vault_that_the_apps_secret_is_in(machine: Bench) -> None:
    credential = VaultValue("contoso-soc", "client-secret-full", ManagedIdentity())
    async with _client(machine, credential) as client:
        token = await client.tokens.get(Resource.GRAPH)
    assert token.decoded is not None
    assert machine.app("full")["client_id"] == token.decoded.client_id


async def test_a_wrong_identity_header_is_told(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", bench.line["managed_identity"]["identity_endpoint"])
    monkeypatch.setenv("IDENTITY_HEADER", "wrong")
    async with _client(bench, ManagedIdentity()) as client:
        with pytest.raises(AuthError, match="X-IDENTITY-HEADER"):
            await client.tokens.get(Resource.GRAPH)


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[PlainServer]:
    with serving_plain() as server:
        monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", server.url)
        yield server


@pytest.fixture
def profile(tmp_path: Path, authority: trustme.CA) -> Profile:
    file = tmp_path / "ca.pem"
    file.write_bytes(authority.cert_pem.bytes())
    return Profile("vm", "contoso.com", "", credential=ManagedIdentity(), ca_file=file)


async def test_no_service_on_the_machine_is_told_in_plain_words(
    profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:9")
    async with DefenderClient(profile) as client:
        with pytest.raises(ConfigError, match="This machine has no managed identity"):
            await client.tokens.get(Resource.GRAPH)


async def test_a_service_whose_certificate_is_not_trusted_is_told_apart(
    profile: Profile, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving(StagedServer(), trustme.CA()) as server:
        monkeypatch.setenv("IDENTITY_ENDPOINT", f"{server.url}/msi")
        monkeypatch.setenv("IDENTITY_HEADER", "word")
        async with DefenderClient(profile) as client:
            with pytest.raises(TlsFailed):
                await client.tokens.get(Resource.GRAPH)
    assert [] == server.asked


@pytest.mark.parametrize("status", [404, 410, 429, 500, 503])
async def test_a_service_that_is_being_updated_is_asked_again(
    profile: Profile, service: PlainServer, clock: Clock, status: int
) -> None:
    service.stage(TOKEN, Reply(status, {"error": "gone"}), Reply(body=GRANTED))
    async with DefenderClient(profile, timing=clock.timing()) as client:
        token = await client.tokens.get(Resource.GRAPH)
    assert "a.b.c" == token.value.reveal()
    assert [1.0] == clock.slept
    assert "https://graph.microsoft.com" == service.asked[-1].param("resource")
    assert "true" == service.asked[-1].headers["metadata"]


async def test_a_service_that_stays_down_is_left_after_five_tries(
    profile: Profile, service: PlainServer, clock: Clock
) -> None:
    service.stage(TOKEN, Reply(410, {"error": "gone"}))
    async with DefenderClient(profile, timing=clock.timing()) as client:
        with pytest.raises(AuthError, match="410 again and again"):
            await client.tokens.get(Resource.GRAPH)
    assert 5 == len(service.asked)
    assert [1.0, 2.0, 4.0, 8.0] == clock.slept


async def test_a_wait_that_the_service_asks_for_is_kept(
    profile: Profile, service: PlainServer, clock: Clock
) -> None:
    busy = Reply(429, {"error": "busy"}, {"Retry-After": "7"})
    service.stage(TOKEN, busy, Reply(body=GRANTED))
    async with DefenderClient(profile, timing=clock.timing()) as client:
        await client.tokens.get(Resource.GRAPH)
    assert [7.0] == clock.slept


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, b"<html>router</html>"),
        Reply(403, b""),
        Reply(200, b"[]"),
        Reply(301, b"", {"Location": "http://169.254.169.254/"}),
    ],
)
async def test_something_else_at_that_address_is_told_apart(
    profile: Profile, service: PlainServer, clock: Clock, reply: Reply
) -> None:
    service.stage(TOKEN, reply)
    async with DefenderClient(profile, timing=clock.timing()) as client:
        with pytest.raises(ConfigError, match="is not Azure's service"):
            await client.tokens.get(Resource.GRAPH)
    assert 1 == len(service.asked)


async def test_the_system_identity_that_is_off_says_where_to_turn_it_on(
    profile: Profile, service: PlainServer
) -> None:
    body = {"error": "invalid_request", "error_description": "Identity not found"}
    service.stage(TOKEN, Reply(400, body))
    async with DefenderClient(profile) as client:
        with pytest.raises(ConfigError, match="no system-assigned") as caught:
            await client.tokens.get(Resource.GRAPH)
    assert "Turn it on" in caught.value.hint


async def test_a_refusal_keeps_the_services_words(profile: Profile, service: PlainServer) -> None:
    body = {"error": "invalid_resource", "error_description": "AADSTS500011: no such resource"}
    service.stage(TOKEN, Reply(400, body))
    async with DefenderClient(profile) as client:
        with pytest.raises(AuthError, match="no such resource"):
            await client.tokens.get(Resource.GRAPH)


async def test_service_fabric_is_said_not_to_be_supported(
    profile: Profile, service: PlainServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("IDENTITY_ENDPOINT", f"{service.url}/msi")
    monkeypatch.setenv("IDENTITY_HEADER", "word")
    monkeypatch.setenv("IDENTITY_SERVER_THUMBPRINT", "00" * 20)
    async with DefenderClient(replace(profile, name="fabric")) as client:
        with pytest.raises(ConfigError, match="Service Fabric"):
            await client.tokens.get(Resource.GRAPH)
    assert [] == service.asked
