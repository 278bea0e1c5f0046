"""What becomes of an action on a machine: when it is taken up, when and how it ends."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from defender_tui.sandbox.mde.kinds import SCAN, Kind
from defender_tui.sandbox.mde.machines import Machine, draw

# The real service waits for days. Ten minutes are enough to see an action wait in vain.
_GIVES_UP_AFTER = timedelta(minutes=10)
_FULL_SCAN_TAKES = 15


@dataclass(frozen=True, slots=True)
class Course:
    """The times and the end of an action."""

    begins_at: datetime | None
    ends_at: datetime
    ending: str


def course_of(kind: Kind, scope: str | None, machine: Machine, now: datetime) -> Course:
    """Lay out the course; it is always the same for a kind on a machine.

    An inactive machine never takes an action up. One with impaired communication does not either,
    or takes it up and fails.
    """
    is_deaf = machine.health == "ImpairedCommunication" and draw(machine.machine_id, "deaf", 2)
    if machine.health == "Inactive" or is_deaf:
        return Course(None, now + _GIVES_UP_AFTER, "TimeOut")
    begins_at = now + timedelta(seconds=4 + draw(machine.machine_id, kind.name, 9))
    takes = kind.runs_for
    if kind is SCAN and scope == "Full":
        takes *= _FULL_SCAN_TAKES
    ending = "Failed" if machine.health == "ImpairedCommunication" else "Succeeded"
    return Course(begins_at, begins_at + takes, ending)
