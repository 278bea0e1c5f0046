"""What can be found out about a token by asking elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..core.granting import may_read_grants
from ..core.resources import Resource

if TYPE_CHECKING:
    from ..client import DefenderClient


async def granted_roles(client: DefenderClient, resource: Resource) -> tuple[str, ...] | None:
    """Give the roles that are granted on an API to whom the Graph token in hand speaks for.

    `None` when there is no such token, or it may not read the directory.

    Raises:
        DefenderTuiError: the directory could not be read.
    """
    graph = client.tokens.known(Resource.GRAPH)
    if graph is None or graph.decoded is None or not may_read_grants(graph.roles):
        return None
    object_id = graph.decoded.text("oid")
    if object_id is None:
        return None
    return await client.directory.granted_roles(object_id, resource)
