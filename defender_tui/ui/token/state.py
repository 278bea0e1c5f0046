"""What is known about each API's token, in the words of the screen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from ...core.claims import DecodedToken
from ...core.custom_resource import CustomResource, CustomToken
from ...core.errors import AuthError, DefenderTuiError
from ...core.resources import Resource
from ...core.secret import Secret
from ...core.token_facts import resource_of
from ...core.tokens import AccessToken

Api = Resource | CustomResource
"""What a token can be asked for."""

SHORT_TITLES: Mapping[Resource, str] = {
    Resource.GRAPH: "Graph",
    Resource.XDR: "XDR",
    Resource.MDE: "MDE",
    Resource.KEYVAULT: "Key Vault",
}
# Key Vault grants by Azure RBAC; its tokens never carry app roles.
WITH_ROLES = frozenset({Resource.GRAPH, Resource.XDR, Resource.MDE})
_FINE_UNTIL_S = 300


class TokenState(Enum):
    """How a token stands: its mark, its words and its colour."""

    VALID = ("●", "valid", "$success")
    EXPIRING = ("●", "expiring", "$warning")
    NO_ROLES = ("○", "no roles", "$warning")
    EXPIRED = ("○", "expired", "$warning")
    REFUSED = ("!", "refused", "bold $error")
    FAILED = ("!", "failed", "bold $error")
    ASKING = ("…", "asking", "$accent")
    NOT_ASKED = ("–", "not asked", "$foreground-muted")
    UNREADABLE = ("?", "unreadable", "$warning")

    @property
    def mark(self) -> str:
        return self.value[0]

    @property
    def title(self) -> str:
        return self.value[1]

    @property
    def style(self) -> str:
        return self.value[2]


@dataclass(frozen=True, slots=True)
class TokenSlot:
    """One row of the list: an API of ours, one that was typed, or a pasted token.

    `api` is what can be asked for, `None` for a pasted token. `resource` is the API of ours that it
    is about: for the others that is read from the audience, and `None` when it is for another API.
    After a failed attempt `error` stands beside the token that was there before.
    """

    key: str
    title: str
    resource: Resource | None
    api: Api | None = None
    value: Secret | None = None
    decoded: DecodedToken | None = None
    expires_at: datetime | None = None
    error: DefenderTuiError | None = None
    is_asking: bool = False
    is_pasted: bool = False

    @property
    def roles(self) -> tuple[str, ...]:
        """The app roles in the token; empty without one."""
        return self.decoded.roles if self.decoded else ()

    @property
    def has_role_claims(self) -> bool:
        """Whether this kind of token carries roles at all."""
        return self.resource in WITH_ROLES if self.resource else bool(self.roles)

    def state(self, now: datetime) -> TokenState:
        """Say how it stands: what goes on first, then what failed, then the token itself."""
        if self.is_asking:
            return TokenState.ASKING
        if self.error is not None:
            is_answer = isinstance(self.error, AuthError)
            return TokenState.REFUSED if is_answer else TokenState.FAILED
        if self.value is None:
            return TokenState.NOT_ASKED
        if self.expires_at is not None and self.expires_at <= now:
            return TokenState.EXPIRED
        if self.decoded is None:
            return TokenState.UNREADABLE
        if self.expires_at is not None and (self.expires_at - now).total_seconds() < _FINE_UNTIL_S:
            return TokenState.EXPIRING
        is_bare = self.has_role_claims and self.decoded.is_app_only and not self.roles
        return TokenState.NO_ROLES if is_bare else TokenState.VALID


def slot_for(
    resource: Resource,
    token: AccessToken | None,
    *,
    error: DefenderTuiError | None = None,
    is_asking: bool = False,
) -> TokenSlot:
    """Make the row of one API from the token in hand and what came of the last attempt."""
    return TokenSlot(
        key=key_of(resource),
        title=SHORT_TITLES[resource],
        resource=resource,
        api=resource,
        value=token.value if token else None,
        decoded=token.decoded if token else None,
        expires_at=token.expires_at if token else None,
        error=error,
        is_asking=is_asking,
    )


def custom_slot(
    api: CustomResource,
    token: CustomToken | None,
    *,
    error: DefenderTuiError | None = None,
    is_asking: bool = False,
) -> TokenSlot:
    """Make the row of an API that was typed."""
    return TokenSlot(
        key=key_of(api),
        title=_short(api.audience),
        resource=resource_of(api.audience),
        api=api,
        value=token.value if token else None,
        decoded=token.decoded if token else None,
        expires_at=token.expires_at if token else None,
        error=error,
        is_asking=is_asking,
    )


def _short(audience: str) -> str:
    """Give what tells an audience from others in few cells: its host's first part of meaning."""
    host = audience.split("://")[-1].split("/")[0]
    return host.removeprefix("api.")


def key_of(api: Api) -> str:
    """Give the key of an API's row."""
    return api.value if isinstance(api, Resource) else f"custom {api.audience}"


def pasted_slot(value: Secret, decoded: DecodedToken) -> TokenSlot:
    """Make the row of a pasted token; which API it is for is read from its audience."""
    return TokenSlot(
        key="pasted",
        title="Pasted",
        resource=resource_of(decoded.audience),
        value=value,
        decoded=decoded,
        expires_at=decoded.expires_at,
        is_pasted=True,
    )


def time_left(expires_at: datetime | None, now: datetime) -> str:
    """Word the time until the end: minutes, and seconds in the last five; empty when unknown."""
    if expires_at is None:
        return ""
    seconds = int((expires_at - now).total_seconds())
    if seconds <= 0:
        return "expired"
    if seconds < 60:
        return f"{seconds} s"
    if seconds < _FINE_UNTIL_S:
        return f"{seconds // 60} min {seconds % 60:02} s"
    if seconds < 7200:
        return f"{seconds // 60} min"
    return f"{seconds // 3600} h {seconds % 3600 // 60:02} min"


def time_from(moment: datetime, now: datetime) -> str:
    """Word a moment as seen from now: `in 58 min` or `12 min ago`."""
    if moment > now:
        return f"in {time_left(moment, now)}"
    seconds = int((now - moment).total_seconds())
    if seconds < 60:
        return f"{seconds} s ago"
    if seconds < 7200:
        return f"{seconds // 60} min ago"
    if seconds < 172_800:
        return f"{seconds // 3600} h ago"
    return f"{seconds // 86_400} days ago"
