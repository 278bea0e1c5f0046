"""Tokens that end early, keys that change, clocks that differ."""

from __future__ import annotations

import base64
import json
import re
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import pytest

from tests.sandbox.conftest import NOW, Visitor
from tests.sandbox.spoiling import INCIDENTS, list_incidents, spoil

_CODES = {"graph": "InvalidAuthenticationToken", "xdr": "Unauthorized"}


def _decoded(segment: str) -> Any:
    return json.loads(base64.urlsafe_b64decode(segment + "=" * (-len(segment) % 4)))


async def _status(visitor: Visitor, api: str, headers: dict[str, str]) -> int:
    return (await visitor.http.get(INCIDENTS[api], headers=headers)).status_code


@pytest.mark.parametrize("api", ["graph", "xdr"])
async def test_a_good_token_is_refused_in_the_middle_of_a_session(
    visitor: Visitor, api: str
) -> None:
    headers = await visitor.bearer(api)
    assert 200 == await _status(visitor, api, headers)
    await spoil(visitor, "401:1")
    refused = await visitor.http.get(INCIDENTS[api], headers=headers)
    assert (401, _CODES[api]) == (refused.status_code, refused.json()["error"]["code"])
    assert refused.headers["WWW-Authenticate"].startswith("Bearer ")
    assert 200 == await _status(visitor, api, headers)


async def test_a_claims_challenge_has_the_form_of_the_vendors_sample(
    visitor: Visitor, reference: Path
) -> None:
    await spoil(visitor, "cae")
    answer = await list_incidents(visitor)
    assert 401 == answer.status_code
    challenge = answer.headers["WWW-Authenticate"]
    assert 'error="insufficient_claims"' in challenge
    found = re.search(r'claims="([^"]+)"', challenge)
    assert found is not None
    claims = json.loads(base64.b64decode(found.group(1)))
    sample = json.loads(
        (reference / "samples/cae-claims-challenge-decoded.json").read_text(encoding="utf-8")
    )
    sample["access_token"]["nbf"]["value"] = str(int(NOW.timestamp()))
    assert sample == claims


@pytest.mark.parametrize("api", ["graph", "xdr"])
async def test_a_challenged_token_stays_refused_and_a_new_one_is_good(
    visitor: Visitor, api: str
) -> None:
    old = await visitor.bearer(api)
    await spoil(visitor, "cae")
    assert [401, 401] == [await _status(visitor, api, old) for _ in range(2)]
    assert 200 == await _status(visitor, api, await visitor.bearer(api))
    assert 401 == await _status(visitor, api, old)


async def test_the_challenge_of_one_application_does_not_touch_another(visitor: Visitor) -> None:
    full, reader = await visitor.bearer("graph"), await visitor.bearer("graph", "read-only")
    await spoil(visitor, "cae:1")
    assert [401, 200] == [await _status(visitor, "graph", one) for one in (full, reader)]


async def test_a_call_without_a_token_is_refused_as_ever(visitor: Visitor) -> None:
    await spoil(visitor, "cae")
    answer = await visitor.http.get(INCIDENTS["graph"])
    assert 401 == answer.status_code
    assert "insufficient_claims" not in answer.headers["WWW-Authenticate"]


async def test_after_the_keys_changed_only_new_tokens_are_good(visitor: Visitor) -> None:
    old = await visitor.bearer("graph")
    await spoil(visitor, "rotated-keys")
    assert 401 == await _status(visitor, "graph", old)
    token = await visitor.token("graph")
    assert 200 == await _status(visitor, "graph", {"Authorization": f"Bearer {token}"})
    jwks = (await visitor.http.get(f"/{visitor.tenant_id}/discovery/v2.0/keys")).json()
    assert _decoded(token.split(".")[0])["kid"] in [key["kid"] for key in jwks["keys"]]
    assert _decoded(old["Authorization"].split()[1].split(".")[0])["kid"] not in [
        key["kid"] for key in jwks["keys"]
    ]


async def test_a_skewed_clock_dates_answers_and_tokens_an_hour_ahead(visitor: Visitor) -> None:
    before = _decoded((await visitor.token("graph")).split(".")[1])
    await spoil(visitor, "skewed-clock")
    answer = await list_incidents(visitor)
    assert 200 == answer.status_code
    assert NOW + timedelta(hours=1) == parsedate_to_datetime(answer.headers["Date"])
    after = _decoded((await visitor.token("graph")).split(".")[1])
    assert 3600 == after["nbf"] - before["nbf"]
    await visitor.http.delete("/sandbox/faults")
    assert NOW == parsedate_to_datetime((await list_incidents(visitor)).headers["Date"])


async def test_where_only_entra_is_ahead_its_tokens_are_not_good_yet(visitor: Visitor) -> None:
    await spoil(visitor, f"skewed-clock@/{visitor.tenant_id}")
    answer = await list_incidents(visitor)
    assert 401 == answer.status_code
    assert "not yet valid" in answer.json()["error"]["message"]


async def test_calls_under_a_skewed_clock_are_counted_in_their_own_time(visitor: Visitor) -> None:
    headers = await visitor.bearer("xdr")
    await spoil(visitor, "skewed-clock@/xdr")
    while 200 == await _status(visitor, "xdr", headers):
        pass
    await visitor.http.delete("/sandbox/faults")
    visitor.clock.advance(timedelta(seconds=61))
    assert 200 == await _status(visitor, "xdr", headers)
