from __future__ import annotations

import base64
from typing import Any
from urllib.parse import urlencode

import httpx
import jwt
import pytest
from jwt.types import Options

from tests.sandbox.conftest import SCOPES, URL, Visitor

_SIGNATURE_ONLY: Options = {
    "verify_exp": False,
    "verify_nbf": False,
    "verify_iat": False,
    "verify_aud": False,
}
_GUID = "11111111-2222-3333-4444-555555555555"


def v2(visitor: Visitor, tenant: str | None = None) -> str:
    return f"/{tenant or visitor.tenant_id}/oauth2/v2.0/token"


def v1(visitor: Visitor) -> str:
    return f"/{visitor.tenant_id}/oauth2/token"


def claims_of(token: str) -> dict[str, Any]:
    return jwt.decode(token, options={"verify_signature": False})


async def test_the_v2_endpoint_answers_with_numbers(visitor: Visitor) -> None:
    form = visitor.credentials() | {"scope": SCOPES["graph"]}
    body = (await visitor.http.post(v2(visitor), data=form)).json()
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
    assert not {"scp", "upn"} & set(claims)


async def test_an_app_without_grants_gets_a_token_without_roles(visitor: Visitor) -> None:
    assert "roles" not in claims_of(await visitor.token("graph", "no-roles"))


async def test_published_keys_verify_a_token_but_not_graphs(visitor: Visitor) -> None:
    metadata = await visitor.http.get(f"/{visitor.tenant_id}/v2.0/.well-known/openid-configuration")
    keys = jwt.PyJWKSet.from_dict((await visitor.http.get(metadata.json()["jwks_uri"])).json())
    defender, graph = await visitor.token("xdr"), await visitor.token("graph")
    key = keys[jwt.get_unverified_header(defender)["kid"]].key
    assert "tid" in jwt.decode(defender, key, algorithms=["RS256"], options=_SIGNATURE_ONLY)
    assert "nonce" in jwt.get_unverified_header(graph)
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(graph, key, algorithms=["RS256"], options=_SIGNATURE_ONLY)


@pytest.mark.parametrize("version", ["", "/v2.0"])
async def test_metadata_is_found_by_domain_and_names_the_tenant(
    visitor: Visitor, version: str
) -> None:
    path = f"{version}/.well-known/openid-configuration"
    body = (await visitor.http.get(f"/contoso.example{path}")).json()
    assert visitor.tenant_id in body["issuer"]
    assert body["token_endpoint"].startswith(f"https://127.0.0.1:8443/{visitor.tenant_id}/oauth2/")


@pytest.mark.parametrize("name", ["common", "Organizations"])
async def test_metadata_of_a_shared_endpoint_leaves_the_tenant_open(
    visitor: Visitor, name: str
) -> None:
    body = (await visitor.http.get(f"/{name}/v2.0/.well-known/openid-configuration")).json()
    assert body["issuer"] == "https://login.microsoftonline.com/{tenantid}/v2.0"
    assert body["token_endpoint"] == f"{URL}/{name.lower()}/oauth2/v2.0/token"


async def test_metadata_of_an_unknown_tenant_is_refused(visitor: Visitor) -> None:
    answer = await visitor.http.get(f"/{_GUID}/v2.0/.well-known/openid-configuration")
    assert (400, [90002]) == (answer.status_code, answer.json()["error_codes"])


async def test_a_wrong_secret_is_refused_as_the_vendor_does(
    visitor: Visitor,
) -> None:
    form = visitor.credentials() | {"client_secret": "wrong", "scope": SCOPES["graph"]}
    headers = {"client-request-id": _GUID}
    answer = await visitor.http.post(v2(visitor), data=form, headers=headers)
    body = answer.json()
    assert answer.status_code == 401
    assert body["error"] == "invalid_client"
    assert body["error_description"].startswith("AADSTS7000215: Invalid client secret provided.")
    assert body["error_description"].endswith(f"Timestamp: {body['timestamp']}")
    assert (_GUID, [7000215]) == (body["correlation_id"], body["error_codes"])
    assert body["timestamp"] == "2026-11-23 08:30:00Z"


@pytest.mark.parametrize(
    ("change", "status", "error", "code"),
    [
        ({"grant_type": None}, 400, "invalid_request", 900144),
        ({"grant_type": "password"}, 400, "unsupported_grant_type", 70003),
        ({"client_id": None}, 400, "invalid_request", 900144),
        ({"client_id": _GUID}, 400, "unauthorized_client", 700016),
        ({"client_secret": None}, 401, "invalid_client", 7000218),
        ({"client_secret": None, "client_assertion": "a.b.c"}, 401, "invalid_client", 700027),
        ({"scope": None}, 400, "invalid_request", 900144),
        ({"scope": "https://graph.microsoft.com"}, 400, "invalid_scope", 1002012),
        ({"scope": " ".join(SCOPES.values())}, 400, "invalid_scope", 70011),
        ({"scope": "https://else.example/.default"}, 400, "invalid_resource", 500011),
        ({"resource": "https://graph.microsoft.com"}, 400, "invalid_request", 901002),
    ],
)
async def test_a_form_that_lacks_something_is_refused_with_its_code(
    visitor: Visitor, change: dict[str, str | None], status: int, error: str, code: int
) -> None:
    whole: dict[str, str | None] = {**visitor.credentials(), "scope": SCOPES["graph"], **change}
    form = {name: value for name, value in whole.items() if value is not None}
    answer = await visitor.http.post(v2(visitor), data=form)
    body = answer.json()
    assert (status, error, [code]) == (answer.status_code, body["error"], body["error_codes"])


@pytest.mark.parametrize(
    ("tenant", "code"),
    [(_GUID, 90002), ("fabrikam.example", 90002), ("no tenant!", 900023), ("Common", 9001023)],
)
async def test_a_tenant_that_cannot_be_used_is_refused(
    visitor: Visitor, tenant: str, code: int
) -> None:
    form = visitor.credentials() | {"scope": SCOPES["graph"]}
    answer = await visitor.http.post(v2(visitor, tenant), data=form)
    assert (400, [code]) == (answer.status_code, answer.json()["error_codes"])


async def test_a_body_that_is_no_form_is_malformed(visitor: Visitor) -> None:
    answer = await visitor.http.post(v2(visitor), content=b"\xff\xfe=1")
    assert (400, [9002313]) == (answer.status_code, answer.json()["error_codes"])


@pytest.mark.parametrize("end", ["", "&", "\r\n"])
async def test_a_form_counts_without_content_type_and_with_a_query(
    visitor: Visitor, end: str
) -> None:
    form = urlencode(visitor.credentials() | {"scope": SCOPES["graph"]}) + end
    answer = await visitor.http.post(v2(visitor) + "?client-request-id=1", content=form)
    assert answer.status_code == 200


@pytest.mark.parametrize("secret_is_right", [True, False])
async def test_credentials_may_come_as_basic_authentication(
    visitor: Visitor, secret_is_right: bool
) -> None:
    form = visitor.credentials() | {"scope": SCOPES["graph"]}
    secret = form.pop("client_secret") + ("" if secret_is_right else "x")
    pair = f"{form.pop('client_id')}:{secret}"
    headers = {"Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}
    answer = await visitor.http.post(v2(visitor), data=form, headers=headers)
    assert answer.status_code == (200 if secret_is_right else 401)


async def test_a_token_can_be_had_for_the_sandboxes_own_address(visitor: Visitor) -> None:
    form = visitor.credentials() | {"scope": f"{URL}/graph/.default"}
    token = (await visitor.http.post(v2(visitor), data=form)).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    answer = await visitor.http.get("/graph/v1.0/security/incidents?$top=1", headers=headers)
    assert answer.status_code == 200


async def test_real_hosts_are_served_without_a_base_path(visitor: Visitor) -> None:
    headers = await visitor.bearer("graph")
    transport = httpx.ASGITransport(app=visitor.sandbox.app)
    async with httpx.AsyncClient(transport=transport) as http:
        answer = await http.get(
            "https://graph.microsoft.com/v1.0/security/incidents?$top=1", headers=headers
        )
    link = answer.json()["@odata.nextLink"]
    assert link.startswith("https://graph.microsoft.com/v1.0/security/incidents?")
