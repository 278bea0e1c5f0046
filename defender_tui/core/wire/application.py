"""An application's registration as Graph tells it: which credentials it has, and until when.

Source: https://learn.microsoft.com/en-us/graph/api/application-get
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from ..resources import Resource
from .reading import JsonObject, objects, text, time
from .request import ApiRequest, path_segment


@dataclass(frozen=True, slots=True)
class RegisteredSecret:
    """A client secret as registered; `hint` is its first three characters."""

    name: str
    hint: str
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class RegisteredCredentials:
    """What an application may prove itself with, as far as Graph tells."""

    secrets: tuple[RegisteredSecret, ...]


def get_credentials(client_id: str) -> ApiRequest:
    """Ask for the credentials of the application with this client id."""
    return ApiRequest(
        Resource.GRAPH,
        "GET",
        f"/v1.0/applications(appId='{path_segment(client_id)}')",
        "read the application's registration",
        params={"$select": "appId,passwordCredentials,keyCredentials"},
    )


def read_credentials(body: JsonObject) -> RegisteredCredentials:
    """Read the answer; parts that are missing read as empty."""
    return RegisteredCredentials(
        tuple(
            RegisteredSecret(
                text(one, "displayName") or "", text(one, "hint") or "", time(one, "endDateTime")
            )
            for one in objects(body, "passwordCredentials")
        )
    )
