"""Tokens that end early: revocation with its challenge, and keys that change."""

from __future__ import annotations

import base64
import json
import re
from datetime import timedelta
from typing import Any

import httpx
import jwt
import pytest

from defender_tui.sandbox.app import build_sandbox
from defender_tui.sandbox.clock import FixedClock
from defender_tui.sandbox.entra.keys import LazyRsaKey
from defender_tui.sandbox.entra.signing import KeyRing
from defender_tui.sandbox.options import SandboxOptions
from tests.sandbox.conftest import NOW, SCOPES, URL, Visitor
from tests.sandbox.token_forms import asked, claims_of

_HANDLES = {"access_token": {"xms_cc": {"values": ["cp1"]}}}
_LIST = "/graph/v1.0/security/incidents?$top=1"
_DAY_S = 24 * 60 * 60


async def token_with(visitor: Visitor, claims: object, app_name: str = "full") -> dict[str, Any]:
    form = visitor.credentials(app_name) | {"claims": json.dumps(claims)}
    body: dict[str, Any] = (await asked(visitor, form)).json()
    return body


async def listed(visitor: Visitor, token: str) -> httpx.Response:
    return await visitor.http.get(_LIST, headers={"Authorization": f"Bearer {token}"})


async def test_a_client_that_handles_challenges_gets_a_token_for_a_day(visitor: Visitor) -> None:
    body = await token_with(visitor, _HANDLES)
    assert ["CP1"] == claims_of(body["access_token"])["xms_cc"]
    assert 20 * 3600 <= body["expires_in"] + 1 <= 28 * 3600
    assert body["expires_in"] // 2 == body["refresh_in"]


@pytest.mark.parametrize(
    "claims",
    [
        {},
        {"access_token": {"xms_cc": {"values": ["other"]}}},
        {"access_token": {"xms_cc": {"values": "cp1"}}},
        {"access_token": []},
        {"id_token": _HANDLES["access_token"]},
    ],
)
async def test_other_claims_change_nothing(visitor: Visitor, claims: object) -> None:
    body = await token_with(visitor, claims)
    assert "xms_cc" not in claims_of(body["access_token"])
    assert body["expires_in"] < _DAY_S // 2


async def test_only_graph_and_applications_of_one_tenant_take_part(visitor: Visitor) -> None:
    multi = await token_with(visitor, _HANDLES, "multi-tenant")
    form = {"claims": json.dumps(_HANDLES), "scope": SCOPES["xdr"]}
    other = (await asked(visitor, form)).json()
    for body in (multi, other):
        assert "xms_cc" not in claims_of(body["access_token"])


async def test_a_revoked_token_is_challenged_and_the_answer_to_it_counts(
    visitor: Visitor,
) -> None:
    token = (await token_with(visitor, _HANDLES))["access_token"]
    assert 200 == (await listed(visitor, token)).status_code
    visitor.clock.advance(timedelta(minutes=1))
    revoked = await visitor.http.post("/sandbox/revoke")
    assert {"revoked_before": "2026-11-23T08:31:00Z"} == revoked.json()
    answer = await listed(visitor, token)
    assert 401 == answer.status_code
    demanded = challenge_of(answer)
    moment = int((NOW + timedelta(minutes=1)).timestamp())
    assert demanded == {"access_token": {"nbf": {"essential": True, "value": str(moment)}}}
    merged = {"access_token": _HANDLES["access_token"] | demanded["access_token"]}
    new = (await token_with(visitor, merged))["access_token"]
    assert 200 == (await listed(visitor, new)).status_code


async def test_without_the_demanded_claims_a_new_token_is_challenged_again(
    visitor: Visitor,
) -> None:
    await visitor.http.post("/sandbox/revoke")
    token = (await token_with(visitor, _HANDLES))["access_token"]
    assert 401 == (await listed(visitor, token)).status_code


async def test_tokens_of_clients_that_know_no_challenge_go_on(visitor: Visitor) -> None:
    token = await visitor.token("graph")
    await visitor.http.post("/sandbox/revoke")
    assert 200 == (await listed(visitor, token)).status_code


def challenge_of(answer: httpx.Response) -> dict[str, Any]:
    header = answer.headers["WWW-Authenticate"]
    assert header.startswith('Bearer realm="", authorization_uri="')
    assert 'error="insufficient_claims"' in header
    found = re.search(r'claims="([^"]+)"', header)
    assert found is not None
    claims: dict[str, Any] = json.loads(base64.b64decode(found[1]))
    return claims


@pytest.fixture
def ring() -> KeyRing:
    """Give keys of one's own, to change them."""
    return KeyRing()


@pytest.mark.parametrize("forgets", [False, True])
async def test_a_new_key_signs_and_the_old_one_counts_while_it_is_published(
    ring: KeyRing, client_key: LazyRsaKey, forgets: bool
) -> None:
    clock = FixedClock(NOW)
    sandbox = build_sandbox(
        SandboxOptions(seed=3, now=NOW), clock=clock, keys=ring, client_key=client_key
    )
    transport = httpx.ASGITransport(app=sandbox.app)
    async with httpx.AsyncClient(transport=transport, base_url=URL) as http:
        visitor = Visitor(sandbox, clock, http)
        old = await visitor.token("graph")
        ring.rotate(forget_old=forgets)
        new = await visitor.token("graph")
        published = (await http.get("/common/discovery/v2.0/keys")).json()["keys"]
        kids = [jwt.get_unverified_header(token)["kid"] for token in (new, old)]
        assert (kids[:1] if forgets else kids) == [key["kid"] for key in published]
        assert 200 == (await listed(visitor, new)).status_code
        assert (401 if forgets else 200) == (await listed(visitor, old)).status_code


def test_old_keys_leave_the_document_in_the_end() -> None:
    ring = KeyRing()
    first = ring.key()
    for _ in range(3):
        ring.rotate()
    assert 3 == len(ring.published())
    assert ring.find(first.key_id) is None
