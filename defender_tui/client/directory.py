"""Reading in Entra's directory what is granted to an application."""

from __future__ import annotations

from ..core.errors import ProtocolError
from ..core.resources import Resource
from ..core.wire.directory import (
    Assignment,
    get_api_principal,
    list_assignments,
    read_api_principal,
    read_assignments,
    roles_granted,
)
from ..core.wire.reading import json_object, text
from .sender import Sender

# Nobody grants an application a hundred pages of roles; a server that goes on so is not asked on.
_MAX_PAGES = 100


class Directory:
    """Reads grants through Microsoft Graph.

    The token needs Application.Read.All or Directory.Read.All.
    """

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    async def granted_roles(self, object_id: str, resource: Resource) -> tuple[str, ...]:
        """Give the app roles on one API that a service principal was granted, sorted.

        `object_id` is the principal's, which its own tokens name in `oid`. Empty for an API that
        grants none.

        Raises:
            NotPermitted: the token may not read the directory.
            NotFound: the API has no service principal in this tenant.
            DefenderTuiError: there was no readable answer.
        """
        if resource.app_id is None:
            return ()
        asked = get_api_principal(resource.app_id)
        answer = await self._sender.send(asked)
        api = read_api_principal(json_object(answer.body, what=asked.what))
        return roles_granted(api, await self._assignments(object_id))

    async def _assignments(self, object_id: str) -> list[Assignment]:
        request = list_assignments(object_id)
        found: list[Assignment] = []
        link: str | None = None
        for _ in range(_MAX_PAGES):
            answer = await self._sender.send(request, link=link)
            body = json_object(answer.body, what=request.what)
            found += read_assignments(body)
            link = text(body, "@odata.nextLink")
            if link is None:
                return found
        raise ProtocolError(
            f"Could not {request.what}: the list did not end within {_MAX_PAGES} pages.",
            hint="Check the address of Microsoft Graph in the profile's hosts.",
        )
