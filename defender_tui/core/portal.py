"""Places of the Entra admin center: how to click there, and an address where one is known.

The addresses are what the admin center itself shows for these pages; they are not documented, so
the way by clicking always stands beside them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import TYPE_CHECKING

from .resources import Resource

if TYPE_CHECKING:
    from .profiles import Profile

_CENTER = "Entra admin center"
_BLADES = "#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~"
# Source: https://learn.microsoft.com/en-us/entra/identity-platform/authentication-national-cloud
_CENTERS: Mapping[str, str] = MappingProxyType(
    {
        "https://login.microsoftonline.com": "https://entra.microsoft.com",
        "https://login.microsoftonline.us": "https://entra.microsoft.us",
    }
)
# How the portal's list of APIs calls ours.
_LISTED_AS: Mapping[Resource, str] = MappingProxyType(
    {
        Resource.GRAPH: "Microsoft Graph",
        Resource.XDR: "APIs my organization uses > Microsoft Threat Protection",
        Resource.MDE: "APIs my organization uses > WindowsDefenderATP",
    }
)


class Page(Enum):
    """A page that a remedy sends people to.

    `path` is where to click from the start page on; `blade` is the page's name in addresses, `None`
    where that takes other ids than ours.
    """

    OVERVIEW = ("App registrations > your app > Overview", "Overview")
    SECRETS = ("App registrations > your app > Certificates & secrets", "Credentials")
    PERMISSIONS = ("App registrations > your app > API permissions", "CallAnAPI")
    AUTHENTICATION = ("App registrations > your app > Authentication", "Authentication")
    ENTERPRISE = ("Enterprise apps > your app > Properties", None)
    ASSIGNMENTS = ("Enterprise apps > your app > Users and groups", None)
    TENANT = ("Overview of the tenant", None)
    SIGN_INS = ("Sign-in logs > Service principal sign-ins", None)

    def __init__(self, clicks: str, blade: str | None) -> None:
        self.path = f"{_CENTER} > {clicks}"
        self.blade = blade


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asked for a token where: what a refusal is about. Holds no secret."""

    tenant_id: str
    client_id: str
    authority: str

    @classmethod
    def of(cls, profile: Profile) -> Asker:
        """Give who asks by a profile."""
        return cls(profile.tenant_id, profile.client_id, profile.cloud.authority)

    def link_to(self, page: Page) -> str | None:
        """Give the page's address for this application; `None` when none is known."""
        center = _CENTERS.get(self.authority)
        if center is None or page.blade is None or not self.client_id:
            return None
        return f"{center}/{_BLADES}/{page.blade}/appId/{self.client_id}"


def granting_path(resource: Resource) -> str:
    """Say where to click to add a permission on an API."""
    return f"{Page.PERMISSIONS.path} > Add a permission > {listed_as(resource)}"


def listed_as(resource: Resource) -> str:
    """Give the way to an API in the portal's list; its own name for one that is not listed."""
    return _LISTED_AS.get(resource, resource.label)


def admin_center(authority: str) -> str | None:
    """Give the admin center's address for a cloud's sign-in; `None` when none is known."""
    return _CENTERS.get(authority)
