"""Who is registered and what was granted, as Graph tells those who may know."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import httpx
import pytest

from defender_tui.sandbox.directory import build_tenants
from defender_tui.sandbox.graph.directory_objects import Directory
from tests.sandbox.conftest import NOW, Visitor
from tests.sandbox.token_forms import NOBODY, claims_of

_XDR = "8ee8fdad-f234-4243-8f3b-15c294843740"
_GRAPH = "00000003-0000-0000-c000-000000000000"


class Reader:
    """Somebody with a token of the application that may read the directory."""

    def __init__(self, visitor: Visitor, headers: dict[str, str]) -> None:
        self.visitor = visitor
        self._headers = headers

    async def answer(self, path: str) -> httpx.Response:
        return await self.visitor.http.get(f"/graph/v1.0/{path}", headers=self._headers)

    async def body(self, path: str) -> dict[str, Any]:
        answer = await self.answer(path)
        assert 200 == answer.status_code, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def values(self, path: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = (await self.body(path))["value"]
        return found


@pytest.fixture
async def reader(visitor: Visitor) -> Reader:
    return Reader(visitor, await visitor.bearer("graph", "directory-reader"))


async def test_the_resource_s_roles_have_the_ids_that_they_are_granted_by(reader: Reader) -> None:
    found = await reader.body(
        f"servicePrincipals(appId='{_XDR}')?$select=id,appId,displayName,appRoles"
    )
    assert {"@odata.context", "id", "appId", "displayName", "appRoles"} == set(found)
    assert "Microsoft Threat Protection" == found["displayName"]
    ids = {role["value"]: role["id"] for role in found["appRoles"]}
    assert "a9790345-4595-42e4-971a-ccdc79f19b7c" == ids["Incident.Read.All"]
    assert all(role["isEnabled"] for role in found["appRoles"])


@pytest.mark.parametrize("app_name", ["full", "no-roles", "read-only"])
async def test_grants_are_the_roles_of_a_new_token(reader: Reader, app_name: str) -> None:
    app = reader.visitor.app(app_name)
    listed = await reader.values(f"servicePrincipals(appId='{app.client_id}')/appRoleAssignments")
    for app_id, resource in ((_GRAPH, "graph"), (_XDR, "xdr")):
        api = await reader.body(f"servicePrincipals(appId='{app_id}')")
        names = {role["id"]: role["value"] for role in api["appRoles"]}
        granted = {names[one["appRoleId"]] for one in listed if one["resourceId"] == api["id"]}
        token = claims_of(await reader.visitor.token(resource, app_name))
        assert set(token.get("roles", [])) == granted
    assert {app.principal_id} >= {one["principalId"] for one in listed}


async def test_a_consent_shows_at_once_and_older_tokens_stay_as_they_are(reader: Reader) -> None:
    visitor = reader.visitor
    app = visitor.app("no-roles")
    older = claims_of(await visitor.token("graph", "no-roles"))
    path = f"servicePrincipals/{app.principal_id}/appRoleAssignments"
    assert [] == await reader.values(path)
    await visitor.http.post(
        f"/{visitor.tenant_id}/adminconsent",
        params={"client_id": app.client_id, "redirect_uri": app.redirect_uris[0]},
        data={"decision": "accept"},
    )
    assert 5 == len(await reader.values(path))
    assert "roles" not in older


async def test_a_principal_is_found_by_its_id_by_its_application_and_by_a_filter(
    reader: Reader,
) -> None:
    app = reader.visitor.app("disabled")
    by_id = await reader.body(f"servicePrincipals/{app.principal_id}")
    by_app = await reader.body(f"servicePrincipals(appId='{app.client_id.upper()}')")
    assert by_id == by_app
    (filtered,) = await reader.values(f"servicePrincipals?$filter=appId eq '{app.client_id}'")
    assert {"@odata.context": by_id["@odata.context"], **filtered} == by_id
    assert not by_id["accountEnabled"]


async def test_a_registration_without_a_principal_has_none(reader: Reader) -> None:
    client_id = reader.visitor.app("without-principal").client_id
    assert 200 == (await reader.answer(f"applications(appId='{client_id}')")).status_code
    answer = await reader.answer(f"servicePrincipals(appId='{client_id}')")
    assert (404, "Request_ResourceNotFound") == (
        answer.status_code,
        answer.json()["error"]["code"],
    )
    assert [] == await reader.values(f"servicePrincipals?$filter=appId eq '{client_id}'")


async def test_a_registration_tells_when_its_secret_ends_and_never_the_secret(
    reader: Reader,
) -> None:
    now = f"{reader.visitor.clock.now():%Y-%m-%dT%H:%M:%S}"
    for name, has_ended in (("full", False), ("expired-secret", True)):
        app = reader.visitor.app(name)
        answer = await reader.answer(f"applications(appId='{app.client_id}')")
        (password,) = answer.json()["passwordCredentials"]
        assert has_ended == (password["endDateTime"] < now)
        assert password["startDateTime"] < password["endDateTime"]
        assert (app.client_secret[:3], None) == (password["hint"], password["secretText"])
        assert app.client_secret not in answer.text


async def test_a_registration_names_its_certificate_by_its_thumbprint(reader: Reader) -> None:
    app = reader.visitor.app("expired-certificate")
    registered = reader.visitor.sandbox.entra.certificates.of(app)
    assert registered is not None
    (found,) = await reader.values(f"applications?$filter=appId eq '{app.client_id}'")
    (key,) = found["keyCredentials"]
    digest = hashlib.sha1(registered.der).digest()
    assert digest == base64.b64decode(key["customKeyIdentifier"])
    assert ("2022-01-01T00:00:00Z", "AsymmetricX509Cert", "Verify") == (
        key["endDateTime"],
        key["type"],
        key["usage"],
    )
    other = await reader.body(f"applications(appId='{reader.visitor.app('no-roles').client_id}')")
    assert [] == other["keyCredentials"]


async def test_what_a_registration_asks_for_may_be_more_than_was_granted(reader: Reader) -> None:
    app = reader.visitor.app("no-roles")
    found = await reader.body(f"applications(appId='{app.client_id}')")
    wanted = {
        one["resourceAppId"]: one["resourceAccess"] for one in found["requiredResourceAccess"]
    }
    assert {_GRAPH, _XDR} == set(wanted)
    assert {"id": "a9790345-4595-42e4-971a-ccdc79f19b7c", "type": "Role"} in wanted[_XDR]
    assert list(app.redirect_uris) == found["web"]["redirectUris"]


async def test_whom_an_application_trusts_is_listed(reader: Reader) -> None:
    app = reader.visitor.app("federated")
    path = f"applications(appId='{app.client_id}')/federatedIdentityCredentials"
    found, identity = await reader.values(path)
    own = reader.visitor.sandbox.tenants[0].identities[1]
    assert (
        own.principal_id,
        f"https://login.microsoftonline.com/{reader.visitor.tenant_id}/v2.0",
    ) == (
        identity["subject"],
        identity["issuer"],
    )
    assert app.federated_credentials[0].subject == found["subject"]
    assert ["api://AzureADTokenExchange"] == found["audiences"]
    token = (await reader.visitor.http.get("/sandbox/federated-token")).text
    assert claims_of(token)["iss"] == found["issuer"]


async def test_a_managed_identity_is_a_principal_without_a_registration(reader: Reader) -> None:
    own = reader.visitor.sandbox.tenants[0].identities[1]
    found = await reader.body(f"servicePrincipals(appId='{own.client_id}')")
    assert "ManagedIdentity" == found["servicePrincipalType"]
    assert ["isExplicit=True", own.resource_id] == found["alternativeNames"]
    assert 404 == (await reader.answer(f"applications(appId='{own.client_id}')")).status_code


async def test_the_organization_is_the_tenant(reader: Reader) -> None:
    (found,) = await reader.values("organization")
    home = reader.visitor.sandbox.tenants[0]
    assert (home.tenant_id, home.name) == (found["id"], found["displayName"])
    domains = {one["name"]: one["isDefault"] for one in found["verifiedDomains"]}
    assert {home.domain: True, "contoso.onmicrosoft.com": False} == domains


def test_a_resource_that_the_tenant_has_not_got_is_not_in_its_directory() -> None:
    home, _, northwind = build_tenants(3)
    for tenant, has_mde in ((home, True), (northwind, False)):
        principals = Directory(tenant, NOW).principals()
        assert has_mde == ("WindowsDefenderATP" in {one["displayName"] for one in principals})


@pytest.mark.parametrize(
    "path",
    [
        f"servicePrincipals(appId='{_XDR}')",
        "servicePrincipals",
        "applications",
        "organization",
    ],
)
async def test_without_the_role_the_directory_says_nothing(visitor: Visitor, path: str) -> None:
    headers = await visitor.bearer("graph", "full")
    answer = await visitor.http.get(f"/graph/v1.0/{path}", headers=headers)
    assert (403, "Authorization_RequestDenied") == (
        answer.status_code,
        answer.json()["error"]["code"],
    )
    assert 401 == (await visitor.http.get(f"/graph/v1.0/{path}")).status_code


@pytest.mark.parametrize(
    "path",
    [
        f"servicePrincipals(appId='{NOBODY}')",
        f"servicePrincipals/{NOBODY}",
        f"servicePrincipals(appId='{NOBODY}')/appRoleAssignments",
        f"applications/{NOBODY}",
    ],
)
async def test_an_unknown_id_is_not_found(reader: Reader, path: str) -> None:
    answer = await reader.answer(path)
    assert (404, "Request_ResourceNotFound") == (
        answer.status_code,
        answer.json()["error"]["code"],
    )


@pytest.mark.parametrize("query", ["$select=nothing", "$filter=nothing eq 1", "$top=1000"])
async def test_options_that_mean_nothing_are_refused(reader: Reader, query: str) -> None:
    assert 400 == (await reader.answer(f"servicePrincipals?{query}")).status_code


async def test_a_list_goes_on_where_its_page_ends(reader: Reader) -> None:
    whole = [one["id"] for one in await reader.values("servicePrincipals")]
    seen: list[str] = []
    body = await reader.body("servicePrincipals?$top=5")
    while True:
        seen += [one["id"] for one in body["value"]]
        link = body.get("@odata.nextLink")
        if link is None:
            break
        body = await reader.body(str(link).partition("/v1.0/")[2])
    assert whole == seen
    assert len(whole) == len(set(whole))


async def test_calls_are_counted(reader: Reader) -> None:
    await reader.values("organization")
    assert 1 == (await reader.visitor.http.get("/sandbox/state")).json()["directory_calls"]
