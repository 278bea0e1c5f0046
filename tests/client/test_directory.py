"""What is granted in Entra is read from a served directory, beside what a token holds."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import httpx
import pytest

from defender_tui.client import DefenderClient
from defender_tui.core.custom_resource import CustomResource
from defender_tui.core.errors import AuthError, NotPermitted, ProtocolError
from defender_tui.core.granted_roles import compare_grants
from defender_tui.core.profiles import Profile
from defender_tui.core.resources import Resource
from defender_tui.core.secret import Secret
from defender_tui.core.signature import SignatureVerdict
from defender_tui.workflows.token_facts import granted_roles
from tests.client.staged import Reply, StagedServer
from tests.conformance.served import Served, serving
from tests.given_secret import GivenSecret


@pytest.fixture(scope="module")
def sandbox(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with serving("--no-quota", home=tmp_path_factory.mktemp("directory")) as served:
        yield served


@asynccontextmanager
async def client_of(sandbox: Served, name: str) -> AsyncIterator[DefenderClient]:
    """Give a client that works as one of the sandbox's applications."""
    app = sandbox.app(name)
    hosts = {"authority": sandbox.authority, "graph": sandbox.graph, "xdr": sandbox.xdr}
    table = {
        "tenant_id": sandbox.tenant_id,
        "client_id": app.client_id,
        "hosts": hosts,
        "ca_file": str(sandbox.ca_file),
    }
    secret = GivenSecret(Secret(app.client_secret))
    async with DefenderClient(Profile.from_mapping(name, table), secret) as client:
        yield client


@pytest.mark.parametrize("resource", [Resource.GRAPH, Resource.XDR, Resource.MDE])
async def test_grants_are_read_by_name_and_are_those_of_the_token(
    sandbox: Served, resource: Resource
) -> None:
    async with client_of(sandbox, "directory-reader") as client:
        held = (await client.tokens.get(resource)).roles
        await client.tokens.get(Resource.GRAPH)
        granted = await granted_roles(client, resource)
        assert granted is not None
        assert sorted(held) == list(granted)
        assert compare_grants(held, held) == compare_grants(granted, held)


async def test_a_grant_made_since_is_told_before_the_token_has_it(sandbox: Served) -> None:
    app = sandbox.app("no-roles")
    async with (
        client_of(sandbox, "directory-reader") as reader,
        client_of(sandbox, "no-roles") as client,
    ):
        older = await client.tokens.get(Resource.XDR)
        assert older.decoded is not None
        await reader.tokens.get(Resource.GRAPH)
        object_id = older.decoded.text("oid") or ""
        assert () == await reader.directory.granted_roles(object_id, Resource.XDR)
        await _consent(sandbox, app.client_id)
        granted = await reader.directory.granted_roles(object_id, Resource.XDR)
        assert granted == compare_grants(granted, older.roles).waiting
        assert () != granted
        client.tokens.forget()
        assert sorted((await client.tokens.get(Resource.XDR)).roles) == list(granted)


async def _consent(sandbox: Served, client_id: str) -> None:
    import ssl

    context = ssl.create_default_context(cafile=str(sandbox.ca_file))
    async with httpx.AsyncClient(verify=context, trust_env=False) as http:
        answer = await http.post(
            f"{sandbox.authority}/{sandbox.tenant_id}/adminconsent",
            params={"client_id": client_id, "redirect_uri": "https://portal.azure.com"},
            data={"decision": "accept"},
        )
    assert answer.status_code in {200, 302, 303}


async def test_without_a_directory_role_nothing_is_asked(sandbox: Served) -> None:
    async with client_of(sandbox, "full") as client:
        assert await granted_roles(client, Resource.XDR) is None
        token = await client.tokens.get(Resource.GRAPH)
        assert await granted_roles(client, Resource.XDR) is None
        assert token.decoded is not None
        with pytest.raises(NotPermitted):
            await client.directory.granted_roles(token.decoded.text("oid") or "", Resource.XDR)


async def test_a_list_of_grants_without_an_end_is_an_error_and_not_cut_off(
    server: StagedServer, client: DefenderClient
) -> None:
    apis = f"/graph/v1.0/servicePrincipals(appId='{Resource.XDR.app_id}')"
    grants = "/graph/v1.0/servicePrincipals/somebody/appRoleAssignments"
    server.stage(apis, Reply(body={"id": "api", "appRoles": []}))
    server.stage(grants, Reply(body={"value": [], "@odata.nextLink": server.url + grants}))
    with pytest.raises(ProtocolError, match="did not end within 100 pages"):
        await client.directory.granted_roles("somebody", Resource.XDR)


async def test_key_vault_grants_no_app_roles(sandbox: Served) -> None:
    async with client_of(sandbox, "directory-reader") as client:
        assert () == await client.directory.granted_roles("anybody", Resource.KEYVAULT)


async def test_a_token_for_a_typed_audience_is_asked_for_as_typed(sandbox: Served) -> None:
    async with client_of(sandbox, "full") as client:
        audience = "https://api.securitycenter.microsoft.com"
        token = await client.tokens.acquire_custom(CustomResource(audience))
        assert token.decoded is not None
        assert audience == token.decoded.audience
        assert client.tokens.known(Resource.MDE) is None
        assert (
            SignatureVerdict.VERIFIED is (await client.tokens.check_signature(token.value)).verdict
        )


async def test_an_api_that_the_tenant_does_not_know_is_refused_with_its_code(
    sandbox: Served,
) -> None:
    async with client_of(sandbox, "full") as client:
        with pytest.raises(AuthError) as caught:
            await client.tokens.acquire_custom(CustomResource("https://nobody.example"))
        assert 500011 == caught.value.aadsts
