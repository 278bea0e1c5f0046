"""One response action, and how far it has come at a moment."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from defender_tui.sandbox.mde.kinds import Kind
from defender_tui.sandbox.mde.machines import Machine

STATUSES = ("Pending", "InProgress", "Succeeded", "Failed", "TimeOut", "Cancelled")


@dataclass(frozen=True, slots=True)
class Cancellation:
    """Who called an action off, why and when."""

    requestor: str
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Action:
    """An action as it was ordered, with what will come of it unless it is called off.

    The machine takes it up at `begins_at`, or never where that is `None`; at `ends_at` it has the
    status `ending`.
    """

    action_id: str
    kind: Kind
    scope: str | None
    sha1: str | None
    requestor: str
    comment: str
    machine: Machine
    created_at: datetime
    begins_at: datetime | None
    ends_at: datetime
    ending: str
    package_token: str
    cancellation: Cancellation | None = None

    def status(self, now: datetime) -> str:
        """Give the status at a moment."""
        if self.cancellation is not None:
            return "Cancelled"
        if now >= self.ends_at:
            return self.ending
        return "InProgress" if self.begins_at is not None and now >= self.begins_at else "Pending"

    def updated_at(self, now: datetime) -> datetime:
        """Give the last moment, up to now, at which its status changed."""
        if self.cancellation is not None:
            return self.cancellation.at
        reached = (self.ends_at, self.begins_at)
        return max((at for at in reached if at is not None and at <= now), default=self.created_at)

    def is_open(self, now: datetime) -> bool:
        """Tell whether it is still waiting or running."""
        return self.status(now) in ("Pending", "InProgress")
