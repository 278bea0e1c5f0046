"""5xx: the service or the gateway before it failed."""

from __future__ import annotations

from defender_tui.sandbox.entra.refusals import refusal_for
from defender_tui.sandbox.faults.answer import Answer
from defender_tui.sandbox.faults.call import ENTRA, Call
from defender_tui.sandbox.faults.dialects import Dialects
from defender_tui.sandbox.faults.fault import Refusing
from defender_tui.sandbox.refusals import ServiceRefused

_TRANSIENT = 90033
_GRAPH = "graph"


class _Breakdown(Refusing):
    status: int
    graph_code: str
    """Graph's codes start small where those of the other APIs do not."""
    code: str
    message: str

    async def refuse(self, call: Call, dialects: Dialects) -> Answer:
        if call.service == ENTRA:
            refusal = refusal_for(_TRANSIENT)
            refusal.status = self.status
            return dialects.sign_in_refused(call, refusal)
        code = self.graph_code if call.service == _GRAPH else self.code
        return await dialects.refused(call, ServiceRefused(self.status, code, self.message))


class EmptyServerError(_Breakdown):
    """500 that does not say why, as hunting answers when it ran too long."""

    status, graph_code, code, message = 500, "UnknownError", "InternalServerError", ""


class Unavailable(_Breakdown):
    """503, and nothing was done."""

    status, graph_code, code = 503, "serviceNotAvailable", "ServiceUnavailable"
    message = "The service is temporarily unavailable. Please retry after some time."


class GatewayTimeout(_Breakdown):
    """504: the gateway gave up waiting, and the service did its work behind it."""

    is_carried_out = True
    status, graph_code, code = 504, "gatewayTimeout", "GatewayTimeout"
    message = "The gateway did not receive a response from the service in time."
