"""429, with the three ways of saying how long to wait.

Source: https://learn.microsoft.com/graph/throttling (2026-11-23)
"""

from __future__ import annotations

from datetime import timedelta
from email.utils import format_datetime

from defender_tui.sandbox.clock import Clock
from defender_tui.sandbox.entra.refusals import refusal_for
from defender_tui.sandbox.faults.answer import Answer
from defender_tui.sandbox.faults.call import ENTRA, IDENTITY, Call
from defender_tui.sandbox.faults.dialects import Dialects
from defender_tui.sandbox.faults.fault import Refusing
from defender_tui.sandbox.refusals import ServiceRefused

RETRY_AFTER_S = 2
_WORDS = {
    "graph": ("TooManyRequests", "Please retry again later."),
    "xdr": ("TooManyRequests", "API calls quota exceeded!"),
    "mde": ("TooManyRequests", "API calls quota exceeded!"),
    "keyvault": (
        "Throttled",
        "Request was not processed because too many requests were received. "
        "Reason: VaultRequestTypeLimitReached",
    ),
    IDENTITY: ("too_many_requests", "Too many requests. Please retry after some time."),
}
_TENANT_THROTTLED = 90055


class Throttle(Refusing):
    """Refuses with 429."""

    async def refuse(self, call: Call, dialects: Dialects) -> Answer:
        wait = self._retry_after(dialects.clock)
        headers = {} if wait is None else {"Retry-After": wait}
        if call.service == ENTRA:
            refusal = refusal_for(_TENANT_THROTTLED)
            refusal.status, refusal.headers = 429, headers
            return dialects.sign_in_refused(call, refusal)
        code, message = _WORDS[call.service]
        return await dialects.refused(call, ServiceRefused(429, code, message, headers=headers))

    def _retry_after(self, _clock: Clock) -> str | None:
        return str(RETRY_AFTER_S)


class ThrottleDate(Throttle):
    """Says when to come back."""

    def _retry_after(self, clock: Clock) -> str | None:
        return format_datetime(clock.now() + timedelta(seconds=RETRY_AFTER_S), usegmt=True)


class ThrottleBare(Throttle):
    """Says nothing about the wait."""

    def _retry_after(self, _clock: Clock) -> str | None:
        return None
