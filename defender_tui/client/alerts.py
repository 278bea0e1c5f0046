"""Single alerts, through Microsoft Graph.

Source: https://learn.microsoft.com/en-us/graph/api/security-alert-get
"""

from __future__ import annotations

from ..core.errors import ProtocolError
from ..core.incidents import Alert
from ..core.wire import graph
from ..core.wire.reading import json_object
from .sender import Sender


class Alerts:
    """The alerts of the tenant."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    async def get(self, alert_id: str) -> Alert:
        """Give one alert with its evidence.

        Raises:
            NotFound: the tenant has no such alert.
            DefenderTuiError: it could not be had.
        """
        request = graph.get_alert(alert_id)
        answer = await self._sender.send(request)
        alert = graph.read_alert(json_object(answer.body, what=request.what))
        if not alert.id:
            raise ProtocolError(
                f"Could not {request.what}: the answer is not an alert.",
                hint="Check the API's address in Credentials.",
            )
        return alert
