"""The ids that a registration is made with, held against a directory that spells them itself."""

from __future__ import annotations

import ssl
from collections.abc import Iterator

import httpx
import pytest

from defender_tui.core.app_roles import role_id
from defender_tui.core.permissions import Capability
from defender_tui.core.registration.features import roles_for
from defender_tui.core.registration.plan import RegistrationPlan, required_resource_access
from defender_tui.core.resources import Resource
from defender_tui.core.secret import Secret, SecretPurpose
from defender_tui.workflows.credential_test import StepState
from defender_tui.workflows.setup import Check

from .registered import Registered, checked, registered, wanted


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Registered]:
    with registered() as running:
        yield running


@pytest.fixture
def graph(sandbox: Registered) -> Iterator[httpx.Client]:
    """Give Graph as the application that may register others."""
    context = ssl.create_default_context(cafile=sandbox.line["ca_file"])
    app = sandbox.app("registrar")
    form = {
        "grant_type": "client_credentials",
        "client_id": app["client_id"],
        "client_secret": app["client_secret"],
        "scope": "https://graph.microsoft.com/.default",
    }
    address = f"{sandbox.line['authority']}/{sandbox.line['tenant_id']}/oauth2/v2.0/token"
    with httpx.Client(verify=context, base_url=f"{sandbox.line['graph']}/v1.0/") as client:
        token = client.post(address, data=form).json()["access_token"]
        client.headers["Authorization"] = f"Bearer {token}"
        yield client


def _principal(graph: httpx.Client, app_id: str | None) -> dict[str, object]:
    answer = graph.get(f"servicePrincipals(appId='{app_id}')")
    assert 200 == answer.status_code, answer.text
    found: dict[str, object] = answer.json()
    return found


@pytest.mark.parametrize("api", [Resource.GRAPH, Resource.XDR, Resource.MDE])
def test_the_directory_knows_each_role_by_the_id_that_we_write(
    graph: httpx.Client, api: Resource
) -> None:
    offered = _principal(graph, api.app_id)["appRoles"]
    assert isinstance(offered, list)
    ids = {role["value"]: role["id"] for role in offered}
    for role in roles_for(frozenset(Capability))[api]:
        assert ids[role] == role_id(api, role)


def _registered(graph: httpx.Client, plan: RegistrationPlan) -> tuple[str, str, str]:
    """Register an application; give its client id, its principal's id and its secret."""
    body = {
        "displayName": plan.app_name,
        "signInAudience": plan.sign_in_audience,
        "requiredResourceAccess": required_resource_access(plan.roles),
    }
    made = graph.post("applications", json=body)
    assert 201 == made.status_code, made.text
    client_id = made.json()["appId"]
    principal = graph.post("servicePrincipals", json={"appId": client_id}).json()
    secret = graph.post(
        f"applications/{made.json()['id']}/addPassword",
        json={"passwordCredential": {"displayName": "defender-tui"}},
    )
    return client_id, principal["id"], secret.json()["secretText"]


def _grant(graph: httpx.Client, plan: RegistrationPlan, principal_id: str) -> None:
    for access in required_resource_access(plan.roles):
        service = _principal(graph, str(access["resourceAppId"]))["id"]
        roles = access["resourceAccess"]
        assert isinstance(roles, list)
        for role in roles:
            grant = {"principalId": principal_id, "resourceId": service, "appRoleId": role["id"]}
            granted = graph.post(f"servicePrincipals/{service}/appRoleAssignedTo", json=grant)
            assert 201 == granted.status_code, granted.text


async def test_an_application_made_by_the_plan_lacks_only_the_consent(
    sandbox: Registered, graph: httpx.Client
) -> None:
    plan = RegistrationPlan(app_name="made by plan", features=frozenset({Capability.HUNT}))
    client_id, principal_id, secret = _registered(graph, plan)
    draft = sandbox.draft(client_id=client_id)
    typed = {SecretPurpose.CLIENT_SECRET: Secret(secret)}
    before = await checked(draft, typed, wanted(Capability.HUNT))
    assert (Check.ROLES, StepState.FAILED) == (before[-1].check, before[-1].state)
    _grant(graph, plan, principal_id)
    after = await checked(draft, typed, wanted(Capability.HUNT))
    assert (Check.ROLES, StepState.PASSED) == (after[-1].check, after[-1].state)
