"""Tokens of rare kinds, for decoders."""

from __future__ import annotations

import jwt
import pytest

from tests.sandbox.conftest import Visitor
from tests.sandbox.token_forms import claims_of


async def sample(visitor: Visitor, kind: str) -> str:
    answer = await visitor.http.post(f"/sandbox/sample-token?kind={kind}")
    assert 200 == answer.status_code, answer.text
    return answer.text


async def published(visitor: Visitor, token: str) -> jwt.PyJWK:
    keys = (await visitor.http.get(f"/{visitor.tenant_id}/discovery/v2.0/keys")).json()
    return jwt.PyJWKSet.from_dict(keys)[jwt.get_unverified_header(token)["kid"]]


async def test_a_persons_token_has_scopes_and_cannot_be_verified_outside(visitor: Visitor) -> None:
    token = await sample(visitor, "delegated")
    claims = claims_of(token)
    assert ("user", "0", "1.0") == (claims["idtyp"], claims["appidacr"], claims["ver"])
    assert "ThreatHunting.Read.All" in claims["scp"].split()
    assert claims["oid"] != claims["sub"]
    assert not {"roles"} & set(claims)
    assert "nonce" in jwt.get_unverified_header(token)
    key = await published(visitor, token)
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, key, algorithms=["RS256"], audience=claims["aud"])


async def test_a_persons_token_is_good_and_holds_no_application_role(visitor: Visitor) -> None:
    headers = {"Authorization": f"Bearer {await sample(visitor, 'delegated')}"}
    answer = await visitor.http.get("/graph/v1.0/security/incidents", headers=headers)
    assert 403 == answer.status_code


async def test_a_token_of_version_2_is_verified_by_the_tenants_key(visitor: Visitor) -> None:
    token = await sample(visitor, "v2")
    claims = claims_of(token)
    decoded = jwt.decode(
        token,
        await published(visitor, token),
        algorithms=["RS256"],
        audience=claims["aud"],
        issuer=f"https://login.microsoftonline.com/{visitor.tenant_id}/v2.0",
        options={"verify_exp": False, "verify_nbf": False, "verify_iat": False},
    )
    assert ("2.0", visitor.app().client_id, "1") == (
        decoded["ver"],
        decoded["azp"],
        decoded["azpacr"],
    )
    assert not {"appid", "idtyp"} & set(decoded)
    assert "x5t" not in jwt.get_unverified_header(token)


async def test_a_strangers_token_names_the_tenants_key_and_is_refused(visitor: Visitor) -> None:
    token = await sample(visitor, "foreign")
    key = await published(visitor, token)
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, key, algorithms=["RS256"], audience="https://api.security.microsoft.com")
    headers = {"Authorization": f"Bearer {token}"}
    answer = await visitor.http.get("/xdr/api/incidents", headers=headers)
    assert 401 == answer.status_code


@pytest.mark.parametrize("query", ["", "?kind=", "?kind=other"])
async def test_other_kinds_are_refused_with_the_list_of_all(visitor: Visitor, query: str) -> None:
    answer = await visitor.http.post(f"/sandbox/sample-token{query}")
    assert 400 == answer.status_code
    assert "delegated, v2, foreign" in answer.json()["error"]["message"]
