"""What an application may do with the roles in its tokens.

Source: https://learn.microsoft.com/en-us/graph/permissions-reference
Source: https://learn.microsoft.com/en-us/defender-xdr/api-list-incidents
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .resources import Resource


class Capability(StrEnum):
    """Something a person does in this program, in the words of the screens."""

    BROWSE_INCIDENTS = "browse incidents"
    CHANGE_INCIDENTS = "change incidents"
    READ_ALERTS = "read alerts"
    CHANGE_ALERTS = "change alerts"
    HUNT = "hunt"
    SEE_DEVICES = "see devices"
    ISOLATE_DEVICES = "isolate devices"
    SCAN_DEVICES = "scan devices"
    RESTRICT_DEVICES = "restrict app execution"
    COLLECT_PACKAGES = "collect investigation packages"
    QUARANTINE_FILES = "stop and quarantine files"


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether one capability is allowed on one API.

    `by` is the held role that allows it, `None` when nothing does; `needs` lists the roles that
    would, the least powerful first.
    """

    capability: Capability
    resource: Resource
    needs: tuple[str, ...]
    by: str | None

    @property
    def is_allowed(self) -> bool:
        """Whether a held role suffices."""
        return self.by is not None


_READ_INCIDENTS = ("SecurityIncident.Read.All", "SecurityIncident.ReadWrite.All")
_READ_ALERTS = (
    "SecurityAlert.Read.All",
    "SecurityAlert.ReadWrite.All",
    "SecurityIncident.Read.All",
    "SecurityIncident.ReadWrite.All",
)
_RULES: dict[Resource, tuple[tuple[Capability, tuple[str, ...]], ...]] = {
    Resource.GRAPH: (
        (Capability.BROWSE_INCIDENTS, _READ_INCIDENTS),
        (Capability.CHANGE_INCIDENTS, ("SecurityIncident.ReadWrite.All",)),
        (Capability.READ_ALERTS, _READ_ALERTS),
        (Capability.CHANGE_ALERTS, ("SecurityAlert.ReadWrite.All",)),
        (Capability.HUNT, ("ThreatHunting.Read.All",)),
    ),
    Resource.XDR: (
        (Capability.BROWSE_INCIDENTS, ("Incident.Read.All", "Incident.ReadWrite.All")),
        (Capability.CHANGE_INCIDENTS, ("Incident.ReadWrite.All",)),
        (Capability.HUNT, ("AdvancedHunting.Read.All",)),
    ),
    Resource.MDE: (
        (Capability.SEE_DEVICES, ("Machine.Read.All", "Machine.ReadWrite.All")),
        (Capability.ISOLATE_DEVICES, ("Machine.Isolate",)),
        (Capability.SCAN_DEVICES, ("Machine.Scan",)),
        (Capability.RESTRICT_DEVICES, ("Machine.RestrictExecution",)),
        (Capability.COLLECT_PACKAGES, ("Machine.CollectForensics",)),
        (Capability.QUARANTINE_FILES, ("Machine.StopAndQuarantine",)),
    ),
    Resource.KEYVAULT: (),
}


def needed_roles(capability: Capability, resource: Resource) -> tuple[str, ...]:
    """Give the roles that allow a capability on one API, least first; empty when none can."""
    return next((roles for can, roles in _RULES[resource] if can is capability), ())


def judge(resource: Resource, roles: Iterable[str]) -> tuple[Verdict, ...]:
    """Say for everything that one API offers whether the held roles allow it, in a fixed order."""
    held = frozenset(roles)
    return tuple(
        Verdict(capability, resource, needs, next((r for r in needs if r in held), None))
        for capability, needs in _RULES[resource]
    )


def allows(capability: Capability, resource: Resource, roles: Iterable[str]) -> bool:
    """Tell whether the held roles allow one capability on one API."""
    held = frozenset(roles)
    return any(role in held for role in needed_roles(capability, resource))
