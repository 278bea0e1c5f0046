"""An access token together with what can be said about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from .claims import DecodedToken
from .resources import Resource
from .secret import Secret


@dataclass(frozen=True, slots=True)
class AccessToken:
    """A token for one API. `expires_at` is UTC and comes from the answer, not from the claims.

    `decoded` is `None` when the token cannot be read, which is no fault: access tokens are opaque
    to clients by rule.
    """

    resource: Resource
    value: Secret
    expires_at: datetime
    decoded: DecodedToken | None

    @property
    def roles(self) -> tuple[str, ...]:
        """The app roles it carries; empty when none, or when it cannot be read."""
        return self.decoded.roles if self.decoded else ()

    def seconds_left(self, now: datetime) -> float:
        """Give the seconds until it ends; negative once it has."""
        return (self.expires_at - now).total_seconds()
