"""Tokens for secrets: what is asked for, and what the token says."""

from __future__ import annotations

import base64
from urllib.parse import quote_plus, urlencode

import httpx
import pytest

from tests.sandbox.conftest import SCOPES, URL, Visitor
from tests.sandbox.token_forms import NOBODY, asked, claims_of, outcome, v1, v2


async def test_the_v2_endpoint_answers_with_numbers(visitor: Visitor) -> None:
    body = (await asked(visitor, {})).json()
    assert {"token_type", "expires_in", "ext_expires_in", "access_token"} == set(body)
    assert isinstance(body["expires_in"], int)
    assert 3600 <= body["expires_in"] + 1 <= 5400


async def test_the_v1_endpoint_answers_with_texts(visitor: Visitor) -> None:
    form = visitor.credentials() | {"resource": "https://api.security.microsoft.com"}
    body = (await visitor.http.post(v1(visitor), data=form)).json()
    assert body["resource"] == "https://api.security.microsoft.com"
    assert all(isinstance(value, str) for value in body.values())
    assert int(body["expires_on"]) == claims_of(body["access_token"])["exp"]


async def test_a_token_carries_the_claims_of_an_application(visitor: Visitor) -> None:
    token = await visitor.token("xdr")
    claims, app = claims_of(token), visitor.sandbox.tenants[0].apps[0]
    issuer = f"https://sts.windows.net/{visitor.tenant_id}/"
    expected = {
        "aud": "https://api.security.microsoft.com",
        "iss": issuer,
        "idp": issuer,
        "tid": visitor.tenant_id,
        "appid": app.client_id,
        "appidacr": "1",
        "idtyp": "app",
        "oid": app.principal_id,
        "sub": app.principal_id,
        "roles": ["Incident.Read.All", "Incident.ReadWrite.All", "AdvancedHunting.Read.All"],
        "ver": "1.0",
    }
    assert expected == {name: claims.get(name) for name in expected}
    assert {"iat", "nbf", "exp", "aio", "rh", "uti"} <= set(claims)
    assert not {"scp", "upn", "xms_cc"} & set(claims)


@pytest.mark.parametrize(
    ("resource", "audience"),
    [
        ("https://management.azure.com", "https://management.azure.com"),
        ("https://api.loganalytics.io", "https://api.loganalytics.io"),
        ("https://graph.microsoft.com/", "https://graph.microsoft.com/"),
        ("00000003-0000-0000-c000-000000000000", "00000003-0000-0000-c000-000000000000"),
    ],
)
async def test_a_resource_becomes_the_audience_as_it_was_written(
    visitor: Visitor, resource: str, audience: str
) -> None:
    body = (await asked(visitor, {"scope": f"{resource}/.default"})).json()
    assert audience == claims_of(body["access_token"])["aud"]


async def test_a_bare_default_scope_means_graph(visitor: Visitor) -> None:
    body = (await asked(visitor, {"scope": ".default"})).json()
    assert "https://graph.microsoft.com" == claims_of(body["access_token"])["aud"]


async def test_an_app_without_grants_gets_a_token_without_roles(visitor: Visitor) -> None:
    assert "roles" not in claims_of(await visitor.token("graph", "no-roles"))


@pytest.mark.parametrize("end", ["", "&", "\r\n"])
@pytest.mark.parametrize("kind", [None, "text/plain", "application/json"])
async def test_a_form_counts_whatever_its_content_type_and_with_a_query(
    visitor: Visitor, end: str, kind: str | None
) -> None:
    form = urlencode(visitor.credentials() | {"scope": SCOPES["graph"]}) + end
    headers = {"Content-Type": kind} if kind else {}
    url = f"{v2(visitor)}?client-request-id={NOBODY}&client_info=1"
    answer = await visitor.http.post(url, content=form, headers=headers)
    assert answer.status_code == 200


async def test_fields_that_entra_does_not_know_do_not_matter(visitor: Visitor) -> None:
    change = {"client_info": "1", "x-client-SKU": "MSAL.Python", "nonsense": "\u2028"}
    assert (await asked(visitor, change)).status_code == 200


@pytest.mark.parametrize("secret_is_right", [True, False])
@pytest.mark.parametrize("is_encoded", [True, False])
async def test_credentials_may_come_as_basic_authentication(
    visitor: Visitor, secret_is_right: bool, is_encoded: bool
) -> None:
    form = visitor.credentials() | {"scope": SCOPES["graph"]}
    secret = form.pop("client_secret") + ("" if secret_is_right else "x")
    secret = quote_plus(secret, safe="") if is_encoded else secret
    pair = f"{form.pop('client_id')}:{secret}"
    headers = {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
    answer = await visitor.http.post(v2(visitor), data=form, headers=headers)
    assert answer.status_code == (200 if secret_is_right else 401)


async def test_a_secret_with_signs_of_its_own_survives_the_form(visitor: Visitor) -> None:
    form = {"client_secret": "a+b c%20d&e=f~"}
    assert (401, "invalid_client", [7000215]) == outcome(await asked(visitor, form))


@pytest.mark.parametrize("pair", [b"?", b"\xfc", base64.b64encode(b"\xff:a")])
async def test_basic_credentials_that_are_no_text_are_malformed(
    visitor: Visitor, pair: bytes
) -> None:
    form = {"grant_type": "client_credentials", "scope": SCOPES["graph"]}
    answer = await visitor.http.post(
        v2(visitor), data=form, headers={b"Authorization": b"Basic " + pair}
    )
    assert (400, "invalid_request", [9002313]) == outcome(answer)


async def test_a_token_can_be_had_for_the_sandboxes_own_address(visitor: Visitor) -> None:
    form = visitor.credentials() | {"scope": f"{URL}/graph/.default"}
    token = (await visitor.http.post(v2(visitor), data=form)).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    answer = await visitor.http.get("/graph/v1.0/security/incidents?$top=1", headers=headers)
    assert answer.status_code == 200


@pytest.mark.parametrize("host", ["login.microsoftonline.com", "login.windows.net"])
async def test_the_real_sign_in_hosts_are_answered(visitor: Visitor, host: str) -> None:
    form = visitor.credentials() | {"resource": "https://api.security.microsoft.com"}
    transport = httpx.ASGITransport(app=visitor.sandbox.app)
    async with httpx.AsyncClient(transport=transport, base_url=f"https://{host}") as http:
        answer = await http.post(v1(visitor, "contoso.example"), data=form)
    assert answer.status_code == 200


async def test_token_answers_are_not_to_be_kept(visitor: Visitor) -> None:
    for answer in (await asked(visitor, {}), await asked(visitor, {"scope": None})):
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["x-ms-request-id"]
