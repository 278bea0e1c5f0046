"""The warnings about a token in its row."""

from __future__ import annotations

from datetime import datetime

from ...core.claims import DecodedToken
from ...core.custom_resource import CustomResource
from ...core.profiles import Profile
from ...core.resources import Resource
from ...core.token_warnings import TokenUse, TokenWarning, WarningKind, warnings_for
from .state import TokenSlot


def slot_warnings(
    slot: TokenSlot, profile: Profile | None, now: datetime, clock_skew_s: float | None
) -> tuple[TokenWarning, ...]:
    """Give what is to be known about the token of a row; empty when there is none, or all is well.

    `clock_skew_s` says how far the server's clock is ahead of this one.
    """
    if slot.decoded is None:
        return ()
    found = warnings_for(slot.decoded, _use(slot, slot.decoded, profile, now, clock_skew_s))
    # The row itself says so, second by second.
    return tuple(one for one in found if one.kind is not WarningKind.EXPIRING)


def _use(
    slot: TokenSlot,
    token: DecodedToken,
    profile: Profile | None,
    now: datetime,
    clock_skew_s: float | None,
) -> TokenUse:
    audience: str | None = None
    if isinstance(slot.api, CustomResource):
        audience = slot.api.audience
    elif slot.api is not None and profile is not None:
        audience = profile.cloud.audiences.get(slot.api)
    return TokenUse(
        now=now,
        held_for=slot.api if isinstance(slot.api, Resource) else None,
        audience=audience,
        tenant_id=profile.tenant_id if profile else None,
        client_id=profile.client_id if profile else None,
        expires_at=slot.expires_at or token.expires_at,
        skew_s=None if slot.is_pasted or clock_skew_s is None else -clock_skew_s,
    )
