"""A secret out of Key Vault: read once, and never asked for at a foreign host."""

from __future__ import annotations

import asyncio
import base64
import json
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from defender_tui.client import DefenderClient
from defender_tui.core.clouds import custom_cloud
from defender_tui.core.credentials import ClientSecret, SecretPlace, VaultValue
from defender_tui.core.errors import (
    ApiError,
    ConfigError,
    ConnectFailed,
    CredentialsRejected,
    DefenderTuiError,
    NotFound,
    NotPermitted,
    ProtocolError,
    ServerFault,
)
from defender_tui.core.profiles import Profile
from defender_tui.core.resources import Resource
from defender_tui.core.secret import SecretPurpose
from tests.client.conftest import Clock
from tests.client.credential_bench import SecretsAtHand
from tests.client.pairs import pair
from tests.client.staged import TENANT, Reply, StagedServer

SECRET = "/keyvault/secrets/app"
TOKEN = f"/{TENANT}/oauth2/v2.0/token"
VALUE = VaultValue("contoso-soc", "app", ClientSecret(SecretPlace.RUN))
WRONG_SECRET = Reply(401, {"error": "invalid_client", "error_codes": [7000215]})


@pytest.fixture
def profile(server: StagedServer, profile: Profile) -> Profile:
    hosts = {
        "authority": server.url,
        "graph": f"{server.url}/graph",
        "xdr": f"{server.url}/xdr",
        "keyvault": f"{server.url}/keyvault",
    }
    return replace(profile, cloud=custom_cloud(hosts), credential=VALUE)


@pytest.fixture
def opener() -> SecretsAtHand:
    """Hold what opens the vault, and a trap beside it."""
    return SecretsAtHand(
        {SecretPurpose.VAULT_CLIENT_SECRET: "opens", SecretPurpose.CLIENT_SECRET: "trap"}
    )


def _asked_by(server: StagedServer) -> list[str]:
    """Give which secret each request for a token carried."""
    bodies = [one.body.decode() for one in server.asked if one.path == TOKEN]
    return [
        field.removeprefix("client_secret=")
        for body in bodies
        for field in body.split("&")
        if field.startswith("client_secret=")
    ]


async def test_the_value_is_read_once_for_all_tokens(
    profile: Profile, server: StagedServer, opener: SecretsAtHand
) -> None:
    server.stage(SECRET, Reply(body={"value": "held\n", "contentType": "client secret"}))
    async with DefenderClient(profile, opener) as client:
        await asyncio.gather(*(client.tokens.get(one) for one in (Resource.GRAPH, Resource.XDR)))
        await client.tokens.get(Resource.MDE)
    assert ["opens", "held", "held", "held"] == _asked_by(server)
    assert 1 == len(server.api_calls(SECRET))
    asked = server.api_calls(SECRET)[0]
    assert "2025-07-01" == asked.param("api-version")
    assert asked.headers["authorization"].startswith("Bearer ")
    assert {SecretPurpose.VAULT_CLIENT_SECRET} == set(opener.asked)


async def test_a_value_that_became_wrong_does_not_pass_when_a_token_is_asked_for_anew(
    profile: Profile, server: StagedServer, opener: SecretsAtHand
) -> None:
    server.stage(SECRET, Reply(body={"value": "good"}), Reply(body={"value": "bad"}))
    async with DefenderClient(profile, opener) as client:
        await client.tokens.get(Resource.GRAPH)
        await client.tokens.acquire(Resource.GRAPH)
        client.tokens.forget()
        await client.tokens.get(Resource.GRAPH)
    assert ["opens", "good", "opens", "bad", "opens", "bad"] == _asked_by(server)


async def test_a_rotated_secret_is_read_again_when_the_old_one_is_refused(
    profile: Profile, server: StagedServer, opener: SecretsAtHand
) -> None:
    server.stage(SECRET, Reply(body={"value": "old"}), Reply(body={"value": "new"}))
    async with DefenderClient(profile, opener) as client:
        await client.tokens.get(Resource.GRAPH)
        good = Reply(body={"access_token": "a.b.c", "expires_in": 3599})
        server.stage(TOKEN, WRONG_SECRET, good)
        await client.tokens.get(Resource.XDR)
    # The token for the vault is asked for in between.
    assert ["opens", "old", "old", "opens", "new"] == _asked_by(server)


async def test_a_secret_that_stays_wrong_is_told_after_a_second_look(
    profile: Profile, server: StagedServer, opener: SecretsAtHand
) -> None:
    server.stage(SECRET, Reply(body={"value": "old"}))
    async with DefenderClient(profile, opener) as client:
        await client.tokens.get(Resource.GRAPH)
        good = Reply(body={"access_token": "a.b.c", "expires_in": 3599})
        server.stage(TOKEN, WRONG_SECRET, good)
        with pytest.raises(CredentialsRejected):
            await client.tokens.get(Resource.XDR)
    assert 2 == len(server.api_calls(SECRET))


async def test_a_refused_opener_is_told_from_a_refused_value(
    profile: Profile, server: StagedServer, opener: SecretsAtHand
) -> None:
    server.stage(TOKEN, WRONG_SECRET)
    async with DefenderClient(profile, opener) as client:
        with pytest.raises(CredentialsRejected, match="vault “contoso-soc” was not opened"):
            await client.tokens.get(Resource.GRAPH)
    assert ["opens"] == _asked_by(server)


async def test_a_version_is_asked_for_by_its_id(
    profile: Profile, server: StagedServer, opener: SecretsAtHand
) -> None:
    version = "0a" * 16
    server.stage(f"{SECRET}/{version}", Reply(body={"value": "held"}))
    dated = replace(profile, credential=replace(VALUE, version=version))
    async with DefenderClient(dated, opener) as client:
        assert (await client.tokens.get(Resource.GRAPH)).roles


@pytest.mark.parametrize(
    ("content_type", "value"),
    [
        ("application/x-pem-file", lambda: (pair().key_pem() + pair().certificate_pem).decode()),
        ("", lambda: (pair().key_pem() + pair().certificate_pem).decode()),
        ("application/x-pkcs12", lambda: base64.b64encode(pair().pfx()).decode()),
        ("application/x-pkcs12; charset=utf-8", lambda: base64.b64encode(pair().pfx()).decode()),
    ],
    ids=["pem", "unlabelled-pem", "pfx", "pfx-with-charset"],
)
async def test_a_certificate_is_told_by_its_content_type(
    profile: Profile,
    server: StagedServer,
    opener: SecretsAtHand,
    content_type: str,
    value: Callable[[], str],
) -> None:
    server.stage(SECRET, Reply(body={"value": value(), "contentType": content_type}))
    async with DefenderClient(profile, opener) as client:
        await client.tokens.get(Resource.GRAPH)
    assert b"client_assertion=" in server.asked[-1].body
    assert b"client_secret=" not in server.asked[-1].body


async def test_a_damaged_certificate_names_the_secret_that_it_is_in(
    profile: Profile, server: StagedServer, opener: SecretsAtHand
) -> None:
    body = {"value": "AAAA", "contentType": "application/x-pkcs12"}
    server.stage(SECRET, Reply(body=body))
    async with DefenderClient(profile, opener) as client:
        with pytest.raises(ConfigError, match="“app” in the vault “contoso-soc”"):
            await client.tokens.get(Resource.GRAPH)


@pytest.mark.parametrize(
    ("kind", "told", "step", "reply"),
    [
        (NotPermitted, "has no role", "Key Vault Secrets User", ("Forbidden", "ForbiddenByRbac")),
        (NotPermitted, "access policy", "permission Get", ("Forbidden", "AccessDenied")),
        (NotPermitted, "firewall", "Networking", ("Forbidden", "ForbiddenByFirewall")),
        (NotPermitted, "private endpoint", "private network", ("", "ForbiddenByConnection")),
        (NotPermitted, "is disabled", "Enable it", ("Forbidden", "SecretDisabled")),
        (NotPermitted, "does not permit", "Key Vault Secrets User", ("Forbidden", "New")),
    ],
)
async def test_each_ban_of_a_vault_has_its_own_words(
    profile: Profile,
    server: StagedServer,
    opener: SecretsAtHand,
    kind: type[DefenderTuiError],
    told: str,
    step: str,
    reply: tuple[str, str],
) -> None:
    code, inner = reply
    error = {"code": code, "message": "no", "innererror": {"code": inner}}
    server.stage(SECRET, Reply(403, {"error": error}, {"x-ms-request-id": "r-1"}))
    async with DefenderClient(profile, opener) as client:
        with pytest.raises(kind, match=told) as caught:
            await client.tokens.get(Resource.GRAPH)
    assert step in caught.value.hint
    assert ("Request", "r-1") in caught.value.details()


@pytest.mark.parametrize(
    ("kind", "told", "reply"),
    [
        (NotFound, "no such secret", Reply(404, {"error": {"code": "SecretNotFound"}})),
        (ApiError, "was not accepted", Reply(401, {"error": {"code": "Unauthorized"}})),
        (ApiError, "odd version", Reply(400, {"error": {"message": "odd version"}})),
        (ApiError, "without a reason", Reply(302, b"", {"Location": "https://x.example"})),
        (ProtocolError, "holds no value", Reply(200, b"<html>")),
        (ProtocolError, "holds no value", Reply(200, {"value": ""})),
        (ProtocolError, "holds no value", Reply(200, {"value": 7})),
        (ProtocolError, "larger than", Reply(200, b" " * (1024 * 1024 + 1))),
    ],
)
async def test_other_answers_of_a_vault_are_one_clear_error(
    profile: Profile,
    server: StagedServer,
    opener: SecretsAtHand,
    kind: type[DefenderTuiError],
    told: str,
    reply: Reply,
) -> None:
    server.stage(SECRET, reply)
    async with DefenderClient(profile, opener) as client:
        with pytest.raises(kind, match=told):
            await client.tokens.get(Resource.GRAPH)


async def test_the_vendors_own_answers_are_read(
    profile: Profile, server: StagedServer, opener: SecretsAtHand, reference: Path
) -> None:
    samples = {
        name: json.loads((reference / "samples" / f"keyvault-{name}.json").read_text())
        for name in ("get-secret", "error-403-observed", "error-404-observed")
    }
    async with DefenderClient(profile, opener) as client:
        server.stage(SECRET, Reply(403, samples["error-403-observed"]))
        with pytest.raises(NotPermitted, match="has no role"):
            await client.tokens.get(Resource.GRAPH)
        server.stage(SECRET, Reply(404, samples["error-404-observed"]))
        with pytest.raises(NotFound, match="no such secret"):
            await client.tokens.get(Resource.GRAPH)
        server.stage(SECRET, Reply(200, samples["get-secret"]))
        assert (await client.tokens.get(Resource.GRAPH)).roles
    assert "mysecretvalue" == _asked_by(server)[-1]


async def test_a_busy_vault_is_asked_three_times(
    profile: Profile, server: StagedServer, opener: SecretsAtHand, clock: Clock
) -> None:
    server.stage(SECRET, Reply(503, b""))
    async with DefenderClient(profile, opener, timing=clock.timing()) as client:
        with pytest.raises(ServerFault, match="Key Vault failed"):
            await client.tokens.get(Resource.GRAPH)
        assert [1.0, 2.0] == clock.slept
        server.stage(SECRET, Reply(429, b"", {"Retry-After": "5"}), Reply(body={"value": "held"}))
        assert (await client.tokens.get(Resource.GRAPH)).roles
    assert [1.0, 2.0, 5.0] == clock.slept


@pytest.mark.parametrize(
    "vault", ["https://contoso.vault.azure.net.evil.example", "https://127.0.0.1:9/keyvault", "a b"]
)
async def test_a_vault_of_no_cloud_gets_neither_secret_nor_token(
    profile: Profile, server: StagedServer, opener: SecretsAtHand, vault: str
) -> None:
    foreign = replace(profile, credential=replace(VALUE, vault=vault))
    async with DefenderClient(foreign, opener) as client:
        with pytest.raises(ConfigError) as caught:
            await client.tokens.get(Resource.GRAPH)
    assert "credential.vault" == caught.value.key
    assert [] == server.asked


async def test_a_vault_that_no_name_server_knows_is_told_as_a_wrong_name(
    profile: Profile,
    server: StagedServer,
    opener: SecretsAtHand,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    real = socket.getaddrinfo

    def knows_no_vault(host: str, *rest: int, **more: int) -> object:
        if host == "no-such-vault.invalid":
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")
        return real(host, *rest, **more)

    monkeypatch.setattr(socket, "getaddrinfo", knows_no_vault)
    hosts = {"authority": server.url, "keyvault": "https://no-such-vault.invalid"}
    elsewhere = replace(profile, cloud=custom_cloud(hosts))
    async with DefenderClient(elsewhere, opener) as client:
        with pytest.raises(ConnectFailed, match=r"no host no-such-vault\.invalid") as caught:
            await client.tokens.get(Resource.GRAPH)
    assert "vault's name" in caught.value.hint


@pytest.mark.parametrize(
    ("place", "hint"),
    [
        (SecretPlace.KEYRING, "Type it in Credentials"),
        (SecretPlace.ENVIRONMENT, "Set DEFENDER_TUI_VAULT_CLIENT_SECRET."),
    ],
)
async def test_what_should_open_the_vault_and_is_missing_is_named(
    profile: Profile, server: StagedServer, place: SecretPlace, hint: str
) -> None:
    source = SecretsAtHand({SecretPurpose.CLIENT_SECRET: "trap"})
    credential = replace(VALUE, reader=ClientSecret(place))
    async with DefenderClient(replace(profile, credential=credential), source) as client:
        with pytest.raises(ConfigError, match="no client secret for the vault at hand") as caught:
            await client.tokens.get(Resource.GRAPH)
    assert caught.value.hint.startswith(hint)
    assert [] == server.asked
