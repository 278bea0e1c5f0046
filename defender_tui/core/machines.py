"""Machines of Defender for Endpoint, and the response actions that are taken on them.

Words of the vendor's open sets (health, risk, status …) stay text, so that one that appears
tomorrow is shown and not lost.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from .errors import ConfigError
from .permissions import Capability

_SHA1 = re.compile(r"[0-9a-fA-F]{40}")
ONBOARDED = "onboarded"


class ActionKind(StrEnum):
    """What this program can have a machine do; the value is the vendor's type.

    Source: https://learn.microsoft.com/en-us/defender-endpoint/api/machineaction
    """

    ISOLATE = "Isolate"
    RELEASE = "Unisolate"
    SCAN = "RunAntiVirusScan"
    COLLECT = "CollectInvestigationPackage"
    RESTRICT = "RestrictCodeExecution"
    UNRESTRICT = "UnrestrictCodeExecution"
    QUARANTINE = "StopAndQuarantineFile"

    @property
    def capability(self) -> Capability:
        """What a token must allow for it; the same for cancelling it."""
        return _CAPABILITIES[self]

    @property
    def scopes(self) -> tuple[str, ...]:
        """How far it can go, the usual one first; empty where there is nothing to choose."""
        return _SCOPES.get(self, ())


class ActionStatus(StrEnum):
    """How far an action has come, as far as the words are known today."""

    PENDING = "Pending"
    IN_PROGRESS = "InProgress"
    SUCCEEDED = "Succeeded"
    FAILED = "Failed"
    TIME_OUT = "TimeOut"
    CANCELLED = "Cancelled"


_CAPABILITIES = {
    ActionKind.ISOLATE: Capability.ISOLATE_DEVICES,
    ActionKind.RELEASE: Capability.ISOLATE_DEVICES,
    ActionKind.SCAN: Capability.SCAN_DEVICES,
    ActionKind.COLLECT: Capability.COLLECT_PACKAGES,
    ActionKind.RESTRICT: Capability.RESTRICT_DEVICES,
    ActionKind.UNRESTRICT: Capability.RESTRICT_DEVICES,
    ActionKind.QUARANTINE: Capability.QUARANTINE_FILES,
}
_SCOPES = {ActionKind.ISOLATE: ("Full", "Selective"), ActionKind.SCAN: ("Quick", "Full")}
_OPEN = frozenset({ActionStatus.PENDING, ActionStatus.IN_PROGRESS})
_ENDED = frozenset(ActionStatus) - _OPEN


@dataclass(frozen=True, slots=True)
class Machine:
    """One machine. Times are UTC; unread fields are in `extra`, under the API's own names.

    Source: https://learn.microsoft.com/en-us/defender-endpoint/api/machine
    """

    id: str
    dns_name: str | None = None
    os_platform: str | None = None
    os_version: str | None = None
    health: str | None = None
    onboarding: str | None = None
    risk: str | None = None
    exposure: str | None = None
    group: str | None = None
    last_ip: str | None = None
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    tags: tuple[str, ...] = ()
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_onboarded(self) -> bool:
        """Whether it has a sensor that takes actions; true as long as nobody says otherwise."""
        return self.onboarding is None or self.onboarding.casefold() == ONBOARDED

    @property
    def is_windows(self) -> bool:
        """Whether it runs Windows; true as long as nobody says otherwise."""
        return self.os_platform is None or self.os_platform.casefold().startswith("windows")


@dataclass(frozen=True, slots=True)
class MachineAction:
    """One action as it stood when it was read. Times are UTC.

    `type` and `status` hold the vendor's words. `file_hash` is what a quarantine was for.
    """

    id: str
    type: str | None = None
    scope: str | None = None
    requestor: str | None = None
    comment: str | None = None
    status: str | None = None
    machine_id: str | None = None
    machine_name: str | None = None
    created: datetime | None = None
    updated: datetime | None = None
    file_hash: str | None = None
    cancelled_by: str | None = None
    cancel_comment: str | None = None
    extra: Mapping[str, object] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether it is still waiting or running."""
        return self.status in _OPEN

    @property
    def is_over(self) -> bool:
        """Whether it has ended; a status that is not known counts as neither open nor over."""
        return self.status in _ENDED

    @property
    def has_package(self) -> bool:
        """Whether there is an investigation package to fetch."""
        return self.type == ActionKind.COLLECT and self.status == ActionStatus.SUCCEEDED


@dataclass(frozen=True, slots=True)
class ResponseRequest:
    """What a machine is to do, and why; the comment is for whoever looks into it later."""

    kind: ActionKind
    comment: str
    scope: str | None = None
    sha1: str | None = None

    @property
    def remark(self) -> str:
        """The comment as it is sent."""
        return self.comment.strip()

    def check(self) -> None:
        """Refuse what the service would refuse.

        Raises:
            ConfigError: the comment is empty, or what the action needs is missing or wrong.
        """
        if not self.remark:
            raise ConfigError(
                "A response action needs a comment.",
                hint="Say why it is taken: the comment stays with the action.",
                key="comment",
            )
        if self.kind.scopes and self.scope not in self.kind.scopes:
            raise ConfigError(
                f"{self.kind} does not know “{self.scope or ''}”.",
                hint=f"Choose one of: {', '.join(self.kind.scopes)}.",
                key="scope",
            )
        if self.kind is ActionKind.QUARANTINE and not is_sha1(self.sha1 or ""):
            raise ConfigError(
                f"“{self.sha1 or ''}” is not a SHA-1.",
                hint="Give the file's SHA-1: 40 digits from 0 to 9 and a to f.",
                key="sha1",
            )

    def is_done_by(self, action: MachineAction) -> bool:
        """Tell whether an action does this; whoever ordered it, and whatever the comment."""
        if action.type != self.kind:
            return False
        if self.kind is not ActionKind.QUARANTINE:
            return True
        return (action.file_hash or "").casefold() == (self.sha1 or "").casefold()


def is_sha1(text: str) -> bool:
    """Tell whether a text is a SHA-1 in hexadecimal."""
    return _SHA1.fullmatch(text) is not None
