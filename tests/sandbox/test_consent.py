"""The page on which a customer's administrator lets an application in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from defender_tui.sandbox.tenant import Tenant
from tests.sandbox.conftest import URL, Visitor
from tests.sandbox.token_forms import NOBODY, asked, claims_of, outcome

_PORTAL = "https://portal.azure.com"
_LOCAL = "http://localhost:8400/"
_XDR = "https://api.security.microsoft.com/.default"


def northwind(visitor: Visitor) -> Tenant:
    return visitor.sandbox.tenants[2]


def v1(visitor: Visitor, change: Mapping[str, str] | None = None) -> dict[str, str]:
    whole = {
        "client_id": visitor.app("multi-tenant").client_id,
        "redirect_uri": _LOCAL,
        "state": "12345",
        **(change or {}),
    }
    return {name: value for name, value in whole.items() if value}


def landed(answer: httpx.Response) -> tuple[str, dict[str, str]]:
    """Give where a browser is sent, and with what."""
    assert 302 == answer.status_code, answer.text
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.scheme}://{parts.netloc}{parts.path}", dict(parse_qsl(parts.query))


def code_of(answer: httpx.Response) -> int:
    found = re.search(r"AADSTS(\d+):", answer.text)
    assert found, answer.text
    return int(found.group(1))


async def pressed(
    visitor: Visitor,
    path: str,
    params: Mapping[str, str],
    decision: str = "accept",
    tenant: str = "",
) -> httpx.Response:
    form = {"decision": decision, "tenant": tenant}
    return await visitor.http.post(path, params=params, data=form)


async def token_answer(
    visitor: Visitor, tenant: Tenant, app: str = "multi-tenant"
) -> httpx.Response:
    return await asked(visitor, visitor.credentials(app), tenant=tenant.tenant_id)


async def test_the_page_names_the_application_and_what_it_asks_for(visitor: Visitor) -> None:
    answer = await visitor.http.get("/common/adminconsent", params=v1(visitor))
    assert (200, "text/html; charset=utf-8") == (
        answer.status_code,
        answer.headers["Content-Type"],
    )
    for expected in (
        "multi-tenant",
        visitor.app("multi-tenant").client_id,
        "Microsoft Graph",
        "ThreatHunting.Read.All",
        "Microsoft Threat Protection",
        "Incident.ReadWrite.All",
        'value="accept"',
        'value="cancel"',
        f'<option value="{northwind(visitor).tenant_id}">',
    ):
        assert expected in answer.text
    assert "WindowsDefenderATP" not in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


async def test_accepting_is_the_way_from_an_unknown_application_to_a_token(
    visitor: Visitor,
) -> None:
    tenant = northwind(visitor)
    refused = await token_answer(visitor, tenant)
    assert (400, "unauthorized_client", [700016]) == outcome(refused)
    answer = await pressed(visitor, f"/{tenant.tenant_id}/adminconsent", v1(visitor))
    said = {"admin_consent": "True", "tenant": tenant.tenant_id, "state": "12345"}
    assert (_LOCAL, said) == landed(answer)
    claims = claims_of((await token_answer(visitor, tenant)).json()["access_token"])
    assert tenant.tenant_id == claims["tid"]
    assert {"SecurityIncident.ReadWrite.All", "ThreatHunting.Read.All"} <= set(claims["roles"])
    assert visitor.app("multi-tenant").principal_id != claims["oid"]


async def test_a_token_from_a_new_consent_opens_that_tenants_incidents(visitor: Visitor) -> None:
    tenant = northwind(visitor)
    await pressed(visitor, f"/{tenant.domain}/adminconsent", v1(visitor))
    token = (await token_answer(visitor, tenant)).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}
    listed = await visitor.http.get("/graph/v1.0/security/incidents?$top=2", headers=headers)
    assert {tenant.tenant_id} == {one["tenantId"] for one in listed.json()["value"]}


async def test_roles_appear_in_new_tokens_only(visitor: Visitor) -> None:
    home = visitor.sandbox.tenants[0]
    before = await visitor.bearer("graph", "no-roles")
    params = {"client_id": visitor.app("no-roles").client_id, "redirect_uri": _PORTAL}
    where, said = landed(await pressed(visitor, f"/{home.tenant_id}/adminconsent", params))
    assert (f"{_PORTAL}/", {"admin_consent": "True", "tenant": home.tenant_id}) == (where, said)
    after = await visitor.bearer("graph", "no-roles")
    seen = [
        (await visitor.http.get("/graph/v1.0/security/incidents?$top=1", headers=one)).status_code
        for one in (before, after)
    ]
    assert [403, 200] == seen


async def test_the_tenant_is_chosen_where_the_address_leaves_it_open(visitor: Visitor) -> None:
    tenant = northwind(visitor)
    params = v1(visitor)
    nobody = await pressed(visitor, "/organizations/adminconsent", params)
    assert (400, 50059) == (nobody.status_code, code_of(nobody))
    answer = await pressed(visitor, "/organizations/adminconsent", params, tenant=tenant.tenant_id)
    assert tenant.tenant_id == landed(answer)[1]["tenant"]
    assert 200 == (await token_answer(visitor, tenant)).status_code


async def test_the_second_form_grants_what_its_scope_names(visitor: Visitor) -> None:
    tenant = northwind(visitor)
    params = v1(visitor, {"scope": _XDR})
    path = f"/{tenant.tenant_id}/v2.0/adminconsent"
    shown = (await visitor.http.get(path, params=params)).text
    assert "Microsoft Threat Protection" in shown
    assert "Microsoft Graph" not in shown
    _, said = landed(await pressed(visitor, path, params))
    assert {
        "admin_consent": "True",
        "tenant": tenant.tenant_id,
        "state": "12345",
        "scope": _XDR,
    } == said
    claims = claims_of((await token_answer(visitor, tenant)).json()["access_token"])
    assert "roles" not in claims
    form = {**visitor.credentials("multi-tenant"), "scope": _XDR}
    answer = await asked(visitor, form, tenant=tenant.tenant_id)
    assert "Incident.Read.All" in claims_of(answer.json()["access_token"])["roles"]


async def test_the_second_form_knows_our_own_addresses_of_the_apis(visitor: Visitor) -> None:
    params = v1(visitor, {"scope": f"{URL}/xdr/.default"})
    shown = await visitor.http.get("/organizations/v2.0/adminconsent", params=params)
    assert "Microsoft Threat Protection" in shown.text


@pytest.mark.parametrize(
    ("path", "more", "said"),
    [
        (
            "/common/adminconsent",
            {},
            {
                "error": "permission_denied",
                "error_description": "The admin canceled the request",
            },
        ),
        (
            "/common/v2.0/adminconsent",
            {"scope": _XDR},
            {
                "admin_consent": "True",
                "error": "consent_required",
                "error_description": "AADSTS65004: The resource owner or authorization server "
                "denied the request.",
                "state": "12345",
            },
        ),
        (
            "/common/oauth2/authorize",
            {"prompt": "consent", "response_type": "code"},
            {
                "error": "access_denied",
                "error_description": "AADSTS65004: The resource owner or authorization server "
                "denied the request.",
                "state": "12345",
            },
        ),
    ],
)
async def test_cancelling_grants_nothing_and_says_so_in_each_forms_way(
    visitor: Visitor, path: str, more: dict[str, str], said: dict[str, str]
) -> None:
    answer = await pressed(visitor, path, v1(visitor, more), "cancel")
    assert (_LOCAL, said) == landed(answer)
    refused = await token_answer(visitor, northwind(visitor))
    assert [700016] == outcome(refused)[2]


async def test_the_authorize_form_of_the_documentation_lands_on_the_portal(
    visitor: Visitor,
) -> None:
    tenant = northwind(visitor)
    params = {
        "prompt": "consent",
        "client_id": visitor.app("multi-tenant").client_id,
        "response_type": "code",
        "sso_reload": "true",
    }
    path = "/common/oauth2/authorize"
    assert 200 == (await visitor.http.get(path, params=params)).status_code
    answer = await pressed(visitor, path, params, tenant=tenant.tenant_id)
    where, said = landed(answer)
    assert f"{_PORTAL}/" == where
    assert {"code", "session_state"} == set(said)
    assert 200 == (await token_answer(visitor, tenant)).status_code


@pytest.mark.parametrize(
    ("path", "change", "code"),
    [
        ("/common/adminconsent", {"client_id": ""}, 900144),
        ("/common/adminconsent", {"redirect_uri": ""}, 900144),
        ("/common/v2.0/adminconsent", {}, 900144),
        ("/common/oauth2/authorize", {"prompt": "consent"}, 900144),
        ("/common/oauth2/authorize", {"response_type": "code"}, 90023),
        ("/common/adminconsent", {"client_id": NOBODY}, 700016),
        ("/common/adminconsent", {"redirect_uri": "https://evil.example/"}, 50011),
        ("/common/adminconsent", {"redirect_uri": "https://portal.azure.com.evil.example"}, 50011),
        ("/common/adminconsent", {"redirect_uri": "http://localhost:8400/other"}, 50011),
        ("/common/adminconsent", {"redirect_uri": "http://user@localhost:8400/"}, 50011),
        ("/common/adminconsent", {"redirect_uri": "http://[x"}, 90023),
        ("/common/v2.0/adminconsent", {"scope": "https://nowhere.example/.default"}, 500011),
        ("/00000000-0000-0000-0000-000000000000/adminconsent", {}, 90002),
    ],
)
async def test_what_is_wrong_gives_a_page_with_its_code_and_no_redirect(
    visitor: Visitor, path: str, change: dict[str, str], code: int
) -> None:
    for method in ("GET", "POST"):
        answer = await visitor.http.request(method, path, params=v1(visitor, change))
        assert (400, code) == (answer.status_code, code_of(answer))
        assert "Trace ID" in answer.text
        assert "Location" not in answer.headers


async def test_an_application_of_one_tenant_is_consented_to_there_alone(visitor: Visitor) -> None:
    params = {"client_id": visitor.app("no-roles").client_id, "redirect_uri": _PORTAL}
    for tenant, code in (("common", 50194), ("northwind.example", 700016)):
        answer = await visitor.http.get(f"/{tenant}/adminconsent", params=params)
        assert code == code_of(answer)


async def test_an_application_without_redirect_addresses_has_no_consent_page(
    visitor: Visitor,
) -> None:
    params = {"client_id": visitor.app("full").client_id, "redirect_uri": _PORTAL}
    answer = await visitor.http.get(f"/{visitor.tenant_id}/adminconsent", params=params)
    assert 500113 == code_of(answer)


async def test_any_port_of_localhost_will_do(visitor: Visitor) -> None:
    params = v1(visitor, {"redirect_uri": "http://localhost:51234"})
    answer = await pressed(visitor, "/northwind.example/adminconsent", params)
    assert "http://localhost:51234/" == landed(answer)[0]


async def test_state_comes_back_as_it_was(visitor: Visitor) -> None:
    params = v1(visitor, {"state": "a&admin_consent=False#<é>"})
    answer = await pressed(visitor, "/northwind.example/adminconsent", params)
    assert params["state"] == landed(answer)[1]["state"]


async def test_nothing_of_the_address_is_taken_for_html(visitor: Visitor) -> None:
    hostile = "<script>alert(1)</script>"
    for change in ({"redirect_uri": f"https://x.example/{hostile}"}, {"client_id": hostile}):
        answer = await visitor.http.get("/common/adminconsent", params=v1(visitor, change))
        assert 400 == answer.status_code
        assert "<script" not in answer.text
        assert "&lt;script&gt;" in answer.text


async def test_consents_are_counted_and_can_be_taken_back(visitor: Visitor) -> None:
    tenant = northwind(visitor)
    await pressed(visitor, "/northwind.example/adminconsent", v1(visitor))
    assert 200 == (await token_answer(visitor, tenant)).status_code
    assert 1 == (await visitor.http.get("/sandbox/state")).json()["consents_granted"]
    assert 200 == (await visitor.http.delete("/sandbox/directory")).status_code
    assert [700016] == outcome(await token_answer(visitor, tenant))[2]


async def test_consent_in_a_tenant_that_knows_the_application_adds_roles_and_keeps_its_principal(
    visitor: Visitor,
) -> None:
    fabrikam = visitor.sandbox.tenants[1]
    known = fabrikam.app(visitor.app("multi-tenant").client_id)
    assert known is not None
    await pressed(visitor, "/fabrikam.example/adminconsent", v1(visitor))
    claims = claims_of((await token_answer(visitor, fabrikam)).json()["access_token"])
    assert known.principal_id == claims["oid"]
    assert set(known.roles["graph"]) < set(claims["roles"])
