"""Asking elsewhere about a token: who signed it, and what is granted beside it."""

from __future__ import annotations

from ...core.errors import DefenderTuiError
from ...core.granted_roles import compare_grants
from ...core.resources import Resource
from ...core.secret import Secret
from ...core.signature import SignatureState, SignatureVerdict
from ..ports import TokenWork
from .findings import Findings
from .state import WITH_ROLES, TokenSlot


async def look_up(work: TokenWork, slot: TokenSlot, token: Secret) -> Findings:
    """Give what can be found out; the token itself is sent to nobody but Graph, for its own grants.

    Of a pasted token and of one for a typed API only the signature is checked: what is granted is
    known of this profile's application and of our APIs.
    """
    try:
        signature = await work.check_signature(token)
    except DefenderTuiError as error:
        signature = SignatureState(SignatureVerdict.NOT_FETCHED, error.message.rstrip("."))
    api = slot.api
    if not isinstance(api, Resource) or api not in WITH_ROLES:
        return Findings(signature)
    try:
        granted = await work.granted_roles(api)
    except DefenderTuiError as error:
        return Findings(signature, problem=error.message)
    return Findings(signature, compare_grants(granted, slot.roles) if granted is not None else None)
