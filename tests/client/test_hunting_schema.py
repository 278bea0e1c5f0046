"""The schema as the client gets it, or does not."""

from __future__ import annotations

import pytest

from defender_tui.client import DefenderClient
from defender_tui.core.errors import NotPermitted, ProtocolError, ServerFault
from defender_tui.core.tenant_schema import TenantTable
from tests.client.staged import Reply, StagedServer

PATH = "/graph/beta/security/getHuntingSchema"


def refusal(status: int, code: str, message: str = "No.") -> Reply:
    return Reply(status, {"error": {"code": code, "message": message}})


async def test_the_schema_comes_through_graphs_beta(
    client: DefenderClient, server: StagedServer
) -> None:
    server.stage(PATH, Reply(body={"tables": [{"name": "T"}]}))
    schema = await client.schema.read()
    assert schema is not None
    assert (TenantTable("T"),) == schema.tables


@pytest.mark.parametrize(
    ("status", "code"), [(404, "ResourceNotFound"), (400, "BadRequest"), (501, "NotImplemented")]
)
async def test_a_graph_without_the_call_is_no_error(
    client: DefenderClient, server: StagedServer, status: int, code: str
) -> None:
    message = "Resource not found for the segment 'getHuntingSchema'."
    server.stage(PATH, refusal(status, code, message))
    if status == 501:
        with pytest.raises(ServerFault):
            await client.schema.read()
    else:
        assert await client.schema.read() is None


async def test_a_missing_role_is_named(client: DefenderClient, server: StagedServer) -> None:
    message = (
        "Missing application roles. API required roles: ThreatHunting.Read.All, application "
        "roles: SecurityIncident.Read.All."
    )
    server.stage(PATH, refusal(403, "Forbidden", message))
    with pytest.raises(NotPermitted) as caught:
        await client.schema.read()
    assert ("ThreatHunting.Read.All",) == caught.value.required


async def test_an_answer_of_another_form_is_told(
    client: DefenderClient, server: StagedServer
) -> None:
    server.stage(PATH, Reply(body={"value": []}))
    with pytest.raises(ProtocolError):
        await client.schema.read()
