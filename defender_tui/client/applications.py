"""The application's own registration, where its token may read it."""

from __future__ import annotations

from ..core.wire.application import RegisteredCredentials, get_credentials, read_credentials
from ..core.wire.reading import json_object
from .sender import Sender


class Applications:
    """Reads registrations through Microsoft Graph."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    async def credentials(self, client_id: str) -> RegisteredCredentials:
        """Give an application's credentials; the token needs Application.Read.All.

        Raises:
            DefenderTuiError: they could not be had.
        """
        request = get_credentials(client_id)
        answer = await self._sender.send(request)
        return read_credentials(json_object(answer.body, what=request.what))
