"""An API that is not one of ours, and the token that is held for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from .claims import DecodedToken
from .errors import ConfigError
from .secret import Secret

_SUFFIX = "/.default"
_GUID = r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_AUDIENCE = re.compile(rf"(?:[a-z][a-z0-9+.-]*://[^\s/?#]+(?:/[^\s?#]*)?|{_GUID})", re.ASCII)
_MAX_CHARS = 500


@dataclass(frozen=True, slots=True)
class CustomResource:
    """A protected API by its audience: its App ID URI, or its application id."""

    audience: str

    @property
    def scope(self) -> str:
        """The scope that client credentials ask for.

        An audience that ends in a slash keeps it, so that the scope has two.

        Source: https://learn.microsoft.com/en-us/entra/identity-platform/scopes-oidc
        """
        return self.audience + _SUFFIX

    @property
    def label(self) -> str:
        """Its name as people say it."""
        return self.audience

    @classmethod
    def from_text(cls, text: str) -> CustomResource:
        """Read an audience or a scope as a person types it.

        Raises:
            ConfigError: it is neither an App ID URI nor a GUID, or a scope of another kind.
        """
        named = text.strip()
        if not named:
            raise ConfigError(
                "The audience is missing.",
                hint="Type the API's App ID URI, such as https://api.loganalytics.io, or its id.",
            )
        audience = named.removesuffix(_SUFFIX)
        if len(audience) > _MAX_CHARS or not audience.isprintable() or " " in audience:
            raise ConfigError(
                "This is no audience: it is one address or id, without spaces.",
                hint="An application asks for one API at a time.",
            )
        if not _AUDIENCE.fullmatch(audience):
            raise ConfigError(
                "This is no audience: it is an App ID URI with its scheme, or a GUID.",
                hint="For example https://api.loganalytics.io or api://…; the scope may follow.",
            )
        return cls(audience)


@dataclass(frozen=True, slots=True)
class CustomToken:
    """A token for a custom resource. `expires_at` is UTC and comes from the answer.

    `decoded` is `None` when the token cannot be read, which is no fault.
    """

    resource: CustomResource
    value: Secret
    expires_at: datetime
    decoded: DecodedToken | None
