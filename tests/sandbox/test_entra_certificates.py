"""Assertions that a client signs with its certificate."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from defender_tui.sandbox.app import build_sandbox
from defender_tui.sandbox.clock import FixedClock
from defender_tui.sandbox.entra.keys import LazyRsaKey
from defender_tui.sandbox.entra.signing import KeyRing
from defender_tui.sandbox.options import SandboxOptions
from tests.sandbox.assertions import Signer
from tests.sandbox.conftest import NOW, URL, Visitor
from tests.sandbox.token_forms import (
    JWT_BEARER,
    NOBODY,
    asked,
    assertion_form,
    claims_of,
    outcome,
    v1,
)

_REFUSED = (401, "invalid_client", [700027])
_MALFORMED = (400, "invalid_request", [50027])


async def sent(visitor: Visitor, assertion: str, app_name: str = "full") -> httpx.Response:
    return await asked(visitor, assertion_form(visitor, app_name, assertion))


@pytest.mark.parametrize("is_padded", [False, True])
@pytest.mark.parametrize(
    ("alg", "name", "digest"), [("RS256", "x5t", "sha1"), ("PS256", "x5t#S256", "sha256")]
)
async def test_a_certificate_gives_a_token(
    visitor: Visitor, alg: str, name: str, digest: str, is_padded: bool
) -> None:
    signer = Signer.of(visitor).with_algorithm(alg)
    thumbprint = signer.thumbprint(digest, is_padded=is_padded)
    answer = await sent(visitor, signer.signed(headers={name: thumbprint}))
    assert "2" == claims_of(answer.json()["access_token"])["appidacr"]


async def test_the_v1_endpoint_takes_a_certificate_too(visitor: Visitor) -> None:
    form = {
        "grant_type": "client_credentials",
        "client_id": visitor.app().client_id,
        "resource": "https://api.security.microsoft.com",
        "client_assertion_type": JWT_BEARER,
        "client_assertion": Signer.of(visitor).signed(),
    }
    assert 200 == (await visitor.http.post(v1(visitor), data=form)).status_code


@pytest.mark.parametrize("width", [64, 76])
@pytest.mark.parametrize("names_thumbprint", [True, False])
async def test_a_chain_may_be_sent_with_line_breaks(
    visitor: Visitor, width: int, names_thumbprint: bool
) -> None:
    signer = Signer.of(visitor)
    plain = base64.b64encode(signer.der).decode()
    lines = "\r\n".join(plain[at : at + width] for at in range(0, len(plain), width))
    headers: dict[str, Any] = {"x5c": [lines]}
    if names_thumbprint:
        headers |= signer.headers()
    assert 200 == (await sent(visitor, signer.signed(headers=headers))).status_code


async def test_times_may_have_a_fraction(visitor: Visitor) -> None:
    seconds = NOW.timestamp()
    claims = {"nbf": seconds + 0.25, "iat": seconds + 0.25, "exp": seconds + 300.75}
    assert 200 == (await sent(visitor, Signer.of(visitor).signed(claims))).status_code


async def test_the_client_id_may_stand_in_the_assertion_only(visitor: Visitor) -> None:
    form = assertion_form(visitor, "full", Signer.of(visitor).signed()) | {"client_id": None}
    assert 200 == (await asked(visitor, form)).status_code


@pytest.mark.parametrize(
    "audience",
    [
        "https://login.microsoftonline.com/{tid}/oauth2/v2.0/token",
        "https://login.microsoftonline.com/{tid}/oauth2/token",
        "https://login.microsoftonline.com/{tid}/v2.0",
        "https://login.microsoftonline.com/contoso.example/oauth2/v2.0/token",
        "https://sts.windows.net/{tid}/",
        f"{URL}/{{tid}}/oauth2/token",
        f"{URL}/Contoso.Example/oauth2/v2.0/token",
    ],
)
async def test_each_name_of_the_token_endpoint_is_a_good_audience(
    visitor: Visitor, audience: str
) -> None:
    claims = {"aud": audience.format(tid=visitor.tenant_id)}
    assert 200 == (await sent(visitor, Signer.of(visitor).signed(claims))).status_code


async def test_the_audience_of_another_tenant_is_refused(visitor: Visitor) -> None:
    other = visitor.sandbox.tenants[1].tenant_id
    claims = {"aud": f"{URL}/{other}/oauth2/v2.0/token"}
    answer = await sent(visitor, Signer.of(visitor).signed(claims))
    assert (401, "invalid_client", [700023]) == outcome(answer)
    assert "audience claim does not match" in answer.json()["error_description"]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ({"iss": NOBODY}, (401, "invalid_client", [50048])),
        ({"sub": NOBODY}, (401, "invalid_client", [50048])),
        ({"aud": None}, (401, "invalid_client", [700023])),
        ({"exp": None}, _MALFORMED),
        ({"exp": "soon"}, _MALFORMED),
        ({"exp": 1e300}, _MALFORMED),
        ({"exp": int(NOW.timestamp()) - 600}, (401, "invalid_client", [700024])),
        ({"nbf": int(NOW.timestamp()) + 900}, (401, "invalid_client", [700024])),
    ],
)
async def test_an_assertion_that_says_the_wrong_thing_is_refused(
    visitor: Visitor, claims: dict[str, Any], expected: tuple[int, str, list[int]]
) -> None:
    assert expected == outcome(await sent(visitor, Signer.of(visitor).signed(claims)))


async def test_an_assertion_of_another_application_is_refused(visitor: Visitor) -> None:
    assertion = Signer.of(visitor, "read-only").signed()
    assert (401, "invalid_client", [700021]) == outcome(await sent(visitor, assertion))


async def test_an_old_assertion_is_refused_with_its_times(visitor: Visitor) -> None:
    assertion = Signer.of(visitor).signed()
    visitor.clock.advance(timedelta(minutes=20))
    answer = await sent(visitor, assertion)
    description = answer.json()["error_description"]
    assert (401, "invalid_client", [700024]) == outcome(answer)
    for moment in ("2026-11-23T08:50:00", "2026-11-23T08:30:00", "2026-11-23T08:40:00"):
        assert moment in description


@pytest.mark.parametrize("is_given", [False, True])
async def test_assertions_go_by_the_machines_clock_where_the_sandbox_lives_on_another_day(
    client_key: LazyRsaKey, signing_keys: KeyRing, is_given: bool
) -> None:
    sandbox = build_sandbox(
        SandboxOptions(seed=3, now=NOW - timedelta(days=900)),
        clock=FixedClock(NOW - timedelta(days=900)) if is_given else None,
        keys=signing_keys,
        client_key=client_key,
    )
    transport = httpx.ASGITransport(app=sandbox.app)
    async with httpx.AsyncClient(transport=transport, base_url=URL) as http:
        visitor = Visitor(sandbox, FixedClock(NOW), http)
        signer = replace(Signer.of(visitor), now=datetime.now(UTC))
        answer = await sent(visitor, signer.signed())
    assert (401 if is_given else 200) == answer.status_code


@pytest.mark.parametrize("app_name", ["no-roles", "disabled"])
async def test_a_certificate_that_is_not_registered_is_refused(
    visitor: Visitor, app_name: str
) -> None:
    client_id = visitor.app(app_name).client_id
    signer = Signer.of(visitor)
    assertion = signer.signed({"iss": client_id, "sub": client_id})
    answer = await sent(visitor, assertion, app_name)
    assert outcome(answer) == _REFUSED
    description = answer.json()["error_description"]
    assert "The key was not found." in description
    assert hashlib.sha256(signer.der).hexdigest().upper() in description


async def test_a_signature_of_another_key_is_refused(visitor: Visitor) -> None:
    signer = Signer.of(visitor)
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    assertion = jwt.encode(signer.claims(), stranger, algorithm="PS256", headers=signer.headers())
    answer = await sent(visitor, assertion)
    assert outcome(answer) == _REFUSED
    assert "did not match the expected signature value" in answer.json()["error_description"]


async def test_an_expired_certificate_is_refused(visitor: Visitor) -> None:
    assertion = Signer.of(visitor, "expired-certificate").signed()
    answer = await sent(visitor, assertion, "expired-certificate")
    assert outcome(answer) == _REFUSED
    assert "The key used is expired." in answer.json()["error_description"]


async def test_a_certificate_still_serves_when_the_secret_is_expired(visitor: Visitor) -> None:
    assertion = Signer.of(visitor, "expired-secret").signed()
    assert 200 == (await sent(visitor, assertion, "expired-secret")).status_code


@pytest.mark.parametrize(
    "assertion",
    ["a.b.c", "one", "e30.e30", "e30.W10.e30", f"e30.{'é'}.e30", "W10.e30.", f"{'W' * 9}.e30.e30"],
)
async def test_what_is_no_jwt_is_malformed(visitor: Visitor, assertion: str) -> None:
    assert outcome(await sent(visitor, assertion)) == _MALFORMED


@pytest.mark.parametrize(
    "headers", [{}, {"x5t": "?"}, {"x5c": ["?"]}, {"x5c": []}, {"x5t": 1}, {"x5c": "é"}]
)
async def test_an_assertion_that_names_no_certificate_is_malformed(
    visitor: Visitor, headers: dict[str, Any]
) -> None:
    assertion = Signer.of(visitor).signed(headers=headers)
    assert outcome(await sent(visitor, assertion)) == _MALFORMED


async def test_an_unsigned_assertion_is_refused(visitor: Visitor) -> None:
    signer = Signer.of(visitor)
    assertion = jwt.encode(signer.claims(), "", algorithm="none", headers=signer.headers())
    assert (400, "invalid_request", [5002730]) == outcome(await sent(visitor, assertion))


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (None, (400, "invalid_request", [900144])),
        ("urn:ietf:params:oauth:client-assertion-type:saml2-bearer", None),
    ],
)
async def test_the_type_of_an_assertion_must_be_right(
    visitor: Visitor, kind: str | None, expected: tuple[int, str, list[int]] | None
) -> None:
    form = assertion_form(visitor, "full", Signer.of(visitor).signed())
    answer = await asked(visitor, form | {"client_assertion_type": kind})
    assert (expected or (400, "invalid_request", [90023])) == outcome(answer)
