"""Tokens of an outside issuer in place of a secret."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import httpx
import jwt
import pytest

from defender_tui.sandbox.directory import WORKLOAD
from tests.sandbox.assertions import Signer
from tests.sandbox.conftest import URL, Visitor
from tests.sandbox.token_forms import NOBODY, asked, assertion_form, claims_of, outcome

_ISSUER = f"{URL}/sandbox/issuer"
_WRONG_SIGNATURE = (400, "invalid_grant", [50013])


async def workload_token(visitor: Visitor, **asked_for: str) -> str:
    return (await visitor.http.get("/sandbox/federated-token", params=asked_for)).text


async def sent(visitor: Visitor, token: str, app_name: str = "federated") -> httpx.Response:
    return await asked(visitor, assertion_form(visitor, app_name, token))


async def test_a_token_of_the_trusted_issuer_gives_a_token(visitor: Visitor) -> None:
    answer = await sent(visitor, await workload_token(visitor))
    claims = claims_of(answer.json()["access_token"])
    assert ("2", visitor.app("federated").client_id) == (claims["appidacr"], claims["appid"])
    assert "ThreatHunting.Read.All" in claims["roles"]


async def test_the_issuer_publishes_the_key_that_verifies_its_tokens(visitor: Visitor) -> None:
    metadata = (await visitor.http.get(f"{_ISSUER}/.well-known/openid-configuration")).json()
    keys = jwt.PyJWKSet.from_dict((await visitor.http.get(metadata["jwks_uri"])).json())
    token = await workload_token(visitor)
    claims = jwt.decode(
        token,
        keys[jwt.get_unverified_header(token)["kid"]].key,
        algorithms=["RS256"],
        audience="api://AzureADTokenExchange",
        options={"verify_exp": False, "verify_nbf": False, "verify_iat": False},
    )
    assert (_ISSUER, WORKLOAD) == (claims["iss"], claims["sub"])
    assert metadata["issuer"] == claims["iss"]


@pytest.mark.parametrize(
    ("change", "code", "named"),
    [
        ({"issuer": "https://issuer.example"}, 700211, "issuer 'https://issuer.example'"),
        ({"issuer": f"{_ISSUER}/"}, 700211, f"issuer '{_ISSUER}/'"),
        ({"subject": "somebody"}, 700213, "subject 'somebody'"),
        ({"subject": WORKLOAD.upper()}, 7002138, "case-insensitive"),
        ({"audience": "api://else"}, 700212, "audience 'api://else'"),
    ],
)
async def test_what_does_not_match_to_the_letter_is_refused_and_named(
    visitor: Visitor, change: dict[str, str], code: int, named: str
) -> None:
    answer = await sent(visitor, await workload_token(visitor, **change))
    assert (401, "invalid_client", [code]) == outcome(answer)
    assert named in answer.json()["error_description"]


async def test_an_application_that_trusts_nobody_names_what_came(visitor: Visitor) -> None:
    answer = await sent(visitor, await workload_token(visitor), "no-roles")
    assert (400, "invalid_request", [70021]) == outcome(answer)
    assert f"Assertion Subject: '{WORKLOAD}'" in answer.json()["error_description"]


async def test_a_stale_token_is_refused(visitor: Visitor) -> None:
    token = await workload_token(visitor, lifetime_s="300")
    visitor.clock.advance(timedelta(minutes=11))
    assert (401, "invalid_client", [700024]) == outcome(await sent(visitor, token))


@pytest.mark.parametrize("lifetime", ["-600", "soon", "٣", "999999999"])
async def test_a_lifetime_may_lie_in_the_past_and_is_else_an_hour(
    visitor: Visitor, lifetime: str
) -> None:
    claims = claims_of(await workload_token(visitor, lifetime_s=lifetime))
    assert (-600 if lifetime == "-600" else 3600) == claims["exp"] - claims["iat"]


async def test_a_token_of_entra_itself_is_no_assertion(visitor: Visitor) -> None:
    token = await visitor.token("xdr")
    assert (401, "invalid_client", [700222]) == outcome(await sent(visitor, token))


async def test_a_forged_token_is_refused(visitor: Visitor) -> None:
    real = await workload_token(visitor)
    forged = real.rpartition(".")[0] + ".c2lnbmF0dXJl"
    assert outcome(await sent(visitor, forged)) == _WRONG_SIGNATURE


@pytest.mark.parametrize("header", [{}, {"kid": NOBODY}])
async def test_a_token_signed_with_an_unpublished_key_is_refused(
    visitor: Visitor, header: dict[str, Any]
) -> None:
    signer = Signer.of(visitor).with_algorithm("RS256")
    claims = {"iss": _ISSUER, "sub": WORKLOAD, "aud": "api://AzureADTokenExchange"}
    token = signer.signed(claims, headers=header)
    assert outcome(await sent(visitor, token)) == _WRONG_SIGNATURE


async def test_a_federated_form_must_name_its_application(visitor: Visitor) -> None:
    form = assertion_form(visitor, "federated", await workload_token(visitor))
    answer = await asked(visitor, form | {"client_id": None})
    assert (400, "unauthorized_client", [700016]) == outcome(answer)
