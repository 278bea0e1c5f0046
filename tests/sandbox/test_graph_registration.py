"""Registering an application over Graph, from nothing to a token that may do something."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from defender_tui.sandbox.directory import build_tenants
from defender_tui.sandbox.graph.app_roles import roles_of
from defender_tui.sandbox.tenant import RESOURCES
from tests.sandbox.conftest import Visitor
from tests.sandbox.token_forms import NOBODY, asked, claims_of, outcome

_GRAPH = "00000003-0000-0000-c000-000000000000"
_HUNTING = "dd98c7f5-2d42-42d3-a0e4-633161547251"
_BODY = {
    "displayName": "analyst-console",
    "signInAudience": "AzureADMultipleOrgs",
    "requiredResourceAccess": [
        {"resourceAppId": _GRAPH, "resourceAccess": [{"id": _HUNTING, "type": "Role"}]}
    ],
    "web": {"redirectUris": ["https://portal.azure.com"]},
}


class Registrar:
    """Somebody who may change the directory."""

    def __init__(self, visitor: Visitor, headers: dict[str, str]) -> None:
        self.visitor = visitor
        self.headers = headers

    async def posted(self, path: str, body: object) -> httpx.Response:
        return await self.visitor.http.post(f"/graph/v1.0/{path}", json=body, headers=self.headers)

    async def made(self, path: str, body: object, status: int = 201) -> dict[str, Any]:
        answer = await self.posted(path, body)
        assert status == answer.status_code, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def read(self, path: str) -> dict[str, Any]:
        answer = await self.visitor.http.get(f"/graph/v1.0/{path}", headers=self.headers)
        assert 200 == answer.status_code, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def registered(self) -> tuple[str, str, str]:
        """Register an application with a secret; give its object id, client id and secret."""
        app = await self.made("applications", _BODY)
        secret = await self.made(f"applications/{app['id']}/addPassword", {}, 200)
        return app["id"], app["appId"], secret["secretText"]


@pytest.fixture
async def registrar(visitor: Visitor) -> Registrar:
    return Registrar(visitor, await visitor.bearer("graph", "registrar"))


def refusal(answer: httpx.Response) -> tuple[int, str]:
    return answer.status_code, answer.json()["error"]["code"]


async def test_the_steps_lead_from_nothing_to_a_token_with_the_role(registrar: Registrar) -> None:
    visitor = registrar.visitor
    _, client_id, secret = await registrar.registered()
    form = {"client_id": client_id, "client_secret": secret}
    assert [7000229] == outcome(await asked(visitor, form))[2]
    principal = await registrar.made("servicePrincipals", {"appId": client_id})
    token = (await asked(visitor, form)).json()["access_token"]
    assert "roles" not in claims_of(token)
    api = await registrar.read(f"servicePrincipals(appId='{_GRAPH}')?$select=id,appRoles")
    role = next(one["id"] for one in api["appRoles"] if one["value"] == "ThreatHunting.Read.All")
    grant = {"principalId": principal["id"], "resourceId": api["id"], "appRoleId": role}
    path = f"servicePrincipals/{api['id']}/appRoleAssignedTo"
    assignment = await registrar.made(path, grant)
    assert "analyst-console" == assignment["principalDisplayName"]
    claims = claims_of((await asked(visitor, form)).json()["access_token"])
    assert (principal["id"], ["ThreatHunting.Read.All"]) == (claims["oid"], claims["roles"])
    assert (400, "Request_BadRequest") == refusal(await registrar.posted(path, grant))


async def test_a_new_application_is_read_back_as_it_was_described(registrar: Registrar) -> None:
    object_id, client_id, secret = await registrar.registered()
    found = await registrar.read(f"applications(appId='{client_id}')")
    assert object_id == found["id"]
    for name in ("displayName", "signInAudience", "requiredResourceAccess"):
        assert _BODY[name] == found[name]
    (password,) = found["passwordCredentials"]
    assert (secret[:3], None) == (password["hint"], password["secretText"])


async def test_a_second_secret_leaves_the_first_one_good(registrar: Registrar) -> None:
    object_id, client_id, first = await registrar.registered()
    await registrar.made("servicePrincipals", {"appId": client_id})
    added = await registrar.made(
        f"applications/{object_id}/addPassword",
        {"passwordCredential": {"displayName": "second"}},
        200,
    )
    assert "second" == added["displayName"]
    for secret, status in ((first, 200), (added["secretText"], 200), ("", 401), ("x", 401)):
        form = {"client_id": client_id, "client_secret": secret}
        assert status == (await asked(registrar.visitor, form)).status_code


async def test_a_secret_that_ended_is_refused_as_expired(registrar: Registrar) -> None:
    app = registrar.visitor.app("full")
    added = await registrar.made(
        f"applications(appId='{app.client_id}')/addPassword",
        {
            "passwordCredential": {
                "startDateTime": "2025-01-01T00:00:00Z",
                "endDateTime": "2026-01-01T00:00:00Z",
            }
        },
        200,
    )
    form = {"client_id": app.client_id, "client_secret": added["secretText"]}
    assert [7000222] == outcome(await asked(registrar.visitor, form))[2]
    assert 200 == (await asked(registrar.visitor, {})).status_code


async def test_a_new_application_has_a_consent_page_in_customers_tenants(
    registrar: Registrar,
) -> None:
    visitor = registrar.visitor
    _, client_id, secret = await registrar.registered()
    answer = await visitor.http.post(
        "/fabrikam.example/adminconsent",
        params={"client_id": client_id, "redirect_uri": "https://portal.azure.com"},
        data={"decision": "accept"},
    )
    assert 302 == answer.status_code
    form = {"client_id": client_id, "client_secret": secret}
    answer = await asked(visitor, form, tenant="fabrikam.example")
    assert ["ThreatHunting.Read.All"] == claims_of(answer.json()["access_token"])["roles"]


@pytest.mark.parametrize(
    "change",
    [
        {"displayName": ""},
        {"signInAudience": "Everybody"},
        {"passwordCredentials": [{"displayName": "x"}]},
        {"requiredResourceAccess": [{"resourceAppId": NOBODY, "resourceAccess": []}]},
        {
            "requiredResourceAccess": [
                {"resourceAppId": _GRAPH, "resourceAccess": [{"id": NOBODY, "type": "Role"}]}
            ]
        },
    ],
)
async def test_a_wrong_description_is_refused(
    registrar: Registrar, change: dict[str, object]
) -> None:
    answer = await registrar.posted("applications", {**_BODY, **change})
    assert (400, "Request_BadRequest") == refusal(answer)


async def test_a_principal_is_made_once_and_for_known_applications(registrar: Registrar) -> None:
    known = registrar.visitor.app("full").client_id
    for app_id, expected in (
        (known, (409, "Request_MultipleObjectsWithSameKeyValue")),
        (_GRAPH, (409, "Request_MultipleObjectsWithSameKeyValue")),
        (NOBODY, (400, "Request_BadRequest")),
    ):
        assert expected == refusal(await registrar.posted("servicePrincipals", {"appId": app_id}))


async def test_a_grant_needs_a_principal_a_resource_and_a_role(registrar: Registrar) -> None:
    app = registrar.visitor.app("no-roles")
    api = await registrar.read(f"servicePrincipals(appId='{_GRAPH}')")
    path = f"servicePrincipals/{app.principal_id}/appRoleAssignments"
    whole = {"principalId": app.principal_id, "resourceId": api["id"], "appRoleId": _HUNTING}
    for name, expected in (
        ("principalId", (404, "Request_ResourceNotFound")),
        ("resourceId", (404, "Request_ResourceNotFound")),
        ("appRoleId", (400, "Request_BadRequest")),
    ):
        assert expected == refusal(await registrar.posted(path, {**whole, name: NOBODY}))


@pytest.mark.parametrize("path", ["applications", "servicePrincipals"])
async def test_who_may_read_may_not_register(visitor: Visitor, path: str) -> None:
    headers = await visitor.bearer("graph", "directory-reader")
    answer = await visitor.http.post(f"/graph/v1.0/{path}", json=_BODY, headers=headers)
    assert (403, "Authorization_RequestDenied") == refusal(answer)


async def test_what_was_registered_can_be_taken_back(registrar: Registrar) -> None:
    _, client_id, secret = await registrar.registered()
    await registrar.visitor.http.delete("/sandbox/directory")
    form = {"client_id": client_id, "client_secret": secret}
    assert [700016] == outcome(await asked(registrar.visitor, form))[2]


def test_every_role_that_an_application_holds_or_asks_for_has_an_id() -> None:
    by_name = {resource.name: roles_of(resource) for resource in RESOURCES}
    for tenant in build_tenants(0):
        for app in (*tenant.apps, *tenant.identities):
            for roles in (app.roles, app.asked_for):
                for name, held in roles.items():
                    assert set(held) <= set(by_name[name])
    ids = [role_id for roles in by_name.values() for role_id in roles.values()]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/graph/v1.0/applications", json.dumps(_BODY)),
        (
            "/contoso.example/adminconsent?client_id={app}&redirect_uri=http://localhost:8400/",
            "decision=accept",
        ),
    ],
)
async def test_what_others_change_while_a_body_is_on_its_way_stays(
    registrar: Registrar, path: str, body: str
) -> None:
    begun, may_end = asyncio.Event(), asyncio.Event()

    async def late() -> AsyncIterator[bytes]:
        begun.set()
        await may_end.wait()
        yield body.encode()

    visitor = registrar.visitor
    address = path.format(app=visitor.app("no-roles").client_id)
    sending = asyncio.create_task(
        visitor.http.post(address, content=late(), headers=registrar.headers)
    )
    await begun.wait()
    _, client_id, _ = await registrar.registered()
    may_end.set()
    assert (await sending).status_code in (201, 302)
    assert client_id == (await registrar.read(f"applications(appId='{client_id}')"))["appId"]
