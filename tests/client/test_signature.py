"""Who signed a token, by the keys that its tenant publishes."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from functools import cache

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from defender_tui.client import DefenderClient
from defender_tui.core.errors import ProtocolError
from defender_tui.core.secret import Secret
from defender_tui.core.signature import SignatureState, SignatureVerdict
from tests.client.staged import TENANT, Reply, StagedServer

ISSUERS = {
    "1.0": f"https://sts.windows.net/{TENANT}/",
    "2.0": f"https://login.microsoftonline.com/{TENANT}/v2.0",
}
METADATA = {
    "1.0": f"/{TENANT}/.well-known/openid-configuration",
    "2.0": f"/{TENANT}/v2.0/.well-known/openid-configuration",
}
KEYS = {"1.0": "/common/discovery/keys", "2.0": f"/{TENANT}/discovery/v2.0/keys"}


@cache
def _key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


def _jwk(name: str) -> dict[str, object]:
    public = json.loads(RSAAlgorithm.to_jwk(_key(name).public_key()))
    return {"kty": "RSA", "use": "sig", "kid": name, "n": public["n"], "e": public["e"]}


def _token(
    signed_by: str = "first",
    version: str = "1.0",
    *,
    headers: dict[str, object] | None = None,
    **claims: object,
) -> Secret:
    whole = {"tid": TENANT, "ver": version, "iss": ISSUERS[version], "aud": "api"} | claims
    told = {"kid": signed_by} | (headers or {})
    return Secret(jwt.encode(whole, _key(signed_by), algorithm="RS256", headers=told))


def _publish(server: StagedServer, *names: str) -> None:
    for version in ("1.0", "2.0"):
        metadata = {"issuer": ISSUERS[version], "jwks_uri": server.url + KEYS[version]}
        server.stage(METADATA[version], Reply(body=metadata))
        server.stage(KEYS[version], Reply(body={"keys": [_jwk(name) for name in names]}))


async def _check(client: DefenderClient, token: Secret) -> SignatureState:
    return await client.tokens.check_signature(token)


@pytest.mark.parametrize("version", ["1.0", "2.0"])
async def test_a_tenants_own_token_is_verified_by_the_keys_of_its_version(
    client: DefenderClient, server: StagedServer, version: str
) -> None:
    _publish(server, "first", "second")
    state = await _check(client, _token("second", version))
    assert (SignatureVerdict.VERIFIED, "second") == (state.verdict, state.key_id)
    assert [METADATA[version], KEYS[version]] == [one.path for one in server.asked]


async def test_keys_are_fetched_once_and_again_when_they_have_changed(
    client: DefenderClient, server: StagedServer
) -> None:
    _publish(server, "first")
    for _ in range(2):
        assert SignatureVerdict.VERIFIED is (await _check(client, _token())).verdict
    assert 2 == len(server.asked)
    _publish(server, "second")
    assert SignatureVerdict.VERIFIED is (await _check(client, _token("second"))).verdict
    assert 4 == len(server.asked)


async def test_a_token_pasted_with_its_header_line_is_checked_too(
    client: DefenderClient, server: StagedServer
) -> None:
    _publish(server, "first")
    pasted = Secret(f"Authorization: Bearer {_token().reveal()}\n")
    assert SignatureVerdict.VERIFIED is (await _check(client, pasted)).verdict


@pytest.mark.parametrize(
    ("told", "make"),
    [
        ("not among", lambda: _token("stranger")),
        ("does not fit", lambda: _token("stranger", headers={"kid": "first"})),
        ("does not fit", lambda: Secret(_token().reveal()[:-8] + "AAAAAAAA")),
        ("issuer", lambda: _token(iss="https://sts.windows.net/other/")),
        ("issuer", lambda: _token(iss="")),
        ("names no tenant", lambda: _token(tid=None)),
        ("names no tenant", lambda: _token(tid="../x?y")),
        ("names no key", lambda: _token(headers={"kid": ""})),
    ],
)
async def test_a_strangers_token_is_called_so(
    client: DefenderClient, server: StagedServer, told: str, make: Callable[[], Secret]
) -> None:
    _publish(server, "first")
    state = await _check(client, make())
    assert SignatureVerdict.BY_STRANGER is state.verdict
    assert told in state.detail


@pytest.mark.parametrize("algorithm", ["none", "None"])
async def test_an_unsigned_token_is_called_so(
    client: DefenderClient, server: StagedServer, algorithm: str
) -> None:
    parts = (json.dumps(part).encode() for part in ({"alg": algorithm}, {"tid": TENANT}))
    head, body = (base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts)
    state = await _check(client, Secret(f"{head}.{body}."))
    assert SignatureVerdict.UNSIGNED is state.verdict
    assert [] == server.asked


async def test_a_token_signed_with_a_shared_secret_is_called_so(
    client: DefenderClient, server: StagedServer
) -> None:
    token = Secret(jwt.encode({"tid": TENANT}, "k" * 32, algorithm="HS256"))
    state = await _check(client, token)
    assert SignatureVerdict.OTHER_ALGORITHM is state.verdict
    assert "HS256" in state.detail
    assert [] == server.asked


async def test_a_token_for_graph_cannot_be_checked_and_is_no_cause_for_alarm(
    client: DefenderClient, server: StagedServer
) -> None:
    state = await _check(client, _token(headers={"nonce": "n"}))
    assert SignatureVerdict.NOT_CHECKABLE is state.verdict
    assert [] == server.asked


@pytest.mark.parametrize(
    ("told", "metadata", "keys"),
    [
        ("answered 400", Reply(400, {"error": "invalid_tenant"}), None),
        ("cannot be read", Reply(200, b"<html>"), None),
        ("cannot be read", None, Reply(200, {"keys": 7})),
        ("cannot be read", None, Reply(200, b" " * (1024 * 1024 + 1))),
        ("answered 302", None, Reply(302, b"", {"Location": "https://x.example/"})),
        (
            "not followed",
            Reply(200, {"issuer": "i", "jwks_uri": "https://evil.example/keys"}),
            None,
        ),
    ],
)
async def test_keys_that_cannot_be_fetched_say_nothing_about_the_token(
    client: DefenderClient,
    server: StagedServer,
    told: str,
    metadata: Reply | None,
    keys: Reply | None,
) -> None:
    _publish(server, "first")
    if metadata:
        server.stage(METADATA["1.0"], metadata)
    if keys:
        server.stage(KEYS["1.0"], keys)
    state = await _check(client, _token())
    assert SignatureVerdict.NOT_FETCHED is state.verdict
    assert told in state.detail


@pytest.mark.parametrize("odd", [{}, {"n": "%%"}, {"kty": "oct", "k": "AAAA"}, {"n": 7}])
async def test_a_key_that_cannot_be_used_fits_no_token(
    client: DefenderClient, server: StagedServer, odd: dict[str, object]
) -> None:
    _publish(server, "first")
    key = odd and {**_jwk("first"), **odd}
    server.stage(KEYS["1.0"], Reply(body={"keys": [7, {"kid": 3}, {"kid": "first"} | key]}))
    assert SignatureVerdict.BY_STRANGER is (await _check(client, _token())).verdict


async def test_what_is_no_token_is_told(client: DefenderClient) -> None:
    with pytest.raises(ProtocolError):
        await _check(client, Secret("hello"))
