"""What surrounds one entity or trace when its row is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from defender_tui.sandbox.data.stable_ids import stable_uuid

if TYPE_CHECKING:
    from datetime import datetime

    from defender_tui.sandbox.data.cast import Address, Device, User
    from defender_tui.sandbox.data.records import (
        CloudApplicationSubject,
        MessageSubject,
        ProcessSubject,
    )


@dataclass(frozen=True, slots=True)
class AlertContext:
    """Who and what else an alert is about, for the traces of one of its entities."""

    at: datetime
    number: int
    user: User | None = None
    device: Device | None = None
    process: ProcessSubject | None = None
    message: MessageSubject | None = None
    application: CloudApplicationSubject | None = None
    address: Address | None = None
    guessed: tuple[User, ...] = ()
    """Whose passwords were tried, when the alert is about that."""

    @property
    def report_id(self) -> int:
        """A number that no ordinary event of the same table has."""
        return 900_000_000 + self.number

    @property
    def event_id(self) -> str:
        """A GUID for tables whose rows have one."""
        return stable_uuid(self.number, "trace")
