"""A machine's metadata service while it is being updated: clients should come back.

Source: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
(2026-11-23)
"""

from __future__ import annotations

from defender_tui.sandbox.faults.answer import Answer
from defender_tui.sandbox.faults.call import IDENTITY, Call
from defender_tui.sandbox.faults.dialects import Dialects
from defender_tui.sandbox.faults.fault import Refusing
from defender_tui.sandbox.refusals import ServiceRefused


class _Absence(Refusing):
    services = frozenset({IDENTITY})
    is_bound = True
    status: int
    code: str
    message: str

    async def refuse(self, call: Call, dialects: Dialects) -> Answer:
        return await dialects.refused(call, ServiceRefused(self.status, self.code, self.message))


class NotThereYet(_Absence):
    """404: the service is being started."""

    status, code, message = 404, "not_found", "The identity endpoint is not available."


class Updating(_Absence):
    """410: it goes through an update, which is over after 70 seconds at most."""

    status, code, message = 410, "gone", "The identity endpoint is being updated."
