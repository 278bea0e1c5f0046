"""The APIs that need a token each.

A token for one resource is refused by the others, and roles never mix between them.
"""

from __future__ import annotations

from enum import StrEnum


class Resource(StrEnum):
    """A protected API; the value is the word used in commands and configuration."""

    GRAPH = "graph"
    XDR = "xdr"
    MDE = "mde"
    KEYVAULT = "keyvault"

    @property
    def label(self) -> str:
        """Its name as people say it."""
        return _LABELS[self]

    @property
    def app_id(self) -> str | None:
        """Its first-party application id; `None` where access is by Azure RBAC."""
        return _APP_IDS.get(self)


_LABELS = {
    Resource.GRAPH: "Microsoft Graph",
    Resource.XDR: "Defender XDR",
    Resource.MDE: "Defender for Endpoint",
    Resource.KEYVAULT: "Key Vault",
}
_APP_IDS = {
    Resource.GRAPH: "00000003-0000-0000-c000-000000000000",
    Resource.XDR: "8ee8fdad-f234-4243-8f3b-15c294843740",
    Resource.MDE: "fc780465-2017-40d4-a0c5-307022471b92",
}
