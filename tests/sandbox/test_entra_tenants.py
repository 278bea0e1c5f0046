"""Three tenants, and who can sign in to which."""

from __future__ import annotations

import pytest

from defender_tui.sandbox.directory import build_tenants
from tests.sandbox.assertions import Signer
from tests.sandbox.conftest import SCOPES, URL, Visitor
from tests.sandbox.token_forms import asked, assertion_form, claims_of, outcome, v2

_INCIDENTS = "/graph/v1.0/security/incidents"


def test_ids_and_secrets_of_a_seed_never_change() -> None:
    home = build_tenants(3)[0]
    assert "6717f626-d22a-58a9-90e3-e0804c1b26f3" == home.tenant_id
    assert ("full", "893e4684-60de-571e-9ded-589459edbcb2") == (
        home.apps[0].name,
        home.apps[0].client_id,
    )
    assert "mDM8Q~MkkrzAQcl5d4RaTPzPaQECWwZENoFbciZ7" == home.apps[0].client_secret


def test_no_two_tenants_or_applications_share_an_id() -> None:
    tenants = build_tenants(0)
    assert ["Contoso", "Fabrikam", "Northwind Traders"] == [tenant.name for tenant in tenants]
    names = [name for tenant in tenants for name in tenant.names]
    principals = [app.principal_id for tenant in tenants for app in tenant.apps]
    assert len(names) == len(set(names))
    assert len(principals) == len(set(principals))
    assert 3 == len({tenant.seed for tenant in tenants})


async def test_one_client_id_has_a_principal_and_roles_in_each_tenant_that_consented(
    visitor: Visitor,
) -> None:
    claims = []
    for tenant in visitor.sandbox.tenants[:2]:
        answer = await asked(visitor, visitor.credentials("multi-tenant"), tenant=tenant.domain)
        claims.append(claims_of(answer.json()["access_token"]))
        assert tenant.tenant_id == claims[-1]["tid"]
    home, customer = claims
    assert home["appid"] == customer["appid"]
    assert home["oid"] != customer["oid"]
    assert {"ThreatHunting.Read.All"} <= set(home["roles"]) - set(customer["roles"])


async def test_a_tenant_that_did_not_consent_does_not_know_the_application(
    visitor: Visitor,
) -> None:
    form = visitor.credentials("multi-tenant")
    answer = await asked(visitor, form, tenant="northwind.example")
    assert (400, "unauthorized_client", [700016]) == outcome(answer)
    assert "in the directory 'Northwind Traders'" in answer.json()["error_description"]


async def test_an_application_of_one_tenant_is_unknown_to_the_others(visitor: Visitor) -> None:
    for tenant in visitor.sandbox.tenants[1:]:
        answer = await asked(visitor, {}, tenant=tenant.tenant_id)
        assert (400, "unauthorized_client", [700016]) == outcome(answer)


async def test_a_certificate_works_in_the_customers_tenant_with_its_audience(
    visitor: Visitor,
) -> None:
    tenant = visitor.sandbox.tenants[1]
    signer = Signer.of(visitor, "multi-tenant")
    for audience, status in ((tenant.tenant_id, 200), (visitor.tenant_id, 401)):
        claims = {"aud": f"{URL}/{audience}/oauth2/v2.0/token"}
        form = assertion_form(visitor, "multi-tenant", signer.signed(claims))
        assert status == (await asked(visitor, form, tenant=tenant.domain)).status_code


async def test_a_tenant_without_the_service_gives_no_token_for_it(visitor: Visitor) -> None:
    northwind = visitor.sandbox.tenants[2]
    own = northwind.apps[0]
    form = {"client_id": own.client_id, "client_secret": own.client_secret}
    for resource, expected in (("graph", 200), ("mde", 401)):
        change = {**form, "scope": SCOPES[resource]}
        answer = await asked(visitor, change, tenant=northwind.tenant_id)
        assert expected == answer.status_code
    assert (401, "invalid_client", [650052]) == outcome(answer)


async def test_a_token_opens_the_data_of_its_own_tenant_only(visitor: Visitor) -> None:
    seen = []
    for tenant in visitor.sandbox.tenants[:2]:
        form = visitor.credentials("multi-tenant") | {"scope": SCOPES["graph"]}
        answer = await visitor.http.post(v2(visitor, tenant.tenant_id), data=form)
        headers = {"Authorization": f"Bearer {answer.json()['access_token']}"}
        listed = await visitor.http.get(f"{_INCIDENTS}?$top=5", headers=headers)
        incidents = listed.json()["value"]
        assert {tenant.tenant_id} == {incident["tenantId"] for incident in incidents}
        seen.append([incident["displayName"] for incident in incidents])
    assert seen[0] != seen[1]


@pytest.mark.parametrize("field", ["client_secret", "client_id"])
async def test_case_counts_in_secrets_and_not_in_ids(visitor: Visitor, field: str) -> None:
    form = visitor.credentials()
    answer = await asked(visitor, {field: form[field].upper()})
    assert (401 if field == "client_secret" else 200) == answer.status_code
